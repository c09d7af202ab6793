"""Backups and restoring: the list, the difference, two names."""
