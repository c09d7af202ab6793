"""What one test says of a person, by which result, and why it says nothing."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from nkdesk.eligibility.dossier import Dossier, Person, age_or_none
from nkdesk.eligibility.limits import limit_on, quotient_of, rounded_down
from nkdesk.eligibility.units import in_basic_unit
from nkdesk.model.criterion import (
    Comparison,
    Criterion,
    CriterionKind,
    JudgementTest,
    ObservationTest,
    Recheck,
)
from nkdesk.model.eligibility import Evidence, UnknownReason
from nkdesk.model.evidence import Observation, Scale

UNDECIDED = frozenset({"unknown", "indeterminate"})
"""Answers that are given and still say nothing: the test stays unknown."""

PERFORMANCE = "performance"
KARNOFSKY_FROM_YEARS = 16
"""Source: CIBMTR, appendix L. Lansky below, Karnofsky from this age on."""

LANSKY_FROM_YEARS = 1
"""No scale is published below; the protocol's ``infant_scale`` decides."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One person on one day: what every test of every criterion is judged by."""

    person: Person
    dossier: Dossier
    cycle: int
    on: date
    results: dict[str, list[Observation]]


@dataclass(frozen=True, slots=True)
class Term:
    """How long evidence counts for one criterion on the day of the evaluation."""

    criterion: Criterion
    setting: Setting

    def last_day(self, day: date) -> date | None:
        """Return the last day evidence of a day counts, None where the site set no limit."""
        days = self.criterion.valid_days
        return None if days is None else day + timedelta(days=days)

    def is_over(self, day: date) -> bool:
        """Tell whether evidence of a day counts no more."""
        last = self.last_day(day)
        return (last is not None and last < self.setting.on) or not self.is_new(day)

    def is_new(self, day: date) -> bool:
        """Tell whether evidence is newer than day 1 of cycle 1, where a newer one is needed.

        While cycle 1 has no first day nothing can be newer than it.
        """
        if self.setting.cycle == 1 or self.criterion.recheck is not Recheck.REPEAT:
            return True
        first = self.setting.dossier.cycle1_day1
        return first is not None and day > first


class _Measured(NamedTuple):
    """An enzyme held against its limit."""

    uln: Decimal | None = None
    table: str = ""
    multiple: Decimal | None = None


_NOT_MEASURED = _Measured()


def judged(test: ObservationTest | JudgementTest, term: Term) -> Evidence:
    """Return what the newest result says; of two on one day the one with the worse verdict."""
    what = test.observation if isinstance(test, ObservationTest) else test.judgement
    known = term.setting.results.get(what, [])
    past = [one for one in known if one.on <= term.setting.on]
    if not past:
        reason = UnknownReason.FUTURE if known else UnknownReason.MISSING
        return Evidence(what, None, reason)
    newest = max(one.on for one in past)
    found = [(one, _judged(test, one, term)) for one in past if one.on == newest]
    exclusion = term.criterion.kind is CriterionKind.EXCLUSION
    return min(found, key=lambda pair: _order(*pair, exclusion=exclusion))[1]


def _judged(
    test: ObservationTest | JudgementTest, observation: Observation, term: Term
) -> Evidence:
    answer: bool | UnknownReason = UnknownReason.EXPIRED
    measured = _NOT_MEASURED
    if not term.is_over(observation.on):
        answer, measured = _said(test, observation, term.setting)
    reason = answer if isinstance(answer, UnknownReason) else None
    return Evidence(
        what=observation.what,
        holds=None if isinstance(answer, UnknownReason) else answer,
        reason=reason,
        observation=observation,
        uln=measured.uln,
        uln_table=measured.table,
        multiple=measured.multiple,
        last_day=term.last_day(observation.on) if term.is_new(observation.on) else None,
    )


def _said(
    test: ObservationTest | JudgementTest, observation: Observation, setting: Setting
) -> tuple[bool | UnknownReason, _Measured]:
    if isinstance(test, ObservationTest) and test.comparison is Comparison.ULN_AT_LEAST:
        return _against_uln(observation, Fraction(test.value), setting)
    wanted = test.equals if isinstance(test, JudgementTest) else test.value
    return _answer(observation, wanted, setting), _NOT_MEASURED


def _against_uln(
    observation: Observation, times: Fraction, setting: Setting
) -> tuple[bool | UnknownReason, _Measured]:
    number = _number(observation)
    if number is None:
        return UnknownReason.MISSING, _NOT_MEASURED
    born, sex = setting.person.born, setting.person.sex
    limit = limit_on(setting.dossier.uln, observation.what, observation.on, born=born, sex=sex)
    if limit is None:
        return UnknownReason.NO_ULN, _NOT_MEASURED
    quotient = quotient_of(number, limit.uln)
    return quotient >= times, _Measured(limit.uln, limit.table, rounded_down(quotient))


def _answer(
    observation: Observation, wanted: Decimal | str, setting: Setting
) -> bool | UnknownReason:
    """Return whether a result says what is wanted, or why it says nothing."""
    if isinstance(wanted, str):
        undecided = observation.value in UNDECIDED or not isinstance(observation.value, str)
        said = observation.value == wanted
        return UnknownReason.MISSING if undecided and not said else said
    number = _number(observation)
    if number is None:
        return UnknownReason.MISSING
    if observation.what == PERFORMANCE and not _scale_fits(observation, setting):
        return UnknownReason.WRONG_SCALE
    return number >= wanted


def _scale_fits(observation: Observation, setting: Setting) -> bool:
    """Tell whether the scale is the one of the age on the day it was taken."""
    age = age_or_none(observation.on, setting.person.born)
    if age is None:
        return False
    if age.years >= KARNOFSKY_FROM_YEARS:
        return observation.scale is Scale.KARNOFSKY
    published = age.years >= LANSKY_FROM_YEARS
    allowed = published or setting.dossier.infant_scale == Scale.LANSKY
    return allowed and observation.scale is Scale.LANSKY


def _number(observation: Observation) -> Decimal | None:
    """Return the number as it is compared, None where something was told instead of measured."""
    if not isinstance(observation.value, Decimal):
        return None
    return in_basic_unit(observation.value, observation.unit)


def _order(
    observation: Observation, evidence: Evidence, *, exclusion: bool
) -> tuple[int, Decimal, int]:
    """Rank results of one day: the worse verdict, then the worse number, then the newest entry."""
    number = _number(observation) or Decimal(0)
    verdicts = (exclusion, None, not exclusion)  # what the test says, the worst first
    return (verdicts.index(evidence.holds), -number if exclusion else number, -observation.id)
