from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from nkdesk.model.criterion import CriterionKind, CriterionSource, Who
from nkdesk.model.eligibility import (
    Evidence,
    Gate,
    GateClosed,
    GateState,
    Outcome,
    UnknownReason,
    Verdict,
    Waiver,
)
from nkdesk.model.evidence import Consent, Observation, Rater, Scale
from nkdesk.services.eligibility_models import ConsentWarning, CycleSummary, GateStatus
from nkdesk.services.evidence.kinds import catalogue
from nkdesk.sheets.wording import eligibility as said
from nkdesk.sheets.wording import evidence as seen
from nkdesk.sheets.wording.unknowns import Asked, reason_text
from tests.sheets import checks

ON = date(2026, 3, 12)
BORN = date(2012, 5, 1)


def test_every_verdict_has_a_shape_of_its_own():
    assert len({said.verdict_symbol(one) for one in Verdict}) == len(Verdict)


def test_every_outcome_has_the_shape_of_the_verdict_that_decides_it():
    shapes = {one: said.outcome_symbol(one) for one in Outcome}
    assert shapes == {
        Outcome.ELIGIBLE: "✔",
        Outcome.NOT_ELIGIBLE: "✖",
        Outcome.INCOMPLETE: "○",
    }


@pytest.mark.parametrize("kind", CriterionKind)
def test_no_two_verdicts_read_alike(kind):
    words = {
        said.verdict_text(replace(checks.verdict(verdict=one), criterion=checks.criterion(kind)))
        for one in Verdict
    }
    assert len(words) == len(Verdict)


def test_an_exclusion_never_reads_as_met():
    exclusion = checks.criterion(CriterionKind.EXCLUSION)
    words = [
        said.verdict_text(replace(checks.verdict(verdict=one), criterion=exclusion))
        for one in Verdict
    ]
    assert words == ["Does not exclude", "Excludes", "Missing", "Does not apply"]


def test_a_waived_criterion_says_both_what_was_found_and_that_it_is_waived():
    waived = checks.verdict(verdict=Verdict.NOT_MET, waived=True)
    assert said.verdict_text(waived) == "Not met, waived"


def test_unknown_says_what_is_wrong_first():
    reasons = (UnknownReason.EXPIRED, UnknownReason.NO_ULN)
    unknown = checks.verdict(verdict=Verdict.UNKNOWN, reasons=reasons)
    assert said.verdict_text(unknown) == "Too old"
    assert len({said.unknown_text(one) for one in UnknownReason}) == len(UnknownReason)


@pytest.mark.parametrize(
    ("verdicts", "words"),
    [
        ((Verdict.MET, Verdict.NOT_APPLICABLE), "Eligible"),
        ((Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN), "Not eligible: 1 criterion"),
        ((Verdict.NOT_MET, Verdict.NOT_MET), "Not eligible: 2 criteria"),
        ((Verdict.UNKNOWN, Verdict.UNKNOWN, Verdict.UNKNOWN), "Incomplete: 3 left"),
    ],
)
def test_the_outcome_counts_what_is_in_the_way(verdicts, words):
    found = checks.evaluation([checks.verdict(n, verdict=one) for n, one in enumerate(verdicts)])
    assert said.outcome_text(found) == words


def test_a_waived_criterion_is_not_counted_against():
    rows = [checks.verdict(1, verdict=Verdict.NOT_MET, waived=True), checks.verdict(2)]
    assert said.outcome_text(checks.evaluation(rows)) == "Eligible"


def test_valid_until_is_said_of_an_eligible_outcome_alone():
    eligible = checks.evaluation([checks.verdict(1)])
    assert said.valid_until_text(eligible) == "Valid until Sun 22-Mar-2026"
    assert "no criterion has a limit" in said.valid_until_text(replace(eligible, valid_until=None))
    against = checks.evaluation([checks.verdict(1, verdict=Verdict.NOT_MET)])
    assert said.valid_until_text(against) == ""


def gate(**changes):
    plain = Gate(
        1,
        1,
        2,
        ON,
        date(2026, 3, 22),
        "Др. Ковальчук",
        "physician",
        datetime(2026, 3, 12, 9, 5, tzinfo=timezone(timedelta(hours=3))),
        "ab" * 32,
    )
    return replace(plain, **changes)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (GateStatus(GateState.NEVER_SIGNED), "Cycle 2 is not open: no check has been signed."),
        (GateStatus(GateState.OPEN, gate()), "Cycle 2 is open: day 1 no later than Sun 22-Mar"),
        (GateStatus(GateState.OPEN, gate(valid_until=None)), "Cycle 2 is open."),
        (
            GateStatus(GateState.CLOSED, gate(closed_why=GateClosed.RESULT)),
            "Cycle 2 is closed: a newer result changed the outcome.",
        ),
        (
            GateStatus(GateState.CLOSED, gate(), expired=True),
            "Cycle 2 is closed: the last day of its results is over.",
        ),
        (GateStatus(GateState.PASSED, gate()), "Cycle 2 has begun."),
    ],
)
def test_the_gate_says_where_it_stands(status, words):
    assert said.gate_text(status, 2).startswith(words)


