"""What eligibility is judged by: results, judgements, consents and the limits of normal.

Source: the eligibility format; what a consent record holds: ICH E6(R3).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from nkdesk.model.words import Words


class Scale(StrEnum):
    """The scales of the performance status."""

    LANSKY = "lansky"
    KARNOFSKY = "karnofsky"


class Rater(StrEnum):
    """Who rated a performance status: parents and clinicians differ by more than ten points."""

    PARENT = "parent"
    CLINICIAN = "clinician"
    PATIENT = "patient"


@dataclass(frozen=True, slots=True)
class Observation:
    """One result or judgement, as it counts.

    ``what`` names it (``alt``, ``hiv``, ``performance``, ``uncontrolled_infection``), ``value``
    is a Decimal in ``unit`` for what is measured, a code (``negative``, ``no``) for what is told.
    ``scale`` and ``rater`` belong to a performance status. ``on`` is the day of the sample or
    the judgement. ``entered_by`` is who entered it, ``source`` where it comes from; ``id`` is 0
    while it has not been stored.
    """

    what: str
    value: Decimal | str
    on: date
    unit: str = ""
    scale: Scale | None = None
    rater: Rater | None = None
    source: str = ""
    entered_by: str = ""
    note: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Infection:
    """The structured half of a judgement on infection; the verdict is the observation's value.

    ``treatment_day`` counts days of anti-infective treatment, None for none.
    """

    site: str
    organism: str
    fever: str
    treatment_day: int | None
    trend: str


@dataclass(frozen=True, slots=True)
class Consent:
    """One signed consent form. ``signers`` are the codes of who signed, ``assent`` the child's.

    ``withdrawn`` is the day it was taken back, None while it stands.
    """

    version: str
    signed: date
    withdrawn: date | None = None
    language: str = ""
    signers: tuple[str, ...] = ()
    assent: str = ""
    entered_by: str = ""
    note: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class ConsentVersion:
    """A version of the consent form and the day from which it is in force."""

    version: str
    valid_from: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class UlnRow:
    """An upper limit of normal for one enzyme; ages in completed months, below exclusive.

    ``sex`` None is any sex.
    """

    what: str
    sex: str | None
    from_months: int
    below_months: int
    uln: Decimal


@dataclass(frozen=True, slots=True)
class UlnTable:
    """One version of a table of limits, of one method, in U/L."""

    id: str
    version: str
    title: Words
    method: str
    source: str
    rows: tuple[UlnRow, ...]


@dataclass(frozen=True, slots=True)
class UlnChoice:
    """Which table the site measures by, and from which day of sampling on."""

    table: UlnTable
    valid_from: date


@dataclass(frozen=True, slots=True)
class Donor:
    """A family donor of one patient, as far as eligibility asks."""

    id: int
    patient_id: int
    family: str
    given: str
    born: date
    sex: str
    relation: str
