"""Keys and help: every command with its key, and where help beyond that is found."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from nkdesk import __version__
from nkdesk.ui.common.labels import button, heading, plain


class KeysDialog(QDialog):
    """Two columns, the keys as they are written on the keyboard."""

    def __init__(self, parent: QWidget, rows: Sequence[tuple[str, str]]) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys and help"))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.addWidget(heading(self.tr("Keys and help"), "title"))
        column.addWidget(plain(self._first_steps(), tone="quiet"))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(self._table(rows))
        column.addWidget(area, 1)
        close = button(self.tr("Close"), "main")
        close.clicked.connect(self.accept)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        column.addWidget(plain(f"nkdesk {__version__}", tone="quiet"))
        self.resize(640, 520)
        close.setFocus()

    def _first_steps(self) -> str:
        return self.tr(
            "Choose a row with the arrow keys or a click, then F2 records it as given and F4 as "
            "not given; F3 moves it to another day. F8 writes the present minute into a time. "
            "Ctrl+P prints the day's list. nkdesk shows what the protocol says; it never "
            "calculates a dose to prescribe."
        )

    def _table(self, rows: Sequence[tuple[str, str]]) -> QWidget:
        table = QWidget()
        grid = QGridLayout(table)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for place, (keys, words) in enumerate(rows):
            grid.addWidget(heading(keys, "strong"), place, 0)
            grid.addWidget(plain(words), place, 1)
        grid.setColumnMinimumWidth(0, 130)
        return table
