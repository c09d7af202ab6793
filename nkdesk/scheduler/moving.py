"""Moving an item to a date: what moves with it, and which rules say no.

Source: the protocol format, "Changing a cycle".
"""

from dataclasses import dataclass
from datetime import date

from nkdesk.model.cycle import Address, CycleItem
from nkdesk.model.protocol import ItemKind
from nkdesk.model.refusal import BrokenRule, Refused, RuleCode
from nkdesk.model.scope import Scope
from nkdesk.scheduler.course import Course, scene_of
from nkdesk.scheduler.finding import cycle_of, find_planned
from nkdesk.scheduler.judging import broken_by, changed_slots
from nkdesk.scheduler.layout import layout_of
from nkdesk.scheduler.needed import Touched, needed_days
from nkdesk.scheduler.offering import offers
from nkdesk.scheduler.refusing import TODAY
from nkdesk.scheduler.shifting import (
    Shift,
    along,
    asked_shift,
    later_infusions,
    on_given_days,
    shifted,
)
from nkdesk.scheduler.standing_layout import Standing

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
    """One move of an item that may be moved, and what else might be asked instead."""

    def __init__(self, course: Course, asked: Move, item: CycleItem) -> None:
        self.course = course
        self.item = item
        self.scope = asked.scope
        self.to = asked.to
        self._today = asked.today
        self._deviation = asked.deviation
        self._number = item.address.cycle
        layout = layout_of(course.protocol, course.arm, self._number)
        self._slot = next(one for one in layout.slots if one.address == item.address)

    def answer(self) -> Moved | Refused:
        """Return the course moved, or why not and what would do.

        With consent and no placement of the others that keeps the rules, the item moves alone.
        """
        shift = self.shift(self.scope, self.to) or self._alone(self.to)
        broken = self.broken(shift, self.scope, self.to)
        if not broken or self._deviation:
            return Moved(shifted(self.course, self._number, shift), broken)
        return Refused(broken, offers(self))

    def shift(self, scope: Scope, to: date) -> Shift | None:
        """Return what a scope moves, None when the rules leave ``needed`` no placement."""
        if scope in _TOGETHER:
            return along(self.course, self.item, self._slot, self._days(to))
        alone = self._alone(to)
        if scope is Scope.ONLY:
            return alone
        days = needed_days(*self._question(alone, to))
        return None if days is None else alone.also(days)

    def _alone(self, to: date) -> Shift:
        return asked_shift(self.course, self.item, self._slot, self._days(to))

    def _days(self, to: date) -> int:
        return (to - self.item.planned).days

    def _question(self, alone: Shift, to: date) -> tuple[Standing, Touched]:
        """Return what is asked of the later infusions once the item itself has moved."""
        after = shifted(self.course, self._number, alone)
        old, new = cycle_of(self.course, self.item.address), cycle_of(after, self.item.address)
        standing = Standing(
            after,
            self._number,
            frozenset(later_infusions(self.course, self.item, self._slot)),
            self._today,
            frozenset(alone.placed),
            abs(self._days(to)),
        )
        return standing, Touched(*changed_slots(scene_of(after, new), old, new))

    def broken(self, shift: Shift, scope: Scope, to: date) -> tuple[BrokenRule, ...]:
        """Return every rule a shift breaks."""
        after = shifted(self.course, self._number, shift)
        asked = [self._slot.index, *shift.placed]
        return (
            *self._before_today(scope, to),
            *on_given_days(self.course, self._number, shift),
            *broken_by(self.course, after, self._number, asked),
        )

    def _before_today(self, scope: Scope, to: date) -> tuple[BrokenRule, ...]:
        chosen = scope is Scope.NEEDED and self.item.kind is ItemKind.INFUSION
        if not chosen or to >= self._today:
            return ()
        return (BrokenRule(RuleCode.OUTSIDE_WINDOW, str(self.item.address), TODAY, to),)
