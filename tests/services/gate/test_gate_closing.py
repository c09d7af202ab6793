"""What closes a gate again, and what it takes with it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from nkdesk.services import evidence, gate
from nkdesk.services.day_list import day_list
from nkdesk.services.eligibility_models import (
    ConsentVersionForm,
    StrikeForm,
    UlnChoiceForm,
    WithdrawalForm,
)
from nkdesk.services.forms import GivenForm, NotGivenForm
from nkdesk.services.record import record_given, record_not_given
from nkdesk.services.undo import NoUndo, undo_offer
from nkdesk.store import cycles, gates
from nkdesk.store import evidence as stored_evidence
from tests.services.gate import story
from tests.services.gate.conftest import PATIENT

EXPIRED = story.CHECKED + timedelta(days=15)


def alerts(desk):
    return [
        (str(one.why), one.criterion, one.after_start) for one in reversed(gate.unseen_alerts(desk))
    ]


def newest(desk, what):
    found = stored_evidence.observations(desk.store, PATIENT)
    return [one for one in found if one.what == what][-1]


def test_a_late_alt_of_five_times_the_limit_takes_cycle_2_from_tomorrows_list(planned):
    planned.clock.turn_to(story.SECOND - timedelta(days=1))
    assert len(day_list(planned, story.SECOND).rows) > 0
    story.alt(planned, PATIENT, "500", planned.clock.today())
    assert day_list(planned, story.SECOND).rows == ()
    assert story.numbers(planned, PATIENT) == [1]
    assert story.closed(planned, PATIENT) == ("result", "P-E2")
    assert alerts(planned) == [("result", "P-E2", False)]


def test_a_result_that_changes_nothing_leaves_the_gate_open(planned):
    story.alt(planned, PATIENT, "30", story.CHECKED)
    assert story.closed(planned, PATIENT) is None
    assert story.numbers(planned, PATIENT) == [1, 2]
    assert alerts(planned) == []


def test_a_struck_result_closes_the_gate_it_was_signed_on(signed):
    form = StrikeForm(newest(signed, "hiv").id, "another patient's")
    story.saved(evidence.strike_observation(signed, form))
    assert story.closed(signed, PATIENT) == ("result", "P-E3")


def test_a_corrected_result_closes_the_gate(planned):
    story.alt(
        planned, PATIENT, "500", story.CHECKED, corrects=newest(planned, "alt").id, why="misread"
    )
    assert story.closed(planned, PATIENT) == ("result", "P-E2")
    assert story.numbers(planned, PATIENT) == [1]


def test_a_result_corrected_to_an_earlier_day_may_end_before_the_planned_start(planned):
    earlier = story.SECOND - timedelta(days=15)
    story.alt(planned, PATIENT, "20", earlier, corrects=newest(planned, "alt").id, why="wrong day")
    assert story.closed(planned, PATIENT) == ("result", "P-E2")


def test_a_shorter_validity_without_a_planned_cycle_leaves_the_gate_open(signed):
    earlier = story.SECOND - timedelta(days=15)
    story.alt(signed, PATIENT, "20", earlier, corrects=newest(signed, "alt").id, why="wrong day")
    assert story.closed(signed, PATIENT) is None
    answer = story.plan_second(signed, PATIENT)
    assert [(one.field, str(one.code)) for one in answer.problems] == [("start", "incomplete")]


def test_consent_withdrawn_closes_the_gate_and_says_so(planned):
    consent = stored_evidence.consents(planned.store, PATIENT)[0]
    form = WithdrawalForm(consent.id, story.CHECKED.isoformat(), "family decision")
    story.saved(evidence.withdraw_consent(planned, form))
    assert story.closed(planned, PATIENT) == ("withdrawn", "P-I3")
    assert alerts(planned) == [("withdrawn", "P-I3", False)]


def test_a_newer_consent_version_closes_every_gate_on_the_day_it_comes_into_force(planned):
    day = story.CHECKED + timedelta(days=3)
    form = ConsentVersionForm("2", day.isoformat())
    story.saved(evidence.set_consent_version(planned, form))
    assert story.closed(planned, PATIENT) is None
    planned.clock.turn_to(day)
    assert gate.close_expired(planned) == 1
    assert story.closed(planned, PATIENT) == ("result", "P-I3")
    assert story.numbers(planned, PATIENT) == [1]


def test_a_newer_consent_version_of_today_closes_every_gate_at_once(planned):
    form = ConsentVersionForm("2", story.CHECKED.isoformat())
    story.saved(evidence.set_consent_version(planned, form))
    assert story.closed(planned, PATIENT) == ("result", "P-I3")


def test_a_newer_version_signed_in_time_closes_nothing(planned):
    day = story.CHECKED + timedelta(days=3)
    story.saved(evidence.set_consent_version(planned, ConsentVersionForm("2", day.isoformat())))
    story.sign_consent(planned, PATIENT, story.CHECKED, "2")
    planned.clock.turn_to(day)
    assert gate.close_expired(planned) == 0


def test_other_limits_of_normal_close_the_gate_they_leave_without_an_answer(planned):
    adults = next(one for one in evidence.uln_tables(planned) if one.table.id == "adult-ifcc")
    form = UlnChoiceForm(adults.hash, story.CHECKED.isoformat())
    story.saved(evidence.choose_uln(planned, form))
    assert story.closed(planned, PATIENT) == ("result", "P-E2")


def test_the_day_after_the_last_valid_one_closes_the_gate(signed):
    signed.clock.turn_to(EXPIRED - timedelta(days=1))
    assert gate.close_expired(signed) == 0
    signed.clock.turn_to(EXPIRED)
    assert gate.close_expired(signed) == 1
    assert story.closed(signed, PATIENT) == ("expired", "P-E2")
    assert alerts(signed) == [("expired", "P-E2", False)]
    assert gate.close_expired(signed) == 0


def test_newer_results_do_not_make_an_old_signature_younger(signed):
    signed.clock.turn_to(EXPIRED - timedelta(days=1))
    story.everything(signed, PATIENT, signed.clock.today())
    signed.clock.turn_to(EXPIRED)
    assert gate.close_expired(signed) == 1
    assert story.closed(signed, PATIENT) == ("expired", "")


def test_expiry_takes_a_cycle_of_which_nothing_was_given_off_the_list(planned):
    planned.clock.turn_to(EXPIRED)
    assert gate.close_expired(planned) == 1
    assert story.numbers(planned, PATIENT) == [1]


def test_what_the_day_closes_is_nobodys_step_to_take_back(planned):
    planned.clock.turn_to(EXPIRED)
    gate.close_expired(planned)
    refused = undo_offer(planned)
    assert isinstance(refused, NoUndo)
    assert (refused.problem, refused.about.what) == ("moved_on", "plan_second")


def test_a_step_that_closed_a_gate_is_not_taken_back(planned):
    story.alt(planned, PATIENT, "500", story.CHECKED)
    assert isinstance(undo_offer(planned), NoUndo)
    assert undo_offer(planned).problem == "permanent"


def test_leaving_the_study_closes_the_gate_and_removes_what_was_only_planned(planned):
    story.leave_study(planned, PATIENT)
    assert story.closed(planned, PATIENT) == ("off_study", "")
    assert story.numbers(planned, PATIENT) == [1]
    assert alerts(planned) == [("off_study", "", False)]


def test_leaving_the_study_before_cycle_2_was_planned_closes_its_gate(signed):
    story.leave_study(signed, PATIENT)
    assert story.closed(signed, PATIENT) == ("off_study", "")


def test_leaving_the_study_keeps_a_second_cycle_that_has_begun(planned):
    story.give_next(planned, PATIENT)
    story.leave_study(planned, PATIENT)
    assert story.numbers(planned, PATIENT) == [1, 2]
    assert story.closed(planned, PATIENT) is None


def test_after_the_first_dose_a_result_only_raises_an_alert_once(planned):
    story.give_next(planned, PATIENT)
    before = cycles.cycles(planned.store, PATIENT)
    story.alt(planned, PATIENT, "500", planned.clock.today())
    assert cycles.cycles(planned.store, PATIENT) == before
    assert story.closed(planned, PATIENT) is None
    assert alerts(planned) == [("result", "P-E2", True)]
    story.alt(planned, PATIENT, "600", planned.clock.today())
    assert alerts(planned) == [("result", "P-E2", True)]


def test_after_the_first_days_a_later_result_is_told_by_its_own_day(planned):
    story.give_next(planned, PATIENT)
    planned.clock.turn_to(story.SECOND + timedelta(days=2))
    story.alt(planned, PATIENT, "500", planned.clock.today())
    assert alerts(planned) == [("result", "P-E2", True)]


def test_a_cycle_whose_treatment_all_stands_past_the_last_valid_day_is_closed(planned):
    """However it came there: its first day as planned is no day of treatment any more."""
    before = cycles.cycles(planned.store, PATIENT)[1]
    late = tuple(replace(one, planned=one.planned + timedelta(days=10)) for one in before.items)
    with planned.store.step(actor="Anna", what="settle") as step:
        cycles.save_cycle(step, PATIENT, before, replace(before, items=late))
        assert gate.close_gates_in(step, planned, PATIENT) == 1
    assert story.closed(planned, PATIENT) == ("start_moved", "")
    assert story.numbers(planned, PATIENT) == [1]


def test_after_the_first_dose_nothing_is_told_of_what_only_grew_old(planned):
    story.give_next(planned, PATIENT)
    planned.clock.turn_to(EXPIRED + timedelta(days=9))
    story.result(planned, PATIENT, "hiv", "negative", planned.clock.today())
    assert gate.close_expired(planned) == 0
    assert alerts(planned) == []


def test_after_the_first_dose_a_struck_result_of_the_check_is_told(planned):
    story.give_next(planned, PATIENT)
    form = StrikeForm(newest(planned, "hiv").id, "another patient's")
    story.saved(evidence.strike_observation(planned, form))
    assert alerts(planned) == [("result", "P-E3", True)]


def test_after_the_first_dose_a_withdrawn_consent_is_told(planned):
    story.give_next(planned, PATIENT)
    planned.clock.turn_to(story.SECOND + timedelta(days=2))
    consent = stored_evidence.consents(planned.store, PATIENT)[0]
    form = WithdrawalForm(consent.id, planned.clock.today().isoformat(), "family decision")
    story.saved(evidence.withdraw_consent(planned, form))
    assert alerts(planned) == [("withdrawn", "P-I3", True)]


@pytest.fixture
def omitted(planned):
    """The first item of cycle 2 was recorded as not given; nothing was given."""
    first = min(story.items_of(planned, PATIENT), key=lambda one: one.item.planned)
    story.saved(record_not_given(planned, NotGivenForm(first.item_id, "infection")))
    return planned


def test_what_was_recorded_as_not_given_stays_and_the_rest_is_cancelled(omitted):
    story.alt(omitted, PATIENT, "500", story.CHECKED)
    states = {str(one.item.state) for one in story.items_of(omitted, PATIENT)}
    assert states == {"omitted", "cancelled"}
    assert day_list(omitted, story.SECOND).rows == () or all(
        str(row.item.state) == "omitted" for row in day_list(omitted, story.SECOND).rows
    )
    assert alerts(omitted) == [("result", "P-E2", False)]
    story.alt(omitted, PATIENT, "600", story.CHECKED)
    assert alerts(omitted) == [("result", "P-E2", False)]


def test_a_weight_taken_before_the_first_dose_keeps_no_cycle_on_the_list(planned):
    weighed = next(one for one in story.items_of(planned, PATIENT) if one.item.kind == "check")
    planned.clock.turn_to(weighed.item.planned)
    taken = GivenForm(weighed.item_id, weighed.item.planned.isoformat())
    story.saved(record_given(planned, taken))
    story.alt(planned, PATIENT, "500", planned.clock.today())
    states = {str(one.item.state) for one in story.items_of(planned, PATIENT)}
    assert states == {"given", "cancelled"}
    assert day_list(planned, story.SECOND).rows == ()
    assert alerts(planned) == [("result", "P-E2", False)]


def test_an_alert_is_seen_once_by_a_named_person(planned):
    story.alt(planned, PATIENT, "500", story.CHECKED)
    alert = gate.unseen_alerts(planned)[0]
    assert (alert.line.patient.id, alert.cycle) == (PATIENT, 2)
    assert "AST or ALT" in alert.title.en
    story.saved(gate.see_alert(planned, alert.id))
    assert gate.unseen_alerts(planned) == ()
    assert gates.alerts(planned.store)[0].seen_by == "Anna"
    assert gate.see_alert(planned, alert.id).refused.codes == ["already_closed"]


def test_an_alert_about_no_criterion_has_no_title(planned):
    story.leave_study(planned, PATIENT)
    assert gate.unseen_alerts(planned)[0].title is None


def test_after_the_gate_closed_a_new_check_opens_a_new_one(planned):
    story.alt(planned, PATIENT, "500", story.CHECKED)
    planned.clock.turn_to(story.CHECKED + timedelta(days=2))
    story.alt(planned, PATIENT, "40", planned.clock.today())
    story.saved(story.sign(planned, PATIENT))
    story.saved(story.plan_second(planned, PATIENT, story.SECOND))
    assert story.numbers(planned, PATIENT) == [1, 2]
    assert len(gates.gates(planned.store, PATIENT)) == 2
