"""Spans of days in words: how far something moves."""

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def shift_words(days: int) -> str:
    """Return ``2 days later``, ``1 day earlier`` or ``the same day``."""
    if days == 0:
        return translate("Days", "the same day")
    if days > 0:
        return translate("Days", "{n} later").format(n=days_words(days))
    return translate("Days", "{n} earlier").format(n=days_words(-days))


def days_words(days: int) -> str:
    """Return ``1 day`` or ``3 days``."""
    if days == 1:
        return translate("Days", "1 day")
    return translate("Days", "{n} days").format(n=days)
