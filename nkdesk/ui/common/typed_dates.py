"""Dates as a person would type them, for fields that stand ready."""

from datetime import date


def typed_date(day: date) -> str:
    """Return ``12.03.2026``."""
    return f"{day.day:02d}.{day.month:02d}.{day.year:04d}"
