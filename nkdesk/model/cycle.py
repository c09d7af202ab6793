"""A patient's cycle on the calendar: its items with target, window, planned and actual dates."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nkdesk.model.protocol import ItemKind

_ADDRESS = re.compile(
    r"C([1-9]\d{0,2})/([A-Z][A-Z0-9]*)(?:@(-?\d{1,4}))?(?:#([1-9]\d?))?", re.ASCII
)


class ItemState(StrEnum):
    """Where an item stands. Everything but ``planned`` is closed for dates."""

    PLANNED = "planned"
    GIVEN = "given"
    PARTLY_GIVEN = "partly_given"
    OMITTED = "omitted"
    CEASED = "ceased"
    CANCELLED = "cancelled"


class PlanWarning(StrEnum):
    """What a planned date asks a person to look at; it never blocks by itself."""

    CLOSED_DAY = "closed_day"


@dataclass(frozen=True, slots=True)
class Address:
    """How an item is named: ``C1/NK1``; with several days ``C1/FLU@3``; one part ``C1/FLU@3#2``."""

    cycle: int
    code: str
    day: int | None = None
    part: int | None = None

    def __str__(self) -> str:
        day = "" if self.day is None else f"@{self.day}"
        part = "" if self.part is None else f"#{self.part}"
        return f"C{self.cycle}/{self.code}{day}{part}"

    @classmethod
    def parse(cls, text: str) -> "Address | None":
        """Read an address as written, None when it is none."""
        match = _ADDRESS.fullmatch(text)
        if match is None:
            return None
        cycle, code, day, part = match.groups()
        return cls(
            int(cycle), code, None if day is None else int(day), None if part is None else int(part)
        )


@dataclass(frozen=True, slots=True)
class ItemPart:
    """One clock time of an item's day; ``time`` is "" when the protocol states none.

    ``done`` is the date it was given, None while open; ``at`` the clock time it was given as
    ``HH:MM``, "" where nobody noted it.
    """

    time: str
    done: date | None = None
    at: str = ""


@dataclass(frozen=True, slots=True)
class CycleItem:
    """One item of a cycle on one protocol day.

    ``target`` is anchor date + offset; ``earliest`` and ``latest`` bound its window (None: no
    limit); ``planned`` is the date now on the calendar; ``original`` the first planned date,
    never changed; ``actual`` the date it was given (of its last part), None while open: a partly
    given item has one once the rest is known not to be given.
    ``label_day`` is the protocol day number of ``planned`` counted from the typed anchor.
    ``by_hand`` says that a person moved it: it then stays until its anchor moves.
    """

    address: Address
    day: int
    kind: ItemKind
    calendar: str
    target: date
    earliest: date | None
    latest: date | None
    planned: date
    original: date
    label_day: int
    parts: tuple[ItemPart, ...] = (ItemPart(""),)
    state: ItemState = ItemState.PLANNED
    actual: date | None = None
    warnings: tuple[PlanWarning, ...] = ()
    by_hand: bool = False

    @property
    def label(self) -> str:
        """The cycle and day shown beside every date: ``C1 D8``."""
        return f"C{self.address.cycle} D{self.label_day}"

    @property
    def is_open(self) -> bool:
        """Whether something of it is still to be given.

        A partly given item is closed once ``actual`` is set: its rest will not be given.
        """
        return self.actual is None and self.state in (ItemState.PLANNED, ItemState.PARTLY_GIVEN)


@dataclass(frozen=True, slots=True)
class Cycle:
    """One placed cycle; ``start`` is the date of the typed anchor, items stand in file order."""

    number: int
    arm: str
    start: date
    items: tuple[CycleItem, ...]

    def item(self, address: Address) -> CycleItem | None:
        """Return the item at an address (its part is ignored), None when there is none."""
        whole = Address(address.cycle, address.code, address.day)
        return next((item for item in self.items if item.address == whole), None)
