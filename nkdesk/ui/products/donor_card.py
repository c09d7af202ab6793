"""The donor of a recipient: who, typing, consent, whether eligible on the day, the collection."""

from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from nkdesk.services.product_models import DonorLine, RecipientProducts
from nkdesk.ui.common.donor_words import donor_identity
from nkdesk.ui.common.labels import button
from nkdesk.ui.common.lines import Lines
from nkdesk.ui.common.paragraph import Run
from nkdesk.ui.common.theme import GAP, colour
from nkdesk.ui.products.asks import Asks, ask_on_click
from nkdesk.ui.products.words import (
    collection_words,
    consent_words,
    eligibility_words,
    typing_words,
)

translate = QCoreApplication.translate
_BETWEEN = "   "


class DonorCard(QFrame):
    """Typing and the day of collection are entered from here; so is a donor nobody has entered."""

    def __init__(self, found: RecipientProducts, asks: Asks, today: date) -> None:
        super().__init__()
        self.setProperty("ground", "card")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 8, 8)
        row.setSpacing(GAP)
        self.lines = Lines(donor_lines(found.donor, today))
        row.addWidget(self.lines, 1)
        verbs = QVBoxLayout()
        verbs.setSpacing(GAP)
        row.addLayout(verbs)
        known = found.donor is not None
        words = self.tr("Typing, collection…") if known else self.tr("Enter the donor…")
        self.enter = button(words, "" if known else "main")
        asked = asks.facts if known else asks.donor
        self.enter.clicked.connect(lambda: asked.emit(found))
        verbs.addWidget(self.enter)
        self.results = button(self.tr("Donor's results…"))
        self.results.setVisible(known)
        ask_on_click(self.results, asks.results, found)
        verbs.addWidget(self.results)
        verbs.addStretch(1)


def donor_lines(donor: DonorLine | None, today: date) -> list[list[Run]]:
    """Return who the donor is and what is known of them, what is missing in its colour."""
    if donor is None:
        return [
            [Run(translate("Products", "No donor has been entered. A lot begins with its donor."))]
        ]
    name = [
        Run(translate("Products", "Donor") + "  ", shade=colour("quiet")),
        Run(donor_identity(donor.donor, today), bold=True),
    ]
    checked, collected = eligibility_words(donor), collection_words(donor, today)
    return [
        name,
        _facts(checked, consent_words(donor)),
        _facts(collected),
        _facts(typing_words(donor)),
    ]


def _facts(*facts: tuple[str, str]) -> list[Run]:
    runs = []
    for words, tone in facts:
        runs.append(Run(words + _BETWEEN, bold=tone not in ("ink", "given"), shade=colour(tone)))
    return runs
