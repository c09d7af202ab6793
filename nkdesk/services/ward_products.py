"""What the calendar and the month say of products: GO or not in the next days, and the donors."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from nkdesk.model.readiness import Go
from nkdesk.services.calendar_models import DonorMark
from nkdesk.services.desk import Desk
from nkdesk.services.product.readiness import readiness_of
from nkdesk.services.ward_days import is_open
from nkdesk.store import lots
from nkdesk.store.day_items import items_named
from nkdesk.store.ward_rows import StandingRow, donor_rows

if TYPE_CHECKING:
    from nkdesk.model.product import LotState

DAYS_AHEAD = 2
"""How far ahead a calendar marks GO or not: 72 hours, as far as a ward makes ready."""


def go_marks(desk: Desk, rows: Iterable[StandingRow]) -> Mapping[int, Go]:
    """Return whether the open infusions of today, the next two days and those overdue may begin.

    Further ahead a lot is not even harvested: a calendar full of NO-GO would teach nobody to look.
    """
    last = (desk.clock.today() + timedelta(days=DAYS_AHEAD)).isoformat()
    asked = [row[1] for row in rows if row[5] == "infusion" and is_open(row) and row[8] <= last]
    if not asked:
        return {}
    found = readiness_of(desk, items_named(desk.store, asked))
    return {item_id: one.go for item_id, one in found.items()}


def donor_marks(desk: Desk) -> Mapping[int, DonorMark]:
    """Return the donor's line of every patient who has one."""
    made: dict[int, list[tuple[str, LotState]]] = {}
    for lot in lots.lots(desk.store):
        made.setdefault(lot.donor_id, []).append((lot.number, lot.state))
    return {
        patient_id: DonorMark(relation, tuple(made.get(donor_id, ())))
        for patient_id, (donor_id, relation) in donor_rows(desk.store).items()
    }
