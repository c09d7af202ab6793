"""What assessments, checks, the gate and the board of gaps show.

What is typed stands in ``evidence_forms``; it is imported here too, so that one module serves.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from nkdesk.model.criterion import Who
from nkdesk.model.eligibility import (
    CriterionVerdict,
    Evaluation,
    Gate,
    GateClosed,
    GateState,
    UnknownReason,
    Waiver,
)
from nkdesk.model.evidence import (
    Consent,
    ConsentVersion,
    Donor,
    Infection,
    Observation,
    UlnChoice,
    UlnTable,
)
from nkdesk.model.words import Words
from nkdesk.services.evidence_forms import (
    ConsentForm,
    ConsentVersionForm,
    DonorForm,
    GateForm,
    InfectionForm,
    ObservationForm,
    StrikeForm,
    UlnChoiceForm,
    WaiverForm,
    WithdrawalForm,
)
from nkdesk.services.read_models import PatientLine

__all__ = [
    "Assessments",
    "CheckRow",
    "ConsentForm",
    "ConsentVersionForm",
    "ConsentWarning",
    "CycleSummary",
    "DonorForm",
    "EligibilityCheck",
    "Gap",
    "GapBoard",
    "GapRow",
    "GateAlert",
    "GateForm",
    "GateStatus",
    "InfectionForm",
    "ObservationForm",
    "ObservationKind",
    "Point",
    "Series",
    "StrikeForm",
    "UlnChoiceForm",
    "UlnTableRow",
    "WaiverForm",
    "WithdrawalForm",
]


@dataclass(frozen=True, slots=True)
class ObservationKind:
    """One thing that can be observed: its code, words, units and how it is answered.

    ``answers`` are the codes to choose from, empty for a measured number; ``units`` the units a
    number may be typed in, the first is the one it is compared in. ``factor`` is by how much two
    results in a row may differ before the second is asked for again, None for no such limit.
    ``possible`` and ``plausible`` bound the number in the first unit, both included: outside the
    first it is refused, outside the second asked for again. ``scales`` are the codes of scales with
    their bounds, ``step`` what the number is a multiple of. ``computed`` ones nobody enters,
    ``form`` names the form of its own that one is entered in, "" for none.
    """

    code: str
    title: Words
    answers: tuple[tuple[str, Words], ...] = ()
    units: tuple[str, ...] = ()
    judgement: bool = False
    factor: Decimal | None = None
    possible: tuple[Decimal, Decimal] | None = None
    plausible: tuple[Decimal, Decimal] | None = None
    scales: tuple[tuple[str, Decimal, Decimal], ...] = ()
    step: Decimal | None = None
    computed: bool = False
    form: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One result in a series, with the limit it is held against that day, where there is one.

    ``number``, ``uln`` and ``limit`` are in the kind's first unit, ``multiple`` is rounded down to
    one decimal. ``corrected`` ones count no more; ``why`` says what was wrong, ``struck`` that
    nothing took their place.
    """

    observation: Observation
    number: Decimal | None
    uln: Decimal | None = None
    multiple: Decimal | None = None
    limit: Decimal | None = None
    corrected: bool = False
    struck: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """All results of one kind, oldest first; ``expires`` is the newest one's last day."""

    kind: ObservationKind
    points: tuple[Point, ...]
    criteria: tuple[str, ...] = ()
    expires: date | None = None
    infection: Infection | None = None


@dataclass(frozen=True, slots=True)
class ConsentWarning:
    """What a consent asks a person to look at.

    ``code`` is "newer_version", "comes_of_age" or "withdrawn"; ``on`` is the day it begins.
    """

    code: str
    on: date


@dataclass(frozen=True, slots=True)
class Assessments:
    """Everything that eligibility is judged by, of one patient or of the donor."""

    line: PatientLine
    who: Who
    donor: Donor | None
    today: date
    series: tuple[Series, ...]
    consents: tuple[Consent, ...]
    consent_in_force: ConsentVersion | None
    warnings: tuple[ConsentWarning, ...]
    kinds: tuple[ObservationKind, ...]
    uln: UlnChoice | None
    revision: int


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One criterion as shown: the verdict with its evidence, and what may be done about it.

    ``site_rule`` tells a rule of the site from the trial's; ``example`` marks a number nobody
    published. ``age_days`` is the age of the newest result on the day of the check.
    """

    verdict: CriterionVerdict
    site_rule: bool
    example: bool
    age_days: int | None
    can_waive: bool
    kinds: tuple[str, ...] = ()
    waiver: Waiver | None = None


@dataclass(frozen=True, slots=True)
class CycleSummary:
    """What became of a cycle's infusions."""

    number: int
    first_day: date
    given: int
    not_given: int
    open: int
    last_given: date | None


@dataclass(frozen=True, slots=True)
class GateStatus:
    """Where the gate before a cycle stands today. ``state`` OPEN means: the cycle may be planned.

    ``expired`` says that the signature no longer counts because its day is over.
    """

    state: GateState
    gate: Gate | None = None
    expired: bool = False
    planned_start: date | None = None


@dataclass(frozen=True, slots=True)
class EligibilityCheck:
    """One person held against every criterion on a day; nothing is saved by asking."""

    line: PatientLine
    who: Who
    cycle: int
    today: date
    evaluation: Evaluation
    rows: tuple[CheckRow, ...]
    donor: Donor | None
    before: CycleSummary | None
    gate: GateStatus | None
    uln: UlnChoice | None
    protocol: str
    example: bool
    sample: bool
    read_at: int
    earliest_start: date | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """One criterion that is missing, expired or about to expire before a planned day."""

    criterion: str
    title: Words
    reason: UnknownReason | None
    expires: date | None
    not_met: bool = False


@dataclass(frozen=True, slots=True)
class GapRow:
    """One patient with the day that is planned next and what it still needs.

    ``for_cycle`` is the cycle whose day 1 it is; ``forecast`` says that the day is computed, not
    planned. ``day`` is None while none is planned: then today counts.
    """

    line: PatientLine
    for_cycle: int
    day: date | None
    forecast: bool
    gate: GateState
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class GapBoard:
    """All patients before their next cycle: what is missing or expires before which day.

    Who lacks something comes first, by day. ``total`` counts all patients of the ward.
    """

    today: date
    rows: tuple[GapRow, ...]
    total: int
    as_of: datetime
    revision: int
    sample: bool


@dataclass(frozen=True, slots=True)
class GateAlert:
    """What a physician must be told: a gate that closed, or a result after the first dose.

    ``after_start`` says that the cycle had begun: nothing was taken away. ``seen_by`` is "" while
    nobody has.
    """

    id: int
    line: PatientLine
    cycle: int
    why: GateClosed
    criterion: str
    title: Words | None
    at: datetime
    after_start: bool
    seen_by: str = ""


@dataclass(frozen=True, slots=True)
class UlnTableRow:
    """One table of limits that can be chosen; ``shipped`` ones cannot be changed."""

    hash: str
    table: UlnTable
    shipped: bool
    chosen_from: date | None = None
