"""What stands against recording that an item was given on a date."""

from collections.abc import Iterator
from datetime import date

from nkdesk.model.cycle import CycleItem
from nkdesk.model.protocol import ItemKind
from nkdesk.model.refusal import BrokenRule, RuleCode
from nkdesk.scheduler.course import Course
from nkdesk.scheduler.layout import layout_of


def fact_refusals(course: Course, item: CycleItem, on: date, today: date) -> tuple[BrokenRule, ...]:
    """Name why an item cannot have been given on a date: ``in_future`` and ``order``.

    Order looks at infusions only, of earlier and later cycles too: one before it is still open
    or was given on or after that date, one after it was given on or before it.
    """
    refusals = []
    if on > today:
        refusals.append(BrokenRule(RuleCode.IN_FUTURE, str(item.address), day=on))
    if item.kind is ItemKind.INFUSION:
        refusals += [
            BrokenRule(RuleCode.ORDER, str(item.address), str(other.address), on)
            for other in _out_of_order(course, item, on)
        ]
    return tuple(refusals)


def _out_of_order(course: Course, item: CycleItem, on: date) -> Iterator[CycleItem]:
    infusions = list(_infusions(course))
    place = infusions.index(item)
    for earlier in infusions[:place]:
        if earlier.is_open or (earlier.actual is not None and earlier.actual >= on):
            yield earlier
    for later in infusions[place + 1 :]:
        if any(part.done is not None and part.done <= on for part in later.parts):
            yield later


def _infusions(course: Course) -> Iterator[CycleItem]:
    """Yield the infusions of every cycle, in file order, then by day."""
    for cycle in course.cycles:
        items = {one.address: one for one in cycle.items}
        for slot in layout_of(course.protocol, course.arm, cycle.number).infusions:
            yield items[slot.address]
