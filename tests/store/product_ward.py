"""The ward that the guards of products are attacked in.

Seven patients on cycle 1, each with a donor, a lot and a dose of two bags for C1/NK1, the dose
issued. Patient 1's infusion runs. Patient 2's is checked and held back until half past twelve.
Patient 3's is checked, the lot still in test. Of patient 4's the first bag was checked by one
person. Patient 5's is complete. Patient 6's was given up; of that lot are three more doses, one
prepared, one discarded, one without a bag. Patient 7's is being observed; of that frozen dose
only the first bag was checked. Lots 7 and 8 are patient 1's too: collected, and rejected.
Donor 7 is a second one of patient 1. Three moves were signed that cannot be.
"""

from dataclasses import replace
from pathlib import Path

from nkdesk.model.infusion import InfusionAct, InfusionState
from nkdesk.model.product import DoseForm, DoseState, LotState
from nkdesk.store import (
    donors,
    holds,
    infusions,
    lots,
    printed_sheets,
    product_alarms,
    product_doses,
    reactions,
    vitals,
)
from nkdesk.store.cycles import add_cycle
from nkdesk.store.patients import add_patient
from nkdesk.store.store import Store
from tests.store.made_up import cycle, filled, new_store, person
from tests.store.product_made_up import (
    ENDED,
    Product,
    added_dose,
    at,
    check,
    checked,
    dose_move,
    dose_moved,
    event,
    hold,
    lot_move,
    moved,
    new_dose,
    new_infusion,
    new_lot,
    opened_lot,
    product,
    reaction,
    result_of_test,
    sheet,
    started,
    vitals_at,
)
from tests.store.signed import DONOR


def product_ward_in(folder: Path) -> bytes:
    """The bytes of the ward described above."""
    with new_store(folder) as store:
        used = filled(store).protocol_hash
        with store.step(actor="nurse", what="enrol") as step:
            for number in range(2, 8):
                add_cycle(step, add_patient(step, person(number, used)), used, cycle())
        made = [
            product(store, number, state=LotState.IN_TEST if number == 3 else LotState.RELEASED)
            for number in range(1, 7)
        ]
        _more_doses_and_lots(store, made[5])
        made.append(product(store, 7, form=DoseForm.FROZEN))
        _infusions(store, made)
        _written_down(store)
        _said(store)
        path = store.path
    return path.read_bytes()


def _more_doses_and_lots(store: Store, sixth: Product) -> None:
    prepared = added_dose(store, new_dose(sixth.lot, "N-17", address=None))
    dose_moved(store, added_dose(store, new_dose(sixth.lot, "N-18", address=None)), DISCARDED)
    added_dose(store, new_dose(sixth.lot, address=None))
    collected = moved(store, opened_lot(store, new_lot(number="L-17")), LotState.COLLECTED)
    moved(store, opened_lot(store, new_lot(number="L-18")), LotState.REJECTED)
    with store.step(actor="nurse", what="signed_in_vain") as step:
        donors.add_donor(step, replace(DONOR, given="Павел"))
        for dose, becomes in ((prepared, DoseState.RETURNED), (sixth.dose, DoseState.INFUSED)):
            move = dose_move(dose, becomes)
            row = {"patient_id": 6, "dose_id": dose.id, "was": move.was, "becomes": becomes}
            rest = {"person": "x", "reason": "", "note": "", "entered_by": ""}
            step.insert("dose_move", {**row, **rest, "at": at(0).isoformat()})
        move = lot_move(collected, LotState.RELEASED)
        row = {"patient_id": 1, "lot_id": collected.id, "was": move.was, "becomes": move.becomes}
        rest = {"person": "x", "reason": "x", "note": "", "open_tests": "[]", "entered_by": ""}
        weight = {"weight_day": None, "weight_grams": None}
        step.insert("lot_move", {**row, **rest, **weight, "at": at(0).isoformat()})


DISCARDED = DoseState.DISCARDED


def _infusions(store: Store, made: list[Product]) -> None:
    first, second, third, fourth, fifth, sixth, seventh = made
    with store.step(actor="nurse", what="infusions") as step:
        started(step, first)
        checked(step, second)
        checked(step, third)
        opened = infusions.add_infusion(step, new_infusion(fourth))
        infusions.add_check(step, check(opened, fourth.dose.bags[0], 1))
        running = started(step, fifth)
        ended = replace(running, state=InfusionState.OBSERVING, **ENDED)
        infusions.change_infusion(step, running, ended)
        infusions.change_infusion(step, ended, replace(ended, state=InfusionState.COMPLETE))
        product_doses.move_dose(step, fifth.dose, dose_move(fifth.dose, DoseState.INFUSED))
        given_up = checked(step, sixth)
        infusions.change_infusion(step, given_up, replace(given_up, state=ABANDONED))
        running = started(step, seventh)
        ended = replace(running, state=InfusionState.OBSERVING, **ENDED)
        infusions.change_infusion(step, running, ended)


ABANDONED = InfusionState.ABANDONED


def _written_down(store: Store) -> None:
    with store.step(actor="nurse", what="written_down") as step:
        infusions.add_event(step, event(1, InfusionAct.START))
        infusions.add_event(step, event(1))
        first = vitals.add(step, vitals_at(1))
        vitals.add(step, vitals_at(1, corrects=first, why="misread"))
        first = reactions.add(step, reaction(1))
        reactions.add(step, reaction(1, corrects=first))


def _said(store: Store) -> None:
    with store.step(actor="nurse", what="said") as step:
        first = lots.add_test(step, 1, result_of_test(1, "viability"))
        failed = lots.add_test(step, 1, result_of_test(1, "sterility", value="growth"))
        corrected = result_of_test(1, "viability", corrects=first, why="misread")
        lots.add_test(step, 1, corrected)
        other = lots.add_test(step, 2, result_of_test(2, "viability"))
        lots.add_test(step, 2, result_of_test(2, "sterility", value="growth"))
        product_alarms.add_alarm(step, 1, 1, failed)
        product_alarms.see(step, product_alarms.add_alarm(step, 2, 2, other), "Dr A")
        holds.add_hold(step, hold(2, until=at(30)))
        lifted = holds.hold(store, holds.add_hold(step, hold(1)))
        assert lifted is not None
        holds.lift(step, lifted, at(5), "Dr A", "cooled down")
        printed_sheets.add(step, sheet())
        printed_sheets.add(step, sheet("2026-03-12/2"))
        printed_sheets.recall(step, "2026-03-12/2", "Nurse A")
