"""A weight taken after enrolment: what cells per kg are ordered and judged by."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.product import record_weight
from nkdesk.services.product.recipients import weight_on
from nkdesk.services.product_forms import WeightForm
from nkdesk.sheets.wording.people import weight_text
from nkdesk.ui.common.fields import DateField, TextField
from nkdesk.ui.common.paragraph import Run
from nkdesk.ui.common.typed_dates import typed_date
from nkdesk.ui.products.ask_again import AskAgain
from nkdesk.ui.products.form import About, ProductDialog

SIZE = (820, 460)


class WeightDialog(ProductDialog):
    """The weight before stands above; one far from it is asked for again."""

    def __init__(self, parent: QWidget | None, about: About) -> None:
        super().__init__(parent, self._title(), about)
        today = about.desk.clock.today()
        known = weight_on(about.desk, about.line.patient.id, today)
        words = self.tr("The newest weight: {weight}").format(weight=weight_text(known))
        self._say_above([Run(words, bold=True)])
        self.again = AskAgain()
        self.again.sure.connect(self.confirm_sure)
        self.body.addWidget(self.again)
        self._add_row(
            TextField("weight", self.tr("Weight in kg")),
            DateField("on", self.tr("Weighed on"), typed_date(today)),
        )
        self._ready(self.tr("Save the weight"), self.tr("Leave without saving"))
        for field in self.fields.values():
            field.changed.connect(self.again.hide)
        self.resize(*SIZE)
        self.fields["weight"].setFocus()

    def value(self) -> WeightForm:
        """Return the form as typed."""
        return WeightForm(self._about.line.patient.id, self._typed("weight"), self._typed("on"))

    def confirm_sure(self) -> None:
        """Save what was doubted as it stands."""
        form = replace(self.value(), sure=True)
        answer = self.attempt(lambda: record_weight(self._desk, form))
        if isinstance(answer, Saved):
            self.saved = answer
            self.accept()
        elif answer is not None:
            self.show_unsaved(answer)

    def _write(self) -> Saved | Unsaved:
        return record_weight(self._desk, self.value())

    def _refuse(self, answer: Unsaved) -> None:
        self.show_unsaved(answer)
        words = self.tr("You typed {n} kg.").format(n=self._typed("weight").strip())
        if self.again.show_doubts(answer, words, stops=False):
            self.summary.hide()  # the box says the same, with a way on

    def _title(self) -> str:
        return self.tr("Weight")
