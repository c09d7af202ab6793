"""Products at random, with the program and past it: no state that must not be (H13, H14, H15).

What may stand is judged here anew, from the bare rows, not by the store's own triggers.
"""

import shutil
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from nkdesk.model.cycle import Address
from nkdesk.model.infusion import Infusion, InfusionState, Outcome
from nkdesk.model.product import DoseState, LotState
from nkdesk.store import holds, infusions, lots, product_doses
from nkdesk.store.connection import driver
from nkdesk.store.problem import StoreError
from nkdesk.store.store import Store, open_store
from tests.store.made_up import take_back, ticking
from tests.store.product_attacks import PRODUCT_ATTACKS
from tests.store.product_made_up import (
    NK1,
    at,
    check,
    dose_move,
    hold,
    lot_move,
)
from tests.store.test_gate_guards import LAX
from tests.store.test_verify import unguarded

WRONG = {
    "a product of another patient": (
        "SELECT infusion.id FROM infusion JOIN item ON item.id = item_id"
        " JOIN product_dose AS dose ON dose.id = dose_id JOIN lot ON lot.id = lot_id"
        " JOIN donor ON donor.id = donor_id WHERE item.patient_id <> dose.patient_id"
        " OR item.patient_id <> lot.patient_id OR item.patient_id <> donor.patient_id"
        " OR item.patient_id <> infusion.patient_id"
    ),
    "a bag of another patient": (
        "SELECT bag.id FROM bag JOIN product_dose AS dose ON dose.id = dose_id"
        " WHERE bag.patient_id <> dose.patient_id"
    ),
    "an infusion that began without two persons": (
        "SELECT infusion.id FROM infusion WHERE started IS NOT NULL AND 2 > (SELECT"
        " count(DISTINCT folded) FROM bag_check JOIN bag ON bag.id = bag_id AND nth = 1"
        " WHERE infusion_id = infusion.id)"
    ),
    "two infusions of an item": (
        "SELECT item_id FROM infusion WHERE state <> 'abandoned' GROUP BY item_id"
        " HAVING count(*) > 1"
    ),
    "two infusions of a dose": (
        "SELECT dose_id FROM infusion WHERE state <> 'abandoned' GROUP BY dose_id"
        " HAVING count(*) > 1"
    ),
    "two doses for an infusion": (
        "SELECT cycle FROM product_dose WHERE cycle IS NOT NULL"
        " AND state NOT IN ('returned', 'discarded')"
        " GROUP BY patient_id, cycle, code, coalesce(day, '') HAVING count(*) > 1"
    ),
    "a lot released by nobody": (
        "SELECT id FROM lot WHERE state <> 'not_started' AND state NOT IN"
        " (SELECT becomes FROM lot_move WHERE lot_id = lot.id AND trim(person) <> '')"
    ),
    "a dose infused by nobody": (
        "SELECT id FROM product_dose WHERE state = 'infused' AND id NOT IN"
        " (SELECT dose_id FROM infusion WHERE started IS NOT NULL)"
    ),
    "an infusion of what had expired": (
        "SELECT infusion.id FROM infusion JOIN bag ON bag.dose_id = infusion.dose_id"
        " WHERE after_the_fact = 0 AND julianday(started) >= julianday(expires)"
    ),
}
"""What must never be found, and the question that would find it."""

PATIENTS = st.integers(1, 7)
KEPT = ("lot_move", "lot_test", "dose_move", "bag_check", "infusion_event", "vital_row", "reaction")


def wrong(store: Store) -> list[str]:
    """What is there that must not be."""
    return [name for name, sql in WRONG.items() if store.read(sql)]


@pytest.fixture(autouse=True, scope="module")
def _a_ward_to_start_from(product_ward: bytes) -> None:
    ProductLife.content = product_ward


