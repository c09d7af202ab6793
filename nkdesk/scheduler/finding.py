"""Finding what a change is about, or why it cannot be written to."""

from dataclasses import replace

from nkdesk.model.cycle import Address, Cycle, CycleItem, ItemState
from nkdesk.model.refusal import BrokenRule, RuleCode
from nkdesk.scheduler.course import Course
from nkdesk.scheduler.layout import Slot
from nkdesk.scheduler.scene import Scene

GIVEN_UP = "given_up"
"""Named as ``other`` of an ``already_closed`` whose item was ceased or cancelled."""

GIVEN_UP_STATES = frozenset({ItemState.CEASED, ItemState.CANCELLED})
"""What a person decided will not be given; nothing was recorded of it."""


def find_item(course: Course, address: Address) -> CycleItem | BrokenRule:
    """Return the item at an address, or that its cycle is not open or it does not exist."""
    shut = course.not_open(address.cycle)
    if shut is not None:
        return replace(shut, item=str(address))
    cycle = course.cycle(address.cycle)
    item = None if cycle is None else cycle.item(address)
    if item is None or not 1 <= (address.part or 1) <= len(item.parts):
        return broken(RuleCode.UNKNOWN_ITEM, address)
    return item


def find_open(course: Course, address: Address) -> CycleItem | BrokenRule:
    """Return the open item at an address, or why it cannot be written to."""
    item = find_item(course, address)
    if isinstance(item, BrokenRule):
        return item
    done = address.part is not None and item.parts[address.part - 1].done is not None
    if done or not item.is_open:
        return closed(item, address)
    return item


def find_planned(course: Course, address: Address) -> CycleItem | BrokenRule:
    """Return an item of which nothing has happened yet; a part of one is no item."""
    if address.part is not None:
        return broken(RuleCode.UNKNOWN_ITEM, address)
    item = find_open(course, address)
    if isinstance(item, CycleItem) and item.state is not ItemState.PLANNED:
        return broken(RuleCode.ALREADY_CLOSED, address)
    return item


def broken(code: RuleCode, address: Address) -> BrokenRule:
    """Say a rule about one item that has neither date nor bound."""
    return BrokenRule(code, str(address))


def closed(item: CycleItem, address: Address) -> BrokenRule:
    """Say that an item is closed; of one that was ceased or cancelled no record was made."""
    given_up = item.state in GIVEN_UP_STATES
    return BrokenRule(RuleCode.ALREADY_CLOSED, str(address), GIVEN_UP if given_up else "")


def cycle_of(course: Course, address: Address) -> Cycle:
    """Return the planned cycle an address lies in."""
    return next(cycle for cycle in course.cycles if cycle.number == address.cycle)


def slot_of(scene: Scene, address: Address) -> Slot:
    """Return the slot of an address that exists; its part is ignored."""
    whole = replace(address, part=None)
    return next(slot for slot in scene.layout.slots if slot.address == whole)


def with_item(cycle: Cycle, item: CycleItem) -> Cycle:
    """Return the cycle with one item in place of the one at its address."""
    items = [item if one.address == item.address else one for one in cycle.items]
    return replace(cycle, items=tuple(items))
