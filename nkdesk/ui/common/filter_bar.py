"""The bar that says a filter leaves somebody out, and takes it away."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from nkdesk.ui.common.labels import button, heading


class FilterBar(QFrame):
    """``Filtered: 3 of 8 — Clear``; hidden while everything is shown."""

    cleared = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "caution")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 4, 2)
        self.words = heading("", "strong")
        self.words.setWordWrap(False)
        self.clear = button(self.tr("Clear"), "flat", spoken=self.tr("Clear the filter"))
        self.clear.clicked.connect(self.cleared)
        row.addWidget(self.words)
        row.addWidget(self.clear)
        row.addStretch(1)
        self.hide()

    def show_counts(self, shown: int, total: int, *, active: bool) -> None:
        """Say how many of how many are shown while a filter is active."""
        words = self.tr("Filtered: {shown} of {total}").format(shown=shown, total=total)
        self.words.setText(words)
        self.setAccessibleName(words)
        self.setVisible(active)
