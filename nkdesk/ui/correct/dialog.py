"""Correct what was recorded: another day or time, or not given after all; nothing is erased."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nkdesk.model.change import ChangeKind
from nkdesk.model.cycle import ItemState
from nkdesk.services.change_forms import ChangePreview, CorrectionForm
from nkdesk.services.changes import correct_fact, preview_correction
from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.reasons import change_reasons, not_given_reasons
from nkdesk.sheets.wording.refusals import broken_rule_text
from nkdesk.ui.common.change_dialog import ChangeDialog, Concerned
from nkdesk.ui.common.change_words import seen_to_change
from nkdesk.ui.common.chosen import ChosenItem
from nkdesk.ui.common.fields import ChoiceField, DateField, TextField, cards
from nkdesk.ui.common.item_head import dialog_title
from nkdesk.ui.common.item_words import item_title
from nkdesk.ui.common.labels import plain
from nkdesk.ui.common.typed_dates import typed_date

GIVEN, NOT_GIVEN = "given", "not_given"


class CorrectDialog(ChangeDialog):
    """Stands as recorded until a person changes it. ``saved`` after success."""

    def __init__(
        self, parent: QWidget | None, desk: Desk, chosen: ChosenItem, *, sample: bool
    ) -> None:
        self._chosen = chosen
        about = Concerned(desk, chosen.line, sample)
        title = dialog_title(self.tr("Correct what was recorded"), chosen)
        super().__init__(parent, title, about, ChangeKind.CORRECT)
        self.what = self._what_field()
        recorded = _day_recorded(chosen, desk.clock.today())
        self._on = DateField("on", self.tr("Given on"), typed_date(recorded))
        self._time = TextField(
            "time", self.tr("At"), chosen.item.parts[-1].at, hint=self.tr("HH:mm")
        )
        self.why = TextField("why", self.tr("What was wrong about the entry"))
        self._lay_out()
        self._as_opened = self.value()
        self._choose_what()
        self.what.setFocus()

    @property
    def typed(self) -> bool:
        """Whether anything was changed since the dialog opened."""
        return self.value() != self._as_opened

    def value(self) -> CorrectionForm:
        """Return the form as typed; a day only where the item was given."""
        given = self.what.value() == GIVEN
        return CorrectionForm(
            item_id=self._chosen.item_id,
            on=self._on.value() if given else "",
            time=self._time.value() if given else "",
            cause=self.cause.value(),
            why=self.why.value(),
        )

    def _lay_out(self) -> None:
        self.body.addWidget(self.add_field(self.what))
        self._when = QWidget()
        row = QHBoxLayout(self._when)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.add_field(self._on), 2, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.add_field(self._time), 1, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self._when)
        self.body.addWidget(self.add_field(self.why))
        words = self.tr("What was recorded first stays readable in the history.")
        self.body.addWidget(plain(words, tone="quiet"))
        self._add_cause()
        self._watch(self._on, self._time)
        self.what.changed.connect(self._choose_what)

    def _what_field(self) -> ChoiceField:
        field = ChoiceField("what", self.tr("What is true"), 2)
        given = (GIVEN, self.tr("It was given"), self.tr("on this day, at this time"))
        not_given = (NOT_GIVEN, self.tr("It was not given"), self.tr("with the reason why not"))
        field.offer(cards([given, not_given]))
        field.choose(NOT_GIVEN if self._chosen.item.state is ItemState.OMITTED else GIVEN)
        return field

    def _choose_what(self) -> None:
        given = self.what.value() == GIVEN
        self._when.setVisible(given)
        if given:
            words = self.tr("How the wrong entry came about")
            self.cause.offer(change_reasons(ChangeKind.CORRECT, self._desk), words)
        else:
            self.cause.offer(not_given_reasons(self._desk), self.tr("Why it was not given"))
        self.refresh()

    def _ask(self) -> ChangePreview:
        return preview_correction(self._desk, self.value())

    def _save(self, read_at: int) -> Saved | Unsaved:
        return correct_fact(self._desk, self.value(), read_at)

    def _warnings(self, preview: ChangePreview) -> list[str]:
        """Say as well what the fact itself breaks: a slip of the year shows here first."""
        broken = [broken_rule_text(rule, self._titles) for rule in preview.deviations]
        return [*(f"▲ {words}" for words in broken), *super()._warnings(preview)]

    def _words(self, preview: ChangePreview) -> str:
        if any(seen_to_change(row) for row in preview.rows):
            return ""
        return self.tr("This is what is recorded now.")

    def _ready(self, preview: ChangePreview) -> bool:
        """Let a reason alone be corrected, too: then no date changes."""
        return bool(preview.rows)

    def _verb(self, preview: ChangePreview) -> str:
        del preview
        return self.tr("Correct {item}").format(item=item_title(self._chosen))

    def _verb_unready(self) -> str:
        return self.tr("Correct")

    def _keep_words(self) -> str:
        return self.tr("Leave as recorded")


def _day_recorded(chosen: ChosenItem, today: date) -> date:
    days = [part.done for part in chosen.item.parts if part.done is not None]
    return max(days, default=min(chosen.item.planned, today))
