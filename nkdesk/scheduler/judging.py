"""Which rules a change breaks.

Source: the protocol format, fine print. A rule refuses when it involves a moved item or held
before; a rule already broken and untouched refuses nothing.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from nkdesk.model.cycle import Cycle
from nkdesk.model.protocol import ItemKind
from nkdesk.model.refusal import BrokenRule, RuleCode
from nkdesk.scheduler.course import Course, scene_of
from nkdesk.scheduler.layout import PREVIOUS_CHEMO_FIRST, PREVIOUS_INFUSION_LAST, Layout
from nkdesk.scheduler.scene import days_of, previous_day
from nkdesk.scheduler.standing import Breach, breaches


def broken_by(
    before: Course, after: Course, number: int, asked: Iterable[int] = ()
) -> tuple[BrokenRule, ...]:
    """Return every rule that a change of one cycle breaks, those of the next cycle too.

    ``asked`` are the slots a person moved by hand: of these window and closed day count whatever
    their kind.
    """
    return (*_own(before, after, number, asked), *_next(before, after, number))


def _own(before: Course, after: Course, number: int, asked: Iterable[int]) -> Iterator[BrokenRule]:
    old, new = (next(c for c in one.cycles if c.number == number) for one in (before, after))
    asked = frozenset(asked)
    scene = scene_of(after, new)
    known = {breach.key for breach in breaches(scene_of(before, old), old, asked)}
    moved, aimed = changed_slots(scene.layout, old, new)
    for breach in breaches(scene, new, asked):
        if breach.key not in known or _touched(breach, moved, aimed):
            yield breach.rule


def changed_slots(layout: Layout, old: Cycle, new: Cycle) -> tuple[set[int], set[int]]:
    """Return the slots that stand on another day, and those whose window or day changed."""
    were = {item.address: item for item in old.items}
    are = {item.address: item for item in new.items}
    moved, aimed = set(), set()
    for slot in layout.slots:
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
    old, new, later = before.cycle(number), after.cycle(number), after.cycle(number + 1)
    if later is None:
        return
    known = {breach.key for breach in breaches(scene_of(before, later), later)}
    for breach in breaches(scene_of(after, later), later):
        if breach.key not in known or _reached(breach.rule, old, new):
            yield breach.rule


def _reached(rule: BrokenRule, old: Cycle | None, new: Cycle | None) -> bool:
    """Whether a rule of the next cycle is about a day of this one that is no longer the same."""
    if rule.code in (RuleCode.SAME_DAY, RuleCode.ORDER):
        return not _infused_from(new, rule.day) <= _infused_from(old, rule.day)
    return any(
        name in (rule.item, rule.other) and previous_day(old, name) != previous_day(new, name)
        for name in (PREVIOUS_CHEMO_FIRST, PREVIOUS_INFUSION_LAST)
    )


def _infused_from(cycle: Cycle | None, day: date | None) -> set[int]:
    """Return the days of a cycle's infusions on or after a date."""
    first = 0 if day is None else day.toordinal()
    return {one for one in days_of(cycle, ItemKind.INFUSION) if one >= first}
