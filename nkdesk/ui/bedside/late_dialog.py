"""A whole infusion entered from paper, where two persons signed the check of every bag."""

from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from nkdesk.model.infusion import Outcome
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.infusion_models import LateForm
from nkdesk.services.infusions import end_reasons, late_entry
from nkdesk.sheets.wording.day import spoken
from nkdesk.sheets.wording.infusions import outcome_text
from nkdesk.ui.bedside.at_bed import AtBed
from nkdesk.ui.bedside.scan_field import ScanField
from nkdesk.ui.common.entry_dialog import EntryDialog
from nkdesk.ui.common.fields import FLOWING, DateField, NoteField, TextField, chips
from nkdesk.ui.common.labels import plain
from nkdesk.ui.common.time_field import TimeField
from nkdesk.ui.common.typed_dates import typed_date

SIZE = (1040, 566)


class LateDialog(EntryDialog):
    """Numbers and names are typed again from the paper; only the day stands ready."""

    def __init__(self, parent: QWidget | None, bed: AtBed) -> None:
        super().__init__(parent, self.tr("Infusion from paper"), sample=bed.sample)
        self._bed = bed
        self.add_banner(bed.page.row.line)
        self._asked = QWidget()
        self._add_fields()
        self._lay_out()
        self._lead_on()
        self._ready(self.tr("Record: given in full"), self.tr("Do not record"))
        self.less = self.add_verb(self.tr("Not all was given…"))
        self.less.clicked.connect(self.ask_for_more)
        self.resize(*SIZE)
        self.start.setFocus()

    def value(self) -> LateForm:
        """Return the infusion as typed."""
        whole = self._asked.isHidden()
        return LateForm(
            self._bed.page.row.item_id,
            tuple(field.value() for field in self.bags),
            self.trial_number.value(),
            self.first.value(),
            self.second.value(),
            self.on.value(),
            self.start.value(),
            self.end.value(),
            outcome=Outcome.WHOLE.value if whole else self.outcome.value(),
            remaining="" if whole else self.remaining.value(),
            reason="" if whole else self.reason.value(),
            note=self.note.value(),
        )

    def ask_for_more(self) -> None:
        """Ask how it ended, what was left and why, because not all of it was given."""
        self._asked.show()
        self.less.hide()
        self.save.setText(self.tr("Record: not all given"))
        self.outcome.setFocus()

    def _write(self) -> Saved | Unsaved:
        return late_entry(self._bed.desk, self.value())

    def _refuse(self, answer: Unsaved) -> None:
        """Show what is wrong with the bags beside the first of them."""
        placed = [
            replace(one, field="bag_1") if one.field == "bags" else one for one in answer.problems
        ]
        self.show_unsaved(replace(answer, problems=tuple(placed)))

    def _add_fields(self) -> None:
        clock = self._bed.desk.clock
        self.on = DateField("on", self.tr("Infused on"), typed_date(clock.today()))
        self.start = TimeField("start", self.tr("Started at"), clock.now)
        self.end = TimeField("end", self.tr("Ended at"), clock.now)
        self.trial_number = TextField("trial_number", self.tr("Trial ID on the paper"))
        count = max(1, len(self._bed.page.bags))
        words = self.tr("Number of bag {n}")
        self.bags = [ScanField(f"bag_{n}", words.format(n=n)) for n in range(1, count + 1)]
        self.first = TextField("first", self.tr("First who checked"))
        self.second = TextField("second", self.tr("Second who checked"))
        outcomes = [(one.value, outcome_text(one)) for one in (Outcome.PART, Outcome.STOPPED)]
        self.outcome = chips("outcome", self.tr("How it ended"), outcomes, FLOWING)
        left = self.tr("Left in the bags, mL (a bag not hung counts whole)")
        self.remaining = TextField("remaining", left)
        reasons = [(one.code, spoken(one.title)) for one in end_reasons(self._bed.desk)]
        self.reason = chips("reason", self.tr("Reason"), reasons, FLOWING)
        self.note = NoteField("note", self.tr("Note (needed for some reasons)"))

    def _lay_out(self) -> None:
        words = self.tr(
            "Both persons signed the check of every bag on paper. It is stored as entered now for "
            "the times typed here."
        )
        self.body.addWidget(plain(words, tone="quiet"))
        self._add_row(self.on, self.start, self.end)
        self._add_row(self.trial_number, *self.bags[:2])
        for place in range(2, len(self.bags), 3):
            self._add_row(*self.bags[place : place + 3])
        self._add_row(self.first, self.second)
        column = QVBoxLayout(self._asked)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for field in (self.outcome, self.remaining, self.reason):
            column.addWidget(self.add_field(field))
        self._asked.hide()
        self.body.addWidget(self._asked)
        self.body.addWidget(self.add_field(self.note))

    def _lead_on(self) -> None:
        """Let Enter lead from line to line: a scanner ends every number with it."""
        lines: list[TextField] = [self.on, self.start, self.end, self.trial_number, *self.bags]
        lines += [self.first, self.second]
        following: list[QWidget] = [*lines[1:], self.note]
        for one, after in zip(lines, following, strict=True):
            one.line.returnPressed.connect(after.setFocus)
