"""The wheel never changes a value under an unfocused cursor.

Measured in Qt: with focus elsewhere one notch over a date field moved 12 to 11 March, and turned
a closed box from *given* to *not given*. One filter over the whole application takes the wheel
away from spin, date and combo boxes that do not have the focus; the page scrolls instead.
"""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QScrollBar,
    QTabBar,
)


class WheelGuard(QObject):
    """Watches a whole application while it lives."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a wheel turn away from an unfocused field and hand it to the page below."""
        if event.type() != QEvent.Type.Wheel or not _holds_a_value(watched):
            return False
        if isinstance(watched, QComboBox | QAbstractSpinBox) and watched.hasFocus():
            return False
        event.ignore()
        return True


def _holds_a_value(watched: QObject) -> bool:
    if isinstance(watched, QScrollBar):
        return False
    return isinstance(watched, QAbstractSpinBox | QComboBox | QAbstractSlider | QTabBar)
