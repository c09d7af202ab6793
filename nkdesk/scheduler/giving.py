"""Facts: an item was given on a date, or was not given."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from nkdesk.model.cycle import Address, Cycle, CycleItem, ItemState
from nkdesk.model.protocol import ItemKind
from nkdesk.model.refusal import BrokenRule, Refused, RuleCode
from nkdesk.scheduler.course import Course, scene_of
from nkdesk.scheduler.dating import follow
from nkdesk.scheduler.layout import Slot, layout_of
from nkdesk.scheduler.scene import Scene
from nkdesk.scheduler.standing import Breach, BreachKey, breaches


@dataclass(frozen=True, slots=True)
class Given:
    """The course with the fact in it, and what a physician should see.

    ``deviations`` are the rules the fact itself breaks: it is recorded all the same.
    ``unsettled`` are rules that open infusions now break because of it: a new placement of
    those may be proposed, never made silently. A gap from the given to an open infusion is both.
    """

    course: Course
    deviations: tuple[BrokenRule, ...] = ()
    unsettled: tuple[BrokenRule, ...] = ()


def give(course: Course, address: Address, on: date, today: date) -> Given | Refused:
    """Record that an item, or one part of it, was given on a date.

    Refused: a date after ``today``, an earlier infusion that is open or was given on or after
    that date, a closed item or part, a cycle not opened, an item that does not exist.
    """
    found = _find(course, address)
    if isinstance(found, BrokenRule):
        return Refused((found,))
    refusals = _refusals(course, found, on, today)
    if refusals:
        return Refused(refusals)
    before = _cycle_of(course, address)
    scene = scene_of(course, before)
    after = _with_fact(scene, before, address, on)
    given = _slot(scene, address).index
    known = {breach.key for breach in breaches(scene, before)}
    by_fact = [one for one in breaches(scene, after) if _by_fact(one, given, address, known)]
    changed = course.with_cycle(after)
    return Given(
        changed,
        tuple(one.rule for one in by_fact),
        (
            *_unsettled(course, changed, address.cycle),
            *_unsettled(course, changed, address.cycle + 1),
        ),
    )


def omit(course: Course, address: Address) -> Course | Refused:
    """Close an item as not given; everything else stands, gaps to and from it fall away.

    Refused: a closed or partly given item, a cycle not opened, an item that does not exist. An
    item is omitted whole: a part of one is no item.
    """
    if address.part is not None:
        return Refused((_broken(RuleCode.UNKNOWN_ITEM, address),))
    found = _find(course, address)
    if isinstance(found, BrokenRule):
        return Refused((found,))
    if found.state is not ItemState.PLANNED:
        return Refused((_broken(RuleCode.ALREADY_CLOSED, address),))
    omitted = replace(found, state=ItemState.OMITTED)
    return course.with_cycle(_with_item(_cycle_of(course, address), omitted))


def leave_rest(course: Course, address: Address) -> Course | Refused:
    """Close a partly given item: the doses of the day not given so far will not be given.

    Its actual date is that of the last dose given. Refused: an item that is not partly given and
    open, a cycle not opened, an item that does not exist.
    """
    found = _find(course, address)
    if isinstance(found, BrokenRule):
        return Refused((found,))
    done = [part.done for part in found.parts if part.done is not None]
    if not done:
        return Refused((_broken(RuleCode.UNKNOWN_ITEM, address),))
    cycle = _cycle_of(course, address)
    closed = replace(found, actual=max(done))
    return course.with_cycle(_closed(scene_of(course, cycle), cycle, closed))


def _find(course: Course, address: Address) -> CycleItem | BrokenRule:
    """Return the open item at an address, or why it cannot be written to."""
    shut = course.not_open(address.cycle)
    if shut is not None:
        return replace(shut, item=str(address))
    cycle = course.cycle(address.cycle)
    item = None if cycle is None else cycle.item(address)
    if item is None or not 1 <= (address.part or 1) <= len(item.parts):
        return _broken(RuleCode.UNKNOWN_ITEM, address)
    done = address.part is not None and item.parts[address.part - 1].done is not None
    if done or not item.is_open:
        return _broken(RuleCode.ALREADY_CLOSED, address)
    return item


def _broken(code: RuleCode, address: Address) -> BrokenRule:
    return BrokenRule(code, str(address))


def _cycle_of(course: Course, address: Address) -> Cycle:
    return next(cycle for cycle in course.cycles if cycle.number == address.cycle)


def _refusals(course: Course, item: CycleItem, on: date, today: date) -> tuple[BrokenRule, ...]:
    refusals = []
    if on > today:
        refusals.append(BrokenRule(RuleCode.IN_FUTURE, str(item.address), day=on))
    if item.kind is ItemKind.INFUSION:
        for earlier in _earlier_infusions(course, item):
            if earlier.is_open or (earlier.actual is not None and earlier.actual >= on):
                other = str(earlier.address)
                refusals.append(BrokenRule(RuleCode.ORDER, str(item.address), other, on))
    return tuple(refusals)


def _earlier_infusions(course: Course, item: CycleItem) -> list[CycleItem]:
    """Return the infusions before one in file order, then by day, those of earlier cycles too."""
    infusions = []
    for cycle in course.cycles:
        items = {one.address: one for one in cycle.items}
        slots = layout_of(course.protocol, course.arm, cycle.number).infusions
        infusions += [items[slot.address] for slot in slots]
    return infusions[: infusions.index(item)]


def _with_fact(scene: Scene, cycle: Cycle, address: Address, on: date) -> Cycle:
    slot = _slot(scene, address)
    item = next(one for one in cycle.items if one.address == slot.address)
    return _closed(scene, cycle, _part_given(item, address.part, on))


def _closed(scene: Scene, cycle: Cycle, item: CycleItem) -> Cycle:
    """Return the cycle with an item changed; what hangs on it follows its actual date."""
    changed = _with_item(cycle, item)
    if item.actual in (None, item.planned):
        return changed
    return follow(scene, changed, {_slot(scene, item.address).index})


def _slot(scene: Scene, address: Address) -> Slot:
    whole = replace(address, part=None)
    return next(slot for slot in scene.layout.slots if slot.address == whole)


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


def _by_fact(breach: Breach, given: int, address: Address, known: set[BreachKey]) -> bool:
    """Whether a fact breaks a rule: newly, or a rule that names the item itself."""
    names = (breach.rule.item, breach.rule.other)
    return given in breach.slots and (
        breach.key not in known or str(replace(address, part=None)) in names
    )


def _unsettled(before: Course, after: Course, number: int) -> Iterator[BrokenRule]:
    """Yield what open infusions of a cycle newly break."""
    old, new = before.cycle(number), after.cycle(number)
    if old is None or new is None:
        return
    known = {breach.key for breach in breaches(scene_of(before, old), old)}
    scene = scene_of(after, new)
    for breach in breaches(scene, new):
        if breach.key not in known and _is_open(scene, new, breach):
            yield breach.rule


def _is_open(scene: Scene, cycle: Cycle, breach: Breach) -> bool:
    """Whether a broken rule is about an infusion that may still be placed anew."""
    slots = scene.layout.slots
    about = {slots[index].address for index in breach.slots}
    return any(
        item.address in about and item.kind is ItemKind.INFUSION and item.state is ItemState.PLANNED
        for item in cycle.items
    )


def _with_item(cycle: Cycle, item: CycleItem) -> Cycle:
    items = [item if one.address == item.address else one for one in cycle.items]
    return replace(cycle, items=tuple(items))
