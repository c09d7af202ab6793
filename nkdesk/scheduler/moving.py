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
from nkdesk.scheduler.finding import cycle_of, find_planned, slot_of
from nkdesk.scheduler.judging import broken_by, changed_slots
from nkdesk.scheduler.moved import Moved
from nkdesk.scheduler.needed import Touched, needed_days
from nkdesk.scheduler.offering import offers
from nkdesk.scheduler.refusing import TODAY
from nkdesk.scheduler.shifting import Shift, Shifts, shifted_cycle
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
        self.cycle = cycle_of(course, item.address)
        self._today = asked.today
        self._deviation = asked.deviation
        self._scene = scene_of(course, self.cycle)
        slot = slot_of(self._scene, item.address)
        self._shifts = Shifts(self._scene.layout, self.cycle, slot)

    def answer(self) -> Moved | Refused:
        """Return the course moved, or why not and what would do.

        With consent and no placement of the others that keeps the rules, the item moves alone.
        """
        shift = self.shift(self.scope, self.to) or self._shifts.alone(self._days(self.to))
        tried = self.tried(shift, self.scope, self.to)
        if not tried.deviations or self._deviation:
            return tried
        return Refused(tried.deviations, offers(self))

    def shift(self, scope: Scope, to: date) -> Shift | None:
        """Return what a scope moves, None when the rules leave ``needed`` no placement."""
        if scope in _TOGETHER:
            return self._shifts.along(self._days(to))
        alone = self._shifts.alone(self._days(to))
        if scope is Scope.ONLY:
            return alone
        days = needed_days(*self._question(alone, to))
        return None if days is None else alone.also(days)

    def _days(self, to: date) -> int:
        return (to - self.item.planned).days

    def _question(self, alone: Shift, to: date) -> tuple[Standing, Touched]:
        """Return what is asked of the later infusions once the item itself has moved."""
        moved = shifted_cycle(self._scene, self.cycle, alone)
        standing = Standing(
            self.course.with_cycle(moved),
            self.cycle.number,
            frozenset(self._shifts.later_infusions()),
            self._today,
            frozenset(alone.placed),
            abs(self._days(to)),
        )
        changed = changed_slots(self._scene.layout, self.cycle, moved)
        return standing, Touched(*changed, was=self.cycle)

    def tried(self, shift: Shift, scope: Scope, to: date) -> Moved:
        """Return the course with a shift made, and every rule that breaks."""
        after = self.course.with_cycle(shifted_cycle(self._scene, self.cycle, shift))
        asked = [self._shifts.slot.index, *shift.placed]
        broken = (
            *self._before_today(scope, to),
            *self._shifts.on_given_days(shift),
            *broken_by(self.course, after, self.cycle.number, asked),
        )
        return Moved(after, broken)

    def _before_today(self, scope: Scope, to: date) -> tuple[BrokenRule, ...]:
        chosen = scope is Scope.NEEDED and self.item.kind is ItemKind.INFUSION
        if not chosen or to >= self._today:
            return ()
        return (BrokenRule(RuleCode.OUTSIDE_WINDOW, str(self.item.address), TODAY, to),)
