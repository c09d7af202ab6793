"""What can be done on the assessments page, always in view."""

from PySide6.QtWidgets import QFrame, QHBoxLayout

from nkdesk.services.eligibility_models import Series
from nkdesk.ui.assessments.words import kind_words, newest
from nkdesk.ui.common.labels import button
from nkdesk.ui.common.theme import GAP


class AssessmentsFoot(QFrame):
    """Entering on the left; what acts on the chosen kind of result on the right."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "foot")
        self.enter = button(self.tr("Enter result…"), "main")
        self.judge = button(self.tr("Judge infection…"))
        self.consent = button(self.tr("Consent…"), spoken=self.tr("Enter a consent"))
        self.history = button(self.tr("All results…"))
        self.correct = button(self.tr("Correct…"))
        self.strike = button(self.tr("Entered by mistake…"))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(GAP)
        for one in (self.enter, self.judge, self.consent):
            row.addWidget(one)
        row.addStretch(1)
        for one in (self.history, self.correct, self.strike):
            row.addWidget(one)

    def show_choice(self, row: Series | None, *, judges: bool) -> None:
        """Offer what can be done with the chosen row; say of what in the spoken name."""
        self.judge.setVisible(judges)
        latest = newest(row) if row is not None else None
        self.history.setEnabled(row is not None and bool(row.points))
        for one in (self.correct, self.strike):
            one.setEnabled(latest is not None)
        named = kind_words(row.kind) if row is not None else ""
        for one in (self.history, self.correct, self.strike):
            words = one.text().rstrip("…")
            one.setAccessibleName(f"{words}: {named}" if named else words)
            one.setToolTip("" if named else self.tr("Choose a result first"))
