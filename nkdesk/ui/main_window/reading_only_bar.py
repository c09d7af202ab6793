"""A yellow bar over every screen of a ward that cannot be written to."""

from PySide6.QtWidgets import QFrame, QHBoxLayout

from nkdesk.ui.common.labels import plain


class ReadingOnlyBar(QFrame):
    """Hidden in a ward in which steps can be saved."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "caution")
        self.words = plain(tone="caution")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 14, 6)
        row.addWidget(self.words)
        self.hide()

    def say(self, words: str) -> None:
        """Say why nothing can be saved; "" hides the bar."""
        self.words.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))
