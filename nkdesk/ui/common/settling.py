"""Waiting until a hand rests: a preview is worked out once, not at every letter."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def settling(parent: QObject, milliseconds: int, act: Callable[[], None]) -> QTimer:
    """Return a timer that acts once, so long after it was last started."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(act)
    return timer
