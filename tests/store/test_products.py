"""Lots, doses, orders, holds, alarms and sheets come back as they were entered (H14, H15, H42)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from nkdesk.model.cycle import Address
from nkdesk.model.printed_sheet import SheetKind
from nkdesk.model.product import DonorFacts, DoseForm, DoseState, HoldKind, LotState
from nkdesk.store import (
    donors,
    holds,
    lots,
    orders,
    printed_sheets,
    product_alarms,
    product_doses,
)
from nkdesk.store.cycles import add_cycle
from nkdesk.store.journal import StoredStep
from nkdesk.store.patients import add_patient
from nkdesk.store.problem import StoreConflictError, StoreError, StoreProblem
from nkdesk.store.product_alarms import StoredProductAlarm
from nkdesk.store.store import Store
from nkdesk.store.undo import UndoProblem, UndoRefused
from nkdesk.store.verify import verify
from tests.store.made_up import Ward, cycle, person, take_back
from tests.store.product_made_up import (
    NK1,
    NOON,
    UNTIL_RELEASE,
    Product,
    added_dose,
    at,
    bag,
    dose_move,
    dose_moved,
    hold,
    lot_move,
    moved,
    new_dose,
    new_lot,
    opened_lot,
    order,
    product,
    result_of_test,
    sheet,
)
from tests.store.signed import DONOR


@pytest.fixture
def made(ward: Ward) -> Product:
    return product(ward.store)


@pytest.fixture
def other(ward: Ward, made: Product) -> Product:
    """Another patient's product, beside the first one."""
    assert made.patient_id == 1
    with ward.store.step(actor="nurse", what="enrol") as step:
        patient_id = add_patient(step, person(2, ward.protocol_hash))
        add_cycle(step, patient_id, ward.protocol_hash, cycle())
    return product(ward.store, patient_id)


def problem_of(store: Store, write: object) -> StoreProblem:
    with pytest.raises(StoreError) as caught, store.step(actor="nurse", what="x") as step:
        write(step)
    return caught.value.problem


class TestLots:
    def test_every_field_comes_back(self, ward: Ward, made: Product) -> None:
        store = ward.store
        assert lots.lot(store, made.lot.id) == made.lot
        assert lots.lot(store, 99) is None
        assert lots.lot_by_number(store, "L-1") == made.lot
        assert lots.lot_by_number(store, "l-1") is None
        before = [LotState.NOT_STARTED, *UNTIL_RELEASE[:-1]]
        expected = [
            replace(lot_move(replace(made.lot, state=was), becomes), id=number)
            for number, (was, becomes) in enumerate(zip(before, UNTIL_RELEASE, strict=True), 1)
        ]
        assert list(lots.moves(store, made.lot.id)) == expected
        assert verify(store) == ()

    def test_a_move_without_a_weight_has_none(self, ward: Ward, made: Product) -> None:
        reject = lot_move(made.lot, LotState.REJECTED, weight=None, open_tests=())
        with ward.store.step(actor="nurse", what="reject") as step:
            lots.move_lot(step, made.lot, reject)
        assert lots.moves(ward.store, made.lot.id)[-1] == replace(reject, id=6)

    def test_lots_are_those_of_their_patients(
        self, ward: Ward, made: Product, other: Product
    ) -> None:
        store = ward.store
        second = opened_lot(store, new_lot(number="L-9"))
        assert lots.lots(store, 1) == (made.lot, second)
        assert lots.lots(store) == (made.lot, second, other.lot)
        assert lots.lots_of(store, [2, 99]) == (other.lot,)
        assert lots.lots_of(store, [2, 1]) == (made.lot, second, other.lot)

    def test_a_number_is_given_once(self, ward: Ward, made: Product) -> None:
        assert problem_of(ward.store, lambda step: lots.add_lot(step, made.lot)) is (
            StoreProblem.RULE
        )

    def test_a_donor_s_facts_are_said_and_said_again(self, ward: Ward, made: Product) -> None:
        store = ward.store
        assert lots.donor_facts(store, made.donor_id) == DonorFacts(
            made.donor_id, "HLA report 7", date(2026, 2, 20)
        )
        unknown = DonorFacts(made.donor_id, "HLA report 8")
        with store.step(actor="nurse", what="facts") as step:
            lots.set_donor_facts(step, 1, unknown)
        assert lots.donor_facts(store, made.donor_id) == unknown
        assert lots.donor_facts(store, 99) is None

    def test_facts_of_another_patient_s_donor_are_refused(
        self, ward: Ward, made: Product, other: Product
    ) -> None:
        store = ward.store
        with store.step(actor="nurse", what="donor") as step:
            third = donors.add_donor(step, DONOR)
        for number in (made.donor_id, third):
            facts = DonorFacts(number, "x")
            with pytest.raises(StoreError), store.step(actor="nurse", what="facts") as step:
                lots.set_donor_facts(step, other.patient_id, facts)


