"""GO, HOLD or NO-GO of infusions, computed from the store on every call."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from nkdesk.model.day_item import DayItem
from nkdesk.model.readiness import Readiness
from nkdesk.services.desk import Desk
from nkdesk.services.row_products import ProductLine


def readiness(desk: Desk, item_id: int, at: datetime | None = None) -> Readiness | None:
    """Return whether an infusion may begin at a moment, None: now.

    None for no item of that number, no infusion, or a protocol without a product.
    """
    raise NotImplementedError


def readiness_of(
    desk: Desk, entries: Iterable[DayItem], at: datetime | None = None
) -> Mapping[int, Readiness]:
    """Return the same for the open infusions among many items, by item; others have no entry."""
    raise NotImplementedError


def product_lines(desk: Desk, entries: Iterable[DayItem]) -> Mapping[int, ProductLine]:
    """Return what lists say of the product of infusions, by item; others have no entry."""
    raise NotImplementedError
