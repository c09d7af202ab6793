"""The infusion that an order or a reservation is about."""

from nkdesk.model.day_item import DayItem
from nkdesk.model.protocol import ItemKind
from nkdesk.model.refusal import BrokenRule, Refused, RuleCode
from nkdesk.services.desk import Desk
from nkdesk.services.forms import Unsaved
from nkdesk.services.product.recipients import NOTHING, off_study
from nkdesk.store import cycles


def infusion_asked(desk: Desk, item_id: int) -> DayItem | Unsaved:
    """Return an infusion that is still to be given, or why there is none.

    One that is given, given up or of a patient who has left the study takes no order and no dose.
    """
    entry = cycles.day_item(desk.store, item_id)
    if entry is None or entry.item.kind is not ItemKind.INFUSION:
        return NOTHING
    left = off_study(desk, entry.patient.id)
    if left is not None:
        return left
    if not entry.item.is_open:
        closed = BrokenRule(RuleCode.ALREADY_CLOSED, str(entry.item.address))
        return Unsaved((), Refused((closed,)))
    return entry
