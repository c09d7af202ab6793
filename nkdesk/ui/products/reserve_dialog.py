"""A dose reserved for one infusion: trial number and bag number are typed again or scanned.

Source: safety hazards H01 and H14. A mismatch stops it; nothing overrides that.
"""

from PySide6.QtWidgets import QWidget

from nkdesk.bedside.scanning import as_latin
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.product import reserve
from nkdesk.services.product_forms import ReserveForm
from nkdesk.services.product_models import DoseView, LotView
from nkdesk.sheets.wording.products import bag_text, dose_form_text, expiry_text
from nkdesk.ui.common.fields import TextField
from nkdesk.ui.common.paragraph import Run
from nkdesk.ui.products.form import About, ProductDialog
from nkdesk.ui.products.infusions import NONE, infusion_field, open_infusions
from nkdesk.ui.products.lot_card import lot_head
from nkdesk.ui.products.words import reserved_words

SIZE = (880, 566)


class ReserveDialog(ProductDialog):
    """The bag's number is not shown: it is read from the label in the hand."""

    def __init__(self, parent: QWidget | None, about: About, view: LotView, dose: DoseView) -> None:
        super().__init__(parent, self._title(), about)
        self._dose = dose
        self._say_above(lot_head(view), *self._about_dose())
        rows = open_infusions(about.desk, about.line.patient.id)
        none = "" if dose.dose.address is None else self.tr("Free it: for no infusion")
        self.item = infusion_field(rows, self.tr("For which infusion"), none)
        self.body.addWidget(self.add_field(self.item))
        again = self.tr("Trial ID, typed again or scanned")
        bag = self.tr("Bag number, from the label in your hand")
        self.trial = TextField("trial_number", again)
        self.bag = TextField("bag_number", bag)
        self._add_row(self.trial, self.bag)
        # A scanner ends every code with Enter.
        self.trial.line.returnPressed.connect(self.bag.setFocus)
        self._ready(self._verb(), self.tr("Leave it as it is"))
        self.bag.line.returnPressed.connect(self.save.setFocus)
        self.item.changed.connect(self._show_choice)
        self.resize(*SIZE)
        self.item.setFocus()

    def value(self) -> ReserveForm:
        """Return the form as typed; a scan through a Cyrillic layout is read as latin letters."""
        chosen = self.item.value()
        if chosen == NONE:
            return ReserveForm(self._dose.dose.id, None)
        return ReserveForm(
            dose_id=self._dose.dose.id,
            item_id=int(chosen) if chosen else 0,
            trial_number=_scanned(self.trial.value()),
            bag_number=_scanned(self.bag.value()),
        )

    def _write(self) -> Saved | Unsaved:
        return reserve(self._desk, self.value())

    def _show_choice(self) -> None:
        frees = self.item.value() == NONE
        self.trial.setVisible(not frees)
        self.bag.setVisible(not frees)
        self.save.setText(self._verb(frees=frees))
        self.save.setAccessibleName(self.save.text())

    def _about_dose(self) -> list[list[Run]]:
        bags = self._dose.dose.bags
        form = dose_form_text(self._dose.dose.form)
        told = [f"{bag_text(bag, len(bags))}, {expiry_text(bag)}" for bag in bags]
        return [
            [Run(reserved_words(self._dose), bold=True), Run(f" · {form}")],
            *([Run(words)] for words in told),
        ]

    def _verb(self, *, frees: bool = False) -> str:
        return self.tr("Free the dose") if frees else self.tr("Reserve the dose")

    def _title(self) -> str:
        return self.tr("Reserve a dose")


def _scanned(text: str) -> str:
    scan = as_latin(text)
    return text if scan is None else scan.text
