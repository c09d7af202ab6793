"""A trial protocol: what is given on which day, within which rules.

Source of every rule: the protocol file format. No day, dose or limit of any protocol stands
here; they are data of the protocol file.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from nkdesk.model.criterion import Criterion
from nkdesk.model.product_rules import ProductRules
from nkdesk.model.words import Words

TYPED_ANCHOR = "chemo"
"""The one anchor whose date is typed when a cycle is planned."""


class ItemKind(StrEnum):
    """What kind of act an item is; it decides which placement rule applies."""

    CHEMO = "chemo"
    INFUSION = "infusion"
    COLLECTION = "collection"
    SAMPLE = "sample"
    CHECK = "check"


class ProtocolStatus(StrEnum):
    """What the file says of itself; approval is a record in the store, not a word in the file."""

    EXAMPLE = "example"
    SITE = "site"


class DoseBasis(StrEnum):
    """The unit a dose is stated in."""

    MG_M2 = "mg/m2"
    MG_KG = "mg/kg"
    UG_M2 = "ug/m2"
    UG_KG = "ug/kg"
    MG = "mg"
    CELLS_KG = "10^6 cells/kg"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A day the protocol counts from.

    ``number`` is what the protocol calls the anchor day. ``day_zero`` says whether the days run
    …, -1, 0, 1, … or, without a day 0, …, -1, 1, …. ``item`` is the code of the item whose date
    (actual once given, else planned) is the anchor; None only for the typed anchor.
    """

    id: str
    title: Words
    number: int
    day_zero: bool
    item: str | None = None


@dataclass(frozen=True, slots=True)
class CalendarRules:
    """When a resource (ward, laboratory) works, before holidays and site days are added.

    ``closed_weekdays`` are ISO weekday numbers (Monday 1 … Sunday 7); ``holidays`` is a country
    code; ``capacity`` is infusions a day over all patients, None for no limit.
    """

    id: str
    closed_weekdays: frozenset[int] = frozenset()
    holidays: str | None = None
    capacity: int | None = None
    example: bool = False


@dataclass(frozen=True, slots=True)
class Arm:
    """A treatment arm and the disease groups that lead into it."""

    id: str
    title: Words
    disease_groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DoseCondition:
    """When a dose rule holds: every stated limit must hold. Ages in completed months."""

    age_below_months: int | None = None
    age_from_months: int | None = None
    weight_below_kg: Decimal | None = None
    weight_from_kg: Decimal | None = None
    bsa_below_m2: Decimal | None = None


@dataclass(frozen=True, slots=True)
class DoseRule:
    """One line of an item's dose: the first whose condition holds is the one that counts."""

    basis: DoseBasis
    amount: Decimal
    when: DoseCondition | None = None
    example: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """Days either side of the target that still count as on time."""

    before: int = 0
    after: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """Something the protocol asks for on one or more days.

    ``days`` are protocol days in file order, ranges unrolled. ``times`` are the clock times of
    one day ("" when none is stated); two times are one item given in two parts. ``window`` None
    means no limit. ``arms`` and ``cycles`` are always spelled out here, defaults resolved.
    ``example`` marks every number of the item as unpublished.
    """

    code: str
    title: Words
    kind: ItemKind
    arms: tuple[str, ...]
    cycles: tuple[int, ...]
    anchor: str
    days: tuple[int, ...]
    times: tuple[str, ...] = ("",)
    route: str = ""
    over_minutes: int | None = None
    window: Window | None = None
    calendar: str = "ward"
    needs_product: bool = False
    doses: tuple[DoseRule, ...] = ()
    example: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Whole days between two dates, ``min`` and ``max`` inclusive, either may be None.

    The ends are written as in the file: an item code, ``CODE@day``, ``chemo.first``,
    ``chemo.last``, ``previous.chemo.first`` or ``previous.infusion.last``.
    """

    start: str
    end: str
    min: int | None = None
    max: int | None = None
    example: bool = False


@dataclass(frozen=True, slots=True)
class Protocol:
    """The whole protocol as read from its file; pinned by the hash of its canonical content.

    ``product`` None: the file says nothing of a cell product; then nothing is said of it in the
    canonical content either.
    """

    id: str
    version: str
    status: ProtocolStatus
    planned_patients: int
    cycles: int
    title: Words
    sources: tuple[str, ...]
    infant_scale: str | None
    anchors: tuple[Anchor, ...]
    calendars: tuple[CalendarRules, ...]
    arms: tuple[Arm, ...]
    items: tuple[Item, ...]
    gaps: tuple[Gap, ...]
    criteria: tuple[Criterion, ...]
    product: ProductRules | None = None

    def anchor(self, anchor_id: str) -> Anchor:
        """Return the anchor of that id; KeyError when the protocol has none."""
        return _by_id(self.anchors, anchor_id)

    def calendar(self, calendar_id: str) -> CalendarRules:
        """Return the calendar of that id; KeyError when the protocol has none."""
        return _by_id(self.calendars, calendar_id)

    def arm(self, arm_id: str) -> Arm:
        """Return the arm of that id; KeyError when the protocol has none."""
        return _by_id(self.arms, arm_id)

    def arm_for(self, disease_group: str) -> Arm | None:
        """Return the arm a disease group leads into, None when it leads nowhere."""
        return next((arm for arm in self.arms if disease_group in arm.disease_groups), None)

    def item(self, code: str) -> Item:
        """Return the item of that code; KeyError when the protocol has none."""
        for item in self.items:
            if item.code == code:
                return item
        raise KeyError(code)

    def items_of(self, arm: str, cycle: int) -> tuple[Item, ...]:
        """Return the items of one arm in one cycle, in file order."""
        return tuple(item for item in self.items if arm in item.arms and cycle in item.cycles)


_Row = TypeVar("_Row", Anchor, CalendarRules, Arm)


def _by_id(rows: tuple[_Row, ...], wanted: str) -> _Row:
    for row in rows:
        if row.id == wanted:
            return row
    raise KeyError(wanted)
