"""Holding one patient against every criterion of the trial."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

from nkdesk.eligibility import Dossier, Person, evaluate
from nkdesk.exchange.protocol_file import shipped_protocols
from nkdesk.model.criterion import Criterion, Who
from nkdesk.model.eligibility import Evaluation, Outcome
from nkdesk.model.evidence import Consent, ConsentVersion, Observation, Scale, UlnChoice
from nkdesk.services.uln import shipped_uln_tables
from tests.benchmarks.measuring import ROUNDS, Measure, alternating, scaled

MICRO = 1_000_000
TRIAL = "NCT05272293"
ON, CYCLE_1 = date(2026, 3, 10), date(2026, 1, 12)
GIRL = Person(Who.PATIENT, date(2011, 2, 20), "f", "relapsed")
KINDS = ("alt", "ast", "performance", "hiv", "uncontrolled_infection")
VALUES = (Decimal("23.5"), Decimal(31), Decimal(80), "negative", "no")


def dossier(results: int) -> Dossier:
    """Return so many results, the newest of each kind from the day before the check."""
    rounds = results // len(KINDS)
    observations = tuple(
        Observation(what, value, ON - timedelta(days=rounds - turn), scale=Scale.LANSKY)
        for turn in range(rounds)
        for what, value in zip(KINDS, VALUES, strict=True)
    )
    return Dossier(
        observations,
        (Consent("2", date(2026, 1, 5)),),
        (ConsentVersion("1", date(2025, 1, 1)), ConsentVersion("2", date(2026, 1, 1))),
        (UlnChoice(shipped_uln_tables()[0], date(2025, 1, 1)),),
        "none",
        CYCLE_1,
    )


def criteria() -> tuple[Criterion, ...]:
    """Return the criteria of the trial, as it ships."""
    (protocol,) = [one for _, one, _ in shipped_protocols() if one.id == TRIAL]
    return protocol.criteria


def checked(known: Dossier) -> Evaluation:
    """Return the check before cycle 2; it must come out as meant, else nothing is measured."""
    evaluation = evaluate(criteria(), GIRL, known, 2, ON)
    if evaluation.outcome is not Outcome.ELIGIBLE or evaluation.valid_until is None:
        raise AssertionError("The measured check is not the one that was meant.")
    return evaluation


def measures(rounds: int = ROUNDS) -> Iterator[Measure]:
    """Yield the microseconds of one check with few results, and with a long history."""
    asked, few, many = criteria(), dossier(5), dossier(100)
    checked(few)
    checked(many)
    costs = alternating(
        [
            lambda: evaluate(asked, GIRL, few, 2, ON),
            lambda: evaluate(asked, GIRL, many, 2, ON),
        ],
        rounds,
    )
    for results, taken in zip((5, 100), costs, strict=True):
        cost = median(scaled(taken, MICRO))
        yield Measure(f"check one patient ({results} results)", cost, "us", budget=200)
