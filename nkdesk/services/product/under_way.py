"""Whether a dose is at the bed now, or was given: it then stays with its infusion."""

from nkdesk.model.cycle import CycleItem, ItemState
from nkdesk.model.product import Lot, ProductDose
from nkdesk.services.desk import Desk
from nkdesk.store import cycles, infusions, product_doses

_GIVEN = (ItemState.GIVEN, ItemState.PARTLY_GIVEN)


def is_under_way(desk: Desk, dose: ProductDose) -> bool:
    """Whether a dose is being checked or infused, or its patient is observed after it."""
    return any(one.dose_id == dose.id for one in infusions.running(desk.store))


def given_item(desk: Desk, dose: ProductDose) -> CycleItem | None:
    """Return the infusion that was recorded as given while this dose was reserved for it.

    A record without the bedside's is a fact of care, too: the dose counts as received.
    """
    for cycle in cycles.cycles(desk.store, dose.patient_id):
        item = None if dose.address is None else cycle.item(dose.address)
        if item is not None and item.state in _GIVEN:
            return item
    return None


def was_received(desk: Desk, lot: Lot) -> bool:
    """Whether anything of a lot was given: an infusion that began, or one recorded as given."""
    if infusions.of_lot(desk.store, lot.id):
        return True
    doses = product_doses.doses_of_lot(desk.store, lot.id)
    return any(given_item(desk, dose) is not None for dose in doses)