@pytest.mark.parametrize("state", [GateState.NEVER_SIGNED, GateState.CLOSED])
def test_a_gate_that_is_not_open_says_what_opens_it(state):
    assert "sign" in said.gate_text(GateStatus(state), 2).partition(". ")[2]


def test_every_way_of_closing_has_words():
    assert len({said.gate_closed_text(one) for one in GateClosed}) == len(GateClosed)


def test_a_signature_says_name_role_and_local_time_with_its_offset():
    assert said.signed_text(GateStatus(GateState.OPEN, gate())) == (
        "Signed by Др. Ковальчук, physician, on 12-Mar-2026 09:05 (UTC+03:00)"
    )
    assert said.signed_text(GateStatus(GateState.NEVER_SIGNED)) == "Not signed"
    assert said.signed_text(None) == "Not signed"


def test_a_waiver_says_who_when_and_why():
    at = datetime(2026, 3, 12, 9, 5, tzinfo=UTC)
    waiver = Waiver(1, 2, "S-1", "counts recover {late}", "Проф. Ёлкина", at)
    assert said.waiver_text(waiver) == (
        "Waived by Проф. Ёлкина on 12-Mar-2026 09:05: counts recover {late}"
    )


def test_a_site_rule_is_told_from_the_trials():
    trial = checks.check_row(checks.verdict())
    site = checks.check_row(checks.verdict(source=CriterionSource.SITE))
    assert said.rule_mark_text(trial) == "Trial · inclusion"
    assert said.rule_mark_text(site) == "Site rule · inclusion"
    assert {said.who_text(one) for one in Who} == {"Patient", "Donor"}


def test_a_number_nobody_published_is_marked_beside_it():
    row = checks.check_row(checks.verdict())
    assert said.validity_text(row) == "counts for 14 days"
    assert said.validity_text(replace(row, example=True)) == "counts for 14 days (EXAMPLE)"
    unlimited = checks.check_row(checks.verdict(valid_days=None))
    assert said.validity_text(unlimited) == "no limit of days set by the site"


@pytest.mark.parametrize("code", ["newer_version", "comes_of_age", "withdrawn"])
def test_a_consent_warning_names_its_day(code):
    assert "Thu 12-Mar-2026" in said.consent_warning_text(ConsentWarning(code, ON))


def test_an_unknown_consent_warning_keeps_its_code():
    assert said.consent_warning_text(ConsentWarning("re_read", ON)) == "re read: Thu 12-Mar-2026"


def test_a_cycle_is_summed_up():
    before = CycleSummary(1, date(2026, 1, 12), 2, 1, 0, date(2026, 1, 26))
    assert said.cycle_summary_text(before) == (
        "Cycle 1 from Mon 12-Jan-2026: infusions given 2, not given 1, open 0; "
        "last given 26-Jan-2026"
    )
    assert said.cycle_summary_text(replace(before, last_given=None)).endswith("open 0")


def test_an_enzyme_is_said_in_one_line_with_limit_table_age_and_last_day():
    assert seen.evidence_text(checks.enzyme(), ON) == (
        "ALT 148 U/L, 08-Mar-2026, 4d old = 4.9 \u00d7 ULN (30, CALIPER 1), "
        "counts until 22-Mar-2026"
    )


def test_a_multiple_keeps_its_decimal():
    assert seen.multiple_text(checks.enzyme(multiple=Decimal("5.0"))).startswith("5.0 ")
    assert seen.multiple_text(Evidence("alt", None)) == ""


def test_a_multiple_has_a_decimal_comma_in_russian(monkeypatch):
    monkeypatch.setattr("nkdesk.sheets.wording.translation.translate", lambda *_: "ru")
    assert seen.multiple_text(checks.enzyme()).startswith("4,9 ")


def test_evidence_without_a_result_is_its_name():
    assert seen.evidence_text(Evidence("disease_group", holds=True), ON) == "Disease group"


def test_a_limit_in_another_unit_than_the_result_names_its_unit():
    result = Observation("alt", Decimal("2.4"), ON, "µkat/L")
    found = checks.enzyme(observation=result, uln_table="own 3")
    assert "ULN (30 U/L, own 3)" in seen.multiple_text(found)


def test_a_performance_status_says_scale_and_rater():
    result = Observation("performance", Decimal(80), ON, "", Scale.LANSKY, Rater.PARENT)
    assert seen.evidence_text(Evidence("performance", holds=True, observation=result), ON) == (
        "Performance status 80, Lansky, rated by a parent, 12-Mar-2026, same day"
    )


