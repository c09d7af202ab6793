"""Which rules a change breaks.

Source: the protocol format, fine print. A rule refuses when it involves a moved item or held
before; a rule already broken and untouched refuses nothing.
"""

from collections.abc import Iterable, Iterator

from nkdesk.model.cycle import Cycle
from nkdesk.model.protocol import ItemKind
from nkdesk.model.refusal import BrokenRule, RuleCode
from nkdesk.scheduler.course import Course, scene_of
from nkdesk.scheduler.layout import PREVIOUS_CHEMO_FIRST, PREVIOUS_INFUSION_LAST
from nkdesk.scheduler.scene import Scene, days_of
from nkdesk.scheduler.standing import Breach, BreachKey, breaches


def broken_by(
    before: Course, after: Course, number: int, asked: Iterable[int] = ()
) -> tuple[BrokenRule, ...]:
    """Return every rule that a change of one cycle breaks, those of the next cycle too.

    ``asked`` are the slots a person moved by hand: of these window and closed day count whatever
    their kind.
    """
    return (*_own(before, after, number, asked), *_next(before, after, number))


def _own(before: Course, after: Course, number: int, asked: Iterable[int]) -> Iterator[BrokenRule]:
    old, new = before.cycle(number), after.cycle(number)
    if old is None or new is None:
        return
    asked = frozenset(asked)
    scene = scene_of(after, new)
    known = {breach.key for breach in breaches(scene_of(before, old), old, asked)}
    moved, aimed = _changed(scene, old, new)
    for breach in breaches(scene, new, asked):
        if breach.key not in known or _touched(breach, moved, aimed):
            yield breach.rule


def _changed(scene: Scene, old: Cycle, new: Cycle) -> tuple[set[int], set[int]]:
    """Return the slots that stand on another day, and those whose window or day changed."""
    were = {item.address: item for item in old.items}
    are = {item.address: item for item in new.items}
    moved, aimed = set(), set()
    for slot in scene.layout.slots:
        was, now = were[slot.address], are[slot.address]
        if was.planned != now.planned:
            moved.add(slot.index)
        if (was.planned, was.target) != (now.planned, now.target):
            aimed.add(slot.index)
    return moved, aimed


def _touched(breach: Breach, moved: set[int], aimed: set[int]) -> bool:
    """Whether a broken rule is about what moved; a window moves with what it counts from."""
    if breach.rule.code is RuleCode.OUTSIDE_WINDOW:
        return not breach.slots.isdisjoint(aimed)
    return not breach.slots.isdisjoint(moved)


def _next(before: Course, after: Course, number: int) -> Iterator[BrokenRule]:
    """Yield what the cycle after this one breaks because of it."""
    later = after.cycle(number + 1)
    if later is None:
        return
    moved = set(_ends_moved(before.cycle(number), after.cycle(number)))
    known: set[BreachKey] = {breach.key for breach in breaches(scene_of(before, later), later)}
    for breach in breaches(scene_of(after, later), later):
        about = {breach.rule.item, breach.rule.other}
        if breach.key not in known or not about.isdisjoint(moved):
            yield breach.rule


def _ends_moved(old: Cycle | None, new: Cycle | None) -> Iterator[str]:
    """Yield the days of a cycle, as the next one names them, that are no longer the same."""
    for name, kind in (
        (PREVIOUS_CHEMO_FIRST, ItemKind.CHEMO),
        (PREVIOUS_INFUSION_LAST, ItemKind.INFUSION),
    ):
        if days_of(old, kind) != days_of(new, kind):
            yield name
