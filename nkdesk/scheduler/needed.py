"""The dates open infusions need once something else has moved."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from nkdesk.scheduler.course import Course
from nkdesk.scheduler.judging import broken_by
from nkdesk.scheduler.layout import layout_of
from nkdesk.scheduler.recording import open_breaches
from nkdesk.scheduler.shifting import Shift, shifted

_MOST = 30


def needed_days(
    course: Course,
    number: int,
    shift: Shift,
    free: Sequence[int],
    today: date,
    *,
    settle: bool = False,
) -> Mapping[int, int] | None:
    """Return the days of the infusions that must move, by slot; None when none fit."""
    layout = layout_of(course.protocol, course.arm, number)
    cycle = course.cycle(number)
    if cycle is None:
        return None
    stand = {}
    for index in free:
        item = cycle.item(layout.slots[index].address)
        if item is not None:
            stand[index] = item.planned.toordinal()
    for total in range(_MOST if free else 1):
        tried = sorted(
            [one + by for one, by in zip(stand.values(), steps, strict=True)]
            for steps in _steps(len(stand), total)
        )
        for days in tried:
            placed = {
                index: day for index, day in zip(stand, days, strict=True) if day != stand[index]
            }
            if any(day < today.toordinal() for day in placed.values()):
                continue
            after = shifted(course, number, shift.also(placed))
            bad = (
                any(open_breaches(after, number))
                if settle
                else broken_by(course, after, number, shift.placed)
            )
            if not bad:
                return placed
    return None


def _steps(count: int, total: int) -> Iterator[tuple[int, ...]]:
    if count == 0:
        if total == 0:
            yield ()
        return
    for away in range(total + 1):
        for rest in _steps(count - 1, total - away):
            for first in {away, -away}:
                yield (first, *rest)
