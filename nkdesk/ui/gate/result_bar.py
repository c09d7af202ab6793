"""The result of a check in one framed line: shape, words, colour, and until when."""

from PySide6.QtWidgets import QFrame, QHBoxLayout

from nkdesk.model.eligibility import Outcome
from nkdesk.services.eligibility_models import EligibilityCheck
from nkdesk.sheets.wording.eligibility import (
    outcome_symbol,
    outcome_text,
    valid_until_text,
)
from nkdesk.ui.common.labels import heading, plain, tint

_GROUNDS = {
    Outcome.ELIGIBLE: ("good", "given"),
    Outcome.NOT_ELIGIBLE: ("refused", "refused"),
    Outcome.INCOMPLETE: ("caution", "caution"),
}


class ResultBar(QFrame):
    """Stands beside the title; read aloud when it changes."""

    def __init__(self) -> None:
        super().__init__()
        self.words = heading("")
        self.words.setWordWrap(False)
        self.until = plain()
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 5, 14, 5)
        row.setSpacing(14)
        row.addWidget(self.words)
        row.addWidget(self.until, 1)

    def show_result(self, check: EligibilityCheck, donor: EligibilityCheck | None) -> None:
        """Show the outcome of a check; before cycle 1 the donor's stands beside it."""
        found = check.evaluation
        ground, tone = _GROUNDS[found.outcome]
        self.setProperty("ground", ground)
        self.style().unpolish(self)
        self.style().polish(self)
        tint(self.words, tone)
        said = outcome_text(found)
        self.words.setText(f"{outcome_symbol(found.outcome)}  {said}")
        words = [valid_until_text(found)]
        if check.cycle == 1:
            theirs = self.tr("none recorded") if donor is None else outcome_text(donor.evaluation)
            words.append(self.tr("Donor: {outcome}").format(outcome=theirs))
        self.until.setText(" · ".join(part for part in words if part))
        self.setAccessibleName(f"{said} {self.until.text()}".strip())
