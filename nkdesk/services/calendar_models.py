"""What the ward calendar, the month, the handover and the ward's re-placement show."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from nkdesk.model.change import PlanChange, SiteCapacity
from nkdesk.model.cycle import Address
from nkdesk.model.product import LotState
from nkdesk.model.protocol import ItemKind
from nkdesk.model.readiness import Go
from nkdesk.model.refusal import BrokenRule, Refused
from nkdesk.model.site import SiteDay
from nkdesk.model.words import Words
from nkdesk.model.work_calendar import Closure
from nkdesk.services.forms import FieldProblem
from nkdesk.services.product_models import ProductEffect
from nkdesk.services.read_models import DayStatus, PatientLine


class CalendarCell(NamedTuple):
    """One item on a patient's day; a tuple, as a ward has tens of thousands of them.

    ``column`` counts days from the calendar's first.

    ``label`` is the short word of the cell, the item's code with its day where it has several:
    ``NK2``, ``FLU 3``. It stands on its actual day once given. ``conflict`` says that the day is
    closed for it or over capacity, and that it is an open infusion. ``deferred`` is by how many
    days it is planned later than at first; less than 0: earlier. ``go`` says of an infusion of
    the next days whether it may begin; None: not asked, or nothing is known of its product.
    """

    column: int
    item_id: int
    kind: ItemKind
    label: str
    status: DayStatus
    conflict: bool = False
    deferred: int = 0
    go: Go | None = None


@dataclass(frozen=True, slots=True)
class DonorMark:
    """The donor's line under the recipient's: how they are related, and the lots by number."""

    relation: str
    lots: tuple[tuple[str, LotState], ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """One patient's days, cells by column, then by kind: infusions first.

    ``donor`` None: nobody has entered a donor yet.
    """

    line: PatientLine
    arm: str
    cells: tuple[CalendarCell, ...]
    donor: DonorMark | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """How many infusions a calendar has on a day, over all patients; ``limit`` None: no limit."""

    calendar: str
    used: int
    limit: int | None

    @property
    def over(self) -> bool:
        """Whether there are more than the calendar takes."""
        return self.limit is not None and self.used > self.limit


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One column: which calendars are closed and why, and how many infusions it holds.

    ``worked`` says that a calendar which its rule closes that day, a weekend or a holiday, works
    by decree or because the site opened it.
    """

    day: date
    closures: tuple[tuple[str, Closure], ...] = ()
    worked: bool = False
    uses: tuple[Use, ...] = ()


@dataclass(frozen=True, slots=True)
class WardCalendar:
    """Patients by days. ``total`` counts all patients: a filter is never mistaken for all.

    ``holidays_version`` and ``moved_days_known_until`` say which holiday data was used and how
    far it reaches (None: not applicable).
    """

    first: date
    today: date
    days: tuple[CalendarDay, ...]
    rows: tuple[CalendarRow, ...]
    total: int
    as_of: datetime
    revision: int
    sample: bool
    holidays_version: str = ""
    moved_days_known_until: date | None = None


@dataclass(frozen=True, slots=True)
class MonthEntry:
    """One item on one day of the month; ``changed`` says that it changed since the date asked."""

    item_id: int
    line: PatientLine
    arm: str
    kind: ItemKind
    label: str
    title: Words
    status: DayStatus
    deferred: int = 0
    changed: bool = False
    conflict: bool = False
    go: Go | None = None


@dataclass(frozen=True, slots=True)
class MonthDay:
    """One day of the month; ``day`` may lie in the month before or after, to fill the weeks."""

    column: CalendarDay
    entries: tuple[MonthEntry, ...]


