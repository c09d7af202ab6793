"""Ending treatment: the rest of a cycle is not given, or the patient leaves the study."""

from dataclasses import replace
from datetime import date

from nkdesk.model.cycle import Address, Cycle, ItemState
from nkdesk.model.protocol import ItemKind
from nkdesk.model.refusal import BrokenRule, Refused
from nkdesk.scheduler.course import Course
from nkdesk.scheduler.finding import cycle_of, find_planned

_TREATMENT = (ItemKind.CHEMO, ItemKind.INFUSION)


def cease(course: Course, address: Address) -> Course | Refused:
    """Close an item and all later chemotherapy and infusions of its cycle as not given.

    Later is a planned date after that item's: items of the same day stay open. Collections,
    samples and checks stay, the item itself among them when it is one. Refused: a closed or
    partly given item, a cycle not opened, an item that does not exist.
    """
    found = find_planned(course, address)
    if isinstance(found, BrokenRule):
        return Refused((found,))
    cycle = cycle_of(course, address)
    ceased = [
        item.address
        for item in cycle.items
        if item.kind in _TREATMENT
        and (item.address == found.address or item.planned > found.planned)
    ]
    return course.with_cycle(_closed(cycle, ceased, ItemState.CEASED))


def off_study(course: Course, on: date) -> Course:
    """Cancel what is planned on or after a date, of every kind and cycle.

    Earlier open items stay overdue; what was partly given stays as it is.
    """
    for cycle in course.cycles:
        late = [item.address for item in cycle.items if item.planned >= on]
        course = course.with_cycle(_closed(cycle, late, ItemState.CANCELLED))
    return course


def _closed(cycle: Cycle, addresses: list[Address], state: ItemState) -> Cycle:
    """Return the cycle with those of some items that are still planned in another state."""
    items = [
        replace(item, state=state)
        if item.address in addresses and item.state is ItemState.PLANNED
        else item
        for item in cycle.items
    ]
    return replace(cycle, items=tuple(items))
