"""Lifting a hold: who says so, and why it holds no longer. It stays readable."""

from PySide6.QtWidgets import QWidget

from nkdesk.model.product import Hold
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.product import lift_hold
from nkdesk.services.product_forms import LiftForm
from nkdesk.sheets.wording.holds import hold_text
from nkdesk.ui.common.fields import NoteField, TextField
from nkdesk.ui.common.paragraph import Run
from nkdesk.ui.common.theme import colour
from nkdesk.ui.products.form import About, ProductDialog

SIZE = (820, 460)


class LiftDialog(ProductDialog):
    """Nobody's name stands ready: lifting is a decision of its own."""

    def __init__(self, parent: QWidget | None, about: About, hold: Hold) -> None:
        super().__init__(parent, self._title(), about)
        self._hold = hold
        self._say_above([Run(hold_text(hold), bold=True, shade=colour("caution"))])
        self._add_row(TextField("who", self.tr("Who lifts it")))
        self._add_row(NoteField("why", self.tr("Why it holds no longer")))
        self._ready(self.tr("Lift the hold"), self.tr("Keep the hold"))
        self.resize(*SIZE)
        self.fields["who"].setFocus()

    def value(self) -> LiftForm:
        """Return the form as typed."""
        return LiftForm(self._hold.id, self._typed("who"), self._typed("why"))

    def _write(self) -> Saved | Unsaved:
        return lift_hold(self._desk, self.value())

    def _title(self) -> str:
        return self.tr("Lift a hold")