def test_a_consent_says_version_language_and_signature():
    consent = Consent("2", date(2026, 1, 5), language="ru", withdrawn=ON)
    assert seen.evidence_text(Evidence("consent", holds=True, consent=consent), ON) == (
        "Consent version 2, ru, withdrawn 12-Mar-2026, signed 05-Jan-2026"
    )


def test_a_result_that_counts_no_more_is_not_said_to_count_until_a_day():
    expired = checks.enzyme(reason=UnknownReason.EXPIRED, holds=None)
    assert "counts until" not in seen.evidence_text(expired, ON)


def test_who_entered_it_and_where_it_comes_from_is_said():
    assert seen.origin_text(checks.enzyme()) == "central laboratory, entered by A. Petrova"
    assert seen.origin_text(Evidence("alt", None)) == ""


def test_everything_that_ships_goes_by_the_name_it_ships_with():
    for code, kind in catalogue().kinds.items():
        assert seen.what_text(code).lower() == kind.title.en.lower()
        for answer, words in kind.answers:
            assert seen.answer_text(answer) == words.en


@pytest.mark.parametrize(
    ("what", "words"),
    [("consent", "Consent"), ("age", "Age"), ("disease_group", "Disease group")],
)
def test_what_the_enrolment_says_has_a_name(what, words):
    assert seen.what_text(what) == words


def test_a_power_of_ten_is_raised():
    counts = Observation("neutrophils", Decimal("0.4"), ON, "10^9/L")
    assert seen.finding_text(counts) == "Neutrophils 0.4 10⁹/L"


def test_codes_without_words_stay_codes():
    assert seen.what_text("own_marker") == "own marker"
    assert seen.answer_text("weakly_positive") == "weakly positive"
    assert len({seen.scale_text(one) for one in Scale}) == len(Scale)
    assert len({seen.rater_text(one) for one in Rater}) == len(Rater)


def reason(reason, *, observation=None, born=BORN, **criterion):
    found = Evidence("alt", None, reason, observation)
    return reason_text(found, Asked(checks.criterion(**criterion), ON, born))


@pytest.mark.parametrize("code", UnknownReason)
def test_every_reason_says_what_to_do(code):
    old = Observation("alt", Decimal(80), date(2026, 2, 1), scale=Scale.KARNOFSKY)
    observation = None if code in (UnknownReason.MISSING, UnknownReason.FUTURE) else old
    sentence = reason(code, observation=observation)
    assert sentence.startswith("ALT: ")
    assert "Enter" in sentence or "Have the site choose" in sentence


def test_evidence_that_says_something_needs_no_reason():
    assert reason(None) == ""


def test_too_old_names_the_limit_and_the_day():
    old = Observation("alt", Decimal(80), date(2026, 2, 1))
    assert reason(UnknownReason.EXPIRED, observation=old) == (
        "ALT: too old: 14 days at most, this one is of 01-Feb-2026. Enter a newer one."
    )


def test_a_result_from_before_cycle_1_is_not_called_too_many_days_old():
    old = Observation("alt", Decimal(80), date(2026, 3, 10))
    sentence = reason(UnknownReason.EXPIRED, observation=old)
    assert sentence == (
        "ALT: of 10-Mar-2026, but one newer than day 1 of cycle 1 is needed. Enter a newer one."
    )


@pytest.mark.parametrize(
    ("born", "scale", "words"),
    [
        (date(2010, 3, 12), Scale.LANSKY, "Lansky is for below 16 years. Enter a Karnofsky score."),
        (date(2010, 3, 13), Scale.KARNOFSKY, "Karnofsky is for 16 years and above. Enter a Lansky"),
        (date(2025, 6, 1), Scale.LANSKY, "no scale is published below 12 months."),
        (date(2025, 6, 1), Scale.KARNOFSKY, "Karnofsky is for 16 years and above; below 12 months"),
        (date(2010, 3, 12), None, "no scale given. Enter Lansky or Karnofsky"),
    ],
)
def test_a_wrong_scale_names_the_right_one(born, scale, words):
    score = Observation("alt", Decimal(80), ON, scale=scale)
    assert words in reason(UnknownReason.WRONG_SCALE, observation=score, born=born)


def test_an_answer_that_decides_nothing_is_repeated():
    vague = Observation("alt", "indeterminate", ON)
    assert "\u201cindeterminate\u201d decides nothing" in reason(
        UnknownReason.MISSING, observation=vague
    )


def test_a_missing_consent_or_judgement_says_who_gives_it():
    assert "Have it signed" in reason(UnknownReason.MISSING, test=checks.CONSENT)
    assert "A physician judges" in reason(UnknownReason.MISSING, test=checks.INFECTION)
