"""A physician's order of cells for one infusion."""

from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.product_forms import OrderForm


def order_cells(desk: Desk, form: OrderForm) -> Saved | Unsaved:
    """Save an order said per kg and in total; the newest of an infusion counts."""
    raise NotImplementedError
