"""One patient of the ward while placing: the infusions that may move and the rules they keep."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from nkdesk.model.cycle import Address, Cycle, CycleItem, ItemState
from nkdesk.model.protocol import ItemKind
from nkdesk.model.refusal import BrokenRule
from nkdesk.scheduler.course import Course
from nkdesk.scheduler.layout import Layout, Slot, layout_of
from nkdesk.scheduler.open_days import OpenDays
from nkdesk.scheduler.scene import standing_day
from nkdesk.scheduler.ward.placement import WardPatient
from nkdesk.scheduler.ward.rooms import Rooms, Seat

ANY_DAY = -1
"""Stands for day ordinal 0 where a rule bounds a date and not the days between two."""


Days = Sequence[int] | Mapping[int, int]
"""The days of doses by number, of all or of those known so far."""


class Dose(NamedTuple):
    """One open infusion that may be placed anew."""

    address: Address
    calendar: str
    planned: int


class AtMost(NamedTuple):
    """The rule that dose ``second`` stands at most ``days`` days after dose ``first``."""

    first: int
    second: int
    days: int
    rule: BrokenRule

    @property
    def scope(self) -> tuple[int, ...]:
        """The doses the rule depends on, by number."""
        return tuple(sorted({self.first, self.second} - {ANY_DAY}))

    def holds(self, days: Days) -> bool:
        """Whether days of all doses keep the rule."""
        first = 0 if self.first == ANY_DAY else days[self.first]
        second = 0 if self.second == ANY_DAY else days[self.second]
        return second - first <= self.days


class Check(NamedTuple):
    """A rule that is no such bound: it is looked at once the doses of its scope have days."""

    scope: tuple[int, ...]
    holds: Callable[[Days], bool]
    rule: BrokenRule


PersonRule = AtMost | Check


@dataclass(slots=True)
class Person:
    """A patient with the doses that may move, in file order, cycle by cycle.

    ``opens`` are the open days of the calendars; ``rules`` are added once the doses are known.
    """

    id: str
    course: Course
    opens: dict[str, OpenDays]
    doses: tuple[Dose, ...]
    standing: tuple[Seat, ...]
    rules: tuple[PersonRule, ...] = ()
    numbers: dict[Address, int] = field(default_factory=dict)

    @property
    def planned(self) -> tuple[int, ...]:
        """The days on which the doses stand now."""
        return tuple(dose.planned for dose in self.doses)

    def named(self, name: str) -> str:
        """Return the name of an item or a gap's end so that it is known whose it is."""
        return f"{self.id}:{name}" if self.id and name else name

    def stands(self, rooms: Rooms) -> bool:
        """Whether the doses may stand where they are, other patients left aside."""
        usable = (
            self.opens[dose.calendar].is_open(dose.planned)
            and rooms.free((dose.calendar, dose.planned)) != 0
            for dose in self.doses
        )
        planned = self.planned
        return all(usable) and all(rule.holds(planned) for rule in self.rules)


def person_of(patient: WardPatient, today: int, rooms: Rooms) -> Person:
    """Return a patient without rules yet; the infusions that stand are counted in the rooms."""
    course = patient.course
    opens = rooms.add_calendars(course.calendars, course.taken)
    doses, standing = [], []
    for _, item in infusions_of(course):
        day = standing_day(item)
        if day is None:
            continue
        if may_move(item, today):
            doses.append(Dose(item.address, item.calendar, day.toordinal()))
        else:
            standing.append((item.calendar, day.toordinal()))
    rooms.stand(standing)
    numbers = {dose.address: number for number, dose in enumerate(doses)}
    return Person(patient.id, course, opens, tuple(doses), tuple(standing), numbers=numbers)


def may_move(item: CycleItem, today: int) -> bool:
    """Whether an infusion is placed anew: given ones and open ones before today stand."""
    return item.state is ItemState.PLANNED and item.planned.toordinal() >= today


def infusions_of(course: Course) -> Iterator[tuple[Slot, CycleItem]]:
    """Yield the infusions of a course in the order they must be given, cycle by cycle."""
    for cycle, layout in laid_out(course):
        items = {item.address: item for item in cycle.items}
        for slot in layout.infusions:
            yield slot, items[slot.address]


def laid_out(course: Course) -> Iterator[tuple[Cycle, Layout]]:
    """Yield the cycles of a course with their layouts."""
    for cycle in course.cycles:
        yield cycle, layout_of(course.protocol, course.arm, cycle.number)


def is_infusion(slot: Slot) -> bool:
    """Whether a slot is an infusion."""
    return slot.kind is ItemKind.INFUSION
