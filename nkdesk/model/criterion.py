"""Eligibility criteria as data; they are evaluated elsewhere.

Source of every rule: the eligibility format beside the protocol file format.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from nkdesk.model.words import Words


class Who(StrEnum):
    """Whom a criterion is about."""

    PATIENT = "patient"
    DONOR = "donor"


class CriterionKind(StrEnum):
    """Inclusion: the test must hold. Exclusion: the test must not hold."""

    INCLUSION = "inclusion"
    EXCLUSION = "exclusion"


class CriterionSource(StrEnum):
    """Who asks for it: the trial's registry record, or the site."""

    REGISTRY = "registry"
    SITE = "site"


class Recheck(StrEnum):
    """What happens before cycle 2: a newer result is needed, the earlier one stands, or nothing."""

    REPEAT = "repeat"
    CARRY = "carry"
    SKIP = "skip"


class Join(StrEnum):
    """How the tests of one criterion combine."""

    ALL_OF = "all_of"
    ANY_OF = "any_of"


class Comparison(StrEnum):
    """What an observation is held against."""

    AT_LEAST = "at_least"
    ULN_AT_LEAST = "uln_at_least"
    EQUALS = "equals"


@dataclass(frozen=True, slots=True)
class ObservationTest:
    """The newest valid observation of a kind against a value (a Decimal for the two limits)."""

    observation: str
    comparison: Comparison
    value: Decimal | str


@dataclass(frozen=True, slots=True)
class FieldTest:
    """A field of the enrolment record is one of the values."""

    field: str
    one_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgeTest:
    """Completed age on the evaluation date, from inclusive, below exclusive."""

    from_months: int | None = None
    below_years: int | None = None


@dataclass(frozen=True, slots=True)
class ConsentTest:
    """A consent of the version in force, signed and not withdrawn."""


@dataclass(frozen=True, slots=True)
class JudgementTest:
    """A physician's dated judgement equals the value."""

    judgement: str
    equals: str


Test = ObservationTest | FieldTest | AgeTest | ConsentTest | JudgementTest


@dataclass(frozen=True, slots=True)
class ScopedTest:
    """A test and whom it applies to; outside its scope the criterion is not applicable."""

    test: Test
    sex: str | None = None
    from_age_years: int | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """One eligibility criterion. ``valid_days`` None: the site has set no limit."""

    id: str
    who: Who
    kind: CriterionKind
    text: Words
    source: CriterionSource
    recheck: Recheck
    join: Join
    tests: tuple[ScopedTest, ...]
    valid_days: int | None = None
    example: bool = False
