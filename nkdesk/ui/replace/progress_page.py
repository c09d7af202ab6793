"""While a placement is searched for: how good the best one is, and for how long it has run."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nkdesk.ui.common.labels import heading, plain
from nkdesk.ui.replace.search import LIMIT_S, Search
from nkdesk.ui.replace.words import progress_words

LOOK_MS = 200


class ProgressPage(QWidget):
    """Looks at the search a few times a second; nothing of the search waits for it."""

    def __init__(self) -> None:
        super().__init__()
        self._search: Search | None = None
        self.words = heading("", "section")
        self.time = plain(tone="quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 24, 0, 24)
        column.setSpacing(10)
        column.addWidget(heading(self.tr("Searching for the best placement"), "title"))
        column.addWidget(self.words)
        column.addWidget(self.time)
        words = self.tr(
            "You can stop at any time: the best placement found so far is shown, and nothing is "
            "saved by it."
        )
        column.addWidget(plain(words, tone="quiet"))
        column.addStretch(1)
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self.show_progress)

    def follow(self, search: Search) -> None:
        """Show how far this search is until ``leave``."""
        self._search = search
        self.show_progress()
        self._look.start()

    def leave(self) -> None:
        """Look no more."""
        self._look.stop()
        self._search = None

    def show_progress(self) -> None:
        """Show the newest word of the search."""
        if self._search is None:
            return
        words = progress_words(self._search.progress)
        if words != self.words.text():
            self.words.setText(words)
            self.words.setAccessibleName(words)
        said = self.tr("{n} s of at most {most} s").format(n=self._search.seconds, most=LIMIT_S)
        self.time.setText(said)
