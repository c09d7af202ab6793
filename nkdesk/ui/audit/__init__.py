"""Audit: every step field by field, who, when, what, old and new, why."""
