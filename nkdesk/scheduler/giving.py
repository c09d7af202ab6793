"""Facts: an item was given on a date, or was not given."""

from dataclasses import replace
from datetime import date

from nkdesk.model.cycle import Address, Cycle, CycleItem, ItemState
from nkdesk.model.refusal import BrokenRule, Refused, RuleCode
from nkdesk.scheduler.course import Course, scene_of
from nkdesk.scheduler.fact_rules import fact_refusals
from nkdesk.scheduler.finding import (
    broken,
    cycle_of,
    find_open,
    find_planned,
    slot_of,
    with_item,
)
from nkdesk.scheduler.recording import Given, recorded, with_fact
from nkdesk.scheduler.scene import Scene


def give(course: Course, address: Address, on: date, today: date) -> Given | Refused:
    """Record that an item, or one part of it, was given on a date.

    Refused: a date after ``today``, an earlier infusion that is open or was given on or after
    that date, a closed item or part, a cycle not opened, an item that does not exist.
    """
    found = find_open(course, address)
    if isinstance(found, BrokenRule):
        return Refused((found,))
    refusals = fact_refusals(course, found, on, today)
    if refusals:
        return Refused(refusals)
    before = cycle_of(course, address)
    return recorded(course, _with_fact(scene_of(course, before), before, address, on), address)


def omit(course: Course, address: Address) -> Course | Refused:
    """Close an item as not given; everything else stands, gaps to and from it fall away.

    Refused: a closed or partly given item, a cycle not opened, an item that does not exist. An
    item is omitted whole: a part of one is no item.
    """
    found = find_planned(course, address)
    if isinstance(found, BrokenRule):
        return Refused((found,))
    omitted = replace(found, state=ItemState.OMITTED)
    return course.with_cycle(with_item(cycle_of(course, address), omitted))


def leave_rest(course: Course, address: Address) -> Course | Refused:
    """Close a partly given item: the doses of the day not given so far will not be given.

    Its actual date is that of the last dose given. Refused: an item that is not partly given and
    open, a cycle not opened, an item that does not exist.
    """
    found = find_open(course, address)
    if isinstance(found, BrokenRule):
        return Refused((found,))
    done = [part.done for part in found.parts if part.done is not None]
    if not done:
        return Refused((broken(RuleCode.UNKNOWN_ITEM, address),))
    cycle = cycle_of(course, address)
    closed = replace(found, actual=max(done))
    return course.with_cycle(with_fact(scene_of(course, cycle), cycle, closed))


def _with_fact(scene: Scene, cycle: Cycle, address: Address, on: date) -> Cycle:
    slot = slot_of(scene, address)
    item = next(one for one in cycle.items if one.address == slot.address)
    return with_fact(scene, cycle, _part_given(item, address.part, on))


def _part_given(item: CycleItem, part: int | None, on: date) -> CycleItem:
    """Set the date of one part, or of all that are open; the last part closes the item."""
    parts = []
    for number, one in enumerate(item.parts, start=1):
        given = one.done is None and part in (None, number)
        parts.append(replace(one, done=on) if given else one)
    dates = [one.done for one in parts if one.done is not None]
    if len(dates) < len(parts):
        return replace(item, parts=tuple(parts), state=ItemState.PARTLY_GIVEN)
    return replace(item, parts=tuple(parts), state=ItemState.GIVEN, actual=max(dates))
