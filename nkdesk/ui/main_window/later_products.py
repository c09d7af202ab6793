# ruff: noqa: PLC0415 -- everything here is imported when first asked for, so that the first
# paint does not wait for screens and dialogs nobody has opened.
"""The products screen and its forms, made when somebody asks for them."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from nkdesk.services.desk import Desk
from nkdesk.services.read_models import PatientLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nkdesk.model.product import DoseState, Hold
    from nkdesk.model.product_rules import ProductRules
    from nkdesk.services.product_models import (
        DonorLine,
        DoseView,
        LotView,
        ProductAlarm,
    )
    from nkdesk.ui.products.alarm_dialog import AlarmDialog
    from nkdesk.ui.products.form import About, ProductDialog
    from nkdesk.ui.products.screen import ProductsScreen


def products_screen(desk: Desk) -> "ProductsScreen":
    """Return donors, lots and doses of all patients."""
    from nkdesk.ui.products.screen import ProductsScreen

    return ProductsScreen(desk)


def about(desk: Desk, line: PatientLine, *, sample: bool) -> "About":
    """Return whose products are meant."""
    from nkdesk.ui.products.form import About

    return About(desk, line, sample)


def facts_dialog(parent: QWidget, whose: "About", donor: "DonorLine") -> "ProductDialog":
    """Return the form for typing and collection."""
    from nkdesk.ui.products.facts_dialog import DonorFactsDialog

    return DonorFactsDialog(parent, whose, donor)


def lot_dialog(parent: QWidget, whose: "About", donor: "DonorLine") -> "ProductDialog":
    """Return the form for a new lot, for any cycle the protocol has."""
    from nkdesk.ui.products.lot_dialog import NewLotDialog

    cycles = whose.desk.protocol(whose.line.patient.protocol_hash).cycles
    return NewLotDialog(parent, whose, donor, cycles)


def move_lot_dialog(parent: QWidget, whose: "About", view: "LotView") -> "ProductDialog":
    """Return the form that moves a lot on."""
    from nkdesk.ui.products.move_lot_dialog import MoveLotDialog

    return MoveLotDialog(parent, whose, view)


def test_dialog(parent: QWidget, whose: "About", view: "LotView") -> "ProductDialog":
    """Return the form for a result of a lot's test."""
    from nkdesk.ui.products.test_dialog import EnterTestDialog

    return EnterTestDialog(parent, whose, view)


def order_dialog(parent: QWidget, whose: "About", rules: "ProductRules") -> "ProductDialog":
    """Return the form for an order of cells."""
    from nkdesk.ui.products.order_dialog import OrderCellsDialog

    return OrderCellsDialog(parent, whose, rules)


def weight_dialog(parent: QWidget, whose: "About") -> "ProductDialog":
    """Return the form for a weight."""
    from nkdesk.ui.products.weight_dialog import WeightDialog

    return WeightDialog(parent, whose)


def dose_dialog(parent: QWidget, whose: "About", view: "LotView") -> "ProductDialog":
    """Return the form for a new dose of a lot."""
    from nkdesk.ui.products.dose_dialog import NewDoseDialog

    return NewDoseDialog(parent, whose, view)


def reserve_dialog(
    parent: QWidget, whose: "About", view: "LotView", dose: "DoseView"
) -> "ProductDialog":
    """Return the form that reserves a dose."""
    from nkdesk.ui.products.reserve_dialog import ReserveDialog

    return ReserveDialog(parent, whose, view, dose)


def move_dose_dialog(
    parent: QWidget, whose: "About", of: "tuple[LotView, DoseView]", to: "DoseState"
) -> "ProductDialog":
    """Return the form that issues, returns or discards a dose."""
    from nkdesk.ui.products.move_dose_dialog import MoveDoseDialog

    return MoveDoseDialog(parent, whose, of, to)


def hold_dialog(
    parent: QWidget, whose: "About", lots: "Sequence[LotView]", lot: "LotView | None" = None
) -> "ProductDialog":
    """Return the form that holds infusions back."""
    from nkdesk.ui.products.hold_dialog import HoldDialog

    return HoldDialog(parent, whose, lots, lot)


def lift_dialog(parent: QWidget, whose: "About", hold: "Hold") -> "ProductDialog":
    """Return the form that lifts a hold."""
    from nkdesk.ui.products.lift_dialog import LiftDialog

    return LiftDialog(parent, whose, hold)


def alarm_dialog(
    parent: QWidget, alarm: "ProductAlarm", desk: Desk, *, sample: bool
) -> "AlarmDialog":
    """Return everything of an alarm about a lot."""
    from nkdesk.ui.products.alarm_dialog import AlarmDialog

    return AlarmDialog(parent, alarm, desk.actor, sample=sample)


def unseen_alarms(desk: Desk) -> "list[tuple[ProductAlarm, str]]":
    """Return every alarm nobody has seen, newest first, with the words that tell of it."""
    from nkdesk.services.product import unseen_product_alarms

    found = unseen_product_alarms(desk)
    if not found:
        return []
    from nkdesk.ui.products.alarm_words import alarm_words

    return [(one, alarm_words(one)) for one in found]


def see_alarm(desk: Desk, alarm_id: int) -> None:
    """Record that the person at work has seen an alarm."""
    from nkdesk.services.product import see_product_alarm

    see_product_alarm(desk, alarm_id)
