"""An evaluation as it was signed comes back letter for letter, and nothing else is taken."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nkdesk.eligibility import Dossier, Person, evaluate, frozen, frozen_hash, thawed
from nkdesk.exchange.protocol_file import shipped_protocols
from nkdesk.model.criterion import AgeTest, ConsentTest, FieldTest, ScopedTest, Who
from nkdesk.model.evidence import Consent, ConsentVersion, Observation, Rater, Scale
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
    result,
    times_uln,
)

CRITERIA = [
    inclusion(FieldTest("disease_group", ("relapsed",)), id="P-I1"),
    inclusion(AgeTest(6, 31), id="P-I0"),
    inclusion(at_least("performance", "70"), id="P-I2", valid_days=14),
    inclusion(ConsentTest(), id="P-I3"),
    criterion(judgement("uncontrolled_infection"), id="P-E1", valid_days=7),
    criterion(times_uln("alt"), times_uln("ast"), id="P-E2", valid_days=14),
    criterion(ScopedTest(equals("pregnancy"), sex="m"), id="S-4"),
]
KNOWN = Dossier(
    (
        result("performance", "80", scale=Scale.LANSKY, rater=Rater.PARENT),
        result("alt", "148.80", before(3), unit="U/L", source="лаборатория", note="e\u0301", id=9),
        result("uncontrolled_infection", "yes", entered_by="Test, Physician"),
    ),
    (Consent("2", before(9), None, "ru", ("mother", "father"), "yes", "Test, Nurse", "", 4),),
    (ConsentVersion("2", before(99)),),
    chosen((everybody("30"), before(99))),
    cycle1_day1=CYCLE_1,
)
EVALUATION = evaluate(CRITERIA, PATIENT, KNOWN, 2, ON, waived=frozenset({"P-E1"}))


def test_an_evaluation_comes_back_letter_for_letter():
    content = frozen(EVALUATION)
    assert thawed(content) == EVALUATION
    assert frozen(thawed(content)) == content
    (alt,) = [one for one in thawed(content).verdicts if one.criterion.id == "P-E2"]
    assert str(alt.evidence[0].observation.value) == "148.80"
    assert str(alt.evidence[0].multiple) == "4.9"


def test_the_text_is_canonical():
    content = frozen(EVALUATION)
    tree = json.loads(content, parse_float=pytest.fail)
    plain = json.dumps(tree, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert content == plain.encode()
    assert (tree["format"], tree["outcome"], tree["valid_until"]) == (1, "incomplete", None)


def test_the_hash_follows_every_fact():
    changed = {
        frozen_hash(replace(EVALUATION, on=before(1))),
        frozen_hash(replace(EVALUATION, cycle=1)),
        frozen_hash(replace(EVALUATION, verdicts=EVALUATION.verdicts[::-1])),
        frozen_hash(evaluate(CRITERIA, PATIENT, KNOWN, 2, ON)),
        frozen_hash(EVALUATION),
    }
    assert len(changed) == 5
    assert all(len(one) == 64 for one in changed)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"[" * 100_000,
        frozen(EVALUATION) + b"\n",
        frozen(EVALUATION).replace(b'"format":1', b'"format":2'),
        frozen(EVALUATION).replace(b'"2026-03-10"', b'"2026-02-30"'),
        frozen(EVALUATION).replace(b'"148.80"', b'"many"'),
        frozen(EVALUATION).replace(b'"148.80"', b"148.80"),
        frozen(EVALUATION).replace(b'"lansky"', b'"ecog"'),
        frozen(EVALUATION).replace(b'"rater"', b'"rated"'),
    ],
)
def test_anything_else_is_refused(content):
    with pytest.raises(ValueError):  # noqa: PT011 -- json says it in its own words
        thawed(content)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
DAYS = st.dates(date(2025, 12, 1), date(2026, 4, 1))
VALUES = st.decimals(0, 10**9, places=4) | TEXTS
OBSERVATIONS = st.builds(
    Observation,
    st.sampled_from(["alt", "ast", "performance", "uncontrolled_infection", "hiv", "hbv", "x"]),
    VALUES,
    DAYS,
    TEXTS | st.just("µkat/L"),
    st.none() | st.sampled_from(Scale),
    st.none() | st.sampled_from(Rater),
    TEXTS,
    TEXTS,
    TEXTS,
    st.integers(0, 10**9),
)
CONSENTS = st.builds(
    Consent,
    st.sampled_from(["1", "2"]),
    DAYS,
    st.none() | DAYS,
    TEXTS,
    st.lists(TEXTS, max_size=2).map(tuple),
    TEXTS,
    TEXTS,
    TEXTS,
    st.integers(0, 9),
)
TRIALS = [protocol for _, protocol, _ in shipped_protocols()]


@given(
    st.sampled_from(TRIALS),
    st.sampled_from(Who),
    st.lists(OBSERVATIONS, max_size=8).map(tuple),
    st.lists(CONSENTS, max_size=3).map(tuple),
    st.integers(1, 2),
)
def test_every_evaluation_of_a_shipped_trial_comes_back(trial, who, observations, consents, cycle):
    known = replace(KNOWN, observations=observations, consents=consents)
    person = Person(who, date(2011, 2, 20), "f", "relapsed")
    evaluation = evaluate(trial.criteria, person, known, cycle, ON)
    assert thawed(frozen(evaluation)) == evaluation


def test_a_number_is_frozen_without_an_exponent():
    known = replace(KNOWN, observations=(Observation("alt", Decimal("1E+3"), ON),))
    assert b'"1000"' in frozen(evaluate(CRITERIA, PATIENT, known, 1, ON))