class TestResults:
    def test_results_are_corrected_and_stay_readable(self, ward: Ward, made: Product) -> None:
        store, lot_id = ward.store, made.lot.id
        said = (
            result_of_test(lot_id, "sterility", value="negative", note="ё"),
            result_of_test(lot_id, "viability", weight=order().weight),
        )
        with store.step(actor="nurse", what="test") as step:
            sterile, viable = (replace(r, id=lots.add_test(step, 1, r)) for r in said)
        assert lots.results(store, lot_id) == (sterile, viable)
        assert str(viable.value) == "91.50"
        better = result_of_test(
            lot_id, "viability", value=Decimal("1E+2"), corrects=viable.id, why="misread"
        )
        with store.step(actor="nurse", what="test") as step:
            better = replace(better, id=lots.add_test(step, 1, better))
        assert lots.results(store, lot_id) == (sterile, better)
        assert lots.all_results(store, lot_id) == (sterile, viable, better)
        assert lots.result(store, viable.id) == viable
        assert lots.result(store, 99) is None
        assert store.read("SELECT value FROM lot_test WHERE id = ?", (better.id,)) == [("100",)]
        assert verify(store) == ()

    def test_results_of_many_patients_are_read_at_once(
        self, ward: Ward, made: Product, other: Product
    ) -> None:
        store = ward.store
        with store.step(actor="nurse", what="test") as step:
            for patient_id, lot in ((2, other.lot), (1, made.lot)):
                lots.add_test(step, patient_id, result_of_test(lot.id, "viability"))
        found = lots.results_of(store, [1, 2, 99])
        assert [one.lot_id for one in found] == [made.lot.id, other.lot.id]
        assert lots.results_of(store, [2]) == found[1:]

    def test_a_correction_says_why(self, ward: Ward, made: Product) -> None:
        store = ward.store
        with store.step(actor="nurse", what="test") as step:
            first = lots.add_test(step, 1, result_of_test(made.lot.id, "viability"))
        wrong = result_of_test(made.lot.id, "viability", corrects=first)
        assert problem_of(store, lambda step: lots.add_test(step, 1, wrong)) is StoreProblem.RULE


