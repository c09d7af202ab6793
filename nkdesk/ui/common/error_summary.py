"""What stands in the way, all at once, on top of a form; each line leads to its field."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from nkdesk.ui.common.dropping import drop_item
from nkdesk.ui.common.labels import button, heading, plain


class ErrorSummary(QFrame):
    """Hidden while nothing is wrong. Source: NHS service manual, error summary.

    ``title`` says what did not happen, where that is not saving.
    """

    def __init__(self, go_to: Callable[[str], None], title: str = "") -> None:
        super().__init__()
        self._title = title or self.tr("Not saved. Please look at:")
        self._go_to = go_to
        self.setProperty("ground", "refused")
        self.setObjectName("error-summary")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 8, 14, 8)
        self._column.setSpacing(2)
        self.lines: list[str] = []
        self.hide()

    def rename(self, title: str) -> None:
        """Say otherwise what did not happen."""
        self._title = title

    def show_problems(
        self, problems: Sequence[tuple[str, str, str]], others: Sequence[str]
    ) -> None:
        """Show field problems as (field, label, sentence) and other refusals as sentences."""
        self._clear()
        self.lines = [f"{label}: {words}" for _, label, words in problems] + list(others)
        self.setVisible(bool(self.lines))
        if not self.lines:
            return
        self._column.addWidget(heading(self._title, "strong"))
        for name, label, words in problems:
            self._column.addWidget(self._line(name, label, words))
        for words in others:
            self._column.addWidget(plain(words))
        self.setAccessibleName("; ".join(self.lines))

    def _line(self, name: str, label: str, words: str) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        link = button(label, "link", spoken=f"{label}: {words}")
        link.clicked.connect(lambda: self._go_to(name))
        row.addWidget(link)
        row.addWidget(plain(words), 1)
        return holder

    def _clear(self) -> None:
        while self._column.count():
            drop_item(self._column.takeAt(0))
