"""A rounded button that is chosen or not, as wide chosen as not: nothing moves under the hand."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QPushButton, QSizePolicy

from nkdesk.ui.common.theme import TARGET

_SIDE = 12


class Chip(QPushButton):
    """At least 44 px high; leaves room for its words in the bold they take on when chosen."""

    def __init__(self, words: str, spoken: str) -> None:
        super().__init__(words)
        self.setProperty("weight", "chip")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setMinimumHeight(TARGET)
        self.setAccessibleName(spoken)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the size of the bold words between rounded ends."""
        bold = QFont(self.font())
        bold.setBold(True)
        wide = QFontMetrics(bold).horizontalAdvance(self.text())
        return QSize(max(TARGET, wide + 2 * _SIDE), max(TARGET, super().sizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        """Return the size it always has."""
        return self.sizeHint()
