"""The report on the donor's typing, and the day the cells were collected."""

from PySide6.QtWidgets import QWidget

from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.product import save_donor_facts
from nkdesk.services.product_forms import DonorFactsForm
from nkdesk.services.product_models import DonorLine
from nkdesk.ui.common.fields import DateField, TextField
from nkdesk.ui.common.labels import plain
from nkdesk.ui.common.typed_dates import typed_date
from nkdesk.ui.products.donor_card import donor_lines
from nkdesk.ui.products.form import About, ProductDialog

SIZE = (820, 500)


class DonorFactsDialog(ProductDialog):
    """``donor`` as known; the donor's own results are entered among the assessments."""

    def __init__(self, parent: QWidget | None, about: About, donor: DonorLine) -> None:
        super().__init__(parent, self._title(), about)
        self._say_above(*donor_lines(donor, about.desk.clock.today()))
        report = self.tr("Report on the haploidentical typing (laboratory, number, day)")
        self._add_row(TextField("typing", report, donor.facts.typing))
        collected = donor.facts.collected
        on = typed_date(collected) if collected else ""
        self._add_row(DateField("collected", self.tr("Cells collected on (may stay empty)"), on))
        words = self.tr("The donor's criteria are judged on the day of the collection.")
        self.body.addWidget(plain(words, tone="quiet"))
        self._ready(self.tr("Save typing and collection"), self.tr("Leave without saving"))
        self.resize(*SIZE)
        self.fields["typing"].setFocus()

    def value(self) -> DonorFactsForm:
        """Return the form as typed."""
        patient = self._about.line.patient.id
        return DonorFactsForm(patient, self._typed("typing"), self._typed("collected"))

    def _write(self) -> Saved | Unsaved:
        return save_donor_facts(self._desk, self.value())

    def _title(self) -> str:
        return self.tr("Donor: typing and collection")
