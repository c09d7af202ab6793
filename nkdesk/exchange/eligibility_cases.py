"""Eligibility cases: one person on one day, read strictly, and how what came out differs.

Source: the eligibility format, "Cases".
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field, field_validator

from nkdesk.eligibility import Dossier, Person, evaluate
from nkdesk.exchange.case_values import STRICT, Day, Difference
from nkdesk.exchange.values import exact_number
from nkdesk.model.criterion import Who
from nkdesk.model.eligibility import CriterionVerdict, Evaluation, Outcome, UnknownReason, Verdict
from nkdesk.model.evidence import (
    Consent,
    ConsentVersion,
    Observation,
    Rater,
    Scale,
    UlnChoice,
    UlnRow,
    UlnTable,
)
from nkdesk.model.protocol import Protocol
from nkdesk.model.uln import overlaps
from nkdesk.model.words import Words

_ALWAYS = date(1900, 1, 1)
"""From when the one consent version and the one table of a case are in force."""

_MEASURED = re.compile(r"\d{1,9}(?:\.\d{1,9})?", re.ASCII)
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
Value = Annotated[str, Field(pattern=r"^(?:\d{1,9}(?:\.\d{1,9})?|[a-z][a-z0-9_-]{0,39})$")]
Exact = Annotated[Decimal, BeforeValidator(exact_number)]
Months = Annotated[int, Field(strict=True, ge=0, le=1800)]
Sex = Literal["f", "m"]


class _Table(BaseModel):
    model_config = STRICT


class UlnLine(_Table):
    """One row of the site's table of limits."""

    what: Code
    sex: Literal["f", "m", "any"]
    from_months: Months
    below_months: Months
    uln: Exact

    def row(self) -> UlnRow:
        """Return it as it is evaluated."""
        sex = None if self.sex == "any" else self.sex
        return UlnRow(self.what, sex, self.from_months, self.below_months, self.uln)


class ObservationLine(_Table):
    """One result or judgement."""

    what: Code
    value: Value
    on: Day
    unit: str = ""
    scale: Scale | None = None
    rater: Rater | None = None

    def observation(self) -> Observation:
        """Return it as it is evaluated: figures are a number, everything else a code."""
        value = Decimal(self.value) if _MEASURED.fullmatch(self.value) else self.value
        return Observation(self.what, value, self.on, self.unit, self.scale, self.rater)


class ConsentLine(_Table):
    """One signed consent."""

    version: str
    signed: Day
    withdrawn: Day | None = None


class Question(_Table):
    """Who is asked about, on which day, and all that is known."""

    who: Who
    cycle: Annotated[int, Field(strict=True, ge=1, le=12)]
    on: Day
    cycle1_day1: Day | None = None
    born: Day
    sex: Sex
    disease_group: str = ""
    uln: tuple[UlnLine, ...] = ()
    observations: tuple[ObservationLine, ...] = ()
    consents: tuple[ConsentLine, ...] = ()
    consent_version: str | None = None

    @field_validator("uln")
    @classmethod
    def _states_each_limit_once(cls, lines: tuple[UlnLine, ...]) -> tuple[UlnLine, ...]:
        for later, earlier in overlaps([line.row() for line in lines]):
            message = f"row {later + 1} overlaps row {earlier + 1}; state each limit once"
            raise ValueError(message)
        return lines

    def person(self) -> Person:
        """Return the person asked about."""
        return Person(self.who, self.born, self.sex, self.disease_group)

    def dossier(self, infant_scale: str | None) -> Dossier:
        """Return what is known of the person."""
        table = UlnTable("case", "1", Words("case"), "", "", tuple(one.row() for one in self.uln))
        version = self.consent_version
        return Dossier(
            tuple(line.observation() for line in self.observations),
            tuple(Consent(one.version, one.signed, one.withdrawn) for one in self.consents),
            () if version is None else (ConsentVersion(version, _ALWAYS),),
            (UlnChoice(table, _ALWAYS),),
            infant_scale or "none",
            self.cycle1_day1,
        )


class EligibilityExpectation(_Table):
    """What must come out; only what is named is compared, multiples as a whole."""

    outcome: Outcome | None = None
    verdicts: dict[str, Verdict | None] = {}
    reasons: dict[str, UnknownReason] = {}
    multiples: dict[str, Annotated[str, Field(pattern=r"^\d+\.\d$")]] | None = None
    valid_until: Day | None = None


class EligibilityCase(_Table):
    """One eligibility case. A verdict of null says that the criterion is not asked at all."""

    id: str
    protocol: str
    eligibility: Question
    expect: EligibilityExpectation


def eligibility_differences(case: EligibilityCase, protocol: Protocol) -> Iterator[Difference]:
    """Evaluate a case and compare what it expects with what came out."""
    asked, expect = case.eligibility, case.expect
    dossier = asked.dossier(protocol.infant_scale)
    found = evaluate(protocol.criteria, asked.person(), dossier, asked.cycle, asked.on)
    if expect.outcome is not None and expect.outcome is not found.outcome:
        yield Difference("outcome", expect.outcome, found.outcome)
    verdicts = {one.criterion.id: one for one in found.verdicts}
    yield from _compared("verdict", expect.verdicts, verdicts, lambda one: one.verdict)
    yield from _compared("reason", expect.reasons, verdicts, _reasons)
    multiples = _multiples(found)
    if expect.multiples is not None and expect.multiples != multiples:
        yield Difference("multiples", _listed(expect.multiples), _listed(multiples))
    if "valid_until" in expect.model_fields_set and expect.valid_until != found.valid_until:
        yield Difference("valid_until", str(expect.valid_until), str(found.valid_until))


def _compared(
    what: str,
    expected: Mapping[str, str | None],
    verdicts: Mapping[str, CriterionVerdict],
    said: Callable[[CriterionVerdict], str],
) -> Iterator[Difference]:
    for criterion, wanted in expected.items():
        got = said(verdicts[criterion]) if criterion in verdicts else None
        if got != wanted:
            yield Difference(f"{what} {criterion}", wanted or "not asked", got or "not asked")


def _reasons(verdict: CriterionVerdict) -> str:
    return " ".join(verdict.reasons) or "none"


def _multiples(evaluation: Evaluation) -> dict[str, str]:
    return {
        evidence.what: str(evidence.multiple)
        for verdict in evaluation.verdicts
        for evidence in verdict.evidence
        if evidence.multiple is not None
    }


def _listed(multiples: Mapping[str, str]) -> str:
    return " ".join(f"{what} {multiple}" for what, multiple in sorted(multiples.items())) or "none"