class ProductLife(RuleBasedStateMachine):
    """The ward of the test of the guards, and everything that touches a product."""

    content = b""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        path = self.folder / "ward.nkdesk"
        path.write_bytes(self.content)
        self.store = open_store(path, ticking())
        self.kept: dict[str, set[tuple[object, ...]]] = {}
        self.infused: set[tuple[object, ...]] = set()

    @rule(number=st.integers(1, 9), becomes=st.sampled_from(LotState))
    def move_a_lot(self, number: int, becomes: LotState) -> None:
        lot = lots.lot(self.store, number)
        if lot is not None:
            with suppress(StoreError), self.store.step(actor="nurse", what="move_lot") as step:
                lots.move_lot(step, lot, lot_move(lot, becomes))

    @rule(number=st.integers(1, 10), becomes=st.sampled_from(DoseState))
    def move_a_dose(self, number: int, becomes: DoseState) -> None:
        dose = product_doses.dose(self.store, number)
        if dose is not None:
            with suppress(StoreError), self.store.step(actor="nurse", what="move_dose") as step:
                product_doses.move_dose(step, dose, dose_move(dose, becomes))

    @rule(number=st.integers(1, 10), address=st.sampled_from([None, NK1, Address(2, "NK1")]))
    def reserve(self, number: int, address: Address | None) -> None:
        dose = product_doses.dose(self.store, number)
        if dose is not None:
            with suppress(StoreError), self.store.step(actor="nurse", what="reserve") as step:
                product_doses.reserve(step, dose, address)

    @rule(who=PATIENTS, dose_id=st.integers(1, 10), late=st.booleans())
    def open_an_infusion(self, who: int, dose_id: int, *, late: bool) -> None:
        begun = Infusion(0, who, 3 * who, dose_id, InfusionState.CHECKING, None, late)
        with suppress(StoreError), self.store.step(actor="nurse", what="open_check") as step:
            infusions.add_infusion(step, begun)

    @rule(
        number=st.integers(1, 9),
        bag_id=st.integers(1, 16),
        position=st.integers(1, 2),
        person=st.sampled_from(["Nurse A", "nurse a", "Nurse B"]),
    )
    def check_a_bag(self, number: int, bag_id: int, position: int, person: str) -> None:
        found = self.store.read("SELECT dose_id, number FROM bag WHERE id = ?", (bag_id,))
        dose = product_doses.dose(self.store, found[0][0]) if found else None
        if dose is not None:
            bag = next(one for one in dose.bags if one.id == bag_id)
            with suppress(StoreError), self.store.step(actor="nurse", what="check_bag") as step:
                infusions.add_check(step, check(number, bag, position, person))

    @rule(
        number=st.integers(1, 9),
        state=st.sampled_from(InfusionState),
        minute=st.sampled_from([-60, 0, 31, 149, 150, 600]),
    )
    def turn_an_infusion(self, number: int, state: InfusionState, minute: int) -> None:
        before = infusions.infusion(self.store, number)
        if before is None:
            return
        after = replace(before, state=state)
        if state is InfusionState.RUNNING and before.started is None:
            after = replace(after, started=at(minute))
        if state is InfusionState.OBSERVING and before.ended is None:
            after = replace(after, ended=at(minute + 60), outcome=Outcome.WHOLE, remaining=0)
        with suppress(StoreError), self.store.step(actor="nurse", what="act") as step:
            infusions.change_infusion(step, before, after)

    @rule(who=PATIENTS, lifting=st.booleans())
    def hold_back(self, who: int, *, lifting: bool) -> None:
        with suppress(StoreError), self.store.step(actor="nurse", what="hold") as step:
            standing = holds.holds(self.store, who, open_only=True)
            if lifting and standing:
                holds.lift(step, standing[0], at(0), "Dr A", "gone")
            else:
                holds.add_hold(step, hold(who))

    @rule()
    def take_back(self) -> None:
        take_back(self.store, "nurse")

    @rule(name=st.sampled_from(sorted(PRODUCT_ATTACKS)), lax=st.booleans())
    def go_past_the_program(self, name: str, *, lax: bool) -> None:
        """The ward is another by now: an attack may be nothing wrong, or find nothing."""
        run = self.store.database.conn.execute
        for pragma in LAX if lax else ():
            run(f"PRAGMA {pragma}")
        run("BEGIN IMMEDIATE")
        run("INSERT INTO open_step (token, what) VALUES (1, 'plan')")
        with suppress(driver().Error):
            run(PRODUCT_ATTACKS[name].sql)
        run("DELETE FROM open_step")
        with suppress(driver().Error):
            run("COMMIT")
        self.store.database.rollback()
        path = self.store.path
        self.store.close()
        self.store = open_store(path, ticking())

    @invariant()
    def nothing_is_there_that_must_not_be(self) -> None:
        assert wrong(self.store) == []

    @invariant()
    def what_was_written_down_stays(self) -> None:
        for table in KEPT:
            now = set(self.store.read(" ".join(("SELECT * FROM", table))))
            assert self.kept.get(table, set()) <= now
            self.kept[table] = now
        infused = set(self.store.read("SELECT * FROM product_dose WHERE state = 'infused'"))
        assert self.infused <= infused
        self.infused = infused

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)


