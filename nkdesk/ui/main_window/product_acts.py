"""What a person can do about products: each opens its form and says what was saved."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from nkdesk.services.desk import Desk
from nkdesk.services.problems import StoreError
from nkdesk.services.read_models import PatientLine
from nkdesk.ui.main_window import later_paper, later_products
from nkdesk.ui.main_window.plan_acts import Host

if TYPE_CHECKING:
    from nkdesk.model.product import DoseState, Hold
    from nkdesk.services.product_models import (
        DoseView,
        LotView,
        ProductAlarm,
        RecipientProducts,
    )
    from nkdesk.ui.main_window.window import MainWindow
    from nkdesk.ui.print_preview.window import PrintPreview
    from nkdesk.ui.products.asks import Asks
    from nkdesk.ui.products.form import About, ProductDialog


class ProductActs(QObject):
    """Donor facts, lots, tests, orders, doses, holds and alarms.

    ``lot_asked`` asks for the products of a patient, ``donor_asked`` for the form of a donor
    nobody has entered, ``results_asked`` for the donor's assessments; ``refused`` carries a
    sentence where nothing could be written.
    """

    lot_asked = Signal(int)
    donor_asked = Signal(object)
    results_asked = Signal(object)
    refused = Signal(str)

    def __init__(self, host: Host, window: "MainWindow", desk: Desk) -> None:
        super().__init__(window)
        self._host = host
        self._window = window
        self._desk = desk

    def answer(self, asks: "Asks") -> None:
        """Tie everything the products screen asks for to its act."""
        asks.donor.connect(lambda found: self.donor_asked.emit(found.line))
        asks.facts.connect(self.facts)
        asks.results.connect(lambda found: self.results_asked.emit(found.line))
        asks.lot.connect(self.new_lot)
        asks.order.connect(self.order)
        asks.weight.connect(self.weigh)
        asks.hold.connect(self.hold)
        asks.hold_lot.connect(self.hold_lot)
        asks.lift.connect(lambda found, hold: self.lift(found.line, hold))
        asks.move.connect(self.move_lot)
        asks.result.connect(self.enter_test)
        asks.dose.connect(self.new_dose)
        asks.reserve.connect(self.reserve)
        asks.move_dose.connect(self.move_dose)
        asks.paper.connect(self.print_lot)
        asks.card.connect(self.print_card)
        asks.scanner.connect(self.print_scanner_test)

    def facts(self, found: "RecipientProducts") -> None:
        """Enter the donor's typing and collection."""
        if found.donor is not None:
            form = later_products.facts_dialog(self._window, self._of(found.line), found.donor)
            self._show(form, found.line, self.tr("Typing and collection saved, {id}"))

    def new_lot(self, found: "RecipientProducts") -> None:
        """Open a lot of the patient's donor."""
        if found.donor is not None:
            form = later_products.lot_dialog(self._window, self._of(found.line), found.donor)
            self._show(form, found.line, self.tr("Lot opened, {id}"))

    def order(self, found: "RecipientProducts") -> None:
        """Order cells for an infusion."""
        if found.rules is not None:
            form = later_products.order_dialog(self._window, self._of(found.line), found.rules)
            self._show(form, found.line, self.tr("Cells ordered, {id}"))

    def weigh(self, found: "RecipientProducts") -> None:
        """Enter a weight: cells per kg are counted by the newest."""
        form = later_products.weight_dialog(self._window, self._of(found.line))
        self._show(form, found.line, self.tr("Weight saved, {id}"))

    def hold(self, found: "RecipientProducts") -> None:
        """Hold back the patient's infusions, or one lot's."""
        form = later_products.hold_dialog(self._window, self._of(found.line), found.lots)
        self._show(form, found.line, self.tr("On hold: {id}"))

    def hold_lot(self, view: "LotView") -> None:
        """Hold back the doses of one lot."""
        form = later_products.hold_dialog(self._window, self._of(view.line), (view,), view)
        self._show(form, view.line, self.tr("On hold: lot {lot}, {id}"), view)

    def lift(self, line: PatientLine, hold: "Hold") -> None:
        """Lift a hold."""
        form = later_products.lift_dialog(self._window, self._of(line), hold)
        self._show(form, line, self.tr("Hold lifted, {id}"))

    def move_lot(self, view: "LotView") -> None:
        """Move a lot on: also release or reject it."""
        form = later_products.move_lot_dialog(self._window, self._of(view.line), view)
        self._show(form, view.line, self.tr("Lot {lot} moved on, {id}"), view)

    def enter_test(self, view: "LotView") -> None:
        """Enter a result of a lot's test."""
        form = later_products.test_dialog(self._window, self._of(view.line), view)
        self._show(form, view.line, self.tr("Result saved: lot {lot}, {id}"), view)

    def new_dose(self, view: "LotView") -> None:
        """Enter a dose of a lot."""
        form = later_products.dose_dialog(self._window, self._of(view.line), view)
        self._show(form, view.line, self.tr("Dose saved: lot {lot}, {id}"), view)

    def reserve(self, view: "LotView", dose: "DoseView") -> None:
        """Reserve a dose for an infusion, or free it."""
        form = later_products.reserve_dialog(self._window, self._of(view.line), view, dose)
        self._show(form, view.line, self.tr("Reservation saved: lot {lot}, {id}"), view)

    def move_dose(self, view: "LotView", dose: "DoseView", to: "DoseState") -> None:
        """Issue, return or discard a dose."""
        form = later_products.move_dose_dialog(self._window, self._of(view.line), (view, dose), to)
        self._show(form, view.line, self.tr("Dose of lot {lot} recorded, {id}"), view)

    def print_lot(self, view: "LotView") -> None:
        """Preview the donor and product sheet of a lot."""
        self._preview(later_paper.print_product_sheet(self._window, self._desk, view.lot.id))

    def print_card(self, _view: "LotView", dose: "DoseView") -> None:
        """Preview the bedside card of the infusion a dose is reserved for."""
        item_id = dose.item_id or 0
        self._preview(later_paper.print_card(self._window, self._desk, item_id))

    def print_scanner_test(self) -> None:
        """Preview the sheet that tests a scanner."""
        self._preview(later_paper.print_scanner_sheet(self._window, self._desk))

    def _preview(self, dialog: "PrintPreview | None") -> None:
        if dialog is None:
            self.refused.emit(self.tr("Nothing is left to print: it was changed meanwhile."))
            return
        self._host.show_dialog(dialog, lambda: self._host.done(dialog.went))

    def open_alarm(self, alarm: "ProductAlarm") -> None:
        """Show everything of an alarm."""
        dialog = later_products.alarm_dialog(
            self._window, alarm, self._desk, sample=self._host.sample
        )
        dialog.seen.connect(lambda: self.see(alarm))
        dialog.lot_asked.connect(lambda: self.lot_asked.emit(alarm.line.patient.id))
        self._host.show_dialog(dialog)

    def see(self, alarm: "ProductAlarm") -> None:
        """Record who has seen an alarm; one that somebody saw first simply goes away."""
        try:
            later_products.see_alarm(self._desk, alarm.id)
        except StoreError as error:
            self.refused.emit(f"{error.sentence} {error.next_step}")
            return
        words = self.tr("Seen: the alarm about lot {lot}")
        self._host.done(words.format(lot=alarm.lot.number))

    def _of(self, line: PatientLine) -> "About":
        return later_products.about(self._desk, line, sample=self._host.sample)

    def _show(
        self, form: "ProductDialog", line: PatientLine, said: str, view: "LotView | None" = None
    ) -> None:
        lot = "" if view is None else view.lot.number
        words = said.format(id=line.patient.trial_number, lot=lot)
        self._host.show_dialog(form, lambda: self._host.done(words))
