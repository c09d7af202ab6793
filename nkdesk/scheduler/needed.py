"""The dates open infusions need once something else has moved.

Smallest total movement from where they stand; among equals the earliest first infusion, then the
earliest second, and so on. A rule already broken may stay so while nothing it is about moves.
Source: the protocol format, "Changing a cycle" and fine print.

The search for a placement answers it, measuring from the days the infusions stand on. Where
rules are broken already it is first asked without them, which no answer can beat. If its answer
touches one of them, two narrower questions take its place: with that rule, and with every
infusion the rule is about staying. The best question is answered first.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush

from nkdesk.model.cycle import Cycle
from nkdesk.model.refusal import RuleCode
from nkdesk.scheduler.frame import frame_of
from nkdesk.scheduler.layout import GapEnd, Layout, layout_of
from nkdesk.scheduler.refusing import TODAY
from nkdesk.scheduler.rules import PREVIOUS, Rule, rules_of
from nkdesk.scheduler.scene import previous_day
from nkdesk.scheduler.search import TRIES, best_days
from nkdesk.scheduler.standing_layout import Standing
from nkdesk.scheduler.standing_scene import StandingScene

UNLIMITED = 1 << 40
"""Tries where the search may not give way to the cut: a sample stays until its anchor moves."""

_Name = tuple[RuleCode, str, str, int | None]
_GAPS = (RuleCode.GAP_TOO_SHORT, RuleCode.GAP_TOO_LONG)


@dataclass(frozen=True, slots=True)
class Touched:
    """What has changed before the question is asked: a rule about it must hold.

    ``moved`` are the slots that stand on another day, ``aimed`` those whose window moved too,
    ``was`` is the cycle as it stood before. ``settling`` says that every rule must hold but the
    one that asks for no day before today.
    """

    moved: Set[int] = frozenset()
    aimed: Set[int] = frozenset()
    was: Cycle | None = None
    settling: bool = False


@dataclass(frozen=True, slots=True, order=True)
class _Answer:
    """What one question comes to, ordered by cost and dates; ``asked`` tells answers apart."""

    cost: int
    days: tuple[int, ...]
    asked: int
    standing: Standing = field(compare=False)
    held: frozenset[_Name] = field(compare=False)
    touches: tuple[_Name, frozenset[int]] | None = field(compare=False)


def needed_days(standing: Standing, touched: Touched) -> Mapping[int, int] | None:
    """Return the new days of the infusions that must move, by slot; None when none fit."""
    return _Needed(standing, touched).best()


class _Needed:
    def __init__(self, standing: Standing, touched: Touched) -> None:
        self.touched = touched
        self.answers: list[_Answer] = []
        self.asked = 0
        items = {item.address: item for item in standing.cycle.items}
        slots = layout_of(standing.course.protocol, standing.course.arm, standing.number).infusions
        self.stands = {
            slot.index: items[slot.address].planned.toordinal()
            for slot in slots
            if slot.index in standing.free
        }
        self._ask(standing, frozenset())

    def best(self) -> Mapping[int, int] | None:
        """Return the best days that touch no rule left out."""
        while self.answers:
            answer = heappop(self.answers)
            if answer.touches is None:
                days = zip(self.stands, answer.days, strict=True)
                return {index: day for index, day in days if day != self.stands[index]}
            name, roots = answer.touches
            self._ask(answer.standing, answer.held | {name})
            if roots and self._may_stay(answer, roots):
                staying = replace(answer.standing, free=answer.standing.free - roots)
                self._ask(staying, answer.held)
        return None

    def _may_stay(self, answer: _Answer, roots: frozenset[int]) -> bool:
        """Whether some infusions break nothing by staying but rules that may stay broken."""
        scene = StandingScene(answer.standing)
        numbers = {n for n, slot in enumerate(scene.layout.searched) if slot.index in roots}
        return not any(
            scene.breaks(rule) and not self._excused(scene, rule, answer.held)
            for rule in rules_of(scene.layout)
            if _roots(scene, rule) <= numbers
        )

    def _ask(self, standing: Standing, held: frozenset[_Name]) -> None:
        """Answer one question; ``held`` are rules broken already that must hold in it."""
        scene = StandingScene(standing)
        rules = rules_of(scene.layout)
        excused = [rule for rule in rules if self._excused(scene, rule, held)]
        kept = frozenset(rules).difference(excused) if excused else None
        tries = UNLIMITED if scene.stuck else TRIES
        if best_days(scene, frame_of(scene.layout, kept), tries) is None:
            return
        placed = {slot.index: scene.chosen[n] for n, slot in enumerate(scene.layout.searched)}
        days = {**self.stands, **placed}
        self.asked += 1
        answer = _Answer(
            sum(abs(day - self.stands[index]) for index, day in days.items()),
            tuple(days.values()),
            self.asked,
            standing,
            held,
            self._touches(scene, excused),
        )
        heappush(self.answers, answer)

    def _excused(self, scene: StandingScene, rule: Rule, held: frozenset[_Name]) -> bool:
        """Whether a rule may stay broken where nothing it is about moves."""
        if not scene.breaks(rule) or _name(scene.layout, rule) in held:
            return False
        if self.touched.settling:
            return _name(scene.layout, rule)[1] == TODAY
        named = _named_ends(scene.layout, rule)
        if named:
            was = self.touched.was
            return all(scene.end_day(end) == previous_day(was, end.name) for end in named)
        window = rule.code is RuleCode.OUTSIDE_WINDOW
        changed = self.touched.aimed if window else self.touched.moved
        return changed.isdisjoint(_slots(scene.layout, rule))

    def _touches(
        self, scene: StandingScene, excused: Iterable[Rule]
    ) -> tuple[_Name, frozenset[int]] | None:
        """Return the first excused rule that is broken and about an infusion that moves."""
        slots = scene.layout.searched
        for rule in excused:
            if scene.breaks(rule) and _changes(scene, rule):
                roots = _roots(scene, rule)
                return _name(scene.layout, rule), frozenset(slots[n].index for n in roots)
        return None


def _changes(scene: StandingScene, rule: Rule) -> bool:
    """Whether a rule is about a day that the days chosen make another one."""
    named = _named_ends(scene.layout, rule)
    if not named:
        return any(scene.chosen[n] != scene.aims[n] for n in _roots(scene, rule))
    chosen, days = list(scene.chosen), [scene.end_day(end) for end in named]
    scene.stand()
    changes = days != [scene.end_day(end) for end in named]
    scene.chosen[:] = chosen
    return changes


def _named_ends(layout: Layout, rule: Rule) -> Sequence[GapEnd]:
    """Return the ends of a gap by which the next cycle names a day of this one."""
    if rule.code not in _GAPS:
        return ()
    gap = layout.gaps[rule.first]
    return [end for end in (gap.start, gap.end) if end.slots and end.name.startswith("previous.")]


def _name(layout: Layout, rule: Rule) -> _Name:
    """Return what a rule goes by whichever infusions are free."""
    if rule.code in _GAPS:
        gap = layout.gaps[rule.first]
        bound = gap.min if rule.code is RuleCode.GAP_TOO_SHORT else gap.max
        return rule.code, gap.start.name, gap.end.name, bound
    first, second = (
        "" if number == PREVIOUS else str(layout.searched[number].address)
        for number in (rule.first, rule.second)
    )
    return rule.code, first, second, None


def _slots(layout: Layout, rule: Rule) -> Sequence[int]:
    if rule.code in _GAPS:
        gap = layout.gaps[rule.first]
        return (*gap.start.slots, *gap.end.slots)
    return [layout.searched[number].index for number in _numbers(rule)]


def _numbers(rule: Rule) -> set[int]:
    pair = rule.code in (RuleCode.SAME_DAY, RuleCode.ORDER)
    return {rule.first, rule.second} - {PREVIOUS} if pair else {rule.first}


def _roots(scene: StandingScene, rule: Rule) -> frozenset[int]:
    """Return the free infusions that keep a rule as it is while they stay, by their number."""
    layout = scene.layout
    if rule.code in _GAPS:
        named = _named_ends(layout, rule)
        return _deciding(scene, named) if named else layout.gaps[rule.first].roots
    roots = _numbers(rule)
    if rule.code is RuleCode.OUTSIDE_WINDOW:
        roots |= {root for n in roots if (root := layout.searched[n].root) is not None}
    return frozenset(roots)


def _deciding(scene: StandingScene, ends: Sequence[GapEnd]) -> frozenset[int]:
    """Return the infusions on whose days the ends of a gap fall where everything stands."""
    chosen = list(scene.chosen)
    scene.stand()
    slots = scene.layout.slots
    last = [
        slots[index]
        for end in ends
        for index in end.slots
        if scene.day(slots[index]) == scene.end_day(end)
    ]
    scene.chosen[:] = chosen
    return frozenset(slot.follows for slot in last if slot.follows is not None)
