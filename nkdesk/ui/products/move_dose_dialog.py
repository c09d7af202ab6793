"""A dose issued to the ward, returned to the laboratory, or discarded."""

from PySide6.QtWidgets import QWidget

from nkdesk.model.product import DoseState
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.product import move_dose
from nkdesk.services.product_forms import DoseMoveForm
from nkdesk.services.product_models import DoseView, LotView
from nkdesk.ui.common.fields import NoteField
from nkdesk.ui.products.dose_block import dose_brief, dose_lines
from nkdesk.ui.products.form import About, ProductDialog
from nkdesk.ui.products.lot_card import lot_head

SIZE = (880, 566)


class MoveDoseDialog(ProductDialog):
    """``to`` is what the button said; a return and a discard need a reason."""

    def __init__(
        self, parent: QWidget | None, about: About, of: tuple[LotView, DoseView], to: DoseState
    ) -> None:
        super().__init__(parent, self._title(to), about)
        view, dose = of
        self._dose, self._to = dose, to
        told = dose_lines(view, dose) if to is DoseState.ISSUED else dose_brief(dose)
        self._say_above(lot_head(view), *told)
        self._add_moment(self._person(), known=True)
        if to is not DoseState.ISSUED:
            self._add_row(NoteField("reason", self.tr("Why")))
        self._add_row(NoteField("note", self.tr("Note (may stay empty)")))
        self._ready(self._verb(), self.tr("Leave the dose as it is"))
        self.resize(*SIZE)
        self.fields["on"].setFocus()

    def value(self) -> DoseMoveForm:
        """Return the form as typed."""
        return DoseMoveForm(
            dose_id=self._dose.dose.id,
            to=self._to.value,
            on=self._typed("on"),
            time=self._typed("time"),
            person=self._typed("person"),
            reason=self._typed("reason"),
            note=self._typed("note"),
        )

    def _write(self) -> Saved | Unsaved:
        return move_dose(self._desk, self.value())

    def _person(self) -> str:
        return {
            DoseState.ISSUED: self.tr("Issued by"),
            DoseState.RETURNED: self.tr("Returned by"),
            DoseState.DISCARDED: self.tr("Discarded by"),
        }[self._to]

    def _verb(self) -> str:
        return {
            DoseState.ISSUED: self.tr("Issue the dose"),
            DoseState.RETURNED: self.tr("Return the dose"),
            DoseState.DISCARDED: self.tr("Discard the dose"),
        }[self._to]

    def _title(self, to: DoseState) -> str:
        return {
            DoseState.ISSUED: self.tr("Issue a dose to the ward"),
            DoseState.RETURNED: self.tr("Return a dose to the laboratory"),
            DoseState.DISCARDED: self.tr("Discard a dose"),
        }[to]
