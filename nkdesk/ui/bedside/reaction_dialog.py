"""A reaction: term, onset, signs with the grade computed from them, action and outcome."""

from PySide6.QtWidgets import QWidget

from nkdesk.model.infusion import Reaction
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.infusion_models import CrsView, ReactionForm
from nkdesk.services.infusions import crs, react, reaction_terms
from nkdesk.sheets.wording.dates import clock_text
from nkdesk.sheets.wording.day import spoken
from nkdesk.ui.bedside.at_bed import AtBed
from nkdesk.ui.bedside.reaction_signs import ReactionSigns
from nkdesk.ui.common.entry_dialog import EntryDialog
from nkdesk.ui.common.fields import FLOWING, DateField, NoteField, TextField, chips
from nkdesk.ui.common.settling import settling
from nkdesk.ui.common.time_field import TimeField
from nkdesk.ui.common.typed_dates import typed_date

SIZE = (1040, 566)
SETTLES_MS = 150
_GRADES = ("1", "2", "3", "4", "5")


class ReactionDialog(EntryDialog):
    """``corrects`` is the row it takes the place of; that one stays readable."""

    def __init__(self, parent: QWidget | None, bed: AtBed, corrects: Reaction | None) -> None:
        title = self.tr("Reaction") if corrects is None else self.tr("Reaction, put right")
        super().__init__(parent, title, sample=bed.sample)
        self._bed, self._corrects = bed, corrects
        self.add_banner(bed.page.row.line)
        self._add_fields()
        self.signs = ReactionSigns()
        for field in self.signs.fields:
            self.add_field(field)
        self._lay_out()
        if corrects is not None:
            self._put(corrects)
        self._settle = settling(self, SETTLES_MS, self.compute)
        self.finished.connect(self._settle.stop)
        self.signs.changed.connect(self._settle.start)
        self.compute()
        self._ready(self.tr("Record the reaction"), self.tr("Do not record"))
        self.resize(*SIZE)
        self.term.setFocus()

    def value(self) -> ReactionForm:
        """Return the reaction as typed."""
        signs = self.signs
        return ReactionForm(
            self._bed.infusion_id,
            self.term.value(),
            self.person.value(),
            onset_on=self.onset_on.value(),
            onset_at=self.onset_at.value(),
            grade=self.grade.value(),
            action=self.action.value(),
            outcome=self.outcome.value(),
            resolved_on=self.resolved_on.value(),
            resolved_at=self.resolved_at.value(),
            temperature=signs.temperature.value(),
            systolic=signs.systolic.value(),
            oxygen=signs.oxygen.value(),
            pressors=signs.pressors.value(),
            antipyretic=signs.antipyretic.isChecked(),
            other_cause=signs.other_cause.isChecked(),
            confirmed=signs.confirmed.value(),
            note=self.note.value(),
            corrects=None if self._corrects is None else self._corrects.id,
        )

    def compute(self) -> None:
        """Compute the grade of what is typed; nothing is stored."""
        form = self.value()
        found = self.attempt(lambda: crs(self._bed.desk, self._bed.infusion_id, form))
        self.signs.show_grade(found if isinstance(found, CrsView) else None)

    def _write(self) -> Saved | Unsaved:
        return react(self._bed.desk, self.value())

    def _add_fields(self) -> None:
        clock = self._bed.desk.clock
        terms = [(one.code, spoken(one.title)) for one in reaction_terms()]
        self.term = chips("term", self.tr("Reaction"), terms, FLOWING)
        self.onset_on = DateField("onset_on", self.tr("Began on"), typed_date(clock.today()))
        self.onset_at = TimeField("onset_at", self.tr("At (empty: now)"), clock.now)
        self.person = TextField("person", self.tr("Recorded by"), self._bed.person)
        grades = [(one, one) for one in _GRADES]
        self.grade = chips("grade", self.tr("Grade of the term (may stay open)"), grades, FLOWING)
        self.action = TextField("action", self.tr("What was done"))
        self.outcome = TextField("outcome", self.tr("How it went"))
        self.resolved_on = DateField("resolved_on", self.tr("Resolved on (empty: goes on)"))
        self.resolved_at = TimeField("resolved_at", self.tr("At"), clock.now)
        self.note = NoteField("note", self.tr("Note (needed for some entries)"))

    def _lay_out(self) -> None:
        self.body.addWidget(self.add_field(self.term))
        self._add_row(self.onset_on, self.onset_at, self.person)
        self.body.addWidget(self.signs)
        self.body.addWidget(self.add_field(self.grade))
        self._add_row(self.action, self.outcome)
        self._add_row(self.resolved_on, self.resolved_at)
        self.body.addWidget(self.add_field(self.note))

    def _put(self, reaction: Reaction) -> None:
        self.term.choose(reaction.term)
        self.onset_on.put(typed_date(reaction.onset.date()))
        self.onset_at.put(clock_text(reaction.onset))
        if reaction.grade is not None:
            self.grade.choose(str(reaction.grade))
        self.action.put(reaction.action)
        self.outcome.put(reaction.outcome)
        if reaction.resolved is not None:
            self.resolved_on.put(typed_date(reaction.resolved.date()))
            self.resolved_at.put(clock_text(reaction.resolved))
        self.note.put(reaction.note)
        self.signs.put(reaction)
