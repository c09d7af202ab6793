"""One act at the bed with its detail: premedication, thaw, rate, pause, a call, a note."""

from PySide6.QtWidgets import QWidget

from nkdesk.model.infusion import InfusionAct
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.infusion_models import ActForm
from nkdesk.services.infusions import act as record_act
from nkdesk.services.infusions import complete, end_reasons, pause_reasons
from nkdesk.sheets.wording.day import spoken
from nkdesk.ui.bedside.acts_words import act_title, detail_label, save_words
from nkdesk.ui.bedside.at_bed import AtBed
from nkdesk.ui.bedside.words import steroid_words
from nkdesk.ui.common.entry_dialog import EntryDialog
from nkdesk.ui.common.fields import FLOWING, DateField, Field, NoteField, TextField, chips
from nkdesk.ui.common.labels import plain
from nkdesk.ui.common.time_field import TimeField
from nkdesk.ui.common.typed_dates import typed_date

SIZE = (760, 500)


class ActDialog(EntryDialog):
    """Day and time stand empty or ready: an empty time is the minute in which it is saved."""

    def __init__(self, parent: QWidget | None, bed: AtBed, act: InfusionAct) -> None:
        super().__init__(parent, act_title(act), sample=bed.sample)
        self._bed, self._act = bed, act
        self.add_banner(bed.page.row.line)
        self.detail = self._detail_field()
        clock = bed.desk.clock
        self.person = TextField("person", self.tr("Recorded by"), bed.person)
        self.on = DateField("on", self.tr("Day"), typed_date(clock.today()))
        self.time = TimeField("time", self.tr("Time (empty: now)"), clock.now)
        self.note = NoteField("note", self._note_words())
        self._lay_out()
        self._ready(save_words(act), self.tr("Do not record"))
        self.resize(*SIZE)
        (self.detail or self.note).setFocus()

    def value(self) -> ActForm:
        """Return the act as typed."""
        return ActForm(
            self._bed.infusion_id,
            self._act.value,
            self.person.value(),
            on=self.on.value(),
            time=self.time.value(),
            detail="" if self.detail is None else self.detail.value(),
            note=self.note.value(),
        )

    def _write(self) -> Saved | Unsaved:
        form = self.value()
        if self._act is InfusionAct.COMPLETE:
            return complete(self._bed.desk, form.infusion_id, form.person, form.note)
        return record_act(self._bed.desk, form)

    def _note_words(self) -> str:
        needed = self._act in (InfusionAct.COMPLETE, InfusionAct.NOTE)
        return self.tr("Note") if needed else self.tr("Note (may stay empty)")

    def _detail_field(self) -> Field | None:
        desk, act = self._bed.desk, self._act
        if act is InfusionAct.PAUSE:
            choices = [(one.code, spoken(one.title)) for one in pause_reasons(desk)]
            return chips("detail", self.tr("Reason"), choices, FLOWING)
        if act is InfusionAct.ABANDON:
            choices = [(one.code, spoken(one.title)) for one in end_reasons(desk)]
            return chips("detail", self.tr("Reason"), choices, FLOWING)
        if act is InfusionAct.THAW:
            bags = [one.bag for one in self._bed.page.bags]
            named = [(bag.number, self.tr("Bag {n}").format(n=bag.nth)) for bag in bags]
            return chips("detail", self.tr("Which bag"), named, FLOWING)
        label = detail_label(act)
        return TextField("detail", label) if label else None

    def _lay_out(self) -> None:
        reminder = steroid_words(self._bed.page)
        if self._act is InfusionAct.PREMEDICATE and reminder:
            self.body.addWidget(plain(reminder, tone="caution"))
        if self.detail is not None:
            self.body.addWidget(self.add_field(self.detail))
        if self._act is InfusionAct.COMPLETE:
            words = self.tr("Its time is not over. Say in the note why the record ends now.")
            self.body.addWidget(plain(words, tone="caution"))
            self._add_row(self.person)
        else:
            self._add_row(self.on, self.time, self.person)
        self.body.addWidget(self.add_field(self.note))