TestProductLife = ProductLife.TestCase
TestProductLife.settings = settings(max_examples=20, stateful_step_count=40, deadline=None)


def test_the_search_goes_where_products_are_infused() -> None:
    """It would find nothing in a ward where nothing begins and nothing is released."""
    life = ProductLife()
    try:
        life.hold_back(who=2, lifting=True)
        life.turn_an_infusion(number=2, state=InfusionState.RUNNING, minute=31)
        life.turn_an_infusion(number=2, state=InfusionState.OBSERVING, minute=31)
        life.move_a_dose(number=2, becomes=DoseState.INFUSED)
        life.turn_an_infusion(number=3, state=InfusionState.RUNNING, minute=31)
        life.move_a_lot(number=3, becomes=LotState.RELEASED)
        life.check_a_bag(number=4, bag_id=7, position=2, person="nurse a")
        life.check_a_bag(number=4, bag_id=7, position=2, person="Nurse B")
        life.open_an_infusion(who=6, dose_id=5, late=False)
        life.open_an_infusion(who=6, dose_id=6, late=False)
        life.reserve(number=7, address=Address(2, "NK1"))
        life.take_back()
        states = life.store.read("SELECT id, state FROM infusion WHERE id IN (2, 3, 8)")
        assert states == [(2, "observing"), (3, "checked"), (8, "checking")]
        assert life.store.read("SELECT state FROM product_dose WHERE id = 2") == [("infused",)]
        assert life.store.read("SELECT state FROM lot WHERE id = 3") == [("released",)]
        assert len(infusions.checks(life.store, 4)) == 2
        assert life.store.read("SELECT cycle FROM product_dose WHERE id = 7") == [(None,)]
    finally:
        life.teardown()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("infusion SET item_id = 6 WHERE id = 1", "a product of another patient"),
        ("lot SET donor_id = 2 WHERE id = 1", "a product of another patient"),
        ("bag SET patient_id = 2 WHERE id = 1", "a bag of another patient"),
        ("bag_check SET folded = 'x'", "an infusion that began without two persons"),
        ("infusion SET item_id = 3 WHERE id = 4", "two infusions of an item"),
        ("infusion SET dose_id = 1 WHERE id = 4", "two infusions of a dose"),
        ("product_dose SET cycle = 1, code = 'NK1' WHERE id = 7", "two doses for an infusion"),
        ("lot SET state = 'released' WHERE id = 3", "a lot released by nobody"),
        ("product_dose SET state = 'infused' WHERE id = 7", "a dose infused by nobody"),
        ("bag SET expires = '2026-03-16T12:00:00+03:00'", "an infusion of what had expired"),
    ],
)
def test_the_search_would_see_what_must_not_be(
    product_ward: bytes, tmp_path: Path, change: str, found: str
) -> None:
    path = tmp_path / "ward.nkdesk"
    path.write_bytes(product_ward)
    with open_store(path, ticking()) as store:
        assert wrong(store) == []
        with unguarded(store) as run:
            for index in ("infusion_one_of_item", "infusion_one_of_dose"):
                run(f"DROP INDEX {index}")
            run("DROP INDEX product_dose_one_an_infusion")
            run(" ".join(("UPDATE", change)))
        assert found in wrong(store)
