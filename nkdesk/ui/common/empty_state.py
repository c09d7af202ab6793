"""What a screen says when it has nothing to show: why, and what to do next."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from nkdesk.ui.common.labels import heading, plain
from nkdesk.ui.common.theme import GAP

_WIDE = 620


class EmptyState(QWidget):
    """A sentence in the middle of the screen with at least one way on."""

    def __init__(self, title: str, sentence: str, *ways_on: QPushButton) -> None:
        super().__init__()
        self.title = heading(title, "title")
        self.sentence = plain(sentence, tone="quiet")
        self.setAccessibleName(f"{title} {sentence}")
        column = QVBoxLayout(self)
        column.setSpacing(GAP)
        column.addStretch(2)
        for label in (self.title, self.sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setMaximumWidth(_WIDE)
            label.setMinimumWidth(_WIDE)
            column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(GAP)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addStretch(1)
        for way in ways_on:
            row.addWidget(way)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(3)
