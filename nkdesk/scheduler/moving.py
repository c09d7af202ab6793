"""Moving an item to a date: what moves with it, and which rules say no.

Source: the protocol format, "Changing a cycle".
"""

from dataclasses import dataclass
from datetime import date

from nkdesk.model.cycle import Address, CycleItem
from nkdesk.model.protocol import ItemKind
from nkdesk.model.refusal import BrokenRule, Refused, RuleCode
from nkdesk.model.scope import Scope
from nkdesk.scheduler.course import Course
from nkdesk.scheduler.finding import find_planned
from nkdesk.scheduler.judging import broken_by
from nkdesk.scheduler.layout import Slot, layout_of
from nkdesk.scheduler.needed import needed_days
from nkdesk.scheduler.refusing import TODAY
from nkdesk.scheduler.shifting import (
    Shift,
    along,
    asked_shift,
    later_infusions,
    on_given_days,
    shifted,
)

_TOGETHER = (Scope.REST_OF_CYCLE, Scope.EVERYTHING_AFTER)


@dataclass(frozen=True, slots=True)
class Move:
    """One item asked to stand on another date.

    No infusion is placed before ``today`` where the rules choose its date (scope ``needed``).
    ``deviation`` says that a physician accepts what the move breaks.
    """

    address: Address
    to: date
    scope: Scope
    today: date
    deviation: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """The course with a change made; ``deviations`` are the rules it breaks with consent."""

    course: Course
    deviations: tuple[BrokenRule, ...] = ()


def move(course: Course, asked: Move) -> Moved | Refused:
    """Move an item, and what its scope takes along, or name every rule that breaks.

    Refused as well: a closed item, a cycle not opened, an item that does not exist; these no
    deviation opens.
    """
    found = find_planned(course, asked.address)
    if isinstance(found, BrokenRule):
        return Refused((found,))
    if found.planned == asked.to:
        return Moved(course)
    return Moving(course, asked, found).answer()


class Moving:
    """One move of an item that may be moved."""

    def __init__(self, course: Course, asked: Move, item: CycleItem) -> None:
        self.course = course
        self.asked = asked
        self.item = item
        self.number = item.address.cycle
        layout = layout_of(course.protocol, course.arm, self.number)
        self.slot: Slot = next(one for one in layout.slots if one.address == item.address)

    def answer(self) -> Moved | Refused:
        """Return the course moved, or why not."""
        shift = self.shift(self.asked.scope, self.asked.to)
        if shift is None:
            shift = self._alone(self.asked.to)
        broken = self.broken(shift)
        if not broken or self.asked.deviation:
            return Moved(shifted(self.course, self.number, shift), broken)
        return Refused(broken)

    def shift(self, scope: Scope, to: date) -> Shift | None:
        """Return what a scope moves, None when the rules leave ``needed`` no placement."""
        if scope in _TOGETHER:
            return along(self.course, self.item, self.slot, (to - self.item.planned).days)
        alone = self._alone(to)
        if scope is Scope.ONLY:
            return alone
        free = later_infusions(self.course, self.item, self.slot)
        days = needed_days(self.course, self.number, alone, free, self.asked.today)
        return None if days is None else alone.also(days)

    def _alone(self, to: date) -> Shift:
        return asked_shift(self.course, self.item, self.slot, (to - self.item.planned).days)

    def broken(self, shift: Shift) -> tuple[BrokenRule, ...]:
        """Return every rule a shift breaks."""
        after = shifted(self.course, self.number, shift)
        asked = [self.slot.index, *shift.placed]
        return (
            *self._before_today(),
            *on_given_days(self.course, self.number, shift),
            *broken_by(self.course, after, self.number, asked),
        )

    def _before_today(self) -> tuple[BrokenRule, ...]:
        asked = self.asked
        chosen = asked.scope is Scope.NEEDED and self.item.kind is ItemKind.INFUSION
        if not chosen or asked.to >= asked.today:
            return ()
        text = str(self.item.address)
        return (BrokenRule(RuleCode.OUTSIDE_WINDOW, text, TODAY, asked.to),)
