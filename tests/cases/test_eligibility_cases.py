"""Eligibility cases: how many ship, what each expectation compares, how a wrong one is told."""

import json
from pathlib import Path

import pytest

from nkdesk.exchange.case_file import CaseFile
from nkdesk.exchange.case_values import CaseFileError
from nkdesk.exchange.cases import run_cases

FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.glob("eligibility-*.json"))


def case(expect=None, **changes):
    asked = {
        "who": "patient",
        "cycle": 1,
        "on": "2026-03-10",
        "born": "2011-02-20",
        "sex": "f",
        "disease_group": "relapsed",
        "uln": [{"what": "alt", "sex": "f", "from_months": 156, "below_months": 228, "uln": "24"}],
        "observations": [
            {"what": "alt", "value": "180", "on": "2026-03-08"},
            {"what": "performance", "scale": "lansky", "value": "80", "on": "2026-03-09"},
        ],
        "consents": [{"version": "2", "signed": "2026-01-05"}],
        "consent_version": "2",
        **changes,
    }
    return {
        "id": "girl",
        "protocol": "NCT05272293",
        "eligibility": asked,
        "expect": expect or {"verdicts": {"P-E2": "not_met"}},
    }


def written(*cases):
    return json.dumps({"cases": cases}).encode()


def told(one):
    (result,) = run_cases(CaseFile(written(one)))
    return [
        (difference.what, difference.expected, difference.got) for difference in result.differences
    ]


def test_the_shipped_eligibility_cases_are_many_and_each_has_a_name_of_its_own():
    names = [one["id"] for path in FILES for one in json.loads(path.read_text("utf-8"))["cases"]]
    assert len(names) >= 250
    assert len(set(names)) == len(names)


def test_what_a_case_expects_and_gets_makes_no_difference():
    expect = {
        "outcome": "not_eligible",
        "verdicts": {"P-E2": "not_met", "P-I2": "met", "D-E1": None},
        "reasons": {"P-E3": "missing"},
        "multiples": {"alt": "7.5"},
        "valid_until": None,
    }
    assert told(case(expect)) == []


@pytest.mark.parametrize(
    ("expect", "difference"),
    [
        ({"outcome": "eligible"}, ("outcome", "eligible", "not_eligible")),
        ({"verdicts": {"P-I2": "not_met"}}, ("verdict P-I2", "not_met", "met")),
        ({"verdicts": {"P-I2": None}}, ("verdict P-I2", "not asked", "met")),
        ({"verdicts": {"D-E1": "met"}}, ("verdict D-E1", "met", "not asked")),
        ({"reasons": {"P-E3": "expired"}}, ("reason P-E3", "expired", "missing")),
        ({"reasons": {"P-I2": "expired"}}, ("reason P-I2", "expired", "none")),
        ({"multiples": {"alt": "7.4"}}, ("multiples", "alt 7.4", "alt 7.5")),
        ({"multiples": {}}, ("multiples", "none", "alt 7.5")),
        ({"multiples": {"alt": "7.5", "ast": "1.0"}}, ("multiples", "alt 7.5 ast 1.0", "alt 7.5")),
        ({"valid_until": "2026-03-22"}, ("valid_until", "2026-03-22", "None")),
    ],
)
def test_a_difference_is_told_with_expected_and_got(expect, difference):
    assert told(case(expect)) == [difference]


def test_what_a_case_does_not_name_is_not_compared():
    assert told(case({})) == []


def test_two_reasons_are_told_both():
    lines = [{"what": "ast", "value": "30", "on": "2026-01-08"}]
    one = case({"reasons": {"P-E2": "expired"}}, observations=lines)
    assert told(one) == [("reason P-E2", "expired", "missing expired")]


ROW = {"what": "alt", "sex": "f", "from_months": 0, "below_months": 228, "uln": "24"}
ALT = {"what": "alt", "value": "180", "on": "2026-03-08"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"who": "nurse"}, "eligibility.who"),
        ({"cycle": 0}, "eligibility.cycle"),
        ({"cycle": "2"}, "eligibility.cycle"),
        ({"on": "10.03.2026"}, "a date is written as in 2026-03-12"),
        ({"sex": "any"}, "eligibility.sex"),
        ({"weight": "40"}, "eligibility.weight: Extra inputs"),
        ({"uln": [{**ROW, "uln": "0"}]}, "eligibility.uln.0.uln"),
        ({"uln": [{**ROW, "uln": 24}]}, "It is not a number in quotes."),
        ({"uln": [{**ROW, "sex": "w"}]}, "eligibility.uln.0.sex"),
        ({"uln": [{**ROW, "from_months": -1}]}, "eligibility.uln.0.from_months"),
        ({"uln": [ROW, {**ROW, "from_months": 227}]}, "row 2 overlaps row 1"),
        ({"observations": [{**ALT, "value": 180}]}, "eligibility.observations.0.value"),
        ({"observations": [{**ALT, "value": "1e3"}]}, "eligibility.observations.0.value"),
        ({"observations": [{**ALT, "value": "-5"}]}, "eligibility.observations.0.value"),
        ({"observations": [{**ALT, "scale": "ecog"}]}, "eligibility.observations.0.scale"),
        ({"observations": [{**ALT, "on": "2026-02-30"}]}, "eligibility.observations.0.on"),
        ({"consents": [{"version": "2"}]}, "eligibility.consents.0.signed: Field required"),
        ({"consents": [{"version": 2, "signed": "2026-01-05"}]}, "eligibility.consents.0.version"),
    ],
)
def test_a_wrong_question_is_told_in_one_sentence(changes, said):
    with pytest.raises(CaseFileError) as refusal:
        CaseFile(written(case(**changes)))
    assert str(refusal.value).startswith("case girl: ")
    assert said in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    "expect",
    [
        {"outcome": "maybe"},
        {"verdicts": {"P-E2": "no"}},
        {"reasons": {"P-E2": "late"}},
        {"multiples": {"alt": "7.50"}},
        {"multiples": {"alt": 7.5}},
        {"until": "2026-03-22"},
    ],
)
def test_an_expectation_that_could_never_come_out_is_refused(expect):
    with pytest.raises(CaseFileError, match=r"case girl: expect\."):
        CaseFile(written(case(expect)))


def test_rows_of_one_sex_beside_a_row_of_any_do_not_overlap():
    assert told(case(uln=[ROW, {**ROW, "sex": "any"}, {**ROW, "what": "ast"}])) == []
