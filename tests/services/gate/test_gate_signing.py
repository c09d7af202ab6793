"""Who signs a check and what may be waived: only what is eligible today opens a cycle."""

from datetime import timedelta

import pytest

from nkdesk.eligibility import frozen_hash
from nkdesk.services import gate
from nkdesk.services.eligibility_models import GateForm, WaiverForm
from nkdesk.services.problems import StoreConflictError
from nkdesk.services.steps import revision
from nkdesk.store import gates
from tests.services.gate import story
from tests.services.gate.conftest import PATIENT

LATE = story.CHECKED + timedelta(days=15)


def problems(answer):
    return {one.field: (str(one.code), one.detail) for one in answer.problems}


def refused(answer):
    return answer.refused.codes


def test_a_signature_freezes_what_was_found_and_names_who_signed(complete):
    found = gate.check(complete, PATIENT, 2)
    story.saved(story.sign(complete, PATIENT, physician=" Dr Orlova ", role="investigator"))
    kept = gates.open_gate(complete.store, PATIENT, 2)
    assert (kept.signed_by, kept.role) == ("Dr Orlova", "investigator")
    assert kept.evaluation_hash == frozen_hash(found.evaluation)
    assert (kept.evaluated_on, kept.valid_until) == (
        story.CHECKED,
        story.CHECKED + timedelta(days=14),
    )


def test_nothing_incomplete_is_signed_and_what_is_missing_is_named(waiting):
    story.everything_but_alt(waiting, PATIENT, story.CHECKED)
    answer = story.sign(waiting, PATIENT)
    assert problems(answer) == {"cycle": ("incomplete", "P-E2")}
    assert gates.newest_gate(waiting.store, PATIENT, 2) is None


def test_nothing_that_is_not_eligible_is_signed(waiting):
    story.everything_but_alt(waiting, PATIENT, story.CHECKED)
    story.alt(waiting, PATIENT, "500", story.CHECKED)
    assert problems(story.sign(waiting, PATIENT)) == {"cycle": ("not_eligible", "P-E2")}


def test_a_result_that_has_expired_since_stops_the_signature(complete):
    complete.clock.turn_to(LATE)
    assert problems(story.sign(complete, PATIENT)) == {"cycle": ("incomplete", "P-E2")}


def test_what_was_looked_at_is_what_is_signed(complete):
    read_at = gate.check(complete, PATIENT, 2).read_at
    story.alt(complete, PATIENT, "500", story.CHECKED)
    with pytest.raises(StoreConflictError):
        gate.sign_gate(complete, GateForm(PATIENT, 2, "Dr Orlova", "physician"), read_at)
    assert gates.newest_gate(complete.store, PATIENT, 2) is None


def test_nobody_signs_without_name_and_role(complete):
    answer = story.sign(complete, PATIENT, physician=" ", role="")
    assert problems(answer) == {"physician": ("missing", ""), "role": ("missing", "")}
    answer = story.sign(complete, PATIENT, role="nurse")
    assert problems(answer) == {"role": ("not_a_choice", "")}


def test_a_check_is_signed_once_while_it_stands(signed):
    assert problems(story.sign(signed, PATIENT)) == {"cycle": ("already_signed", "")}


def test_a_start_named_with_the_signature_lies_within_what_is_signed(complete):
    late = story.sign(complete, PATIENT, start=LATE.isoformat())
    until = (story.CHECKED + timedelta(days=14)).isoformat()
    assert problems(late) == {"start": ("after_valid_until", until)}
    assert "start" in problems(story.sign(complete, PATIENT, start="soon"))
    story.saved(story.sign(complete, PATIENT, start=story.SECOND.isoformat()))


@pytest.mark.parametrize("cycle", [0, 1, 3])
def test_only_a_later_cycle_the_protocol_has_is_opened(complete, cycle):
    assert refused(story.sign(complete, PATIENT, cycle=cycle)) == ["unknown_item"]


def test_nobody_is_signed_for_who_is_not_there_or_has_left(waiting):
    assert refused(story.sign(waiting, 99)) == ["unknown_item"]
    story.leave_study(waiting, PATIENT)
    assert refused(story.sign(waiting, PATIENT)) == ["off_study"]


def test_an_investigator_waives_what_is_not_met_and_the_check_is_eligible(waiting):
    story.everything(waiting, PATIENT, story.CHECKED)
    story.judged_infection(waiting, PATIENT, "yes", story.CHECKED)
    assert story.outcome(waiting, PATIENT) == "not_eligible"
    row = next(
        one for one in gate.check(waiting, PATIENT, 2).rows if one.verdict.criterion.id == "P-E1"
    )
    assert row.can_waive
    story.saved(story.waive(waiting, PATIENT, "P-E1"))
    row = next(
        one for one in gate.check(waiting, PATIENT, 2).rows if one.verdict.criterion.id == "P-E1"
    )
    assert (row.can_waive, row.waiver.investigator, row.verdict.waived) == (
        False,
        "Dr Chief",
        True,
    )
    story.saved(story.sign(waiting, PATIENT))


