"""Changed plans, deviations, patients off study and lost capacity come back as they were saved."""

from dataclasses import replace
from datetime import date

import pytest

from nkdesk.model.change import (
    ChangeCause,
    ChangeKind,
    Deviation,
    OffStudy,
    PlanChange,
    Scope,
    SiteCapacity,
)
from nkdesk.model.cycle import ItemState
from nkdesk.model.refusal import BrokenRule, RuleCode
from nkdesk.store.changes import (
    accept_deviation,
    add_deviation,
    add_plan_change,
    deviations,
    off_study_days,
    off_study_of,
    off_study_patients,
    plan_changes,
    remove_deviation,
    set_off_study,
)
from nkdesk.store.cycles import add_cycle, cycles, remove_cycle, save_cycle
from nkdesk.store.journal import journal_rows
from nkdesk.store.patients import add_patient
from nkdesk.store.problem import StoreConflictError, StoreError, StoreProblem
from nkdesk.store.site import clear_site_capacity, set_site_capacity, site_capacities
from nkdesk.store.store import Store
from nkdesk.store.verify import verify
from tests.store.made_up import Ward, cycle, given, person, with_item

ON = date(2026, 3, 16)
MOVE = PlanChange(
    1,
    ChangeKind.MOVE,
    ChangeCause("infection", "neutropenia", 3, "38,9"),
    "C1/NK1",
    Scope.REST_OF_CYCLE,
    ON,
    date(2026, 3, 18),
    "Dr A",
)
CEASE = PlanChange(1, ChangeKind.CEASE, ChangeCause("toxicity"), "C1/NK1")
GAP = BrokenRule(RuleCode.GAP_TOO_SHORT, "C1/NK1", "chemo.last", ON, 6)
CAPACITY = BrokenRule(RuleCode.OVER_CAPACITY, "C1/NK1", "", ON, 2, "nk_lab")


class TestPlanChanges:
    def test_a_change_comes_back_with_its_cause_oldest_first(self, ward: Ward) -> None:
        for change in (MOVE, CEASE):
            with ward.store.step(actor="nurse", what=change.kind) as step:
                add_plan_change(step, change)
        assert plan_changes(ward.store, 1) == (MOVE, CEASE)
        assert plan_changes(ward.store, 2) == ()

    def test_a_change_is_of_a_patient_who_is_there(self, ward: Ward) -> None:
        with (
            pytest.raises(StoreError) as caught,
            ward.store.step(actor="nurse", what="cease") as step,
        ):
            add_plan_change(step, replace(CEASE, patient_id=2))
        assert caught.value.problem is StoreProblem.RULE


class TestDeviations:
    def test_a_deviation_waits_for_a_physician_and_is_accepted(self, ward: Ward) -> None:
        proposed = Deviation(1, 1, CAPACITY)
        accepted = Deviation(1, 1, GAP, "Dr A", "one day early")
        with ward.store.step(actor="nurse", what="move") as step:
            add_deviation(step, proposed)
            add_deviation(step, accepted)
        assert deviations(ward.store, 1) == (proposed, accepted)
        assert deviations(ward.store, 2) == ()
        with ward.store.step(actor="nurse", what="accept") as step:
            accept_deviation(step, proposed, "Dr B", "two benches")
        seen = replace(proposed, accepted_by="Dr B", note="two benches")
        assert deviations(ward.store, 1) == (seen, accepted)
        assert verify(ward.store) == ()

    def test_what_somebody_else_has_accepted_is_not_accepted_again(self, ward: Ward) -> None:
        proposed = Deviation(1, 1, GAP)
        with ward.store.step(actor="nurse", what="move") as step:
            add_deviation(step, proposed)
            accept_deviation(step, proposed, "Dr A", "")
        with pytest.raises(StoreConflictError), ward.store.step(actor="n", what="accept") as step:
            accept_deviation(step, proposed, "Dr B", "")

    def test_what_a_correction_made_untrue_is_removed_once(self, ward: Ward) -> None:
        plain = Deviation(1, 1, BrokenRule(RuleCode.CLOSED_DAY, "C1/NK1"))
        with ward.store.step(actor="nurse", what="given") as step:
            add_deviation(step, plain)
            add_deviation(step, Deviation(1, 1, GAP))
        with ward.store.step(actor="nurse", what="correct_given") as step:
            remove_deviation(step, plain)
        assert deviations(ward.store, 1) == (Deviation(1, 1, GAP),)
        with pytest.raises(StoreConflictError), ward.store.step(actor="n", what="x") as step:
            remove_deviation(step, plain)

    def test_deviations_of_a_plan_go_with_the_plan(self, ward: Ward) -> None:
        with ward.store.step(actor="nurse", what="move") as step:
            add_deviation(step, Deviation(1, 1, GAP, "Dr A"))
        with ward.store.step(actor="nurse", what="plan") as step:
            remove_cycle(step, 1, cycle())
            add_cycle(step, 1, ward.protocol_hash, cycle())
        assert deviations(ward.store, 1) == ()
        assert verify(ward.store) == ()


