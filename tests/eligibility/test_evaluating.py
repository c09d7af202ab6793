"""What an evaluation says beyond the shipped cases: its evidence, and rules of several versions."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import permutations

import pytest

from nkdesk.eligibility import Dossier, Person, evaluate, version_in_force
from nkdesk.model.criterion import AgeTest, ConsentTest, Join, Recheck, ScopedTest, Who
from nkdesk.model.eligibility import Evidence, Outcome, UnknownReason, Verdict
from nkdesk.model.evidence import Consent, ConsentVersion, Rater, Scale
from tests.eligibility.building import (
    CYCLE_1,
    ON,
    PATIENT,
    at_least,
    before,
    chosen,
    criterion,
    equals,
    everybody,
    inclusion,
    judgement,
    one_verdict,
    result,
    times_uln,
)


def test_a_verdict_carries_the_result_its_limit_and_its_last_day():
    alt = result("alt", "148", before(2), unit="U/L", entered_by="Test, Nurse", source="lab", id=7)
    found = one_verdict(
        criterion(times_uln("alt"), valid_days=14),
        alt,
        uln=chosen((everybody("30"), date(2020, 1, 1))),
    )
    (evidence,) = found.evidence
    assert evidence == Evidence(
        what="alt",
        holds=False,
        observation=alt,
        uln=Decimal(30),
        uln_table="T 1",
        multiple=Decimal("4.9"),
        last_day=date(2026, 3, 22),
    )
    assert (found.verdict, found.reasons, found.last_day) == (Verdict.MET, (), date(2026, 3, 22))


def test_an_expired_result_stays_as_evidence_with_its_last_day():
    hiv = result("hiv", "negative", before(15))
    (evidence,) = one_verdict(criterion(equals("hiv"), valid_days=14), hiv).evidence
    assert (evidence.observation, evidence.holds) == (hiv, None)
    assert (evidence.reason, evidence.last_day) == (UnknownReason.EXPIRED, before(1))


def test_a_result_that_must_be_obtained_again_has_no_last_day():
    asked = criterion(equals("hiv"), valid_days=90)
    found = one_verdict(asked, result("hiv", "negative", CYCLE_1), cycle=2)
    assert (found.reasons, found.evidence[0].last_day) == ((UnknownReason.EXPIRED,), None)


def test_a_later_cycle_is_checked_as_the_second_one_is():
    asked, known = criterion(equals("hiv")), result("hiv", "negative", CYCLE_1)
    assert one_verdict(asked, known, cycle=3).reasons == (UnknownReason.EXPIRED,)
    skipped = replace(asked, recheck=Recheck.SKIP)
    assert evaluate([skipped], PATIENT, Dossier(), 3, ON).verdicts == ()


FIRST, SECOND = everybody("30", "first"), everybody("24", "second")


@pytest.mark.parametrize(
    ("sampled", "table", "verdict"),
    [
        (date(2026, 2, 28), "first 1", Verdict.MET),
        (date(2026, 3, 1), "second 1", Verdict.NOT_MET),
        (date(2026, 3, 2), "second 1", Verdict.NOT_MET),
    ],
)
def test_the_table_in_force_on_the_day_of_the_sample_counts(sampled, table, verdict):
    choices = chosen((FIRST, date(2020, 1, 1)), (SECOND, date(2026, 3, 1)))
    for given in permutations(choices):
        found = one_verdict(criterion(times_uln("alt")), result("alt", "125", sampled), uln=given)
        assert (found.evidence[0].uln_table, found.verdict) == (table, verdict)


def test_before_the_first_table_there_is_no_limit():
    found = one_verdict(
        criterion(times_uln("alt")), result("alt", "125"), uln=chosen((FIRST, date(2026, 3, 11)))
    )
    assert found.reasons == (UnknownReason.NO_ULN,)


def test_of_two_tables_chosen_for_one_day_the_one_chosen_last_counts():
    choices = chosen((FIRST, date(2020, 1, 1)), (SECOND, date(2020, 1, 1)))
    found = one_verdict(criterion(times_uln("alt")), result("alt", "125"), uln=choices)
    assert found.evidence[0].uln_table == "second 1"


VERSIONS = (
    ConsentVersion("1", date(2025, 1, 1)),
    ConsentVersion("2", date(2026, 3, 1)),
    ConsentVersion("3", date(2026, 4, 1)),
)


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (date(2024, 12, 31), None),
        (date(2025, 1, 1), "1"),
        (date(2026, 2, 28), "1"),
        (date(2026, 3, 1), "2"),
        (date(2026, 3, 31), "2"),
        (date(2026, 4, 1), "3"),
    ],
)
def test_the_newest_consent_version_that_has_begun_is_in_force(day, version):
    for given in permutations(VERSIONS):
        found = version_in_force(given, day)
        assert (found and found.version) == version


def test_of_two_consent_versions_of_one_day_the_later_entry_is_in_force():
    both = (ConsentVersion("1", ON), ConsentVersion("1a", ON))
    assert version_in_force(both, ON).version == "1a"


@pytest.mark.parametrize(
    ("on", "verdict"),
    [(date(2026, 2, 28), Verdict.MET), (date(2026, 3, 1), Verdict.UNKNOWN)],
)
def test_a_consent_version_that_changes_between_the_cycles_asks_for_a_new_signature(on, verdict):
    known = {"consents": (Consent("1", date(2026, 1, 5)),), "consent_versions": VERSIONS}
    asked = inclusion(ConsentTest(), recheck=Recheck.CARRY)
    assert one_verdict(asked, on=on, cycle=2, **known).verdict is verdict


def test_the_newest_of_two_consents_is_shown():
    old, new = Consent("2", date(2026, 3, 2), id=1), Consent("2", date(2026, 3, 9), id=2)
    for given in permutations((old, new)):
        known = {"consents": given, "consent_versions": VERSIONS}
        (evidence,) = one_verdict(inclusion(ConsentTest(), recheck=Recheck.CARRY), **known).evidence
        assert evidence == Evidence("consent", holds=True, consent=new)


def test_an_expired_consent_is_shown_as_evidence():
    old = Consent("2", date(2026, 3, 2))
    known = {"consents": (old,), "consent_versions": VERSIONS}
    found = one_verdict(inclusion(ConsentTest(), valid_days=3, recheck=Recheck.CARRY), **known)
    (evidence,) = found.evidence
    assert (evidence.consent, evidence.reason) == (old, UnknownReason.EXPIRED)


def test_a_waiver_takes_a_criterion_that_is_not_met_out_of_the_outcome():
    asked = criterion(equals("bleeding", "yes"), valid_days=7)
    known = Dossier((result("bleeding", "yes"),))
    plain = evaluate([asked], PATIENT, known, 1, ON)
    assert (plain.outcome, plain.not_met[0].criterion) == (Outcome.NOT_ELIGIBLE, asked)
    waived = evaluate([asked], PATIENT, known, 1, ON, waived=frozenset({"X"}))
    (verdict,) = waived.verdicts
    assert (verdict.verdict, verdict.waived) == (Verdict.NOT_MET, True)
    assert (waived.outcome, waived.not_met) == (Outcome.ELIGIBLE, ())
    assert waived.valid_until == date(2026, 3, 17)


@pytest.mark.parametrize("value", [None, "no"])
def test_a_waiver_never_stands_for_a_result_that_is_missing_nor_is_needed_for_a_good_one(value):
    asked = criterion(equals("bleeding", "yes"))
    found = one_verdict(asked, *([result("bleeding", value)] if value else []), waived=["X"])
    assert not found.waived
    assert found.verdict is (Verdict.MET if value else Verdict.UNKNOWN)


def test_a_waiver_of_another_criterion_changes_nothing():
    asked = criterion(equals("bleeding", "yes"))
    assert not one_verdict(asked, result("bleeding", "yes"), waived=["Y"]).waived


def test_a_waiver_of_hiv_changes_nothing():
    found = one_verdict(criterion(equals("hiv")), result("hiv", "positive"), waived=["X"])
    assert (found.verdict, found.waived) == (Verdict.NOT_MET, False)


def test_a_waiver_leaves_the_other_criteria_as_they_are():
    bad, missing = criterion(equals("bleeding", "yes")), criterion(equals("hiv"), id="Y")
    known = Dossier((result("bleeding", "yes"),))
    found = evaluate([bad, missing], PATIENT, known, 1, ON, waived=frozenset({"X", "Y"}))
    assert (found.outcome, found.unknown[0].criterion) == (Outcome.INCOMPLETE, missing)


def test_several_reasons_come_in_their_order_each_once():
    tests = [times_uln("alt"), equals("a"), equals("b"), equals("c"), at_least("performance", "70")]
    known = [
        result("alt", "40"),
        result("a", "positive", date(2026, 3, 11)),
        result("b", "negative", before(8)),
        result("performance", "80", scale=Scale.KARNOFSKY, rater=Rater.PARENT),
    ]
    found = one_verdict(criterion(*tests, equals("d"), valid_days=7), *known)
    assert found.reasons == tuple(UnknownReason)


def test_a_criterion_that_is_decided_gives_no_reasons():
    found = one_verdict(criterion(equals("hiv"), equals("hbv")), result("hiv", "positive"))
    assert (found.verdict, found.reasons) == (Verdict.NOT_MET, ())
    assert found.evidence[1].reason is UnknownReason.MISSING


def test_the_last_day_of_a_criterion_leaves_out_what_says_nothing():
    tests = [equals("hiv"), equals("hbv")]
    known = [result("hiv", "negative", before(9)), result("hbv", "positive", before(1))]
    found = one_verdict(inclusion(*tests, valid_days=7), *known)
    assert (found.verdict, found.last_day) == (Verdict.MET, date(2026, 3, 16))


def test_the_order_of_results_never_matters():
    known = [
        result("alt", "30", before(1), id=1),
        result("alt", "40", before(1), id=2),
        result("alt", "40.0", before(1), id=3),
        result("alt", "20", before(2), id=4),
        result("alt", "haemolysed", before(3), id=5),
    ]
    asked = criterion(times_uln("alt"))
    uln = chosen((everybody("30"), date(2020, 1, 1)))
    found = {one_verdict(asked, *given, uln=uln) for given in permutations(known)}
    assert {one.evidence[0].observation.id for one in found} == {3}
    lower = inclusion(at_least("alt", "10"))
    assert one_verdict(lower, *known).evidence[0].observation.id == 1


UNBORN = Person(Who.PATIENT, date(2026, 3, 11), "f", "relapsed")


@pytest.mark.parametrize(
    ("asked", "known", "reason"),
    [
        (inclusion(AgeTest(from_months=6)), [], UnknownReason.MISSING),
        (criterion(times_uln("alt")), [result("alt", "30")], UnknownReason.NO_ULN),
        (
            inclusion(at_least("performance", "70")),
            [result("performance", "80", scale=Scale.LANSKY)],
            UnknownReason.WRONG_SCALE,
        ),
        (criterion(ScopedTest(equals("a"), from_age_years=10)), [], UnknownReason.MISSING),
    ],
)
def test_of_somebody_not_yet_born_nothing_is_known(asked, known, reason):
    uln = chosen((everybody("30"), date(2020, 1, 1)))
    found = one_verdict(asked, *known, person=UNBORN, uln=uln, infant_scale="lansky")
    assert (found.verdict, found.reasons) == (Verdict.UNKNOWN, (reason,))


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        (criterion(equals("x")), "7"),
        (criterion(judgement("x")), "7"),
        (inclusion(at_least("x", "7")), "high"),
        (criterion(times_uln("x")), "high"),
    ],
)
def test_a_number_where_a_word_is_asked_or_the_other_way_round_says_nothing(asked, value):
    uln = chosen((everybody("30"), date(2020, 1, 1)))
    found = one_verdict(asked, result("x", value), uln=uln)
    assert found.reasons == (UnknownReason.MISSING,)


@pytest.mark.parametrize("value", ["unknown", "indeterminate"])
def test_an_undecided_answer_says_nothing_unless_it_is_what_is_asked_for(value):
    known = result("x", value)
    assert one_verdict(criterion(equals("x")), known).verdict is Verdict.UNKNOWN
    assert one_verdict(criterion(equals("x", value)), known).verdict is Verdict.NOT_MET


def test_the_criteria_of_somebody_else_are_left_out():
    asked = [criterion(equals("hiv"), who=who, id=who) for who in Who]
    for who in Who:
        found = evaluate(asked, replace(PATIENT, who=who), Dossier(), 1, ON)
        assert (found.who, [one.criterion.id for one in found.verdicts]) == (who, [who])


def test_without_criteria_everybody_is_eligible():
    found = evaluate([], PATIENT, Dossier(), 1, ON)
    assert (found.outcome, found.valid_until) == (Outcome.ELIGIBLE, None)


def test_a_criterion_that_does_not_apply_is_no_obstacle():
    asked = criterion(ScopedTest(equals("pregnancy"), sex="m"), join=Join.ALL_OF)
    found = evaluate([asked], PATIENT, Dossier(), 1, ON)
    assert (found.verdicts[0].verdict, found.outcome) == (Verdict.NOT_APPLICABLE, Outcome.ELIGIBLE)


def test_microkatals_are_held_against_a_limit_of_any_test():
    known = result("ldh", "2", unit="µkat/L")
    assert one_verdict(inclusion(at_least("ldh", "120")), known).verdict is Verdict.MET
    assert one_verdict(inclusion(at_least("ldh", "120.1")), known).verdict is Verdict.NOT_MET
