"""A result of a lot's test: held against its limit while one types.

A failing result of a lot that was released says beforehand whom it concerns and what it stops.
"""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from nkdesk.bedside.release import TestVerdict, judge
from nkdesk.model.product import TestResult
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.product import enter_test
from nkdesk.services.product.entries import ProductReader
from nkdesk.services.product.recipients import weight_on
from nkdesk.services.product_forms import TestForm
from nkdesk.services.product_models import LotView, TestLine
from nkdesk.sheets.wording.evidence import answer_text, unit_text
from nkdesk.ui.common.fields import FLOWING, ChoiceField, NoteField, TextField, chips
from nkdesk.ui.common.lines import Lines
from nkdesk.ui.products.form import About, ProductDialog
from nkdesk.ui.products.late_words import failure_lines, is_late, verdict_lines
from nkdesk.ui.products.lot_card import lot_head
from nkdesk.ui.products.test_choice import TestChoice, decided_last

SIZE = (1088, 566)


class EnterTestDialog(ProductDialog):
    """A test with a result is put right, with the reason; the earlier one stays readable."""

    __test__ = False

    def __init__(self, parent: QWidget | None, about: About, view: LotView) -> None:
        super().__init__(parent, self._title(), about)
        self._view = view
        self._say_above(lot_head(view))
        self.effect = self._effect_box()
        self._add_fields()
        self._ready(self._verb(), self.tr("Leave without entering"))
        for field in self.fields.values():
            field.changed.connect(self._show_effect)
        self.test.changed.connect(self._show_test)
        self._show_test()
        self._as_opened = self.value()
        self.resize(*SIZE)
        self.test.setFocus()

    def value(self) -> TestForm:
        """Return the form as typed."""
        known = self._known
        corrects = None if known is None or known.result is None else known.result.id
        return TestForm(
            lot_id=self._view.lot.id,
            test=self.test.value(),
            value=self._value_typed(),
            on=self._typed("on"),
            time=self._typed("time"),
            person=self._typed("person"),
            corrects=corrects,
            why="" if corrects is None else self.why.value(),
            note=self._typed("note"),
        )

    def _write(self) -> Saved | Unsaved:
        return enter_test(self._desk, self.value())

    def _refuse(self, answer: Unsaved) -> None:
        self.show_unsaved(answer)
        told = [one for one in answer.problems if one.field == "value"]
        if told and self._is_told:
            self.answer.refuse(self.measured.note.text())

    @property
    def verdict(self) -> TestVerdict | None:
        """How the result as typed would come out, None while there is nothing to judge."""
        line = self._known_line
        if line is None:
            return None
        typed = self._value_typed()
        reader = ProductReader(self._desk)
        value = typed if self._is_told else reader.measured("value", typed)
        if not value:
            return None
        weight = weight_on(self._desk, self._about.line.patient.id, reader.today)
        result = TestResult(self._view.lot.id, line.test.id, value, reader.now, "", weight)
        return judge(line.test, result)

    @property
    def _known_line(self) -> TestLine | None:
        return self.test.chosen

    @property
    def _known(self) -> TestLine | None:
        line = self._known_line
        return line if line is not None and line.result is not None else None

    @property
    def _is_told(self) -> bool:
        line = self._known_line
        return line is not None and line.test.limit is None

    def _value_typed(self) -> str:
        return self.answer.value() if self._is_told else self.measured.value()

    def _add_fields(self) -> None:
        self.test = TestChoice("test", self.tr("Which test"), decided_last(self._view.tests))
        self.add_field(self.test)
        self._put_beside(self.test)
        self.measured = TextField("value", self.tr("Result"))
        self.answer = ChoiceField("answer", self.tr("Result"), FLOWING)
        self.why = NoteField("why", self.tr("What was wrong with the earlier result, and why"))
        self.body.addWidget(self.effect)
        for field in (self.measured, self.answer):
            self.body.addWidget(self.add_field(field))
        self._add_moment(self.tr("Told by (laboratory)"), known=False)
        self.body.addWidget(self.add_field(self.why))
        self._add_row(NoteField("note", self.tr("Note (may stay empty)")))

    def _show_test(self) -> None:
        line = self._known_line
        told = self._is_told
        self.measured.setVisible(line is not None and not told)
        self.answer.setVisible(told)
        self.why.setVisible(self._known is not None)
        if line is not None and told:
            offered = [(code, answer_text(code)) for code in line.test.answers]
            made = chips("answer", self.tr("Result"), offered, FLOWING)
            self.answer.offer(made.buttons)
        elif line is not None:
            unit = unit_text(line.test.unit).replace("10^6", "10⁶")
            self.measured.rename(self.tr("Result in {unit}").format(unit=unit))
        self._show_effect()

    def _show_effect(self) -> None:
        """Say how it would come out, and what saving it would stop."""
        found = self.verdict
        failed = found is not None and found.passed is False
        lines = [] if found is None else verdict_lines(found)
        if failed:
            lines += failure_lines(self._view)
        self.told.show_lines(lines)
        self.effect.setVisible(bool(lines))
        ground = "good"
        if found is not None and found.passed is not True:
            ground = "refused" if failed else "caution"
        self.effect.setProperty("ground", ground)
        self.effect.style().unpolish(self.effect)
        self.effect.style().polish(self.effect)
        self.save.setText(self._verb(stops=failed and is_late(self._view)))
        self.save.setAccessibleName(self.save.text())

    def _effect_box(self) -> QFrame:
        box = QFrame()
        column = QVBoxLayout(box)
        column.setContentsMargins(12, 8, 12, 8)
        self.told = Lines()
        column.addWidget(self.told)
        box.hide()
        return box

    def _verb(self, *, stops: bool = False) -> str:
        if stops:
            return self.tr("Save the failed result and raise the alarm")
        return self.tr("Save the result")

    def _title(self) -> str:
        return self.tr("Result of a lot's test")
