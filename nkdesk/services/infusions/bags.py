"""The bags of an infusion under way: which one is meant, its thaw, and hanging the next one."""

from datetime import datetime

from nkdesk.bedside.checking import bag_meant
from nkdesk.model.product import Bag
from nkdesk.model.readiness import Go
from nkdesk.services.forms import FieldCode
from nkdesk.services.infusions.judging import bag_readiness
from nkdesk.services.infusions.moments import last_of
from nkdesk.services.infusions.writing import Writing
from nkdesk.services.product.entries import minute_text


def thawed_bag(w: Writing, typed: str, at: datetime) -> str:
    """Return the number of the bag that is thawed; before the time on its label it is not."""
    bag = _bag_meant(w, typed)
    if bag.thaw_from is not None and at < bag.thaw_from:
        w.reader.refuse("time", FieldCode.NOT_BEFORE, minute_text(bag.thaw_from))
    return bag.number


def next_bag(w: Writing, typed: str, at: datetime) -> str:
    """Return the number of the bag that is hung next.

    Refused: one that hangs already, that two persons have not checked, that has expired at that
    minute, and any once something has become known against the product.
    """
    bag = _bag_meant(w, typed)
    if bag.number in w.bed.hung:
        w.refuse("detail", FieldCode.ALREADY_USED)
    if not w.bed.is_checked(bag):
        w.refuse("detail", FieldCode.NOT_CHECKED, bag.number)
    for reason in bag_readiness(w.desk, w.bed, bag, last_of(at, w.now)).reasons:
        if reason.level is not Go.GO:
            w.reader.refuse("readiness", FieldCode.NOT_READY, reason.code)
    return bag.number


def _bag_meant(w: Writing, typed: str) -> Bag:
    """Return the bag that was scanned or typed; nothing typed is the next one to be hung."""
    left = [bag for bag in w.bed.bags if bag.number not in w.bed.hung]
    if not typed.strip():
        if not left:
            w.refuse("detail", FieldCode.NOT_A_CHOICE)
        return left[0]
    return bag_meant(typed, w.bed.bags) or w.refuse("detail", FieldCode.NOT_A_CHOICE)
