"""An infusion that has begun, written as the bedside writes it."""

from dataclasses import replace

from nkdesk.model.infusion import BagCheck, Infusion, InfusionState
from nkdesk.store import infusions, product_doses
from tests.services.product import life


def begin(desk, patient_id, address):
    """Open, check by two persons, and start the infusion of the reserved dose."""
    item_id = life.item_of(desk, patient_id, address)
    dose = product_doses.dose_of_item(desk.store, patient_id, address)
    now = desk.clock.now()
    new = Infusion(0, patient_id, item_id, dose.id, InfusionState.CHECKING, None)
    with desk.store.step(actor="Anna", what="start_infusion") as step:
        number = infusions.add_infusion(step, new)
        for position, person in enumerate(("Nurse A", "Nurse B"), 1):
            for bag in dose.bags:
                check = BagCheck(number, bag.id, position, person, "x", "y", "clear", now, now)
                infusions.add_check(step, check)
        opened = replace(new, id=number)
        checked = replace(opened, state=InfusionState.CHECKED)
        infusions.change_infusion(step, opened, checked)
        running = replace(checked, state=InfusionState.RUNNING, started=now)
        infusions.change_infusion(step, checked, running)
    return running
