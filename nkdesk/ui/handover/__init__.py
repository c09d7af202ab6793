"""Handover: everything that changed since a moment, by whom, what and why."""
