"""A physician's order of cells for one infusion, said twice: per kg and in all.

While one number is typed, the other stands beside it in words, with the weight and its day.
"""

from dataclasses import replace
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from nkdesk.bedside.cell_dose import (
    DoseDoubt,
    OrderNumbers,
    judge_order,
    judge_weight,
    per_kg,
    total_for,
)
from nkdesk.model.product_rules import ProductRules
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.product import order_cells
from nkdesk.services.product.entries import ProductReader
from nkdesk.services.product.recipients import weight_on
from nkdesk.services.product_forms import OrderForm
from nkdesk.sheets.wording.amounts import per_kg_text, total_text
from nkdesk.sheets.wording.people import weight_text
from nkdesk.ui.common.fields import NoteField, TextField
from nkdesk.ui.common.lines import Lines
from nkdesk.ui.common.paragraph import Run
from nkdesk.ui.common.theme import colour
from nkdesk.ui.products.ask_again import AskAgain
from nkdesk.ui.products.doubt_words import doubt_runs
from nkdesk.ui.products.form import About, ProductDialog
from nkdesk.ui.products.infusions import infusion_field, open_infusions

SIZE = (880, 566)
_MILLION = 1000


class OrderCellsDialog(ProductDialog):
    """No amount is proposed: the other number is said, and what looks like a slip is doubted."""

    def __init__(self, parent: QWidget | None, about: About, rules: ProductRules) -> None:
        super().__init__(parent, self._title(), about)
        self._rules = rules
        patient = about.line.patient.id
        self._weight = weight_on(about.desk, patient, about.desk.clock.today())
        self._say_above(*self._above())
        note = NoteField("note", self.tr("Why it is right as typed"))
        self._again = AskAgain(note)
        self._again.sure.connect(self.confirm_sure)
        self.body.addWidget(self._again)
        rows = open_infusions(about.desk, patient)
        self.item = infusion_field(rows, self.tr("For which infusion"))
        self.body.addWidget(self.add_field(self.item))
        self.per_kg = TextField("per_kg", self.tr("Per kg, in 10⁶ cells"))
        self.total = TextField("total", self.tr("In all, in 10⁶ cells"))
        self._add_row(self.per_kg, self.total)
        self.doubts = Lines()
        self.body.addWidget(self.doubts)
        self._add_row(TextField("physician", self.tr("Physician who orders")))
        self._ready(self.tr("Save the order"), self.tr("Leave without ordering"))
        for field in self.fields.values():
            field.changed.connect(self._show_numbers)
        self.add_field(note)
        self.resize(*SIZE)
        self.item.setFocus()

    def value(self) -> OrderForm:
        """Return the form as typed."""
        return OrderForm(
            item_id=int(self.item.value() or 0),
            per_kg=self.per_kg.value(),
            total=self.total.value(),
            physician=self._typed("physician"),
            note=self._typed("note"),
        )

    def confirm_sure(self) -> None:
        """Save what was doubted as it stands, with the reason."""
        form = replace(self.value(), sure=True)
        answer = self.attempt(lambda: order_cells(self._desk, form))
        if isinstance(answer, Saved):
            self.saved = answer
            self.accept()
        elif answer is not None:
            self.show_unsaved(answer)

    def _write(self) -> Saved | Unsaved:
        return order_cells(self._desk, self.value())

    def _refuse(self, answer: Unsaved) -> None:
        self.show_unsaved(answer)
        stops = any(doubt.stops for doubt in self._doubts())
        if self._again.show_doubts(answer, self._typed_words(), stops=stops):
            self.summary.hide()  # the box says the same, with a way on

    def _above(self) -> list[list[Run]]:
        low, high = per_kg_text(self._rules.dose_min), per_kg_text(self._rules.dose_max)
        words = self.tr("The protocol's range: {low} to {high}").format(low=low, high=high)
        if self._rules.example:
            words += self.tr(" (EXAMPLE, not published)")
        weight = self.tr("Weight: {weight}").format(weight=weight_text(self._weight))
        tone = "ink" if self._weight is not None else "refused"
        return [[Run(weight, bold=True, shade=colour(tone)), Run(f"     {words}")]]

    def _show_numbers(self) -> None:
        """Say the other number under each as it is typed, and what is doubtful about both."""
        self._again.hide()
        each, whole = self._read(self.per_kg), self._read(self.total)
        self.per_kg.echo(self._said_per_kg(each))
        self.total.echo(self._said_total(whole))
        weight = self._weight
        doubts = [] if weight is None else self._doubts()
        lines = [doubt_runs(one, self._rules, weight) for one in doubts if weight is not None]
        self.doubts.show_lines(lines)

    def _said_per_kg(self, each: int | None) -> str:
        if each is None or self._weight is None:
            return ""
        total = total_for(Decimal(each) / _MILLION, self._weight.grams)
        words = self.tr("{n} million per kg: {total} million in all by {weight}")
        return self._worded(words, each, total)

    def _said_total(self, whole: int | None) -> str:
        if whole is None or self._weight is None:
            return ""
        each = per_kg(whole, self._weight.grams) * _MILLION
        words = self.tr("{total} million in all: {n} million per kg by {weight}")
        return self._worded(words, each, whole)

    def _worded(self, words: str, each: int | Decimal, whole: int) -> str:
        sign = "\N{MULTIPLICATION SIGN}10⁶"
        return words.format(
            n=per_kg_text(Decimal(each) / _MILLION).removesuffix("/kg").removesuffix(sign).strip(),
            total=total_text(whole).removesuffix(sign).strip(),
            weight=weight_text(self._weight),
        )

    def _doubts(self) -> tuple[DoseDoubt, ...]:
        each, whole = self._read(self.per_kg), self._read(self.total)
        if self._weight is None:
            return ()
        weight = self._weight
        aged = judge_weight(weight, None, self._desk.clock.today(), self._rules)
        if each is None or whole is None:
            return aged
        return (*judge_order(OrderNumbers(each, whole), self._rules, weight), *aged)

    def _typed_words(self) -> str:
        words = self.tr("You typed {n} million per kg and {total} million in all.")
        return words.format(n=self.per_kg.value().strip(), total=self.total.value().strip())

    def _read(self, field: TextField) -> int | None:
        return ProductReader(self._desk).cells(field.name, field.value())

    def _title(self) -> str:
        return self.tr("Order cells")
