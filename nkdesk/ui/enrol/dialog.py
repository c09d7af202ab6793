"""Add a patient: the form on the left, every date of cycle 1 on the right, before saving."""

from datetime import date

from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QVBoxLayout, QWidget

from nkdesk.services.desk import Desk
from nkdesk.services.enrol import (
    EnrolmentPreview,
    enrol,
    preview_enrolment,
    suggested_trial_number,
)
from nkdesk.services.forms import Enrolled, EnrolmentForm, FieldCode, FieldProblem
from nkdesk.services.protocols import plannable_protocols
from nkdesk.sheets.wording.day import spoken
from nkdesk.ui.common.dialog import FormDialog
from nkdesk.ui.common.field_words import problem_words
from nkdesk.ui.common.labels import heading, plain
from nkdesk.ui.common.people_words import named
from nkdesk.ui.common.plan_preview import PlanPreview
from nkdesk.ui.common.settling import settling
from nkdesk.ui.common.theme import TARGET
from nkdesk.ui.common.typed_dates import typed_date
from nkdesk.ui.enrol.fields import EnrolmentFields

SETTLES_MS = 200
SIZE = (1060, 548)


class EnrolDialog(FormDialog):
    """``enrolled`` after success; an error loses nothing that was typed."""

    def __init__(self, parent: QWidget | None, desk: Desk, *, sample: bool) -> None:
        super().__init__(parent, self.tr("Add patient"), sample=sample)
        self._desk = desk
        self.enrolled: Enrolled | None = None
        usable = [(stored.hash, one) for stored, one in plannable_protocols(desk)]
        self._titles = {item.code: spoken(item.title) for _, one in usable for item in one.items}
        self.form = EnrolmentFields(suggested_trial_number(desk), usable)
        self.form.lay_out(self.body)
        self._alike_box, self._alike, self._seen = self._look_alikes()
        self.body.insertWidget(2, self._alike_box)
        self.preview = PlanPreview(self._waiting_words(any_protocol=bool(usable)))
        self.preview.start_taken.connect(self._take_start)
        self.add_beside(self.preview)
        self._add_verbs(any_protocol=bool(usable))
        self._watch()
        self._as_opened = self.value()
        self.resize(*SIZE)
        self.form.all["family"].setFocus()

    @property
    def typed(self) -> bool:
        """Whether anything was typed."""
        return self.value() != self._as_opened

    def value(self) -> EnrolmentForm:
        """Return the form as typed."""
        return self.form.value(seen=self._seen.isChecked())

    def confirm(self) -> None:
        """Save as the main button would."""
        self._enrol(self.value())

    def _enrol(self, form: EnrolmentForm) -> None:
        answer = self.attempt(lambda: enrol(self._desk, form))
        if isinstance(answer, Enrolled):
            self.enrolled = answer
            self.accept()
            return
        if answer is None:
            return
        self.show_unsaved(answer, self._titles)
        self._area.verticalScrollBar().setValue(0)

    def _show_preview(self) -> None:
        found = preview_enrolment(self._desk, self.value())
        self._show_alike(found)
        self._show_typing_errors(found.problems)
        if found.cycle is not None:
            self.preview.show_page(found.cycle)
        elif found.refused is not None:
            self.preview.show_refused(found.refused, self._titles, found.start_that_fits)
        else:
            self.preview.show_waiting()
        self._plan.setVisible(found.start is not None)
        self._plan.setEnabled(found.cycle is not None)

    def _show_typing_errors(self, problems: tuple[FieldProblem, ...]) -> None:
        """Say what is wrong with what was typed; what is still missing is said on saving."""
        wrong = {one.field: one for one in problems if one.code is not FieldCode.MISSING}
        for name, field in self.fields.items():
            if name in wrong and not self._being_typed(name):
                field.refuse(problem_words(wrong[name]))
            elif name not in wrong and field.entry.property("flawed"):
                field.echo("")

    def _being_typed(self, name: str) -> bool:
        return self.fields[name].entry.hasFocus()

    def _show_alike(self, found: EnrolmentPreview) -> None:
        self._alike.setText("\n".join(named(line) for line in found.alike))
        self._alike_box.setVisible(bool(found.alike))
        if not found.alike:
            self._seen.setChecked(False)

    def _take_start(self, day: date) -> None:
        self.form.start.put(typed_date(day))

    def _waiting_words(self, *, any_protocol: bool) -> str:
        if any_protocol:
            return self.tr(
                "Choose protocol and disease group, type the first day: every date appears here."
            )
        return self.tr(
            "No protocol of this ward is approved yet, so nobody can be enrolled. Leave this form,"
            " open Protocols, add the site's protocol file, and let a physician and a second"
            " person approve it."
        )

    def _add_verbs(self, *, any_protocol: bool) -> None:
        self._plan = self.add_verb(self.tr("Enrol and plan cycle 1"), "main")
        self._plan.clicked.connect(lambda: self._enrol(self.value()))
        self._only = self.add_verb(self.tr("Enrol without a plan"))
        self._only.clicked.connect(lambda: self._enrol(self.value().without_plan()))
        self.add_verb(self.tr("Leave"), "flat").clicked.connect(self.reject)
        self._plan.hide()
        self._only.setVisible(any_protocol)

    def _watch(self) -> None:
        self._settle = settling(self, SETTLES_MS, self._show_preview)
        self.finished.connect(self._settle.stop)
        for field in self.form.all.values():
            self.add_field(field)
            field.changed.connect(self._settle.start)

    def _look_alikes(self) -> tuple[QFrame, QLabel, QCheckBox]:
        box = QFrame()
        box.setProperty("ground", "caution")
        column = QVBoxLayout(box)
        column.addWidget(heading(self.tr("A patient with a like name is in this ward"), "strong"))
        words = plain()
        column.addWidget(words)
        seen = QCheckBox(self.tr("I have looked: this is another person"))
        seen.setMinimumHeight(TARGET)
        seen.setAccessibleName(seen.text())
        seen.toggled.connect(lambda _on: self._settle.start())
        column.addWidget(seen)
        box.hide()
        return box, words, seen
