"""Verdicts and the gate before cycle 2: what was found, by what, until when, and who signed.

Source: the eligibility format.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from nkdesk.model.criterion import Criterion, Who
from nkdesk.model.evidence import Consent, Observation


class Verdict(StrEnum):
    """What is said of one criterion. A missing or expired result is never met."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class UnknownReason(StrEnum):
    """Why nothing can be said."""

    MISSING = "missing"
    FUTURE = "future"
    EXPIRED = "expired"
    WRONG_SCALE = "wrong_scale"
    NO_ULN = "no_uln"


class Outcome(StrEnum):
    """What all criteria together say."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one test of a criterion was judged by.

    ``observation`` or ``consent`` is None where there is none. ``uln`` and ``uln_table`` (id and
    version) are the limit used, ``multiple`` the exact quotient rounded down to one decimal, to
    be shown. ``holds`` is what the test says, None for unknown, then ``reason`` says why.
    ``last_day`` is the last day the result counts, None for no limit.
    """

    what: str
    holds: bool | None
    reason: UnknownReason | None = None
    observation: Observation | None = None
    consent: Consent | None = None
    uln: Decimal | None = None
    uln_table: str = ""
    multiple: Decimal | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class CriterionVerdict:
    """One criterion with its verdict, its reasons where unknown, and all its evidence.

    ``waived`` says that an investigator signed that it does not count.
    """

    criterion: Criterion
    verdict: Verdict
    reasons: tuple[UnknownReason, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    last_day: date | None = None
    waived: bool = False


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Every criterion of a person on a date.

    ``valid_until`` is the earliest last day among the evidence, None when no criterion has a
    limit or the outcome is not eligible.
    """

    who: Who
    cycle: int
    on: date
    verdicts: tuple[CriterionVerdict, ...]
    outcome: Outcome
    valid_until: date | None

    @property
    def not_met(self) -> tuple[CriterionVerdict, ...]:
        """The criteria that speak against it."""
        return tuple(
            one for one in self.verdicts if one.verdict is Verdict.NOT_MET and not one.waived
        )

    @property
    def unknown(self) -> tuple[CriterionVerdict, ...]:
        """The criteria nothing can be said of."""
        return tuple(one for one in self.verdicts if one.verdict is Verdict.UNKNOWN)


class GateState(StrEnum):
    """Where the gate before a cycle stands."""

    NEVER_SIGNED = "never_signed"
    OPEN = "open"
    CLOSED = "closed"
    PASSED = "passed"


class GateClosed(StrEnum):
    """Why a gate was closed again."""

    RESULT = "result"
    START_MOVED = "start_moved"
    EXPIRED = "expired"
    OFF_STUDY = "off_study"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Gate:
    """A signed re-check and what became of it.

    ``signed_by`` and ``role`` stand in for a signature. ``valid_until`` None: no criterion has
    a limit. ``closed_why`` is set once it is closed; ``closed_by`` names the criterion, or "".
    ``evaluation_hash`` is the SHA-256 of the frozen evaluation.
    """

    id: int
    patient_id: int
    cycle: int
    evaluated_on: date
    valid_until: date | None
    signed_by: str
    role: str
    signed_at: datetime
    evaluation_hash: str
    closed_why: GateClosed | None = None
    closed_by: str = ""


@dataclass(frozen=True, slots=True)
class Waiver:
    """An investigator's signed deviation: one criterion that does not count, and why."""

    patient_id: int
    cycle: int
    criterion: str
    reason: str
    investigator: str
    signed_at: datetime
    id: int = 0