class TestDoses:
    def test_every_field_comes_back(self, ward: Ward, made: Product) -> None:
        store = ward.store
        thawed = bag(1, "N-9", viability=None, thaw_from=at(-20))
        dose = replace(
            new_dose(made.lot, form=DoseForm.FROZEN, address=Address(2, "NK1", 8)), bags=(thawed,)
        )
        kept = added_dose(store, dose)
        assert kept == replace(
            dose, id=kept.id, bags=(replace(thawed, id=kept.bags[0].id, dose_id=kept.id),)
        )
        assert product_doses.bag_by_number(store, "N-9") == kept.bags[0]
        assert product_doses.bag_by_number(store, "n-9") is None
        assert product_doses.dose(store, 99) is None
        issued = replace(dose_move(replace(made.dose, state=DoseState.PREPARED), ISSUED), id=1)
        assert product_doses.moves(store, made.dose.id) == (issued,)
        assert verify(store) == ()

    def test_doses_are_those_of_their_patients_and_lots(
        self, ward: Ward, made: Product, other: Product
    ) -> None:
        store = ward.store
        bare = added_dose(store, new_dose(made.lot, address=None))
        assert bare.bags == ()
        assert product_doses.doses(store) == (made.dose, bare, other.dose)
        assert product_doses.doses(store, 2) == (other.dose,)
        assert product_doses.doses_of(store, [1, 99]) == (made.dose, bare)
        assert product_doses.doses_of_lot(store, made.lot.id) == (made.dose, bare)

    def test_all_225_pairs_of_patients_and_products(self, ward: Ward) -> None:
        """Of fifteen patients each takes one's own product, and no other: 15 pass, 210 do not."""
        store = ward.store
        with store.step(actor="nurse", what="enrol") as step:
            for number in range(2, 16):
                who = add_patient(step, person(number, ward.protocol_hash))
                add_cycle(step, who, ward.protocol_hash, cycle())
        made = [product(store, number, bags=1) for number in range(1, 16)]
        passed = []
        for mine in made:
            for theirs in made:
                row = {"patient_id": mine.patient_id, "item_id": mine.item_id}
                rest = {"dose_id": theirs.dose.id, "state": "checking", "after_the_fact": 0}
                names = ("weight_day", "weight_grams", "started", "ended", "outcome")
                nothing = dict.fromkeys((*names, "remaining", "infused"))
                with pytest.raises(StoreError), store.step(actor="nurse", what="x") as step:
                    step.insert("infusion", {**row, **rest, **nothing, "reason": "", "note": ""})
                    passed.append((mine.patient_id, theirs.patient_id))
                    raise StoreError(StoreProblem.RULE)  # nothing of this is kept
        assert passed == [(number, number) for number in range(1, 16)]

    def test_a_dose_is_reserved_for_another_infusion_or_none(
        self, ward: Ward, made: Product
    ) -> None:
        store, later = ward.store, Address(2, "NK1")
        assert product_doses.dose_of_item(store, 1, NK1) == made.dose
        with store.step(actor="nurse", what="reserve") as step:
            product_doses.reserve(step, made.dose, later)
        assert product_doses.dose_of_item(store, 1, NK1) is None
        assert product_doses.dose_of_item(store, 2, later) is None
        moved_on = product_doses.dose_of_item(store, 1, later)
        assert moved_on == replace(made.dose, address=later)
        with store.step(actor="nurse", what="reserve") as step:
            product_doses.reserve(step, moved_on, None)
        assert product_doses.dose(store, made.dose.id) == replace(made.dose, address=None)

    def test_a_second_dose_takes_the_place_of_one_that_went_back(
        self, ward: Ward, made: Product
    ) -> None:
        store = ward.store
        second = new_dose(made.lot, "N-9")
        assert problem_of(store, lambda step: product_doses.add_dose(step, second)) is (
            StoreProblem.RULE
        )
        returned = dose_moved(store, made.dose, DoseState.RETURNED)
        assert product_doses.dose_of_item(store, 1, NK1) == returned
        kept = added_dose(store, second)
        assert product_doses.dose_of_item(store, 1, NK1) == kept
        again = dose_move(returned, ISSUED)
        assert (
            problem_of(store, lambda step: product_doses.move_dose(step, returned, again))
            is StoreProblem.RULE
        )

    @pytest.mark.parametrize(
        "changes",
        [
            {"number": "N-1-1"},
            {"number": ""},
            {"nth": 2},
            {"volume": 0},
            {"cells": 0},
            {"viability": 1001},
        ],
    )
    def test_a_bag_that_cannot_be_is_refused(
        self, ward: Ward, made: Product, changes: dict[str, object]
    ) -> None:
        bags = (replace(bag(1, "N-9"), **changes),)
        wrong = replace(new_dose(made.lot, address=None), bags=bags)
        assert problem_of(ward.store, lambda step: product_doses.add_dose(step, wrong)) is (
            StoreProblem.RULE
        )
        assert product_doses.doses(ward.store) == (made.dose,)


ISSUED = DoseState.ISSUED


class TestOrders:
    def test_the_newest_order_of_each_infusion_counts(
        self, ward: Ward, made: Product, other: Product
    ) -> None:
        store = ward.store
        new, later = order(total=490_000), order(address=Address(2, "NK1", 8))
        with store.step(actor="nurse", what="order") as step:
            new, later = (replace(o, id=orders.add_order(step, o)) for o in (new, later))
        old, theirs = replace(order(), id=1), replace(order(2), id=2)
        assert orders.newest_orders(store, 1) == (new, later)
        assert orders.newest_orders(store, 2) == (theirs,)
        assert orders.newest_orders(store) == (new, later, theirs)
        assert orders.newest_orders_of(store, [2, 99]) == (theirs,)
        assert orders.orders_of_item(store, 1, NK1) == (new, old)
        assert orders.orders_of_item(store, 1, Address(2, "NK1", 8)) == (later,)
        assert orders.orders_of_item(store, 1, Address(2, "NK1")) == ()
        assert made.patient_id != other.patient_id


