"""Whether an infusion may begin, and whether its next bag may be hung."""

from datetime import datetime

from nkdesk.model.product import Bag
from nkdesk.model.readiness import Go, GoCode, Readiness
from nkdesk.model.refusal import BrokenRule, Refused, RuleCode
from nkdesk.services.desk import Desk
from nkdesk.services.forms import Unsaved
from nkdesk.services.infusions.bed import Bed
from nkdesk.services.infusions.writing import NotSavedError
from nkdesk.services.product.readiness import readiness

_OF_ONE_BAG = frozenset({GoCode.EXPIRED, GoCode.EXPIRES_BEFORE, GoCode.NOT_THAWED_YET})
_OF_THE_PRODUCT = frozenset(
    {
        *(GoCode.OFF_STUDY, GoCode.OTHER_DONOR, GoCode.NOT_RELEASED, GoCode.REJECTED),
        *(GoCode.TEST_FAILED, GoCode.ON_HOLD, GoCode.RETURNED, GoCode.DISCARDED),
    }
)


def readiness_at(desk: Desk, bed: Bed, at: datetime) -> Readiness:
    """Return GO, HOLD or NO-GO of starting an infusion at a minute.

    NotSavedError when its item is closed meanwhile: recorded, given up, or off study.
    """
    found = readiness(desk, bed.entry.item_id, at, starting=True)
    if found is None:
        closed = BrokenRule(RuleCode.ALREADY_CLOSED, str(bed.entry.item.address))
        raise NotSavedError(Unsaved((), Refused((closed,))))
    return found


def bag_readiness(desk: Desk, bed: Bed, bag: Bag, at: datetime) -> Readiness:
    """Return what stands against one bag of an infusion that has begun.

    The plan has been decided with the start; what was learned of the product since counts, and
    this bag's own expiry, not that of a bag that hangs already.
    """
    found = readiness_at(desk, bed, at)
    kept = tuple(
        one
        for one in found.reasons
        if one.code in _OF_THE_PRODUCT or (one.code in _OF_ONE_BAG and one.detail == bag.number)
    )
    return Readiness(kept[0].level if kept else Go.GO, kept, found.at)
