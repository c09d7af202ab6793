"""What stands beside the infusions of a list: product, GO, HOLD or NO-GO, and what is under way.

Read for all rows at once, so that a long list asks no more queries than a short one.
"""

from collections.abc import Sequence

from nkdesk.model.day_item import DayItem
from nkdesk.services.desk import Desk
from nkdesk.services.product.readiness import row_products, rules_of
from nkdesk.services.row_products import RowMarks
from nkdesk.services.under_way import running_lines


def row_marks(desk: Desk, entries: Sequence[DayItem]) -> RowMarks:
    """Return what stands beside the infusions whose protocol has a product; others have none."""
    infusions = [one for one in entries if rules_of(desk, one) is not None]
    if not infusions:
        return RowMarks()
    running = running_lines(desk, {one.item_id for one in infusions})
    return RowMarks(*row_products(desk, infusions), running)