def test_a_waiver_of_one_cycle_is_none_of_another(waiting):
    story.everything(waiting, PATIENT, story.CHECKED)
    story.judged_infection(waiting, PATIENT, "yes", story.CHECKED)
    story.saved(story.waive(waiting, PATIENT, "P-E1", cycle=1))
    assert story.outcome(waiting, PATIENT, 1) == "eligible"
    assert story.outcome(waiting, PATIENT, 2) == "not_eligible"


def test_hiv_and_consent_are_never_waived(waiting):
    story.everything(waiting, PATIENT, story.CHECKED)
    story.result(waiting, PATIENT, "hiv", "positive", story.CHECKED)
    for criterion in ("P-E3", "P-I3"):
        answer = story.waive(waiting, PATIENT, criterion)
        assert problems(answer) == {"criterion": ("cannot_be_waived", "")}


def test_a_missing_result_is_obtained_not_waived_and_nothing_is_waived_twice(waiting):
    assert problems(story.waive(waiting, PATIENT, "P-E2")) == {
        "criterion": ("nothing_to_waive", "")
    }
    story.judged_infection(waiting, PATIENT, "yes", story.CHECKED)
    story.saved(story.waive(waiting, PATIENT, "P-E1"))
    assert problems(story.waive(waiting, PATIENT, "P-E1")) == {
        "criterion": ("nothing_to_waive", "")
    }


def test_a_waiver_says_which_criterion_why_and_who(waiting):
    story.judged_infection(waiting, PATIENT, "yes", story.CHECKED)
    answer = story.waive(waiting, PATIENT, "P-E1", reason=" ", investigator="")
    assert set(problems(answer)) == {"reason", "investigator"}
    assert problems(story.waive(waiting, PATIENT, ""))["criterion"] == ("missing", "")
    assert problems(story.waive(waiting, PATIENT, "P-E9"))["criterion"] == ("not_a_choice", "")
    assert refused(story.waive(waiting, 99, "P-E1")) == ["unknown_item"]


def test_a_criterion_of_the_donor_is_waived_for_the_donor(waiting):
    assert problems(story.waive(waiting, PATIENT, "D-I2", cycle=1)) == {
        "criterion": ("nothing_to_waive", "")
    }
    story.donor(waiting, PATIENT)
    story.result(waiting, PATIENT, "apheresis_suitable", "no", story.CHECKED, donor=True)
    assert problems(story.waive(waiting, PATIENT, "D-I2")) == {
        "criterion": ("nothing_to_waive", "")
    }
    story.saved(story.waive(waiting, PATIENT, "D-I2", cycle=1))
    assert problems(story.waive(waiting, PATIENT, "D-E2", cycle=1)) == {
        "criterion": ("cannot_be_waived", "")
    }


def test_a_waiver_on_an_old_look_is_refused(waiting):
    story.judged_infection(waiting, PATIENT, "yes", story.CHECKED)
    form = WaiverForm(PATIENT, 2, "P-E1", "agreed", "Dr Chief")
    with pytest.raises(StoreConflictError):
        gate.waive(waiting, form, revision(waiting) - 1)


def test_a_later_worse_result_closes_what_a_waiver_had_opened(waiting):
    story.everything(waiting, PATIENT, story.CHECKED)
    story.alt(waiting, PATIENT, "150", story.CHECKED)
    story.saved(story.waive(waiting, PATIENT, "P-E2"))
    story.saved(story.sign(waiting, PATIENT))
    story.saved(story.plan_second(waiting, PATIENT))
    story.result(waiting, PATIENT, "hiv", "negative", story.CHECKED)
    assert story.numbers(waiting, PATIENT) == [1, 2]  # no result the waived criterion asks for
    story.alt(waiting, PATIENT, "3000", story.CHECKED)
    assert story.numbers(waiting, PATIENT) == [1]
    assert story.outcome(waiting, PATIENT) == "not_eligible"
    assert gate.unseen_alerts(waiting)[0].criterion == "P-E2"


def test_what_was_waived_is_waived_anew_on_a_newer_result(waiting):
    story.everything(waiting, PATIENT, story.CHECKED)
    story.alt(waiting, PATIENT, "150", story.CHECKED)
    story.saved(story.waive(waiting, PATIENT, "P-E2"))
    story.alt(waiting, PATIENT, "160", story.CHECKED)
    assert story.outcome(waiting, PATIENT) == "not_eligible"
    story.saved(story.waive(waiting, PATIENT, "P-E2"))
    assert story.outcome(waiting, PATIENT) == "eligible"
