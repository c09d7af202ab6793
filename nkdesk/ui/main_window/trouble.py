"""A yellow bar while the ward cannot be read: the rows stay readable, nothing can be acted on."""

from PySide6.QtWidgets import QFrame, QHBoxLayout

from nkdesk.ui.common.labels import plain


class TroubleBar(QFrame):
    """Hidden while all is well."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "caution")
        self.words = plain(tone="caution")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 14, 6)
        row.addWidget(self.words)
        self.hide()

    def say(self, words: str) -> None:
        """Say what is wrong, or with "" go away."""
        said = self.tr("What is shown may be out of date. {why} Trying again.").format(why=words)
        self.words.setText(said if words else "")
        self.setAccessibleName(said if words else "")
        self.setVisible(bool(words))
