"""Donors' collections, lots, doses, orders, holds, alarms, and whether an infusion may begin."""

from nkdesk.services.product.alarms import see_product_alarm, unseen_product_alarms
from nkdesk.services.product.board import products_board
from nkdesk.services.product.collecting import save_donor_facts
from nkdesk.services.product.doses import add_dose, move_dose
from nkdesk.services.product.effects import effects
from nkdesk.services.product.hold_kinds import hold_kinds, site_hold_fault
from nkdesk.services.product.holds import lift_hold, place_hold
from nkdesk.services.product.lot_views import lot_view
from nkdesk.services.product.lots import move_lot, open_lot
from nkdesk.services.product.ordering import order_cells
from nkdesk.services.product.readiness import product_lines, readiness, readiness_of
from nkdesk.services.product.reserving import reserve
from nkdesk.services.product.testing import enter_test
from nkdesk.services.product.weights import record_weight

__all__ = [
    "add_dose",
    "effects",
    "enter_test",
    "hold_kinds",
    "lift_hold",
    "lot_view",
    "move_dose",
    "move_lot",
    "open_lot",
    "order_cells",
    "place_hold",
    "product_lines",
    "products_board",
    "readiness",
    "readiness_of",
    "record_weight",
    "reserve",
    "save_donor_facts",
    "see_product_alarm",
    "site_hold_fault",
    "unseen_product_alarms",
]
