"""What the bedside screen and its sheets show, and what is typed there.

Times typed are ``HH:MM`` of the ward, days as on every form; an empty day is today, an empty time
is now.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from nkdesk.model.infusion import (
    BagCheck,
    CheckPoint,
    CrsSigns,
    Infusion,
    InfusionAct,
    InfusionEvent,
    Match,
    Reaction,
    VitalSigns,
)
from nkdesk.model.patient import Weight
from nkdesk.model.product import Bag, CellOrder, Lot, ProductDose
from nkdesk.model.product_rules import ProductRules, Vital, VitalLimit
from nkdesk.model.readiness import Readiness
from nkdesk.model.words import Words
from nkdesk.services.read_models import DayRow


@dataclass(frozen=True, slots=True)
class CheckForm:
    """One person's check of one bag, as scanned or typed."""

    infusion_id: int
    position: int
    person: str
    patient_scan: str
    bag_scan: str
    visual: str = "clear"


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """Every point of a check. ``corrected``: the scanner typed through another layout.

    ``saved`` says that it was stored: all points match. A stop stores only that it was a stop.
    """

    points: tuple[CheckPoint, ...]
    bag: Bag | None
    corrected: bool
    saved: bool

    @property
    def matches(self) -> bool:
        """Whether every point matches."""
        return all(point.match is Match.MATCH for point in self.points)


@dataclass(frozen=True, slots=True)
class StartForm:
    """The start; ``answers`` say why it begins in spite of each reason that asks, by code."""

    infusion_id: int
    person: str
    on: str = ""
    time: str = ""
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ActForm:
    """Anything else that is done: premedication, thaw, rate, pause, next bag, a call, a note."""

    infusion_id: int
    act: str
    person: str
    on: str = ""
    time: str = ""
    detail: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class VitalsForm:
    """Measurements as typed, by the name of the vital; empty ones were not measured."""

    infusion_id: int
    person: str
    values: tuple[tuple[str, str], ...]
    due: int | None = None
    after_end: bool = False
    on: str = ""
    time: str = ""
    note: str = ""
    corrects: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class EndForm:
    """The end: ``outcome`` whole, part or stopped; ``remaining`` mL left in the bags."""

    infusion_id: int
    outcome: str
    person: str
    remaining: str = ""
    reason: str = ""
    note: str = ""
    on: str = ""
    time: str = ""


@dataclass(frozen=True, slots=True)
class ReactionForm:
    """A reaction as typed. ``confirmed`` is the grade a person confirms, "" while none does."""

    infusion_id: int
    term: str
    person: str
    onset_on: str = ""
    onset_at: str = ""
    grade: str = ""
    action: str = ""
    outcome: str = ""
    resolved_on: str = ""
    resolved_at: str = ""
    temperature: str = ""
    systolic: str = ""
    oxygen: str = "none"
    pressors: str = "none"
    antipyretic: bool = False
    other_cause: bool = False
    confirmed: str = ""
    note: str = ""
    corrects: int | None = None


@dataclass(frozen=True, slots=True)
class LateForm:
    """A whole infusion entered from paper, where both signed the checks of every bag."""

    item_id: int
    bags: tuple[str, ...]
    trial_number: str
    first: str
    second: str
    on: str
    start: str
    end: str
    outcome: str = "whole"
    remaining: str = ""
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class VitalsDue:
    """One row of the vitals plan: its minute, when that is, what was measured.

    ``at`` is None before the start (or the end). ``late_by`` whole minutes past its time, 0 while
    on time. ``out`` are the values outside what is usual at the age; never a block.
    """

    due: int
    after_end: bool
    at: datetime | None
    signs: VitalSigns | None
    late_by: int = 0
    out: tuple[Vital, ...] = ()


@dataclass(frozen=True, slots=True)
class BagView:
    """A bag of the dose with its two checks and whether it has been hung."""

    bag: Bag
    first: BagCheck | None
    second: BagCheck | None
    hung: datetime | None


@dataclass(frozen=True, slots=True)
class CellCount:
    """Thousands of cells in total and thousands per kg, always both.

    ``per_kg`` is None without a weight.
    """

    total: int
    per_kg: Decimal | None


@dataclass(frozen=True, slots=True)
class BedsidePage:
    """Everything the bedside screen shows of one infusion.

    ``infusion`` None: nothing has been stored yet. ``may`` are the acts allowed now. ``resumed``
    is the newest event stored, when the screen opens on an infusion that is already under way:
    what was acknowledged, by whom, when. ``blind`` is the person whose entries the second checker
    must not see, "" while nobody has checked.
    """

    row: DayRow
    rules: ProductRules
    dose: ProductDose | None
    lot: Lot | None
    order: CellOrder | None
    ordered: CellCount | None
    labelled: CellCount | None
    infused: CellCount | None
    weight: Weight | None
    readiness: Readiness
    infusion: Infusion | None
    may: frozenset[InfusionAct]
    bags: tuple[BagView, ...]
    events: tuple[InfusionEvent, ...]
    vitals: tuple[VitalsDue, ...]
    extra_vitals: tuple[VitalSigns, ...]
    limits: tuple[VitalLimit, ...]
    reactions: tuple[Reaction, ...]
    steroids_barred: bool
    intended: date
    resumed: InfusionEvent | None = None
    observe_until: datetime | None = None
    blind: str = ""
    revision: int = 0


@dataclass(frozen=True, slots=True)
class AlreadyStarted:
    """A start that came second: who began it, and when."""

    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CrsView:
    """A grade computed, with what it was computed from and what decided it.

    ``decided_by`` is ``fever``, ``hypotension``, ``oxygen``, ``pressors`` or "" where it is no
    cytokine release syndrome. ``low_pressure`` is the limit for the age in mmHg.
    """

    signs: CrsSigns
    grade: int | None
    decided_by: tuple[str, ...]
    low_pressure: int


@dataclass(frozen=True, slots=True)
class ReactionTerm:
    """A term the form offers."""

    code: str
    title: Words
