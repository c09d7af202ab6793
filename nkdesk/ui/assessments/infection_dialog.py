"""A physician's judgement on infection: the structure first, then the verdict."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nkdesk.model.evidence import Infection, Observation
from nkdesk.services.eligibility_models import InfectionForm
from nkdesk.services.evidence import add_infection
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.ui.assessments.form import About, EvidenceDialog
from nkdesk.ui.assessments.words import answer_choices, trend_choices
from nkdesk.ui.common.fields import (
    FLOWING,
    ChoiceField,
    DateField,
    Field,
    NoteField,
    TextField,
    chips,
)
from nkdesk.ui.common.typed_dates import typed_date

SIZE = (980, 564)


class JudgeInfectionDialog(EvidenceDialog):
    """``corrects`` is the judgement to put right, with its structure. No verdict stands ready."""

    def __init__(
        self,
        parent: QWidget | None,
        about: About,
        *,
        answer: str = "",
        corrects: tuple[Observation, Infection | None] | None = None,
    ) -> None:
        self._corrects = corrects
        title = self._title(corrected=corrects is not None)
        super().__init__(parent, title, about)
        self._texts()
        self._choices()
        self._lay_out()
        verb = self.tr("Save the correction") if corrects else self.tr("Save the judgement")
        self._ready(verb, self.tr("Leave without judging"))
        self._prefill(answer)
        self.resize(*SIZE)
        self.fields["site"].setFocus()

    def value(self) -> InfectionForm:
        """Return the form as typed."""
        typed = {name: field.value() for name, field in self.fields.items()}
        corrects = self._corrects[0].id if self._corrects else 0
        return InfectionForm(self._about.line.patient.id, corrects=corrects, **typed)

    def _write(self) -> Saved | Unsaved:
        return add_infection(self._desk, self.value())

    def _title(self, *, corrected: bool) -> str:
        if corrected:
            return self.tr("Correct a judgement on infection")
        return self.tr("Judge infection")

    def _texts(self) -> None:
        today = typed_date(self._desk.clock.today())
        self._add(TextField("site", self.tr("Site of the infection")))
        self._add(TextField("organism", self.tr("Organism (may stay empty)")))
        self._add(TextField("treatment_day", self.tr("Day of treatment (may stay empty)")))
        self._add(DateField("on", self.tr("Day of the judgement"), today))
        self._add(TextField("physician", self.tr("Physician who judges")))
        self._add(NoteField("note", self.tr("Note (may stay empty)")))
        if self._corrects is not None:
            self._add(NoteField("why", self.tr("What was wrong, and why")))

    def _choices(self) -> None:
        verdict = self.tr("Verdict: is there an uncontrolled infection?")
        self._add(chips("fever", self.tr("Fever"), answer_choices(), FLOWING))
        self._add(chips("trend", self.tr("Trend"), trend_choices(), FLOWING))
        self._add(chips("verdict", verdict, answer_choices(), FLOWING))

    def _lay_out(self) -> None:
        for names in (
            ("site", "organism", "treatment_day"),
            ("fever", "trend"),
            ("verdict", "on"),
            ("physician",),
            ("why",),
            ("note",),
        ):
            row = QHBoxLayout()
            row.setSpacing(12)
            for name in names:
                if name in self.fields:
                    row.addWidget(self.fields[name], 1, Qt.AlignmentFlag.AlignTop)
            self.body.addLayout(row)

    def _add(self, field: Field) -> None:
        self.add_field(field)

    def _prefill(self, answer: str) -> None:
        if self._corrects is not None:
            self._put_old(*self._corrects)
        elif answer:
            self._choose("verdict", answer)
        self._as_opened = self.value()

    def _put_old(self, old: Observation, structure: Infection | None) -> None:
        self._put("on", typed_date(old.on))
        self._put("physician", old.source)
        self._put("note", old.note)
        self._choose("verdict", str(old.value))
        if structure is not None:
            days = structure.treatment_day
            self._put("site", structure.site)
            self._put("organism", structure.organism)
            self._put("treatment_day", "" if days is None else str(days))
            self._choose("fever", structure.fever)
            self._choose("trend", structure.trend)

    def _put(self, name: str, text: str) -> None:
        field = self.fields[name]
        if isinstance(field, TextField | NoteField):
            field.put(text)

    def _choose(self, name: str, code: str) -> None:
        field = self.fields[name]
        if isinstance(field, ChoiceField) and code in field.buttons:
            field.choose(code)
