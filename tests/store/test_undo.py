"""Undo: the newest own step, as a new step; never a fact of care, never what others build on."""

from dataclasses import replace
from datetime import date

import pytest

from nkdesk.model.change import (
    ChangeCause,
    ChangeKind,
    Deviation,
    OffStudy,
    PlanChange,
    SiteCapacity,
)
from nkdesk.model.cycle import ItemPart, ItemState
from nkdesk.model.patient import Height, Weight
from nkdesk.model.refusal import BrokenRule, RuleCode
from nkdesk.model.site import SiteDay
from nkdesk.store import cycles, patients
from nkdesk.store.changes import add_deviation, add_plan_change, set_off_study
from nkdesk.store.cycles import Remark, save_cycle
from nkdesk.store.journal import StoredStep, journal_rows, newest_step, patient_history
from nkdesk.store.problem import StoreError, StoreProblem
from nkdesk.store.protocols import approve_protocol
from nkdesk.store.rows import TABLES
from nkdesk.store.site import set_site_capacity, set_site_day, site_days
from nkdesk.store.store import Store
from nkdesk.store.undo import UndoProblem, UndoRefused, undo, undoable
from nkdesk.store.verify import verify
from tests.store.made_up import Ward, cycle, given, person, take_back, with_item

CLOSED = SiteDay("nk_lab", date(2026, 3, 20), is_open=False)


def close_day(store: Store, day: SiteDay = CLOSED, actor: str = "nurse") -> None:
    with store.step(actor=actor, what="site_day") as step:
        set_site_day(step, day)


def why_not(store: Store, actor: str = "nurse") -> UndoProblem:
    before = store.head()
    refused = take_back(store, actor)
    assert isinstance(refused, UndoRefused)
    assert store.head() == before
    return refused.problem


def test_an_undone_enrolment_leaves_no_patient(ward: Ward) -> None:
    """The step before is offered next, until it is one that stays."""
    taken_back = take_back(ward.store, "nurse", "wrong person")
    assert isinstance(taken_back, StoredStep)
    assert (taken_back.seq, taken_back.what) == (4, "enrol_and_plan")
    assert patients.all_patients(ward.store) == ()
    assert cycles.cycles(ward.store, 1) == ()
    newest = newest_step(ward.store)
    assert newest is not None
    assert (newest.what, newest.why, newest.head.undoes) == ("undo", "wrong person", 4)
    assert newest.row_count == taken_back.row_count
    assert verify(ward.store) == ()
    assert why_not(ward.store) is UndoProblem.PERMANENT


def test_undo_gives_back_the_values_before(store: Store) -> None:
    close_day(store)
    close_day(store, replace(CLOSED, is_open=True, note="open after all"))
    assert isinstance(take_back(store, "nurse"), StoredStep)
    assert site_days(store) == (CLOSED,)
    assert store.read("SELECT rev FROM site_day") == [(3,)]
    assert isinstance(take_back(store, "nurse"), StoredStep)
    assert site_days(store) == ()
    assert verify(store) == ()


def test_undo_brings_back_a_row_that_was_removed(ward: Ward) -> None:
    with ward.store.step(actor="nurse", what="plan") as step:
        cycles.remove_cycle(step, 1, cycle())
    assert cycles.cycles(ward.store, 1) == ()
    assert isinstance(take_back(ward.store, "nurse"), StoredStep)
    assert cycles.cycles(ward.store, 1) == (cycle(),)
    assert verify(ward.store) == ()


def test_a_row_changed_twice_in_a_step_goes_back_to_its_first_value(store: Store) -> None:
    close_day(store)
    with store.step(actor="nurse", what="site_day") as step:
        set_site_day(step, replace(CLOSED, note="one"))
        set_site_day(step, replace(CLOSED, note="two"))
        set_site_day(step, SiteDay("ward", CLOSED.day, is_open=True))
        step.delete("site_day", ("ward", CLOSED.day.isoformat()))
    assert isinstance(take_back(store, "nurse"), StoredStep)
    assert site_days(store) == (CLOSED,)
    assert verify(store) == ()


def test_only_ones_own_newest_step_is_undone(store: Store) -> None:
    close_day(store)
    close_day(store, replace(CLOSED, calendar="ward"), actor="other")
    offered = undoable(store, "nurse")
    assert isinstance(offered, StoredStep)
    assert offered.seq == 3
    assert isinstance(take_back(store, "nurse"), StoredStep)
    assert [day.calendar for day in site_days(store)] == ["ward"]
    assert why_not(store) is UndoProblem.NOTHING
    assert why_not(store, "nobody") is UndoProblem.NOTHING


