"""What would do where a move is refused.

First the placement the rules demand, where the rest was to be taken along as it stands; then the
nearest dates before and after the one asked for. Source: the protocol format, "Changing a cycle".
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Protocol

from nkdesk.model.cycle import Cycle, CycleItem
from nkdesk.model.protocol import ItemKind
from nkdesk.model.refusal import Alternative
from nkdesk.model.scope import Scope
from nkdesk.scheduler.course import Course
from nkdesk.scheduler.finding import cycle_of
from nkdesk.scheduler.moved import Moved
from nkdesk.scheduler.shifting import Shift

NEAREST_DAYS = 14
"""How far either side another date is looked for: two weeks, as far as a ward plans."""


class Tried(Protocol):
    """A move that can be tried with other scopes and dates."""

    course: Course
    cycle: Cycle
    item: CycleItem
    scope: Scope
    to: date

    def shift(self, scope: Scope, to: date) -> Shift | None:
        """Return what a scope moves, None when the rules leave no placement."""

    def tried(self, shift: Shift, scope: Scope, to: date) -> Moved:
        """Return the course with a shift made, and every rule that breaks."""


def offers(tried: Tried) -> tuple[Alternative, ...]:
    """Return up to three alternatives to a move that is refused; none of them breaks a rule."""
    needed = [] if tried.scope is Scope.NEEDED else list(_offer(tried, Scope.NEEDED, tried.to))
    nearest = [*_nearest(tried, -1), *_nearest(tried, 1)]
    return tuple([*nearest, *needed] if tried.scope is Scope.ONLY else [*needed, *nearest])


def _nearest(tried: Tried, step: int) -> Iterator[Alternative]:
    """Yield the nearest date that would do on one side of the one asked for, if any."""
    for away in range(1, NEAREST_DAYS + 1):
        day = tried.to + timedelta(days=step * away)
        if day == tried.item.planned or not _may_do(tried, day):
            continue
        offer = next(_offer(tried, tried.scope, day), None)
        if offer is not None:
            yield offer
            return


def _offer(tried: Tried, scope: Scope, to: date) -> Iterator[Alternative]:
    shift = tried.shift(scope, to)
    if shift is None:
        return
    found = tried.tried(shift, scope, to)
    if not found.deviations:
        other = None if scope is tried.scope else scope
        yield Alternative(tuple(_dates(tried, found.course)), None, other)


def _may_do(tried: Tried, day: date) -> bool:
    """Whether a date is worth trying: one outside the item's own window or closed never does."""
    item = tried.item
    if item.kind is ItemKind.CHEMO:
        return True
    late = item.latest is not None and day > item.latest
    early = item.earliest is not None and day < item.earliest
    return not late and not early and tried.course.calendars[item.calendar].is_open(day)


def _dates(tried: Tried, course: Course) -> Iterator[tuple[str, date]]:
    """Yield the new date of the item asked about, then those of the infusions that move."""
    after = cycle_of(course, tried.item.address)
    news = {item.address: item.planned for item in after.items}
    yield str(tried.item.address), news[tried.item.address]
    for item in tried.cycle.items:
        infusion = item.kind is ItemKind.INFUSION and item.address != tried.item.address
        if infusion and news[item.address] != item.planned:
            yield str(item.address), news[item.address]
