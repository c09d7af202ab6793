"""Rows of deviations say what is broken now, each rule once."""

from datetime import date

import pytest

from nkdesk.model.refusal import BrokenRule, RuleCode
from nkdesk.scheduler import open_cycle, plan
from nkdesk.services.change_forms import CauseForm, CeaseForm
from nkdesk.services.changes import cease_item, move_item
from nkdesk.services.changes.planning import Planned
from nkdesk.services.changes.preview import shown
from nkdesk.services.courses import course_of
from nkdesk.services.forms import Saved
from nkdesk.services.keeping import Broken, CourseChange, keep_course
from nkdesk.services.steps import revision
from nkdesk.store import changes
from nkdesk.store.patients import patient


@pytest.fixture
def deviating(ward):
    """Dose 1 was given on 1-Apr; a physician accepted dose 2 on Mon 13-Apr, after its window."""
    ward.give_chemo()
    ward.give("C1/NK1", "01.04.2026")
    form = ward.move("C1/NK2", "13.04.2026", "only", deviation=True, physician="Dr Invented")
    assert isinstance(move_item(ward.desk, form, revision(ward.desk)), Saved)
    return ward


def kept(ward):
    return changes.deviations(ward.store, ward.patients[0])


def test_what_was_accepted_beforehand_is_not_proposed_again_when_it_is_given(deviating):
    accepted = kept(deviating)
    deviating.clock.turn_to(4, 13)
    saved = deviating.give("C1/NK2", "13.04.2026")
    assert RuleCode.OUTSIDE_WINDOW in {rule.code for rule in saved.deviations}
    assert kept(deviating) == accepted


def test_what_another_fact_leaves_broken_stays(deviating):
    accepted = kept(deviating)
    deviating.clock.turn_to(4, 29)
    deviating.give("C1/COUNTS", "29.04.2026")
    assert kept(deviating) == accepted


def test_a_deviation_of_a_dose_given_up_goes(deviating):
    form = CeaseForm(deviating.id("C1/NK2"), CauseForm("infection"))
    assert isinstance(cease_item(deviating.desk, form, revision(deviating.desk)), Saved)
    assert kept(deviating) == ()


# two cycles: the second is not stored before its gate is signed ----------------------------------


@pytest.fixture
def two_cycles(ward):
    """The first patient's course with a second cycle as it would be planned."""
    whose = patient(ward.store, ward.patients[0])
    course = course_of(ward.desk, whose, [date(2026, 7, 1)])
    both = plan(open_cycle(course, 2), 2, date(2026, 6, 1), date(2026, 3, 20))
    assert [cycle.number for cycle in both.cycles] == [1, 2]
    return ward, whose, both


def test_a_cycle_that_is_not_concerned_is_not_shown(two_cycles):
    ward, whose, course = two_cycles
    preview = shown(ward.desk, 1, Planned(whose, course, course, 1))
    assert {row.after.address.cycle for row in preview.rows} == {1}


def test_a_cycle_that_does_not_change_is_not_saved(two_cycles):
    ward, whose, course = two_cycles
    before = ward.tables()
    with ward.store.step(actor="Anna", what="move") as step:
        keep_course(step, CourseChange(whose.id, course, course, {}), Broken(1))
    assert ward.tables() == before


# gaps between ends that are no items -------------------------------------------------------------


def test_a_gap_to_the_last_day_of_chemotherapy_is_kept_in_the_cycle_of_the_infusion(ward):
    form = ward.move("C1/FLU@1", "27.03.2026", "only", deviation=True, physician="Dr Invented")
    assert isinstance(move_item(ward.desk, form, revision(ward.desk)), Saved)
    found = {(one.rule.item, one.rule.other, one.cycle) for one in kept(ward)}
    assert ("chemo.last", "C1/NK1", 1) in found


def test_a_gap_between_two_cycles_is_kept_in_the_cycle_that_was_changed(ward):
    whose = patient(ward.store, ward.patients[0])
    course = course_of(ward.desk, whose)
    rule = BrokenRule(RuleCode.GAP_TOO_SHORT, "previous.chemo.first", "chemo.first", limit=28)
    with ward.store.step(actor="Anna", what="move") as step:
        keep_course(step, CourseChange(whose.id, course, course, {}), Broken(1, (rule,)))
    assert [(one.rule, one.cycle) for one in kept(ward)] == [(rule, 1)]
