"""Step three: the end, given whole, in part or stopped; whole is one touch."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nkdesk.model.infusion import InfusionAct, Outcome
from nkdesk.services.change_forms import ChangeReason
from nkdesk.services.infusion_models import BedsidePage, EndForm
from nkdesk.sheets.wording.day import spoken
from nkdesk.sheets.wording.infusions import ended_text, outcome_text
from nkdesk.ui.bedside.words import cell_lines
from nkdesk.ui.common.card_button import CardButton
from nkdesk.ui.common.fields import FLOWING, Field, NoteField, TextField, chips
from nkdesk.ui.common.labels import heading, plain


class EndPage(QWidget):
    """``ended`` asks to store the end as ``form`` has it; ``turned``: more is asked for now."""

    ended = Signal()
    turned = Signal()

    def __init__(self, reasons: Sequence[ChangeReason]) -> None:
        super().__init__()
        self.outcome = Outcome.WHOLE
        self.cards = {
            Outcome.WHOLE: CardButton(
                self.tr("Given in full"), self.tr("Everything was infused. Saved at once.")
            ),
            Outcome.PART: CardButton(
                self.tr("Given in part…"), self.tr("Something is left in the bags")
            ),
            Outcome.STOPPED: CardButton(
                self.tr("Stopped…"), self.tr("Ended early, for a reason; a reaction, for example")
            ),
        }
        left = self.tr("Left in the bags, mL (a bag not hung counts whole)")
        self.remaining = TextField("remaining", left)
        choices = [(one.code, spoken(one.title)) for one in reasons]
        self.reason = chips("reason", self.tr("Reason"), choices, FLOWING)
        self.note = NoteField("note", self.tr("Note (needed for some reasons)"))
        self.said = plain()
        self.asked = heading("")
        self.more = QWidget()
        self._lay_out()
        for outcome, card in self.cards.items():
            card.clicked.connect(lambda _on=False, outcome=outcome: self.choose(outcome))

    @property
    def fields(self) -> dict[str, Field]:
        """The fields by name, so that problems can be shown beside them."""
        return {one.name: one for one in (self.remaining, self.reason, self.note)}

    @property
    def typed(self) -> bool:
        """Whether something would be lost by leaving."""
        left = self.remaining.value().strip() or self.note.value().strip()
        return not self.more.isHidden() and bool(left or self.reason.value())

    def show_page(self, page: BedsidePage) -> None:
        """Offer the three ends, or say how it ended."""
        open_now = InfusionAct.END in page.may
        for card in self.cards.values():
            card.setVisible(open_now)
        self.more.setVisible(open_now and self.outcome is not Outcome.WHOLE)
        ended = "" if page.infusion is None else ended_text(page.infusion)
        lines = [f"{label}: {words}" for label, words in cell_lines(page)]
        self.said.setText("\n".join([ended[:1].upper() + ended[1:], *lines]).strip())

    def begin(self) -> None:
        """Lead to the most frequent end."""
        self.cards[Outcome.WHOLE].setFocus()

    def choose(self, outcome: Outcome) -> None:
        """Take an end; whole is stored at once, the others ask for what is left and why."""
        self.outcome = outcome
        self.more.setVisible(outcome is not Outcome.WHOLE)
        if outcome is Outcome.WHOLE:
            self.ended.emit()
        else:
            words = self.tr("{outcome}: how much is left, and why")
            self.asked.setText(words.format(outcome=outcome_text(outcome).capitalize()))
            self.turned.emit()
            self.remaining.setFocus()

    def form(self, infusion_id: int, person: str) -> EndForm:
        """Return the end as typed."""
        if self.outcome is Outcome.WHOLE:
            return EndForm(infusion_id, self.outcome.value, person)
        return EndForm(
            infusion_id,
            self.outcome.value,
            person,
            remaining=self.remaining.value(),
            reason=self.reason.value(),
            note=self.note.value(),
        )

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        for card in self.cards.values():
            row.addWidget(card, 1)
        more = QVBoxLayout(self.more)
        more.setContentsMargins(0, 0, 0, 0)
        more.setSpacing(8)
        for part in (self.asked, self.remaining, self.reason, self.note):
            more.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(row)
        column.addWidget(self.more)
        column.addWidget(self.said)
        column.addStretch(1)
