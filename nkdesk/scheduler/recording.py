"""What a fact just recorded breaks, and which open infusions it leaves unsettled."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from nkdesk.model.cycle import Address, Cycle, CycleItem, ItemState
from nkdesk.model.protocol import ItemKind
from nkdesk.model.refusal import BrokenRule
from nkdesk.scheduler.course import Course, scene_of
from nkdesk.scheduler.dating import follow
from nkdesk.scheduler.finding import cycle_of, slot_of, with_item
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


def recorded(course: Course, after: Cycle, address: Address) -> Given:
    """Return the course with a cycle in which a fact about one item was recorded."""
    before = cycle_of(course, address)
    scene = scene_of(course, before)
    given = slot_of(scene, address).index
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


def with_fact(scene: Scene, cycle: Cycle, item: CycleItem) -> Cycle:
    """Return the cycle with an item changed; what hangs on it follows the date it counts by."""
    before = next(one for one in cycle.items if one.address == item.address)
    changed = with_item(cycle, item)
    if (before.actual or before.planned) == (item.actual or item.planned):
        return changed
    return follow(scene, changed, {slot_of(scene, item.address).index})


def _by_fact(breach: Breach, given: int, address: Address, known: set[BreachKey]) -> bool:
    """Whether a fact breaks a rule: newly, or a rule that names the item itself."""
    names = (breach.rule.item, breach.rule.other)
    return given in breach.slots and (
        breach.key not in known or str(replace(address, part=None)) in names
    )


def _unsettled(before: Course, after: Course, number: int) -> Iterator[BrokenRule]:
    """Yield what open infusions of a cycle newly break."""
    old = before.cycle(number)
    if old is None:
        return
    known = {breach.key for breach in breaches(scene_of(before, old), old)}
    for breach in open_breaches(after, number):
        if breach.key not in known:
            yield breach.rule


def open_breaches(course: Course, number: int) -> Iterator[Breach]:
    """Yield the broken rules of a planned cycle that are about an infusion still to be placed."""
    cycle = next(cycle for cycle in course.cycles if cycle.number == number)
    scene = scene_of(course, cycle)
    for breach in breaches(scene, cycle):
        if _is_open(scene, cycle, breach):
            yield breach


def _is_open(scene: Scene, cycle: Cycle, breach: Breach) -> bool:
    """Whether a broken rule is about an infusion that may still be placed anew."""
    slots = scene.layout.slots
    about = {slots[index].address for index in breach.slots}
    return any(
        item.address in about and item.kind is ItemKind.INFUSION and item.state is ItemState.PLANNED
        for item in cycle.items
    )
