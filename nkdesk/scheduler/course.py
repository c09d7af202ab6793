"""A patient's course: the cycles placed so far and everything a change to them depends on."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from nkdesk.model.cycle import Cycle
from nkdesk.model.protocol import Protocol
from nkdesk.model.refusal import BrokenRule, Refused, RuleCode
from nkdesk.model.work_calendar import WorkCalendar
from nkdesk.scheduler.layout import layout_of
from nkdesk.scheduler.placing import place_cycle
from nkdesk.scheduler.request import PlacementRequest
from nkdesk.scheduler.scene import Scene

FIRST_CYCLE = frozenset([1])


@dataclass(frozen=True, slots=True)
class Course:
    """One patient on one arm of one protocol.

    ``cycles`` stand by number. ``opened`` are the cycles that may be planned: the first always,
    a later one once its gate is signed. ``taken`` counts the infusions of other patients.
    """

    protocol: Protocol
    arm: str
    calendars: Mapping[str, WorkCalendar]
    taken: Mapping[str, Mapping[date, int]] = field(default_factory=dict)
    cycles: tuple[Cycle, ...] = ()
    opened: frozenset[int] = FIRST_CYCLE

    def cycle(self, number: int) -> Cycle | None:
        """Return the cycle of that number, None while it has not been planned."""
        return next((cycle for cycle in self.cycles if cycle.number == number), None)

    def with_cycle(self, cycle: Cycle) -> "Course":
        """Return the course with one cycle new or in place of the one of the same number."""
        others = [one for one in self.cycles if one.number != cycle.number]
        cycles = sorted([*others, cycle], key=lambda one: one.number)
        return replace(self, cycles=tuple(cycles))

    def not_open(self, number: int) -> BrokenRule | None:
        """Say that the protocol has this cycle but it has not been opened; else None."""
        if number in self.opened or not 1 <= number <= self.protocol.cycles:
            return None
        return BrokenRule(RuleCode.CYCLE_NOT_OPEN, f"C{number}")


def request_for(course: Course, number: int, start: date, today: date | None) -> PlacementRequest:
    """Return what placing a cycle of this course is asked with."""
    return PlacementRequest(
        protocol=course.protocol,
        arm=course.arm,
        cycle=number,
        start=start,
        calendars=course.calendars,
        taken=course.taken,
        today=today,
        previous=course.cycle(number - 1),
        current=course.cycle(number),
    )


def scene_of(course: Course, cycle: Cycle) -> Scene:
    """Return the scene in which a placed cycle stands."""
    layout = layout_of(course.protocol, course.arm, cycle.number)
    return Scene(request_for(course, cycle.number, cycle.start, None), layout)


def plan(course: Course, number: int, start: date, today: date | None) -> Course | Refused:
    """Place one cycle of the course, afresh when nothing of it has happened yet."""
    shut = course.not_open(number)
    if shut is not None:
        return Refused((shut,))
    placed = place_cycle(request_for(course, number, start, today))
    return placed if isinstance(placed, Refused) else course.with_cycle(placed)
