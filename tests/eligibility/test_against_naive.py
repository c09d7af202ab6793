"""The evaluator against the rules written a second time, over made-up people and results."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from nkdesk.eligibility import Dossier, Person, evaluate
from nkdesk.exchange.protocol_file import shipped_protocols
from nkdesk.model.age import age_on
from nkdesk.model.criterion import CriterionKind, Join, Recheck, ScopedTest, Who
from nkdesk.model.evidence import Consent, ConsentVersion, Observation, Scale
from tests.eligibility import naive
from tests.eligibility.building import (
    ON,
    at_least,
    chosen,
    criterion,
    equals,
    judgement,
    table,
    times_uln,
)

(TRIAL,) = [one for _, one, _ in shipped_protocols() if one.id == "NCT05272293"]

# Few days and few values, close to every limit: that is where rules part.
DAYS = st.integers(-2, 40).map(lambda days: ON - timedelta(days=days))
BORN = st.dates(date(1994, 1, 1), ON) | st.sampled_from(
    [
        date(2010, 3, 10),
        date(2010, 3, 9),
        date(2013, 3, 5),
        date(1995, 3, 10),
        date(1995, 3, 11),
        date(2008, 2, 29),
        date(2025, 9, 10),
        date(2025, 8, 31),
    ]
)
ENZYMES = st.sampled_from(["24", "119.9", "120", "149.9", "150", "204", "205", "400"]).map(Decimal)
ANSWERS = st.sampled_from(["positive", "negative", "yes", "no"])
RESULTS = (
    st.builds(Observation, st.sampled_from(["alt", "ast"]), ENZYMES, DAYS)
    | st.builds(
        Observation,
        st.just("performance"),
        st.sampled_from([Decimal(60), Decimal(70), Decimal(80)]),
        DAYS,
        scale=st.none() | st.sampled_from(Scale),
    )
    | st.builds(
        Observation,
        st.sampled_from(["hiv", "hbv", "hcv", "pregnancy", "uncontrolled_infection"])
        | st.sampled_from(["apheresis_suitable", "haploidentical_family_donor"]),
        ANSWERS,
        DAYS,
    )
)
CONSENTS = st.builds(Consent, st.sampled_from(["1", "2"]), DAYS, st.none() | DAYS)
CALIPER = table(
    ("alt", None, 0, 12, "51"),
    ("alt", None, 12, 156, "30"),
    ("alt", "f", 156, 228, "24"),
    ("ast", None, 12, 144, "41"),
    ("ast", "m", 144, 1200, "40"),
    ("ast", None, 144, 1200, "33"),
)
STRICTER = table(("alt", None, 0, 1200, "24"), ("ast", "f", 0, 1200, "30"), name="S")
DOSSIERS = st.builds(
    Dossier,
    st.lists(RESULTS, max_size=12).map(tuple),
    st.lists(CONSENTS, max_size=3).map(tuple),
    st.permutations([ConsentVersion("1", date(2025, 1, 1)), ConsentVersion("2", date(2026, 3, 1))]),
    st.sampled_from(
        [
            (),
            chosen((CALIPER, date(2020, 1, 1))),
            chosen((STRICTER, date(2026, 3, 1)), (CALIPER, date(2020, 1, 1))),
        ]
    ),
    st.sampled_from(["lansky", "none"]),
    DAYS,
)
PEOPLE = st.builds(
    Person,
    st.sampled_from(Who),
    BORN,
    st.sampled_from(["f", "m"]),
    st.sampled_from(["relapsed", "remission"]),
)
TESTS = st.sampled_from(
    [
        times_uln("alt"),
        times_uln("ast"),
        at_least("performance", "70"),
        equals("hiv"),
        equals("pregnancy"),
        judgement("uncontrolled_infection"),
    ]
)
SCOPED = st.builds(
    ScopedTest,
    TESTS,
    st.none() | st.sampled_from(["f", "m"]),
    st.none() | st.sampled_from([0, 10, 16]),
)


@st.composite
def criteria(draw):
    tests = draw(st.lists(SCOPED, min_size=1, max_size=3))
    return criterion(
        *tests,
        who=draw(st.sampled_from(Who)),
        kind=draw(st.sampled_from(CriterionKind)),
        join=draw(st.sampled_from(Join)),
        recheck=draw(st.sampled_from(Recheck)),
        valid_days=draw(st.none() | st.sampled_from([0, 1, 7, 14, 28])),
    )


def compare(asked, person, dossier, cycle):
    found = evaluate(asked, person, dossier, cycle, ON)
    wanted = naive.verdicts(asked, person, dossier, cycle, ON)
    said = {one.criterion.id: (one.verdict, set(one.reasons)) for one in found.verdicts}
    assert said == wanted
    assert found.outcome == naive.outcome(wanted)


@given(PEOPLE, DOSSIERS, st.integers(1, 2))
def test_the_trial_comes_out_as_by_the_rules_written_a_second_time(person, dossier, cycle):
    compare(TRIAL.criteria, person, dossier, cycle)


@given(criteria(), PEOPLE, DOSSIERS, st.integers(1, 2))
def test_any_criterion_comes_out_as_by_the_rules_written_a_second_time(
    asked, person, dossier, cycle
):
    compare([asked], replace(person, who=asked.who), dossier, cycle)


@given(st.dates(date(1990, 1, 1), ON), st.integers(0, 12_000))
def test_an_age_is_the_number_of_monthly_birthdays_passed(born, days):
    day = born + timedelta(days=days)
    assert age_on(day, born).in_months == naive.months_old(born, day)


GOOD = {
    "performance": Decimal(80),
    "alt": Decimal(24),
    "ast": Decimal(33),
    "hiv": "negative",
    "hbv": "negative",
    "hcv": "negative",
    "pregnancy": "negative",
    "uncontrolled_infection": "no",
    "apheresis_suitable": "yes",
    "haploidentical_family_donor": "yes",
}


@given(
    st.sampled_from(Who),
    st.fixed_dictionaries({what: st.integers(0, 14) for what in GOOD}),
    st.lists(st.sampled_from([None, 0, 1, 7, 14, 28]), min_size=12, max_size=12),
)
def test_who_is_eligible_stays_so_until_the_last_day_and_not_a_day_longer(who, ages, valid_days):
    results = tuple(
        Observation(what, value, ON - timedelta(days=ages[what]), scale=Scale.LANSKY)
        for what, value in GOOD.items()
    )
    known = Dossier(
        results,
        (Consent("1", date(2026, 2, 1)),),
        (ConsentVersion("1", date(2025, 1, 1)),),
        chosen((CALIPER, date(2020, 1, 1))),
    )
    asked = [
        replace(one, valid_days=None if one.id in ("P-I3", "D-I3") else days)
        for one, days in zip(TRIAL.criteria, valid_days, strict=True)
    ]
    person = Person(who, date(2018, 6, 1), "f", "relapsed")
    found = evaluate(asked, person, known, 1, ON)
    compare(asked, person, known, 1)
    if found.valid_until is not None:
        last = evaluate(asked, person, known, 1, found.valid_until)
        after = evaluate(asked, person, known, 1, found.valid_until + timedelta(days=1))
        assert (last.outcome, after.outcome) == ("eligible", "incomplete")
    elif found.outcome == "eligible":
        limited = {one.id for one in asked if one.valid_days is not None and one.who is who}
        assert limited <= {"P-I0", "P-I1"}
