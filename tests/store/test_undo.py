"""Undo: the newest own step, as a new step; never a fact of care, never what others build on."""

from dataclasses import replace
from datetime import date

import pytest

from nkdesk.model.cycle import ItemPart, ItemState
from nkdesk.model.patient import Height, Weight
from nkdesk.model.site import SiteDay
from nkdesk.store import cycles, patients
from nkdesk.store.cycles import save_cycle
from nkdesk.store.journal import StoredStep, journal_rows, newest_step, patient_history
from nkdesk.store.problem import StoreError, StoreProblem
from nkdesk.store.protocols import approve_protocol
from nkdesk.store.site import set_site_day, site_days
from nkdesk.store.store import Store
from nkdesk.store.undo import UndoProblem, UndoRefused, undoable
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