class TestOffStudy:
    def test_who_left_when_and_why(self, ward: Ward) -> None:
        left = OffStudy(1, ON, "withdrawn", "moved away")
        assert off_study_of(ward.store, 1) is None
        assert off_study_patients(ward.store) == frozenset()
        with ward.store.step(actor="nurse", what="off_study") as step:
            set_off_study(step, left)
        assert off_study_of(ward.store, 1) == left
        assert off_study_patients(ward.store) == {1}
        assert off_study_days(ward.store) == {1: ON}

    def test_nobody_leaves_twice(self, ward: Ward) -> None:
        with (
            pytest.raises(StoreError) as caught,
            ward.store.step(actor="nurse", what="off_study") as step,
        ):
            set_off_study(step, OffStudy(1, ON, "withdrawn"))
            set_off_study(step, OffStudy(1, ON, "died"))
        assert caught.value.problem is StoreProblem.RULE
        assert off_study_patients(ward.store) == frozenset()

    def test_who_left_gets_no_plan(self, ward: Ward) -> None:
        """H37."""
        with ward.store.step(actor="nurse", what="off_study") as step:
            other = add_patient(step, person(2, ward.protocol_hash))
            set_off_study(step, OffStudy(other, ON, "withdrawn"))
        with pytest.raises(StoreError) as caught, ward.store.step(actor="n", what="plan") as step:
            add_cycle(step, other, ward.protocol_hash, cycle())
        assert caught.value.detail == "nothing is planned for a patient who is off study"


class TestSiteCapacities:
    def test_a_capacity_is_set_changed_and_cleared(self, store: Store) -> None:
        one = SiteCapacity("nk_lab", ON, 1, "one bench")
        none = SiteCapacity("nk_lab", date(2026, 3, 13), 0)
        with store.step(actor="nurse", what="site_capacity") as step:
            set_site_capacity(step, one)
            set_site_capacity(step, none)
        assert site_capacities(store) == (none, one)
        with store.step(actor="nurse", what="site_capacity") as step:
            set_site_capacity(step, replace(one, capacity=3, note=""))
            clear_site_capacity(step, "nk_lab", none.day)
        assert site_capacities(store) == (SiteCapacity("nk_lab", ON, 3),)
        with pytest.raises(StoreConflictError), store.step(actor="n", what="x") as step:
            clear_site_capacity(step, "nk_lab", none.day)


GIVEN = given(cycle(), "C1/NK1", ON)
LATER = given(cycle(), "C1/NK1", date(2026, 3, 18), "09:00")
NOT_GIVEN = with_item(cycle(), "C1/NK1", state=ItemState.OMITTED)


@pytest.mark.parametrize(
    ("fact", "corrected"),
    [(GIVEN, LATER), (GIVEN, NOT_GIVEN), (NOT_GIVEN, GIVEN), (LATER, NOT_GIVEN)],
    ids=["another date", "not given after all", "given after all", "late, then not"],
)
def test_a_fact_is_corrected_and_the_journal_has_both(
    ward: Ward, fact: object, corrected: object
) -> None:
    with ward.store.step(actor="nurse", what="given") as step:
        save_cycle(step, 1, cycle(), fact)
    with (
        pytest.raises(StoreError) as caught,
        ward.store.step(actor="nurse", what="move") as step,
    ):
        save_cycle(step, 1, fact, corrected)
    assert caught.value.detail == "a fact of care is only corrected"
    with ward.store.step(actor="nurse", what="correct_given", why="wrong day") as step:
        save_cycle(step, 1, fact, corrected)
    assert cycles(ward.store, 1) == (corrected,)
    rows = journal_rows(ward.store, step.seq)
    assert [row.table for row in rows] == ["item", "item_part"]
    assert all(row.before and row.after for row in rows)
    assert verify(ward.store) == ()
