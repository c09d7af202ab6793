"""A new lot of the patient's donor."""

from PySide6.QtWidgets import QWidget

from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.product import open_lot
from nkdesk.services.product_forms import LotForm
from nkdesk.services.product_models import DonorLine
from nkdesk.ui.common.donor_words import donor_identity
from nkdesk.ui.common.fields import FLOWING, NoteField, TextField, chips
from nkdesk.ui.common.labels import plain
from nkdesk.ui.common.paragraph import Run
from nkdesk.ui.products.form import About, ProductDialog

SIZE = (820, 500)
_FIRST = "1"


class NewLotDialog(ProductDialog):
    """``cycles`` is how many the protocol has."""

    def __init__(self, parent: QWidget | None, about: About, donor: DonorLine, cycles: int) -> None:
        super().__init__(parent, self._title(), about)
        named = donor_identity(donor.donor, about.desk.clock.today())
        self._say_above([Run(self.tr("Donor") + "  "), Run(named, bold=True)])
        words = self.tr("The lot is bound to this donor and this patient; that never changes.")
        self.body.addWidget(plain(words, tone="quiet"))
        self._add_row(TextField("number", self.tr("Number of the lot, as the laboratory has it")))
        choices = [(str(n), self.tr("Cycle {n}").format(n=n)) for n in range(1, max(1, cycles) + 1)]
        cycle = chips("cycle", self.tr("Made for"), choices, FLOWING)
        cycle.choose(_FIRST)
        self._add_row(cycle)
        self._add_row(NoteField("note", self.tr("Note (may stay empty)")))
        self._ready(self.tr("Open the lot"), self.tr("Leave without opening"))
        self.resize(*SIZE)
        self.fields["number"].setFocus()

    def value(self) -> LotForm:
        """Return the form as typed."""
        return LotForm(
            patient_id=self._about.line.patient.id,
            number=self._typed("number"),
            cycle=int(self._typed("cycle")),
            note=self._typed("note"),
        )

    def _write(self) -> Saved | Unsaved:
        return open_lot(self._desk, self.value())

    def _title(self) -> str:
        return self.tr("New lot")