def test_a_step_without_rows_is_passed_over(store: Store) -> None:
    close_day(store)
    with store.step(actor="nurse", what="printed"):
        pass
    assert isinstance(take_back(store, "nurse"), StoredStep)
    assert site_days(store) == ()


def test_undo_refuses_when_the_row_has_moved_on(store: Store) -> None:
    close_day(store)
    close_day(store, replace(CLOSED, note="theirs"), actor="other")
    assert why_not(store) is UndoProblem.MOVED_ON


def test_what_another_did_and_took_back_is_not_in_the_way(store: Store) -> None:
    close_day(store)
    close_day(store, replace(CLOSED, note="theirs"), actor="other")
    assert isinstance(take_back(store, "other"), StoredStep)
    assert isinstance(take_back(store, "nurse"), StoredStep)
    assert site_days(store) == ()
    assert verify(store) == ()


def test_undo_refuses_when_the_row_is_gone(store: Store) -> None:
    close_day(store)
    with store.step(actor="other", what="site_day") as step:
        step.delete("site_day", ("nk_lab", "2026-03-20"))
    assert why_not(store) is UndoProblem.MOVED_ON


def test_undo_refuses_when_others_build_on_the_row(ward: Ward) -> None:
    with ward.store.step(actor="other", what="weight") as step:
        patients.add_weight(step, 1, Weight(12500, date(2026, 3, 12)))
    assert why_not(ward.store) is UndoProblem.DEPENDED_ON
    assert cycles.cycles(ward.store, 1) == (cycle(),)


def test_undo_refuses_when_the_number_has_been_taken_since(ward: Ward) -> None:
    before = patients.patient(ward.store, 1)
    assert before is not None
    with ward.store.step(actor="nurse", what="change_patient") as step:
        patients.change_patient(step, before, replace(before, trial_number="HR-009"))
    with ward.store.step(actor="other", what="enrol") as step:
        patients.add_patient(step, person(2, ward.protocol_hash, trial_number="HR-001"))
    assert why_not(ward.store) is UndoProblem.DEPENDED_ON


def test_only_the_step_that_was_offered_is_taken_back(store: Store) -> None:
    """Another window of the same person has saved something since the offer was shown."""
    close_day(store)
    offered = undoable(store, "nurse")
    assert isinstance(offered, StoredStep)
    close_day(store, replace(CLOSED, calendar="ward"))
    refused = undo(store, "nurse", offered.seq)
    assert isinstance(refused, UndoRefused)
    assert refused.problem is UndoProblem.MOVED_ON
    assert refused.step is not None
    assert refused.step.seq == 4
    assert len(site_days(store)) == 2
    assert isinstance(undo(store, "nurse", 4), StoredStep)
    again = undo(store, "nurse", 4)
    assert isinstance(again, UndoRefused)
    assert again.problem is UndoProblem.MOVED_ON
    assert site_days(store) == (CLOSED,)


def test_a_step_that_became_a_fact_is_not_taken_back_for_the_one_offered(ward: Ward) -> None:
    with ward.store.step(actor="nurse", what="given") as step:
        save_cycle(step, 1, cycle(), given(cycle(), "C1/NK1", date(2026, 3, 16)))
    refused = undo(ward.store, "nurse", 4)
    assert isinstance(refused, UndoRefused)
    assert refused.problem is UndoProblem.MOVED_ON
    assert cycles.cycles(ward.store, 1) == (given(cycle(), "C1/NK1", date(2026, 3, 16)),)


