"""One infusion as it happens: two checks of every bag, what was done and when, reactions.

Times are aware, in the site's time zone, and kept apart: intended, actual, recorded (MEDa-0239).
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from nkdesk.model.patient import Weight
from nkdesk.model.product_rules import Vital


class InfusionState(StrEnum):
    """Where an infusion stands; ``abandoned``: given up before it began."""

    CHECKING = "checking"
    CHECKED = "checked"
    RUNNING = "running"
    PAUSED = "paused"
    OBSERVING = "observing"
    COMPLETE = "complete"
    ABANDONED = "abandoned"


class Outcome(StrEnum):
    """How an infusion ended."""

    WHOLE = "whole"
    PART = "part"
    STOPPED = "stopped"


class InfusionAct(StrEnum):
    """What a person can do about an infusion; each is stored at once."""

    CHECK = "check"
    PREMEDICATE = "premedicate"
    THAW = "thaw"
    START = "start"
    VITALS = "vitals"
    RATE = "rate"
    PAUSE = "pause"
    RESUME = "resume"
    NEXT_BAG = "next_bag"
    REACTION = "reaction"
    CALL = "call"
    END = "end"
    COMPLETE = "complete"
    ABANDON = "abandon"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Infusion:
    """One infusion of one dose for one item. ``weight`` is what cells per kg are counted by.

    ``after_the_fact`` says that it was entered from paper. ``infused`` are thousands of cells and
    ``remaining`` microlitres left, both None until it has ended.
    """

    id: int
    patient_id: int
    item_id: int
    dose_id: int
    state: InfusionState
    weight: Weight | None
    after_the_fact: bool = False
    started: datetime | None = None
    ended: datetime | None = None
    outcome: Outcome | None = None
    remaining: int | None = None
    infused: int | None = None
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class InfusionEvent:
    """One thing that was done: what, when it was meant, when it was done, when recorded, by whom.

    ``detail`` is what belongs to it as a word or number: a drug and its dose, a rate in mL/h, the
    reason of a pause, a bag's number. ``intended`` is None for what nobody planned.
    """

    infusion_id: int
    act: InfusionAct
    at: datetime
    recorded: datetime
    person: str
    intended: datetime | None = None
    detail: str = ""
    note: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class BagCheck:
    """One person's check of one bag; ``position`` 1 or 2.

    ``patient_scan`` and ``bag_scan`` are what was scanned or typed, read as latin letters;
    ``visual`` is what the person saw (``clear`` when nothing was wrong).
    """

    infusion_id: int
    bag_id: int
    position: int
    person: str
    patient_scan: str
    bag_scan: str
    visual: str
    at: datetime
    recorded: datetime
    id: int = 0


class Match(StrEnum):
    """How one point of a check came out; anything but MATCH stops."""

    MATCH = "match"
    OTHER_PATIENT = "other_patient"
    OTHER_BAG = "other_bag"
    UNREADABLE = "unreadable"
    OTHER_DONOR = "other_donor"
    EXPIRED = "expired"
    DOSE = "dose"
    VISUAL = "visual"
    SAME_PERSON = "same_person"
    NOT_READY = "not_ready"


@dataclass(frozen=True, slots=True)
class CheckPoint:
    """One point of a check: ``what`` is patient, bag, link, expiry, dose, visual or person."""

    what: str
    match: Match
    detail: str = ""


@dataclass(frozen=True, slots=True)
class VitalSigns:
    """One row of measurements; ``due`` is the minute of the plan it answers, None for an extra one.

    ``after_end`` says that ``due`` counts from the end. What was not measured is not in ``values``.
    """

    infusion_id: int
    at: datetime
    recorded: datetime
    person: str
    values: tuple[tuple[Vital, Decimal], ...]
    due: int | None = None
    after_end: bool = False
    note: str = ""
    corrects: int | None = None
    why: str = ""
    id: int = 0

    def value(self, vital: Vital) -> Decimal | None:
        """Return what was measured, None where it was not."""
        return dict(self.values).get(vital)


class Oxygen(StrEnum):
    """How much oxygen a patient needs. Source: ASTCT consensus grading, 2019."""

    NONE = "none"
    LOW_FLOW = "low_flow"
    HIGH_FLOW = "high_flow"
    POSITIVE_PRESSURE = "positive_pressure"


class Pressors(StrEnum):
    """What holds the blood pressure; vasopressin does not count as a second one."""

    NONE = "none"
    ONE = "one"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class CrsSigns:
    """What a grade of cytokine release syndrome is computed from.

    ``temperature`` in °C, ``systolic`` in mmHg; None: not measured. ``antipyretic``: an antipyretic
    or anticytokine was given, so that fever is no longer required. ``other_cause``: the fever has
    another cause. ``age_months`` in completed months.
    """

    age_months: int
    temperature: Decimal | None = None
    antipyretic: bool = False
    other_cause: bool = False
    systolic: int | None = None
    oxygen: Oxygen = Oxygen.NONE
    pressors: Pressors = Pressors.NONE


@dataclass(frozen=True, slots=True)
class Reaction:
    """One reaction: term, when it began, what was done, how it went.

    ``grade`` is the grade of the term by its own scale as a person says it, ``crs`` the grade
    computed from ``signs`` (None: signs not entered or unknown), ``confirmed`` the grade a person
    confirmed. ``resolved`` None: it goes on.
    """

    infusion_id: int
    term: str
    onset: datetime
    recorded: datetime
    person: str
    grade: int | None = None
    action: str = ""
    outcome: str = ""
    resolved: datetime | None = None
    signs: CrsSigns | None = None
    crs: int | None = None
    confirmed: int | None = None
    confirmed_by: str = ""
    note: str = ""
    corrects: int | None = None
    id: int = 0