class TestHolds:
    def test_a_hold_is_placed_and_lifted_once(self, ward: Ward, made: Product) -> None:
        store = ward.store
        kinds = (hold(), hold(kind=HoldKind.STERILITY, lot_id=1, who="", until=at(90), value="2"))
        with store.step(actor="nurse", what="hold") as step:
            fever, sterile = (replace(h, id=holds.add_hold(step, h)) for h in kinds)
        assert holds.holds(store, 1) == (fever, sterile)
        assert holds.hold(store, sterile.id) == sterile
        assert holds.hold(store, 99) is None
        with store.step(actor="nurse", what="lift") as step:
            holds.lift(step, fever, at(5), "Dr A", "36.6 °C")
        lifted = replace(fever, lifted=at(5), lifted_by="Dr A", lifted_why="36.6 °C")
        assert holds.holds(store) == (lifted, sterile)
        assert holds.holds(store, open_only=True) == (sterile,)
        assert holds.holds(store, 1, open_only=True) == (sterile,)
        assert holds.open_holds_of(store, [1, 99]) == (sterile,)
        with pytest.raises(StoreConflictError), store.step(actor="b", what="lift") as step:
            holds.lift(step, fever, at(6), "Dr B", "gone")
        assert made.lot.id == sterile.lot_id
        assert verify(store) == ()

    @pytest.mark.parametrize(
        "changes",
        [{"why": ""}, {"until": at(-30)}, {"lot_id": 99}, {"lifted": at(0)}, {"value": "x" * 201}],
    )
    def test_a_hold_that_cannot_be_is_refused(
        self, ward: Ward, made: Product, changes: dict[str, object]
    ) -> None:
        wrong = hold(made.patient_id, **changes)
        assert problem_of(ward.store, lambda step: holds.add_hold(step, wrong)) is (
            StoreProblem.RULE
        )


class TestAlarms:
    def test_an_alarm_is_unseen_until_somebody_sees_it(self, ward: Ward, made: Product) -> None:
        store = ward.store
        with store.step(actor="nurse", what="test") as step:
            failed = lots.add_test(step, 1, result_of_test(1, "sterility", value="growth"))
            late = lots.add_test(step, 1, result_of_test(1, "mycoplasma", value="found"))
            first = product_alarms.add_alarm(step, 1, made.lot.id, failed)
            second = product_alarms.add_alarm(step, 1, made.lot.id, late)
        newer, older = product_alarms.unseen(store)
        assert (older.id, newer.id) == (first, second)
        assert older == StoredProductAlarm(first, 1, made.lot.id, failed, older.raised_at)
        with store.step(actor="Dr A", what="see") as step:
            product_alarms.see(step, first, "Dr A")
        assert product_alarms.unseen(store) == (newer,)
        (_, seen) = product_alarms.alarms(store, made.lot.id)
        assert seen == replace(older, seen_by="Dr A", seen_at=seen.seen_at)
        assert seen.seen_at is not None
        assert product_alarms.alarms(store) == (newer, seen)
        assert product_alarms.alarms(store, 99) == ()
        twice = problem_of(store, lambda step: product_alarms.see(step, first, "Dr B"))
        assert twice is StoreProblem.RULE
        gone = problem_of(store, lambda step: product_alarms.see(step, 99, "Dr B"))
        assert gone is StoreProblem.CONFLICT


class TestSheets:
    def test_a_sheet_is_in_hand_until_it_is_recalled_or_its_time_is_over(self, ward: Ward) -> None:
        store = ward.store
        printed = (sheet(), sheet("C-3", kind=SheetKind.BEDSIDE, subject=3, rows=()))
        with store.step(actor="nurse", what="print") as step:
            day, card = (replace(s, id=printed_sheets.add(step, s)) for s in printed)
        assert printed_sheets.open_sheets(store, NOON) == (day, card)
        assert printed_sheets.open_sheets(store, at(599)) == (day, card)
        assert printed_sheets.open_sheets(store, at(600)) == ()
        with store.step(actor="nurse", what="recall") as step:
            printed_sheets.recall(step, day.number, "Nurse B")
        assert printed_sheets.open_sheets(store, NOON) == (card,)
        recalled = replace(day, recalled_by="Nurse B")
        assert printed_sheets.by_number(store, day.number) == recalled
        assert printed_sheets.by_number(store, "none") is None
        assert verify(store) == ()

    def test_no_sheet_is_recalled_twice_or_without_being_there(self, ward: Ward) -> None:
        store = ward.store
        with store.step(actor="nurse", what="print") as step:
            printed_sheets.add(step, sheet())
            printed_sheets.recall(step, sheet().number, "Nurse B")
        again = problem_of(
            store, lambda step: printed_sheets.recall(step, sheet().number, "Nurse C")
        )
        gone = problem_of(store, lambda step: printed_sheets.recall(step, "none", "Nurse C"))
        assert (again, gone) == (StoreProblem.RULE, StoreProblem.CONFLICT)