def rows_of(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every clinical table by key, how often it was changed left aside."""
    return {
        name: store.read(" ".join(("SELECT", ", ".join(table.columns[:-1]), "FROM", name)))
        for name, table in TABLES.items()
    }


CEASED = with_item(
    with_item(cycle(), "C1/FLU@2", state=ItemState.CEASED, planned=date(2026, 3, 11)),
    "C1/NK1",
    state=ItemState.CEASED,
)
CANCELLED = with_item(
    with_item(cycle(), "C1/FLU@2", state=ItemState.CANCELLED), "C1/NK1", state=ItemState.CANCELLED
)


def test_giving_up_treatment_is_taken_back(ward: Ward) -> None:
    before = rows_of(ward.store)
    with ward.store.step(actor="nurse", what="cease", why="toxicity") as step:
        save_cycle(step, 1, cycle(), CEASED, {CEASED.items[2].address: Remark("toxicity", "x")})
        add_plan_change(step, PlanChange(1, ChangeKind.CEASE, ChangeCause("toxicity"), "C1/FLU@2"))
    assert rows_of(ward.store) != before
    assert isinstance(take_back(ward.store, "nurse"), StoredStep)
    assert rows_of(ward.store) == before
    assert verify(ward.store) == ()


def test_giving_up_the_rest_of_a_partly_given_item_is_taken_back(ward: Ward) -> None:
    """The part that was given is a fact and stays one; that the rest is given up is none."""
    parts = (ItemPart("09:00", date(2026, 3, 9), ""), ItemPart("21:00"))
    partly = with_item(cycle(), "C1/FLU@1", parts=parts, state=ItemState.PARTLY_GIVEN)
    with ward.store.step(actor="nurse", what="given") as step:
        save_cycle(step, 1, cycle(), partly)
    before = rows_of(ward.store)
    closed = with_item(partly, "C1/FLU@1", actual=date(2026, 3, 9))
    with ward.store.step(actor="nurse", what="cease") as step:
        save_cycle(step, 1, partly, closed)
    assert isinstance(take_back(ward.store, "nurse"), StoredStep)
    assert rows_of(ward.store) == before
    assert why_not(ward.store) is UndoProblem.FACT_OF_CARE


@pytest.mark.parametrize("leaving_first", [True, False])
def test_leaving_the_study_is_taken_back_in_whatever_order_it_was_saved(
    ward: Ward, *, leaving_first: bool
) -> None:
    before = rows_of(ward.store)
    with ward.store.step(actor="nurse", what="off_study") as step:
        if leaving_first:
            set_off_study(step, OffStudy(1, date(2026, 3, 10), "withdrawn"))
        save_cycle(step, 1, cycle(), CANCELLED)
        if not leaving_first:
            set_off_study(step, OffStudy(1, date(2026, 3, 10), "withdrawn"))
    assert isinstance(take_back(ward.store, "nurse"), StoredStep)
    assert rows_of(ward.store) == before
    assert verify(ward.store) == ()


def test_nothing_is_opened_again_behind_an_end_of_study(ward: Ward) -> None:
    """H37: the one who ceased it takes it back after another has taken the patient off study."""
    with ward.store.step(actor="nurse", what="cease") as step:
        save_cycle(step, 1, cycle(), CEASED)
    with ward.store.step(actor="other", what="off_study") as step:
        set_off_study(step, OffStudy(1, date(2026, 3, 12), "withdrawn"))
    assert why_not(ward.store) is UndoProblem.DEPENDED_ON
    assert cycles.cycles(ward.store, 1) == (CEASED,)


def test_what_was_overdue_before_an_end_of_study_is_opened_again(ward: Ward) -> None:
    """It was open when the patient left, and somebody gave it up too early afterwards."""
    with ward.store.step(actor="other", what="off_study") as step:
        set_off_study(step, OffStudy(1, date(2026, 3, 12), "withdrawn"))
        save_cycle(step, 1, cycle(), with_item(cycle(), "C1/NK1", state=ItemState.CANCELLED))
    before = rows_of(ward.store)
    (left,) = cycles.cycles(ward.store, 1)
    with ward.store.step(actor="nurse", what="cease") as step:
        save_cycle(step, 1, left, with_item(left, "C1/FLU@2", state=ItemState.CEASED))
    assert isinstance(take_back(ward.store, "nurse"), StoredStep)
    assert rows_of(ward.store) == before


def test_a_ward_placed_anew_is_taken_back_for_every_patient(ward: Ward) -> None:
    store = ward.store
    with store.step(actor="other", what="enrol_and_plan") as step:
        second = patients.add_patient(step, person(2, ward.protocol_hash))
        cycles.add_cycle(step, second, ward.protocol_hash, cycle())
    before = rows_of(store)
    cause = ChangeCause("lab_closed")
    with store.step(actor="nurse", what="replace", why="lab closed") as step:
        for who, on in ((1, date(2026, 3, 17)), (second, date(2026, 3, 18))):
            moved = with_item(cycle(), "C1/NK1", planned=on, label_day=on.day - 8, by_hand=True)
            save_cycle(step, who, cycle(), moved)
            add_plan_change(step, PlanChange(who, ChangeKind.REPLACE, cause))
        broken = BrokenRule(RuleCode.OVER_CAPACITY, "C1/NK1", day=date(2026, 3, 17))
        add_deviation(step, Deviation(1, 1, broken, "Dr A"))
        set_site_capacity(step, SiteCapacity("nk_lab", date(2026, 3, 16), 0))
    assert isinstance(take_back(store, "nurse"), StoredStep)
    assert rows_of(store) == before
    assert verify(store) == ()


def test_a_correction_is_never_undone(ward: Ward) -> None:
    after = given(cycle(), "C1/NK1", date(2026, 3, 16))
    with ward.store.step(actor="nurse", what="given") as step:
        save_cycle(step, 1, cycle(), after)
    omitted = with_item(cycle(), "C1/NK1", state=ItemState.OMITTED)
    with ward.store.step(actor="nurse", what="correct_given") as step:
        save_cycle(step, 1, after, omitted)
    assert why_not(ward.store) is UndoProblem.FACT_OF_CARE
    assert cycles.cycles(ward.store, 1) == (omitted,)


def test_facts_of_care_are_never_undone(ward: Ward) -> None:
    with ward.store.step(actor="nurse", what="any_name") as step:
        save_cycle(step, 1, cycle(), given(cycle(), "C1/NK1", date(2026, 3, 16)))
    assert why_not(ward.store) is UndoProblem.FACT_OF_CARE
    offered = undoable(ward.store, "nurse")
    assert isinstance(offered, UndoRefused)
    assert offered.step is not None
    assert offered.step.seq == 5


def test_a_part_given_is_a_fact_of_care(ward: Ward) -> None:
    parts = (ItemPart("09:00", date(2026, 3, 9), ""), ItemPart("21:00"))
    partly = with_item(cycle(), "C1/FLU@1", parts=parts, state=ItemState.PARTLY_GIVEN)
    with ward.store.step(actor="nurse", what="any_name") as step:
        save_cycle(step, 1, cycle(), partly)
    assert why_not(ward.store) is UndoProblem.FACT_OF_CARE


def test_an_item_not_given_is_a_fact_of_care(ward: Ward) -> None:
    with ward.store.step(actor="nurse", what="any_name") as step:
        save_cycle(step, 1, cycle(), with_item(cycle(), "C1/NK1", state=ItemState.OMITTED))
    assert why_not(ward.store) is UndoProblem.FACT_OF_CARE


@pytest.mark.parametrize("what", ["given", "not_given"])
def test_a_step_named_as_a_fact_of_care_is_never_undone(ward: Ward, what: str) -> None:
    with ward.store.step(actor="nurse", what=what) as step:
        patients.add_height(step, 1, Height(1000, date(2026, 3, 12)))
    assert why_not(ward.store) is UndoProblem.FACT_OF_CARE


def test_moving_an_open_item_is_undone(ward: Ward) -> None:
    moved = with_item(cycle(), "C1/NK1", planned=date(2026, 3, 17), label_day=9)
    with ward.store.step(actor="nurse", what="move") as step:
        save_cycle(step, 1, cycle(), moved)
    assert isinstance(take_back(ward.store, "nurse"), StoredStep)
    assert cycles.cycles(ward.store, 1) == (cycle(),)


def test_a_signed_approval_is_never_undone(ward: Ward) -> None:
    with ward.store.step(actor="nurse", what="approve_protocol") as step:
        approve_protocol(step, ward.protocol_hash, "Dr A", "Dr B")
    assert why_not(ward.store) is UndoProblem.PERMANENT


def test_an_error_that_is_no_refusal_is_raised(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    close_day(store)

    def full(*_: object, **__: object) -> None:
        raise StoreError(StoreProblem.DISK_FULL)

    monkeypatch.setattr("nkdesk.store.step.Step.delete", full)
    with pytest.raises(StoreError) as caught:
        take_back(store, "nurse")
    assert caught.value.problem is StoreProblem.DISK_FULL
    assert site_days(store) == (CLOSED,)


def test_a_patients_history_is_newest_first_and_theirs_alone(ward: Ward) -> None:
    with ward.store.step(actor="nurse", what="enrol") as step:
        patients.add_patient(step, person(2, ward.protocol_hash))
    with ward.store.step(actor="other", what="weight", why="scales repaired") as step:
        patients.add_weight(step, 1, Weight(12500, date(2026, 3, 12)))
    history = patient_history(ward.store, 1)
    assert [(one.what, one.actor, one.why) for one in history] == [
        ("weight", "other", "scales repaired"),
        ("enrol_and_plan", "nurse", ""),
    ]
    assert patient_history(ward.store, 1, limit=1) == history[:1]
    assert [row.patient_id for row in journal_rows(ward.store, 4)] == [1] * 10
