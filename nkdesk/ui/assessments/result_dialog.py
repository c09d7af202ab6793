"""Enter a result, or put one right: what, value and unit, day, where it comes from."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from nkdesk.model.dates import DateProblem, read_date
from nkdesk.model.evidence import Observation
from nkdesk.services.eligibility_models import ObservationForm, ObservationKind
from nkdesk.services.evidence import add_observation, observation_kinds, suggested_scale
from nkdesk.services.forms import FieldCode, Saved, Unsaved
from nkdesk.ui.assessments.form import About, EvidenceDialog
from nkdesk.ui.assessments.value_fields import ValueFields
from nkdesk.ui.assessments.words import kind_words
from nkdesk.ui.common.fields import FLOWING, DateField, NoteField, TextField, chips
from nkdesk.ui.common.labels import button, heading, plain
from nkdesk.ui.common.typed_dates import typed_date

SIZE = (880, 560)
ASKS_AGAIN = frozenset({FieldCode.NOT_PLAUSIBLE, FieldCode.NO_SCALE})


class EnterResultDialog(EvidenceDialog):
    """``what`` is the kind to enter, "" to choose one; ``corrects`` the result to put right.

    A value no biology explains is asked for again, both values shown; nothing typed is lost.
    """

    def __init__(
        self,
        parent: QWidget | None,
        about: About,
        *,
        what: str = "",
        answer: str = "",
        corrects: Observation | None = None,
    ) -> None:
        kinds = observation_kinds(about.desk, about.line.patient.id, donor=about.donor is not None)
        self._kinds = {kind.code: kind for kind in kinds if not kind.form}
        self._corrects = corrects
        self._fixed = corrects.what if corrects else what
        super().__init__(parent, self._title(), about)
        self.values = ValueFields()
        self._add_fields()
        self._again = self._asking_again()
        verb = self.tr("Save the correction") if corrects else self.tr("Save the result")
        self._ready(verb, self.tr("Leave without entering"))
        self._prefill(answer)
        self.resize(*SIZE)
        self._watch()

    def value(self) -> ObservationForm:
        """Return the form as typed."""
        typed = self.values.value()
        return ObservationForm(
            patient_id=self._about.line.patient.id,
            what=self._what(),
            value=typed["value"],
            unit=typed["unit"],
            scale=typed["scale"],
            rater=typed["rater"],
            on=self.on.value(),
            source=self.source.value(),
            note=self.note.value(),
            donor=self._about.donor is not None,
            corrects=self._corrects.id if self._corrects else 0,
            why=self.why.value() if self._corrects else "",
        )

    def confirm_sure(self) -> None:
        """Save what was asked for again as it stands."""
        self._store(sure=True)

    def _write(self) -> Saved | Unsaved:
        return add_observation(self._desk, self.value())

    def _store(self, *, sure: bool) -> None:
        form = replace(self.value(), sure=sure)
        answer = self.attempt(lambda: add_observation(self._desk, form))
        if isinstance(answer, Saved):
            self.saved = answer
            self.accept()
        elif answer is not None:
            self._refuse(answer)

    def _refuse(self, answer: Unsaved) -> None:
        """Say what is wrong; where only a second look is asked for, offer to confirm."""
        self.show_unsaved(answer)
        again = {one.code for one in answer.problems} & ASKS_AGAIN
        only = all(one.code in ASKS_AGAIN for one in answer.problems)
        self._again.setVisible(bool(again) and only and answer.refused is None)
        if self._again.isVisibleTo(self):
            details = [one.detail for one in answer.problems if one.detail]
            self._ask_again(details, no_scale=FieldCode.NO_SCALE in again)

    def _ask_again(self, details: list[str], *, no_scale: bool) -> None:
        shown = self.values.shown()
        said = []
        if details:
            words = self.tr("You typed {typed}. Beside it stands {other}.")
            said.append(words.format(typed=shown, other="; ".join(details)))
        if no_scale:
            said.append(self.tr("No scale is published for this age on that day."))
        said.append(self.tr("Look at the paper again. Is it right as typed?"))
        self.asked.setText("\n".join(said))
        self.sure.setText(self.tr("Yes, {typed} is right: save it").format(typed=shown))
        self.sure.setAccessibleName(self.sure.text())
        self.sure.setFocus()

    def _title(self) -> str:
        kind = self._kinds.get(self._fixed)
        named = kind_words(kind) if kind else self._fixed.replace("_", " ")
        if self._corrects is not None:
            return self.tr("Correct a result: {what}").format(what=named)
        if kind is None:
            return self.tr("Enter a result")
        return self.tr("Enter a result: {what}").format(what=named)

    def _what(self) -> str:
        return self._fixed or self.what.value()

    def _add_fields(self) -> None:
        today = self._desk.clock.today()
        choices = [(code, kind_words(kind)) for code, kind in self._kinds.items()]
        self.what = chips("what", self.tr("What was found out"), choices, FLOWING)
        self.on = DateField("on", self.tr("Day of the sample or the judgement"), typed_date(today))
        self.source = TextField("source", self.tr("Where it comes from (laboratory, paper, …)"))
        self.note = NoteField("note", self.tr("Note (may stay empty)"))
        self.why = NoteField("why", self.tr("What was wrong, and why"))
        if not self._fixed:
            self.body.addWidget(self.add_field(self.what))
        for field in self.values.all:
            self.add_field(field)
        self.body.addWidget(self.values)
        self.body.addLayout(_row(self.add_field(self.on), self.add_field(self.source)))
        if self._corrects is not None:
            self.body.addWidget(self.add_field(self.why))
        self.body.addWidget(self.add_field(self.note))

    def _asking_again(self) -> QFrame:
        box = QFrame()
        box.setProperty("ground", "caution")
        column = QVBoxLayout(box)
        column.addWidget(heading(self.tr("This is hardly possible"), "strong"))
        self.asked = plain(tone="caution")
        column.addWidget(self.asked)
        self.sure = button(self.tr("Yes, it is right: save it"))
        self.sure.clicked.connect(self.confirm_sure)
        column.addWidget(self.sure, 0, Qt.AlignmentFlag.AlignLeft)
        box.hide()
        self.body.insertWidget(0, box)
        return box

    def _prefill(self, answer: str) -> None:
        self._show_kind()
        old = self._corrects
        if old is not None:
            self.values.put(old)
            self.on.put(typed_date(old.on))
            self.source.put(old.source)
            self.note.put(old.note)
        elif answer:
            self.values.put_answer(answer)
        self._suggest_scale()
        self._as_opened = self.value()
        (self.values.first() if self._fixed else self.what).setFocus()

    def _watch(self) -> None:
        self.what.changed.connect(self._show_kind)
        self.on.changed.connect(self._suggest_scale)
        for field in self.fields.values():
            field.changed.connect(self._again.hide)

    def _show_kind(self) -> None:
        kind: ObservationKind | None = self._kinds.get(self._what())
        self.values.show_kind(kind)
        self._suggest_scale()

    def _suggest_scale(self) -> None:
        """Choose the scale of the age on that day; a person may still choose the other."""
        day = read_date(self.on.value())
        if isinstance(day, DateProblem) or self._corrects is not None:
            return
        self.values.suggest(self._right_scale(day))

    def _right_scale(self, day: date) -> str:
        patient = self._about.line.patient
        found = suggested_scale(self._desk, patient.id, day, donor=self._about.donor is not None)
        return str(found) if found else ""


def _row(*fields: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    for field in fields:
        row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
    return row
