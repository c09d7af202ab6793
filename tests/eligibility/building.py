"""Criteria, people and evidence for the tests, each with only what a test is about."""

from datetime import date, timedelta
from decimal import Decimal

from nkdesk.eligibility import Dossier, Person, evaluate
from nkdesk.model.criterion import (
    Comparison,
    Criterion,
    CriterionKind,
    CriterionSource,
    Join,
    JudgementTest,
    ObservationTest,
    Recheck,
    ScopedTest,
    Who,
)
from nkdesk.model.evidence import Observation, UlnChoice, UlnRow, UlnTable
from nkdesk.model.words import Words

ON = date(2026, 3, 10)
CYCLE_1 = date(2026, 1, 12)


def before(days):
    return ON - timedelta(days=days)


def at_least(what, limit):
    return ObservationTest(what, Comparison.AT_LEAST, Decimal(limit))


def times_uln(what, times="5"):
    return ObservationTest(what, Comparison.ULN_AT_LEAST, Decimal(times))


def equals(what, value="positive"):
    return ObservationTest(what, Comparison.EQUALS, value)


def judgement(what, value="yes"):
    return JudgementTest(what, value)


def criterion(*tests, **changes):
    asked = {
        "id": "X",
        "who": Who.PATIENT,
        "kind": CriterionKind.EXCLUSION,
        "text": Words("x"),
        "source": CriterionSource.REGISTRY,
        "recheck": Recheck.REPEAT,
        "join": Join.ANY_OF,
        **changes,
    }
    scoped = tuple(test if isinstance(test, ScopedTest) else ScopedTest(test) for test in tests)
    return Criterion(tests=scoped, **asked)


def inclusion(*tests, **changes):
    return criterion(*tests, kind=CriterionKind.INCLUSION, **changes)


def result(what, value, on=ON, **rest):
    return Observation(what, Decimal(value) if value[0].isdigit() else value, on, **rest)


def table(*rows, name="T", version="1"):
    limits = tuple(UlnRow(*row[:4], Decimal(row[4])) for row in rows)
    return UlnTable(name, version, Words(name), "IFCC", "made up", limits)


def everybody(uln, name="T"):
    """Return a table with one limit of ALT for everybody."""
    return table(("alt", None, 0, 1800, uln), name=name)


def chosen(*choices):
    return tuple(UlnChoice(one, valid_from) for one, valid_from in choices)


PATIENT = Person(Who.PATIENT, date(2014, 3, 10), "f", "relapsed")


def one_verdict(asked, *observations, person=PATIENT, cycle=1, on=ON, waived=(), **dossier):
    known = Dossier(observations, **{"cycle1_day1": CYCLE_1, **dossier})
    found = evaluate([asked], person, known, cycle, on, waived=frozenset(waived))
    (verdict,) = found.verdicts
    return verdict
