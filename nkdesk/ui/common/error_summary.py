"""What stands in the way, all at once, on top of a form; each line leads to its field."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout

from nkdesk.ui.common.dropping import drop_item
from nkdesk.ui.common.labels import button, heading, plain


class ErrorSummary(QFrame):
    """Hidden while nothing is wrong. Source: NHS service manual, error summary."""

    def __init__(self, go_to: Callable[[str], None]) -> None:
        super().__init__()
        self._go_to = go_to
        self.setProperty("ground", "refused")
        self.setObjectName("error-summary")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 8, 14, 8)
        self._column.setSpacing(2)
        self.lines: list[str] = []
        self.hide()

    def show_problems(self, problems: Sequence[tuple[str, str]], others: Sequence[str]) -> None:
        """Show field problems as (field, sentence) and other refusals as sentences."""
        self._clear()
        self.lines = [words for _, words in problems] + list(others)
        self.setVisible(bool(self.lines))
        if not self.lines:
            return
        self._column.addWidget(heading(self.tr("Not saved. Please look at:"), "strong"))
        for name, words in problems:
            link = button(words, "link")
            link.clicked.connect(lambda _=False, name=name: self._go_to(name))
            self._column.addWidget(link)
        for words in others:
            self._column.addWidget(plain(words))
        self.setAccessibleName("; ".join(self.lines))

    def _clear(self) -> None:
        while self._column.count():
            drop_item(self._column.takeAt(0))
