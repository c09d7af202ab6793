"""Whether a dose is at the bed now: it then stays with its infusion."""

from nkdesk.model.product import ProductDose
from nkdesk.services.desk import Desk
from nkdesk.store import infusions


def is_under_way(desk: Desk, dose: ProductDose) -> bool:
    """Whether a dose is being checked or infused, or its patient is observed after it."""
    return any(one.dose_id == dose.id for one in infusions.running(desk.store))