@dataclass(frozen=True, slots=True)
class WardMonth:
    """A month in whole weeks, Monday first. ``arms`` and ``kinds`` are what can be filtered by."""

    year: int
    month: int
    today: date
    since: date | None
    days: tuple[MonthDay, ...]
    arms: tuple[tuple[str, Words], ...]
    as_of: datetime
    revision: int
    sample: bool


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One item a step changed: what stood before and after; None where it did not exist.

    ``was`` and ``becomes`` are planned dates; where a recorded fact was corrected they are the
    days it was given on, None for not given. ``given_on`` is the day the step says it was given.
    """

    address: Address
    title: Words
    state_before: str | None
    state_after: str | None
    was: date | None
    becomes: date | None
    given_on: date | None = None


@dataclass(frozen=True, slots=True)
class StepProduct:
    """``numbers`` are those of the lot, or of the bags of a dose, "" for neither.

    ``became`` is the code of a state, the kind of a hold or the id of a test, "" for none.
    """

    numbers: str = ""
    became: str = ""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One step since a moment, for one patient: who, what, when, why, and every date it moved.

    ``line`` is None for a step about no patient (a closed day, a protocol). A step about several
    patients gives one line each. ``what`` is the step's code, ``why`` its reason in words or a
    reason code, ``reason`` the words of that code where it is one. ``undone`` says that a later
    step took it back. ``site_day`` tells of a closed or opened day or a changed capacity, and
    ``cleared`` that the rule holds again there. ``change`` holds factor, grade, note, scope and
    physician of a changed plan, ``deviations`` the rules it broke. ``product`` names the lot or the
    bags it was about, and what became of them.
    """

    seq: int
    at: datetime
    who: str
    what: str
    why: str
    reason: Words | None
    line: PatientLine | None
    items: tuple[ItemChange, ...] = ()
    undone: bool = False
    site_day: SiteDay | SiteCapacity | None = None
    cleared: bool = False
    change: PlanChange | None = None
    deviations: tuple[BrokenRule, ...] = ()
    product: StepProduct = StepProduct()


@dataclass(frozen=True, slots=True)
class ChangesSince:
    """What changed since a moment, newest first; ``before_seq`` asks for the page after this."""

    since: datetime
    as_of: datetime
    lines: tuple[ChangeLine, ...]
    steps: int
    before_seq: int | None
    revision: int
    sample: bool


@dataclass(frozen=True, slots=True)
class LabDayForm:
    """A day a calendar is closed, opened or holds fewer infusions, as typed.

    ``kind`` is "closed", "open" or "capacity"; ``capacity`` counts only for the last.
    """

    calendar: str = ""
    day: str = ""
    kind: str = ""
    capacity: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class LabDays:
    """What the site says of its calendars, and the calendars there are."""

    calendars: tuple[str, ...]
    days: tuple[SiteDay, ...]
    capacities: tuple[SiteCapacity, ...]


@dataclass(frozen=True, slots=True)
class WardMoveRow:
    """One item the re-placement would move: an infusion, or what follows infusions."""

    item_id: int
    address: Address
    title: Words
    nth: tuple[int, int] | None
    was: date
    becomes: date

    @property
    def shift(self) -> int:
        """By how many days, forward counted positive."""
        return (self.becomes - self.was).days


@dataclass(frozen=True, slots=True)
class WardMovesOf:
    """Everything of one patient that would move, in plan order.

    ``products`` is what becomes of the doses reserved for infusions that move.
    """

    line: PatientLine
    rows: tuple[WardMoveRow, ...]
    products: tuple[ProductEffect, ...] = ()


@dataclass(frozen=True, slots=True)
class ReplacementPreview:
    """The ward placed anew, before anybody accepts it.

    ``proven`` says that nothing better exists; else ``bound_touched`` and ``bound_movement`` say
    how good it could be at best, and ``seconds`` how long was searched. ``read_at`` is the
    revision it was computed on. ``problems`` and ``refused`` say why there is none. ``stopped``
    says that a person stopped it before anything was found.
    """

    read_at: int
    problems: tuple[FieldProblem, ...] = ()
    refused: Refused | None = None
    patients: tuple[WardMovesOf, ...] = ()
    touched: int = 0
    movement: int = 0
    proven: bool = False
    bound_touched: int = 0
    bound_movement: int = 0
    seconds: int = 0
    stopped: bool = False
    conflicts_before: int = 0
