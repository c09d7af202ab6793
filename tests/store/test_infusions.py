"""Infusions come back as they were written down; whoever is second is told (H13, H20)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC
from decimal import Decimal
from multiprocessing import get_context

import pytest

from nkdesk.model.infusion import (
    CrsSigns,
    Infusion,
    InfusionAct,
    InfusionState,
    Oxygen,
    Pressors,
)
from nkdesk.model.product import DoseForm, DoseState, LotState
from nkdesk.model.product_rules import Vital
from nkdesk.store import holds, infusions, lots, product_doses, reactions, vitals
from nkdesk.store.problem import StoreConflictError, StoreError, StoreProblem
from nkdesk.store.store import Store
from nkdesk.store.verify import verify
from tests.store.made_up import Ward
from tests.store.processes import open_infusion, start_infusion
from tests.store.product_made_up import (
    ENDED,
    Product,
    at,
    check,
    checked,
    dose_move,
    event,
    hold,
    new_infusion,
    new_lot,
    product,
    reaction,
    started,
    vitals_at,
)


@pytest.fixture
def made(ward: Ward) -> Product:
    return product(ward.store)


def running(store: Store, made: Product, **changes: object) -> Infusion:
    with store.step(actor="nurse", what="start") as step:
        return started(step, made, **changes)


def changed(store: Store, before: Infusion, **changes: object) -> Infusion:
    after = replace(before, **changes)
    with store.step(actor="nurse", what="act") as step:
        infusions.change_infusion(step, before, after)
    return after


def refused(store: Store, before: Infusion, **changes: object) -> StoreProblem:
    with pytest.raises(StoreError) as caught:
        changed(store, before, **changes)
    return caught.value.problem


class TestInfusions:
    def test_an_infusion_comes_back_at_every_stage(self, ward: Ward, made: Product) -> None:
        store = ward.store
        assert infusions.of_item(store, made.item_id) is None
        assert infusions.running(store) == ()
        one = running(store, made)
        assert infusions.infusion(store, one.id) == one
        assert infusions.infusion(store, 99) is None
        assert infusions.of_item(store, made.item_id) == one
        assert infusions.running(store) == (one,)
        ended = changed(
            store, one, state=InfusionState.OBSERVING, reason="reaction", note="ё", **ENDED
        )
        assert infusions.running(store) == (ended,)
        complete = changed(store, ended, state=InfusionState.COMPLETE)
        assert infusions.infusion(store, one.id) == complete
        assert infusions.running(store) == ()
        assert infusions.of_lot(store, made.lot.id) == (complete,)
        assert verify(store) == ()

    def test_without_a_weight_it_is_none(self, ward: Ward, made: Product) -> None:
        one = running(ward.store, made, weight=None)
        found = infusions.infusion(ward.store, one.id)
        assert found is not None
        assert found.weight is None

    def test_one_that_never_began_was_not_received(self, ward: Ward, made: Product) -> None:
        with ward.store.step(actor="nurse", what="check") as step:
            checked(step, made)
        assert infusions.of_lot(ward.store, made.lot.id) == ()

    def test_a_cycle_has_an_infusion_from_the_first_check_on(
        self, ward: Ward, made: Product
    ) -> None:
        store = ward.store
        assert not infusions.any_in_cycle(store, 1, 1)
        with store.step(actor="nurse", what="check") as step:
            first = checked(step, made)
        changed(store, first, state=InfusionState.ABANDONED)
        assert infusions.any_in_cycle(store, 1, 1)
        assert not infusions.any_in_cycle(store, 1, 2)
        assert not infusions.any_in_cycle(store, 2, 1)

    def test_after_one_that_was_given_up_another_is_opened(self, ward: Ward, made: Product) -> None:
        store = ward.store
        with store.step(actor="nurse", what="check") as step:
            first = checked(step, made)
        given_up = changed(store, first, state=InfusionState.ABANDONED, reason="fever")
        assert infusions.of_item(store, made.item_id) is None
        second = running(store, made)
        assert infusions.of_item(store, made.item_id) == second
        assert infusions.every_of_item(store, made.item_id) == (given_up, second)

    def test_whoever_opens_it_second_is_told(self, ward: Ward, made: Product) -> None:
        store = ward.store
        one = running(store, made)
        with pytest.raises(StoreConflictError) as caught, store.step(actor="b", what="x") as step:
            infusions.add_infusion(step, new_infusion(made))
        assert caught.value.stored is not None
        assert caught.value.stored["id"] == one.id

    def test_whoever_changes_it_second_is_told(self, ward: Ward, made: Product) -> None:
        with ward.store.step(actor="nurse", what="check") as step:
            before = checked(step, made)
        begun = {"state": InfusionState.RUNNING, "started": at(0)}
        changed(ward.store, before, **begun)
        assert refused(ward.store, before, **begun) is StoreProblem.CONFLICT

    def test_a_dose_that_was_returned_is_not_taken_to_the_bed(
        self, ward: Ward, made: Product
    ) -> None:
        store = ward.store
        returned = dose_move(made.dose, DoseState.RETURNED, reason="late")
        with store.step(actor="nurse", what="return") as step:
            product_doses.move_dose(step, made.dose, returned)
        with pytest.raises(StoreError), store.step(actor="nurse", what="x") as step:
            infusions.add_infusion(step, new_infusion(made))

    def test_of_a_frozen_dose_the_first_bag_is_enough(self, ward: Ward) -> None:
        """The next one is thawed when this one runs, and checked before it is hung."""
        store = ward.store
        made = product(store, form=DoseForm.FROZEN)
        one = running(store, made)
        second = made.dose.bags[1]
        hung = event(one.id, InfusionAct.NEXT_BAG, detail=second.number)
        with pytest.raises(StoreError), store.step(actor="nurse", what="next_bag") as step:
            infusions.add_event(step, hung)
        with store.step(actor="nurse", what="next_bag") as step:
            infusions.add_check(step, check(one.id, second, 1))
            infusions.add_check(step, check(one.id, second, 2))
            infusions.add_event(step, hung)
        assert infusions.events(store, one.id)[-1].detail == second.number

    def test_what_was_given_is_taken_as_it_was_when_entered_from_paper(self, ward: Ward) -> None:
        """Neither a release that is missing, nor a hold, nor an expiry undoes a fact."""
        store = ward.store
        made = product(store, state=LotState.IN_TEST)
        with store.step(actor="nurse", what="hold") as step:
            holds.add_hold(step, hold())
        late = {"state": InfusionState.RUNNING, "started": at(200)}
        with store.step(actor="nurse", what="late_entry") as step:
            before = checked(step, made, after_the_fact=True)
            infusions.change_infusion(step, before, replace(before, **late))
        assert infusions.infusion(store, before.id) == replace(before, **late)

    @pytest.mark.parametrize(
        ("changes", "may"),
        [
            ({"since": at(1)}, True),
            ({"until": at(0)}, True),
            ({"until": at(1)}, False),
            ({"lot_id": 1}, False),
            ({"lot_id": 2}, True),
        ],
    )
    def test_a_hold_holds_in_its_time_and_of_its_lot(
        self, ward: Ward, made: Product, changes: dict[str, object], *, may: bool
    ) -> None:
        store = ward.store
        with store.step(actor="nurse", what="hold") as step:
            lots.add_lot(step, new_lot(number="L-2"))
            holds.add_hold(step, hold(**changes))
            before = checked(step, made)
        begun = {"state": InfusionState.RUNNING, "started": at(0)}
        if may:
            assert changed(store, before, **begun).started == at(0)
        else:
            assert refused(store, before, **begun) is StoreProblem.RULE


class TestWhatIsWrittenDown:
    def test_checks_and_events_come_back_in_their_order(self, ward: Ward, made: Product) -> None:
        store = ward.store
        one = running(store, made)
        assert infusions.events(store, one.id) == ()
        assert infusions.newest_event(store, one.id) is None
        said = (
            event(one.id, InfusionAct.START),
            event(one.id, at=at(3), intended=None, note=""),
        )
        with store.step(actor="nurse", what="act") as step:
            numbered = tuple(replace(e, id=infusions.add_event(step, e)) for e in said)
        assert infusions.events(store, one.id) == numbered
        assert infusions.newest_event(store, one.id) == numbered[1]
        first, second = made.dose.bags
        expected = [
            check(one.id, bag, position, id=number)
            for number, (bag, position) in enumerate(
                [(first, 1), (first, 2), (second, 1), (second, 2)], 1
            )
        ]
        assert list(infusions.checks(store, one.id)) == expected

    def test_there_is_one_start_and_one_end(self, ward: Ward, made: Product) -> None:
        one = running(ward.store, made)
        for act in (InfusionAct.START, InfusionAct.END):
            with ward.store.step(actor="nurse", what="act") as step:
                infusions.add_event(step, event(one.id, act))
            with pytest.raises(StoreError), ward.store.step(actor="nurse", what="act") as step:
                infusions.add_event(step, event(one.id, act))
        assert len(infusions.events(ward.store, one.id)) == 2

    @pytest.mark.parametrize(
        "write",
        [
            lambda step, _: infusions.add_event(step, event(99)),
            lambda step, made: infusions.add_check(step, check(99, made.dose.bags[0], 1)),
            lambda step, _: vitals.add(step, vitals_at(99)),
            lambda step, _: reactions.add(step, reaction(99)),
        ],
        ids=["event", "check", "vital signs", "reaction"],
    )
    def test_nothing_is_written_of_an_infusion_that_is_not_there(
        self, ward: Ward, made: Product, write: Callable[..., int]
    ) -> None:
        with (
            pytest.raises(StoreConflictError) as caught,
            ward.store.step(actor="nurse", what="act") as step,
        ):
            write(step, made)
        assert caught.value.stored is None

    @pytest.mark.parametrize("second", ["Nurse A", "nurse a", "NURSE  A", "Nurs\u0435 \u0410"])
    def test_the_same_person_in_another_spelling_is_no_second(
        self, ward: Ward, made: Product, second: str
    ) -> None:
        bag = made.dose.bags[0]
        with ward.store.step(actor="nurse", what="check") as step:
            one = infusions.add_infusion(step, new_infusion(made))
            infusions.add_check(step, check(one, bag, 1, "Nurse A"))
        with pytest.raises(StoreError), ward.store.step(actor="nurse", what="check") as step:
            infusions.add_check(step, check(one, bag, 2, second))
        assert len(infusions.checks(ward.store, one)) == 1

    def test_vital_signs_come_back_with_every_digit(self, ward: Ward, made: Product) -> None:
        store = ward.store
        one = running(store, made)
        extra = ((Vital.SPO2, Decimal("98.0")), (Vital.SYSTOLIC, Decimal(100)))
        said = (
            vitals_at(one.id),
            vitals_at(one.id, 30, values=extra, due=None),
            vitals_at(one.id, 60, values=(), after_end=True, note="asleep"),
        )
        with store.step(actor="nurse", what="vitals") as step:
            numbered = tuple(replace(v, id=vitals.add(step, v)) for v in said)
        assert vitals.rows(store, one.id) == numbered
        assert str(numbered[1].value(Vital.SPO2)) == "98.0"
        right = vitals_at(one.id, values=extra, corrects=numbered[0].id, why="misread")
        with store.step(actor="nurse", what="vitals") as step:
            right = replace(right, id=vitals.add(step, right))
        assert vitals.rows(store, one.id) == (*numbered[1:], right)
        assert vitals.every_row(store, one.id) == (*numbered, right)

    def test_a_row_of_nothing_says_why(self, ward: Ward, made: Product) -> None:
        one = running(ward.store, made)
        with pytest.raises(StoreError), ward.store.step(actor="nurse", what="vitals") as step:
            vitals.add(step, vitals_at(one.id, values=()))

    def test_reactions_come_back_with_what_they_were_graded_by(
        self, ward: Ward, made: Product
    ) -> None:
        store = ward.store
        one = running(store, made)
        worse = CrsSigns(132, None, other_cause=True, oxygen=Oxygen.NONE, pressors=Pressors.ONE)
        said = (
            reaction(one.id),
            reaction(one.id, term="rash", signs=None, crs=None, resolved=at(50)),
            reaction(one.id, signs=worse, grade=None, confirmed=None, confirmed_by=""),
        )
        with store.step(actor="nurse", what="reaction") as step:
            numbered = tuple(replace(r, id=reactions.add(step, r)) for r in said)
        assert reactions.rows(store, one.id) == numbered
        over = reaction(one.id, resolved=at(90), corrects=numbered[0].id)
        with store.step(actor="nurse", what="reaction") as step:
            over = replace(over, id=reactions.add(step, over))
        assert reactions.rows(store, one.id) == (*numbered[1:], over)
        assert reactions.every_row(store, one.id) == (*numbered, over)
        assert reactions.of_patient(store, 1) == (*numbered[1:], over)
        assert reactions.of_patient(store, 2) == ()

    @pytest.mark.parametrize(
        "changes",
        [
            {"resolved": at(19)},
            {"grade": 6},
            {"signs": None},
            {"confirmed": None},
            {"confirmed_by": " "},
        ],
    )
    def test_a_reaction_that_cannot_be_is_refused(
        self, ward: Ward, made: Product, changes: dict[str, object]
    ) -> None:
        one = running(ward.store, made)
        with pytest.raises(StoreError), ward.store.step(actor="nurse", what="reaction") as step:
            reactions.add(step, reaction(one.id, **changes))

    @pytest.mark.parametrize(
        "changes",
        [
            {"outcome": None},
            {"ended": None},
            {"ended": at(-1)},
            {"remaining": -1},
            {"remaining": 40_001},
            {"infused": 500_001},
        ],
    )
    def test_an_end_that_cannot_be_is_refused(
        self, ward: Ward, made: Product, changes: dict[str, object]
    ) -> None:
        one = running(ward.store, made)
        end = {"state": InfusionState.OBSERVING, **ENDED, **changes}
        assert refused(ward.store, one, **end) is StoreProblem.RULE

    def test_a_moment_without_its_time_zone_is_refused(self, ward: Ward, made: Product) -> None:
        with ward.store.step(actor="nurse", what="check") as step:
            before = checked(step, made)
        naive = at(0).replace(tzinfo=None)
        with pytest.raises(ValueError, match="time zone"):
            changed(ward.store, before, state=InfusionState.RUNNING, started=naive)


class TestAtOnce:
    @pytest.mark.parametrize(
        ("act", "stored"), [(start_infusion, "running"), (open_infusion, "checking")]
    )
    def test_of_two_processes_exactly_one_succeeds(
        self, ward: Ward, made: Product, act: Callable[..., None], stored: str
    ) -> None:
        """And the other one is told what is stored by then."""
        store = ward.store
        if act is start_infusion:
            with store.step(actor="nurse", what="check") as step:
                checked(step, made)
        spawn = get_context("spawn")
        ready, found = spawn.Barrier(2), spawn.SimpleQueue()
        both = [
            spawn.Process(target=act, args=(store.path, name, ready, found))
            for name in ("Nurse A", "Nurse B")
        ]
        for process in both:
            process.start()
        for process in both:
            process.join()
        assert [process.exitcode for process in both] == [0, 0]
        told = dict(found.get() for _ in both)
        assert sorted(told.values()) == ["", stored]
        (winner,) = [name for name, state in told.items() if state == ""]
        assert store.read("SELECT actor FROM step ORDER BY seq DESC LIMIT 1") == [(winner,)]
        assert [one.state for one in infusions.running(store)] == [stored]
        if act is start_infusion:
            assert [one.person for one in infusions.events(store, 1)] == [winner]
        found.close()
        for process in both:
            process.close()
        assert verify(store) == ()


def test_an_expiry_is_the_same_minute_in_every_time_zone(ward: Ward, made: Product) -> None:
    with ward.store.step(actor="nurse", what="check") as step:
        before = checked(step, made)
    for minute, problem in ((150, StoreProblem.RULE), (149, None)):
        begun = {"state": InfusionState.RUNNING, "started": at(minute).astimezone(UTC)}
        if problem is None:
            assert changed(ward.store, before, **begun).state is InfusionState.RUNNING
        else:
            assert refused(ward.store, before, **begun) is problem
