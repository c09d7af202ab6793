"""What screens, sheets and the command line show: immutable, complete, in codes and dates."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from nkdesk.bedside.dose import DoseUnknown
from nkdesk.model.age import Age
from nkdesk.model.change import Deviation, OffStudy
from nkdesk.model.cycle import CycleItem
from nkdesk.model.patient import Height, Patient, Weight
from nkdesk.model.protocol import DoseBasis, DoseCondition
from nkdesk.model.readiness import Readiness
from nkdesk.model.words import Words
from nkdesk.model.work_calendar import Closure
from nkdesk.services.row_products import ProductLine, RunningLine


class DayStatus(StrEnum):
    """How an item stands on the day shown; each has a shape, a word and a colour."""

    PLANNED = "planned"
    DUE = "due"
    GIVEN = "given"
    OVERDUE = "overdue"
    NOT_GIVEN = "not_given"


@dataclass(frozen=True, slots=True)
class PatientLine:
    """A patient as shown in any row: two identifiers, the age on the day, the look-alike mark."""

    patient: Patient
    age: Age
    look_alike: bool = False


@dataclass(frozen=True, slots=True)
class DoseLine:
    """The protocol's dose as it stands there, the rule that chose it and the weight on record.

    Nothing is multiplied: nkdesk shows what the protocol says, it never prescribes.
    """

    basis: DoseBasis
    amount: Decimal
    route: str
    over_minutes: int | None
    rule: DoseCondition | None
    weight: Weight | None
    example: bool


@dataclass(frozen=True, slots=True)
class DayRow:
    """One line of a day's list. ``nth`` counts infusions: (2, 3) is dose 2 of 3.

    ``product`` and ``readiness`` stand on an open infusion whose protocol has a product, on a
    given one ``product`` alone; ``running`` on one under way.
    """

    item_id: int
    line: PatientLine
    item: CycleItem
    title: Words
    nth: tuple[int, int] | None
    status: DayStatus
    overdue_days: int
    dose: DoseLine | DoseUnknown
    example: bool
    protocol: str
    reason: str = ""
    note: str = ""
    product: ProductLine | None = None
    readiness: Readiness | None = None
    running: RunningLine | None = None


class LeftOffReason(StrEnum):
    """Why a patient has no line on a day."""

    NOT_PLANNED = "not_planned"
    NOTHING_DUE = "nothing_due"
    CYCLE_DONE = "cycle_done"
    OFF_STUDY = "off_study"


@dataclass(frozen=True, slots=True)
class LeftOff:
    """A patient without a line that day, why, and what comes next.

    One who left the study is named for a week, so that nobody looks for them in vain.
    """

    line: PatientLine
    reason: LeftOffReason
    next_on: date | None = None
    next_title: Words | None = None
    next_label: str = ""


@dataclass(frozen=True, slots=True)
class NextDue:
    """The first open item after a day."""

    on: date
    line: PatientLine
    title: Words
    label: str


@dataclass(frozen=True, slots=True)
class DayClosure:
    """A working calendar that is closed on the day shown."""

    calendar: str
    closure: Closure


@dataclass(frozen=True, slots=True)
class DayList:
    """Everything due on one day. Overdue rows first (today only), then by time and kind.

    ``revision`` and ``head`` name the newest step the list was read at; ``trial`` names the
    protocols of the patients listed.
    """

    ward: str
    sample: bool
    day: date
    today: date
    rows: tuple[DayRow, ...]
    left_off: tuple[LeftOff, ...]
    active_patients: int
    overdue: int
    due: int
    given: int
    not_given: int
    tomorrow: int
    next_seven_days: int
    next_due: NextDue | None
    closures: tuple[DayClosure, ...]
    as_of: datetime
    revision: int
    head: str
    trial: str


class PatientStatus(StrEnum):
    """How far a patient's plan has come."""

    NOT_PLANNED = "not_planned"
    ON_CYCLE = "on_cycle"
    CYCLE_DONE = "cycle_done"
    OFF_STUDY = "off_study"


@dataclass(frozen=True, slots=True)
class PatientRow:
    """One line of the patient list."""

    line: PatientLine
    arm_title: Words
    status: PatientStatus
    cycle_label: str = ""
    next_on: date | None = None
    next_title: Words | None = None
    next_label: str = ""


@dataclass(frozen=True, slots=True)
class PatientList:
    """The patients found; ``total`` counts all, so that a filter is never mistaken for all."""

    rows: tuple[PatientRow, ...]
    total: int

    @property
    def shown(self) -> int:
        """How many of them are in ``rows``."""
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item on the patient's page."""

    item_id: int
    item: CycleItem
    title: Words
    nth: tuple[int, int] | None
    status: DayStatus
    overdue_days: int
    dose: DoseLine | DoseUnknown
    closure: Closure | None
    reason: str = ""
    note: str = ""
    product: ProductLine | None = None
    readiness: Readiness | None = None
    running: RunningLine | None = None


@dataclass(frozen=True, slots=True)
class CyclePage:
    """One cycle of a patient. ``closures`` are the closed days of its calendars in its span."""

    number: int
    start: date
    first_day: date
    last_day: date
    rows: tuple[ItemRow, ...]
    closures: tuple[tuple[str, date, Closure], ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One step that touched a patient, newest first.

    ``why`` is the reason as the journal keeps it, a code or words; ``reason`` its words where it
    is a code some list has. A change of the plan names its item, for a move the dates ``was``
    and ``becomes`` and its ``scope``, a note, and the physician who accepted what it breaks. For a
    corrected fact the dates are those it was given on; ``becomes`` None then says not given. Of a
    step about a product ``item`` is the number of the lot or the bags.
    """

    seq: int
    at: datetime
    who: str
    what: str
    why: str
    item: str = ""
    reason: Words | None = None
    was: date | None = None
    becomes: date | None = None
    scope: str = ""
    note: str = ""
    physician: str = ""


@dataclass(frozen=True, slots=True)
class PatientPage:
    """Everything the patient screen shows; ``off_study`` says when and why a patient left.

    ``forecast`` is the next cycle as it would be placed today: computed, never planned or stored,
    None where there is none. ``deviations`` are the rules broken so far, oldest first.
    """

    line: PatientLine
    arm_title: Words
    protocol_title: Words
    protocol: str
    example: bool
    sample: bool
    today: date
    weights: tuple[Weight, ...]
    heights: tuple[Height, ...]
    cycles: tuple[CyclePage, ...]
    history: tuple[HistoryLine, ...]
    off_study: OffStudy | None = None
    forecast: CyclePage | None = None
    deviations: tuple[Deviation, ...] = ()
