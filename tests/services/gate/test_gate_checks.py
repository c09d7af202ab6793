"""The check before a cycle: what it says, and what it takes to say it."""

from datetime import date, timedelta

from nkdesk.model.criterion import Who
from nkdesk.model.eligibility import GateState
from nkdesk.services import gate
from tests.services.gate import story
from tests.services.gate.conftest import PATIENT


def test_a_patient_of_whom_nothing_new_is_known_is_incomplete(waiting):
    found = gate.check(waiting, PATIENT, 2)
    unknown = {one.criterion.id for one in found.evaluation.unknown}
    assert unknown == {"P-I2", "P-E1", "P-E2", "P-E3"}


def test_one_missing_result_leaves_the_check_incomplete(waiting):
    story.everything_but_alt(waiting, PATIENT, story.CHECKED)
    found = gate.check(waiting, PATIENT, 2)
    assert [one.criterion.id for one in found.evaluation.unknown] == ["P-E2"]


def test_everything_known_and_met_is_eligible_until_the_first_result_expires(complete):
    found = gate.check(complete, PATIENT, 2)
    assert found.evaluation.outcome == "eligible"
    assert found.evaluation.valid_until == story.CHECKED + timedelta(days=14)


def test_rows_say_age_whose_rule_it_is_and_what_can_be_entered(complete):
    complete.clock.turn_to(story.CHECKED + timedelta(days=3))
    rows = {one.verdict.criterion.id: one for one in gate.check(complete, PATIENT, 2).rows}
    assert rows["P-E2"].age_days == 3
    assert set(rows["P-E2"].kinds) == {"ast", "alt"}
    assert rows["P-E2"].example
    assert rows["P-I3"].age_days == (complete.clock.today() - story.START).days
    assert rows["P-I0"].age_days is None
    assert not any(one.site_rule or one.can_waive for one in rows.values())


def test_the_check_tells_what_became_of_the_cycle_before(waiting):
    before = gate.check(waiting, PATIENT, 2).before
    assert (before.number, before.first_day, before.given, before.not_given, before.open) == (
        1,
        story.START,
        3,
        0,
        0,
    )
    assert before.last_given is not None


def test_the_check_names_the_earliest_start_and_the_limits_used(complete):
    found = gate.check(complete, PATIENT, 2)
    assert found.earliest_start >= story.CHECKED
    assert found.uln.table.id == "caliper"
    evidence = next(one for one in found.rows if one.verdict.criterion.id == "P-E2")
    assert {one.uln_table for one in evidence.verdict.evidence} == {"caliper 1"}


def test_a_check_on_another_day_is_judged_by_that_day(complete):
    late = gate.check(complete, PATIENT, 2, story.CHECKED + timedelta(days=15))
    assert [one.criterion.id for one in late.evaluation.unknown] == ["P-E2"]
    before_limits = gate.check(complete, PATIENT, 1, date(2025, 12, 31))
    assert before_limits.uln is None


def test_the_check_of_enrolment_asks_no_gate_and_no_cycle_before(waiting):
    found = gate.check(waiting, PATIENT, 1)
    assert (found.cycle, found.gate, found.before, found.earliest_start) == (1, None, None, None)


def test_nobody_is_checked_who_is_not_there(waiting):
    assert gate.check(waiting, 99, 2) is None
    assert gate.check(waiting, PATIENT, 1, who=Who.DONOR) is None


def test_a_donor_is_checked_as_before_a_collection_whatever_cycle_is_asked(waiting):
    story.donor(waiting, PATIENT)
    found = gate.check(waiting, PATIENT, 2, who=Who.DONOR)
    assert (found.cycle, found.donor.family, found.gate) == (1, "Проба", None)
    assert {one.verdict.criterion.id[0] for one in found.rows} == {"D"}
    assert found.evaluation.outcome == "incomplete"


def test_a_patient_off_study_has_no_earliest_start(waiting):
    story.leave_study(waiting, PATIENT)
    assert gate.check(waiting, PATIENT, 2).earliest_start is None


def test_a_planned_cycle_has_no_earliest_start(planned):
    found = gate.check(planned, PATIENT, 2)
    assert found.earliest_start is None
    assert found.gate.planned_start == story.SECOND


def test_the_gate_is_never_signed_then_open_then_closed_by_its_day(complete):
    assert gate.gate_status(complete, PATIENT, 2).state is GateState.NEVER_SIGNED
    story.saved(story.sign(complete, PATIENT))
    assert gate.gate_status(complete, PATIENT, 2).state is GateState.OPEN
    complete.clock.turn_to(story.CHECKED + timedelta(days=14))
    assert gate.gate_status(complete, PATIENT, 2).state is GateState.OPEN
    complete.clock.turn_to(story.CHECKED + timedelta(days=15))
    late = gate.gate_status(complete, PATIENT, 2)
    assert (late.state, late.expired) == (GateState.CLOSED, True)
    gate.close_expired(complete)
    later = gate.gate_status(complete, PATIENT, 2)
    assert (later.state, later.expired) == (GateState.CLOSED, True)


def test_the_gate_is_passed_once_anything_of_its_cycle_is_recorded(planned):
    story.give_next(planned, PATIENT)
    assert gate.gate_status(planned, PATIENT, 2).state is GateState.PASSED


def test_what_was_signed_can_be_read_exactly_as_it_stood(signed):
    found = gate.check(signed, PATIENT, 2)
    assert gate.signed_evaluation(signed, found.gate.gate.id) == found.evaluation
    assert gate.signed_evaluation(signed, 99) is None