class TestUndo:
    def test_what_was_entered_by_mistake_is_taken_back(self, ward: Ward, made: Product) -> None:
        """A lot nobody has worked on, a dose nobody has moved, a reservation, a donor's facts."""
        store = ward.store
        later = Address(2, "NK1")
        with store.step(actor="clerk", what="facts") as step:
            lots.set_donor_facts(step, 1, DonorFacts(made.donor_id, "x"))
        opened = opened_lot(store, new_lot(number="L-9"))
        added_dose(store, new_dose(made.lot, "N-8", "N-9", address=later))
        with store.step(actor="nurse", what="reserve") as step:
            product_doses.reserve(step, made.dose, Address(3, "NK1"))
        assert isinstance(take_back(store, "nurse"), StoredStep)
        assert product_doses.dose(store, made.dose.id) == made.dose
        assert isinstance(take_back(store, "nurse"), StoredStep)
        assert product_doses.doses(store) == (made.dose,)
        assert product_doses.bag_by_number(store, "N-9") is None
        assert isinstance(take_back(store, "nurse"), StoredStep)
        assert lots.lot(store, opened.id) is None
        assert isinstance(take_back(store, "clerk"), StoredStep)
        facts = lots.donor_facts(store, made.donor_id)
        assert facts is not None
        assert facts.typing == "HLA report 7"
        assert verify(store) == ()

    @pytest.mark.parametrize(
        "what", ["move", "test", "dose_move", "order", "hold", "alarm", "sheet", "lifted"]
    )
    def test_what_was_signed_said_or_printed_is_not(
        self, ward: Ward, made: Product, what: str
    ) -> None:
        store = ward.store
        with store.step(actor="nurse", what="said") as step:
            result = lots.add_test(step, 1, result_of_test(1, "viability"))
            standing = replace(hold(), id=holds.add_hold(step, hold()))
        returned = dose_move(made.dose, DoseState.RETURNED)
        rejected = lot_move(made.lot, LotState.REJECTED)
        writes = {
            "move": lambda step: lots.move_lot(step, made.lot, rejected),
            "test": lambda step: lots.add_test(step, 1, result_of_test(1, "cd3")),
            "dose_move": lambda step: product_doses.move_dose(step, made.dose, returned),
            "order": lambda step: orders.add_order(step, order()),
            "hold": lambda step: holds.add_hold(step, hold()),
            "alarm": lambda step: product_alarms.add_alarm(step, 1, 1, result),
            "sheet": lambda step: printed_sheets.add(step, sheet()),
            "lifted": lambda step: holds.lift(step, standing, at(1), "Dr A", "gone"),
        }
        with store.step(actor="other", what="x") as step:
            writes[what](step)
        refused = take_back(store, "other")
        assert isinstance(refused, UndoRefused)
        assert refused.problem is UndoProblem.PERMANENT

    def test_a_dose_that_was_moved_since_stays(self, ward: Ward, made: Product) -> None:
        store = ward.store
        with store.step(actor="clerk", what="add_dose") as step:
            dose_id = product_doses.add_dose(step, new_dose(made.lot, "N-9", address=None))
        dose = product_doses.dose(store, dose_id)
        assert dose is not None
        dose_moved(store, dose, ISSUED)
        refused = take_back(store, "clerk")
        assert isinstance(refused, UndoRefused)
        assert refused.problem is UndoProblem.MOVED_ON

    def test_a_lot_that_others_build_on_stays(self, ward: Ward, made: Product) -> None:
        store = ward.store
        with store.step(actor="clerk", what="open_lot") as step:
            lot_id = lots.add_lot(step, new_lot(donor_id=made.donor_id, number="L-9"))
        lot = lots.lot(store, lot_id)
        assert lot is not None
        added_dose(store, new_dose(lot, "N-9", address=None))
        refused = take_back(store, "clerk")
        assert isinstance(refused, UndoRefused)
        assert refused.problem is UndoProblem.DEPENDED_ON
        moved(store, lot, LotState.COLLECTED)
        refused = take_back(store, "clerk")
        assert isinstance(refused, UndoRefused)
        assert refused.problem is UndoProblem.MOVED_ON
