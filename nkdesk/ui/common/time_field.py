"""A typed time of day; F8 writes the present minute, whatever the keyboard layout."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from nkdesk.ui.common.fields import TextField

NOW_KEY = "F8"


class TimeField(TextField):
    """``now`` tells the ward's present moment."""

    def __init__(self, name: str, label: str, now: Callable[[], datetime], value: str = "") -> None:
        super().__init__(name, label, value, hint=self.tr("HH:mm"))
        self._now = now
        self.line.setToolTip(self.tr("The present minute  ({key})").format(key=NOW_KEY))
        key = QShortcut(QKeySequence(NOW_KEY), self.line)
        key.setContext(Qt.ShortcutContext.WidgetShortcut)
        key.activated.connect(self.put_now)

    def put_now(self) -> None:
        """Write the present minute."""
        self.put(f"{self._now():%H:%M}")
