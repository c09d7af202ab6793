"""Ways to another patient's product by SQL that goes past the program (H13, H14, H15, H42).

Seven patients on cycle 1, each with a donor, a lot and a dose of two bags for C1/NK1, the dose
issued. Patient 1's infusion runs. Patient 2's is checked and held back until half past twelve.
Patient 3's is checked, the lot still in test. Of patient 4's the first bag was checked by one
person. Patient 5's is complete. Patient 6's was given up; of that lot are three more doses, one
prepared, one discarded, one without a bag. Patient 7's is being observed; of that frozen dose
only the first bag was checked. Lots 7 and 8 are patient 1's too: collected, and rejected.
Donor 7 is a second one of patient 1. Three moves were signed that cannot be.
"""

import re
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

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
from nkdesk.store.connection import driver
from nkdesk.store.cycles import add_cycle
from nkdesk.store.m004_products import CLINICAL
from nkdesk.store.patients import add_patient
from nkdesk.store.problem import StoreError
from nkdesk.store.store import Store, open_store
from nkdesk.store.verify import verify
from tests.store.made_up import cycle, filled, new_store, person, ticking
from tests.store.product_attacks import PRODUCT_ATTACKS
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
from tests.store.test_gate_guards import LAX, attack, rows_of
from tests.store.test_replay import replayed
from tests.store.test_replay import rows_of as replayed_rows

GUARD = re.compile(r"_(insert|update|delete)_in_step$|_counts_revisions$")


@pytest.fixture(scope="session")
def product_ward(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of the ward described above."""
    with new_store(tmp_path_factory.mktemp("products")) as store:
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


@pytest.fixture
def products(tmp_path: Path, product_ward: bytes) -> Iterator[Store]:
    path = tmp_path / "ward.nkdesk"
    path.write_bytes(product_ward)
    with open_store(path, ticking()) as opened:
        yield opened


def test_the_ward_stands_as_described(products: Store) -> None:
    assert verify(products) == ()
    states = products.read("SELECT patient_id, item_id, dose_id, state FROM infusion ORDER BY id")
    assert states == [
        (1, 3, 1, "running"),
        (2, 6, 2, "checked"),
        (3, 9, 3, "checked"),
        (4, 12, 4, "checking"),
        (5, 15, 5, "complete"),
        (6, 18, 6, "abandoned"),
        (7, 21, 10, "observing"),
    ]
    doses = products.read("SELECT state FROM product_dose ORDER BY id")
    assert [state for (state,) in doses[4:9]] == [
        *("infused", "issued", "prepared", "discarded", "prepared"),
    ]
    found = products.read("SELECT state FROM lot WHERE id IN (3, 7, 8)")
    assert found == [("in_test",), ("collected",), ("rejected",)]
    assert products.read("SELECT count(*) FROM bag WHERE dose_id IN (7, 8, 9)") == [(2,)]


def test_the_journal_alone_makes_the_same_ward_again(products: Store, tmp_path: Path) -> None:
    """Its images pass the same guards, in the order they were written (A1)."""
    assert replayed(products, tmp_path) == replayed_rows(products.database)


@pytest.mark.parametrize("name", PRODUCT_ATTACKS)
def test_there_is_no_way_around_the_product_s_guards(products: Store, name: str) -> None:
    """Outside a step, in an open step, and with what a connection can turn off."""
    before = rows_of(products)
    case = PRODUCT_ATTACKS[name]
    attack(products, case.sql, stepping=False)
    assert case.said in attack(products, case.sql, stepping=True)
    for pragma in LAX:
        products.database.execute(f"PRAGMA {pragma}")
    assert case.said in attack(products, case.sql, stepping=True)
    assert rows_of(products) == before


def guards_of(store: Store) -> dict[str, tuple[str, str]]:
    """The triggers of the product's tables but for those every table has: statement and words."""
    found = store.read(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN"
        " (SELECT value FROM json_each(?))",
        ("[" + ", ".join(f'"{name}"' for name in CLINICAL) + "]",),
    )
    return {
        name: (sql, re.findall(r"RAISE\(ABORT, '(.*?)'\)", sql)[0])
        for name, sql in found
        if not GUARD.search(name)
    }


def refused_by(store: Store, sql: str) -> str:
    """What the database says to a statement in a step that is then taken back; "" for nothing."""
    run = store.database.conn.execute
    run("BEGIN IMMEDIATE")
    run("INSERT INTO open_step (token, what) VALUES (1, 'plan_second')")
    try:
        run(sql)
    except driver().Error as error:
        return str(error)
    finally:
        store.database.rollback()
    return ""


def test_every_guard_is_needed(products: Store) -> None:
    """Each taken away by itself lets something pass that it is there to refuse."""
    guards = guards_of(products)
    assert len(guards) > 80
    for pragma in LAX:
        products.database.execute(f"PRAGMA {pragma}")
    unneeded = []
    for name, (sql, said) in guards.items():
        products.database.execute(" ".join(("DROP TRIGGER", name)))
        asked = [one.sql for one in PRODUCT_ATTACKS.values() if one.said and one.said in said]
        if all(refused_by(products, one) == said for one in asked):
            unneeded.append(name)
        products.database.execute(sql)
    assert unneeded == []


@pytest.mark.parametrize(("minute", "may"), [(29, False), (30, True), (149, True), (150, False)])
def test_what_is_refused_is_refused_for_its_own_sake(
    products: Store, minute: int, *, may: bool
) -> None:
    """Patient 2's infusion may begin when the hold is over, until the last minute in date."""
    before = infusions.infusion(products, 2)
    assert before is not None
    begun = replace(before, state=InfusionState.RUNNING, started=at(minute))
    refused = nullcontext() if may else pytest.raises(StoreError)
    with refused, products.step(actor="nurse", what="start") as step:
        infusions.change_infusion(step, before, begun)
    assert infusions.infusion(products, 2) == (begun if may else before)
