"""A typed time of day; F8 writes the present minute, whatever the keyboard layout."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from nkdesk.ui.common.fields import TextField

NOW_KEY = "F8"


class TimeField(TextField):
    """``now`` tells the ward's present moment."""

    def __init__(self, name: str, label: str, now: Callable[[], datetime], value: str = "") -> None:
        super().__init__(name, label, value, hint=self.tr("HH:mm"))
        self._now = now
        self.line.setToolTip(self.tr("The present minute  ({key})").format(key=NOW_KEY))
        self.line.installEventFilter(self)

    def put_now(self) -> None:
        """Write the present minute."""
        self.put(f"{self._now():%H:%M}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the key before the line looks at it."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F8:
            self.put_now()
            return True
        return super().eventFilter(watched, event)
