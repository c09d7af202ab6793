"""The rules of a layout as bounds between days, compiled for the search.

Windows, order and most gaps bound the difference of two days. Such bounds are tightened through
all others once (shortest paths), so that the search meets only dates that can still work out.
What is no such bound, a gap to a sample for instance, stays behind as a check.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from nkdesk.model.protocol import ItemKind
from nkdesk.model.refusal import RuleCode
from nkdesk.scheduler.layout import SEARCH_DAYS, GapEnd, GapRule, Layout, Slot
from nkdesk.scheduler.open_days import reach
from nkdesk.scheduler.rules import Rule, numbered

UNBOUNDED = 1 << 40

Rules = frozenset[Rule]


@dataclass(frozen=True, slots=True)
class GapCheck:
    """A gap to be looked at once its ends are known; a bound of None does not count."""

    gap: GapRule
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Frame:
    """What the search over infusions obeys.

    Node 0 is the typed anchor's day, node n + 1 is infusion n. ``most[a][b]`` is the largest value
    of day b minus day a, ``stated[a][b]`` the same before it was tightened. ``reach[n]`` is how
    far before and after its target n may stand. ``needed[n]`` are the infusions before n that it
    or a later one still depends on. ``apart[n]`` are those before n that may not share its day,
    where order does not already say so. ``checks[n]`` are looked at once n has its day,
    ``first_checks`` before any has.
    """

    rules: Rules | None
    most: tuple[tuple[int, ...], ...]
    stated: tuple[tuple[int, ...], ...]
    reach: tuple[tuple[int, int], ...]
    needed: tuple[tuple[int, ...], ...]
    apart: tuple[tuple[int, ...], ...]
    checks: tuple[tuple[GapCheck, ...], ...]
    first_checks: tuple[GapCheck, ...]

    def holds(self, code: RuleCode, number: int) -> bool:
        """Whether a rule of one infusion is in force."""
        return self.rules is None or Rule(code, number) in self.rules


@lru_cache(maxsize=64)
def full_frame(layout: Layout) -> Frame | None:
    """Return the frame in which every rule holds, None when the rules contradict each other."""
    return frame_of(layout, None)


def frame_of(layout: Layout, rules: Rules | None) -> Frame | None:
    """Return the frame of some rules (None: all), None when they contradict each other."""
    builder = _Builder(layout, rules)
    builder.add_targets()
    builder.add_pairs()
    builder.add_gaps()
    return builder.frame()


class _Builder:
    def __init__(self, layout: Layout, rules: Rules | None) -> None:
        count = len(layout.infusions)
        self.layout = layout
        self.rules = rules
        self.held = None if rules is None else _by_code(rules)
        self.most = [[UNBOUNDED] * (count + 1) for _ in range(count + 1)]
        for node in range(count + 1):
            self.most[node][node] = 0
        self.reach: list[tuple[int, int]] = []
        self.linked: set[tuple[int, int]] = set()
        self.apart: list[list[int]] = [[] for _ in range(count)]
        self.checks: list[list[GapCheck]] = [[] for _ in range(count + 1)]

    def in_force(self, code: RuleCode, first: int, second: int = 0) -> bool:
        return self.held is None or (first, second) in self.held[code]

    def bound(self, before: int, after: int, low: int | None, high: int | None) -> None:
        """Keep day ``after`` minus day ``before`` between two bounds, both inclusive."""
        if high is not None:
            self.most[before][after] = min(self.most[before][after], high)
        if low is not None:
            self.most[after][before] = min(self.most[after][before], -low)
        if before and after and before != after:
            self.linked.add((min(before, after) - 1, max(before, after) - 1))

    def add_targets(self) -> None:
        for number, slot in enumerate(self.layout.searched):
            root = 0 if slot.root is None else slot.root + 1
            before, after = self._reach(slot, number)
            self.reach.append((before, after))
            low, high = (
                slot.root_offset - slot.slack - before,
                slot.root_offset + slot.slack + after,
            )
            self.bound(root, number + 1, low, high)

    def _reach(self, slot: Slot, number: int) -> tuple[int, int]:
        before, after = reach(slot.window)
        if self.in_force(RuleCode.OUTSIDE_WINDOW, number):
            return before, after
        return max(SEARCH_DAYS, before), max(SEARCH_DAYS, after)

    def add_pairs(self) -> None:
        numbers = [number for number, _ in numbered(self.layout)]
        strict: list[tuple[int, int]] = []
        followed, follows = [0] * len(numbers), [0] * len(numbers)
        for first, second in combinations(numbers, 2):
            ordered = self.in_force(RuleCode.ORDER, first, second)
            apart = self.in_force(RuleCode.SAME_DAY, first, second)
            if ordered and apart:
                strict.append((first, second))
                followed[first] |= 1 << second
                follows[second] |= 1 << first
            elif ordered:
                self.bound(first + 1, second + 1, 0, None)
            elif apart:
                self.apart[max(first, second)].append(min(first, second))
                self.linked.add((min(first, second), max(first, second)))
        for first, second in strict:
            if not followed[first] & follows[second]:
                self.bound(first + 1, second + 1, 1, None)

    def add_gaps(self) -> None:
        for number, gap in enumerate(self.layout.gaps):
            low = gap.min if self.in_force(RuleCode.GAP_TOO_SHORT, number) else None
            high = gap.max if self.in_force(RuleCode.GAP_TOO_LONG, number) else None
            if low is not None or high is not None:
                self._add_gap(GapCheck(gap, low, high))

    def _add_gap(self, check: GapCheck) -> None:
        start, end = self._node(check.gap.start), self._node(check.gap.end)
        if start is None or end is None:
            self.checks[max(check.gap.roots, default=-1) + 1].append(check)
            self.linked.update(combinations(sorted(check.gap.roots), 2))
            return
        shift = start[1] - end[1]
        low = None if check.low is None else check.low + shift
        high = None if check.high is None else check.high + shift
        self.bound(start[0], end[0], low, high)

    def _node(self, end: GapEnd) -> tuple[int, int] | None:
        """Return the node a gap's end stands a fixed number of days after, and that number."""
        slots = [self.layout.slots[index] for index in end.slots]
        places = {_place(slot) for slot in slots}
        if not places or None in places:
            return None
        nodes = {place[0] for place in places if place is not None}
        if len(nodes) > 1:
            return None
        shifts = [place[1] for place in places if place is not None]
        return nodes.pop(), max(shifts) if end.latest else min(shifts)

    def frame(self) -> Frame | None:
        stated = tuple(tuple(row) for row in self.most)
        if not _tighten(self.most):
            return None
        return Frame(
            rules=self.rules,
            most=tuple(tuple(row) for row in self.most),
            stated=stated,
            reach=tuple(self.reach),
            needed=tuple(self._needed()),
            apart=tuple(tuple(numbers) for numbers in self.apart),
            checks=tuple(tuple(checks) for checks in self.checks[1:]),
            first_checks=tuple(self.checks[0]),
        )

    def _needed(self) -> Iterator[tuple[int, ...]]:
        for number in range(len(self.layout.infusions)):
            yield tuple(
                sorted({first for first, second in self.linked if first < number <= second})
            )


def _by_code(rules: Rules) -> Mapping[RuleCode, set[tuple[int, int]]]:
    """Sort rules by their code: pairs of numbers are looked up faster than rules."""
    held: dict[RuleCode, set[tuple[int, int]]] = defaultdict(set)
    for rule in rules:
        held[rule.code].add((rule.first, rule.second))
    return held


def _place(slot: Slot) -> tuple[int, int] | None:
    if slot.infusion is not None:
        return slot.infusion + 1, 0
    if slot.kind is not ItemKind.CHEMO or slot.slack:
        return None
    return (0 if slot.root is None else slot.root + 1), slot.root_offset


def _tighten(most: list[list[int]]) -> bool:
    """Tighten every bound through every other; False when they contradict each other."""
    nodes = range(len(most))
    for through in nodes:
        beyond = most[through]
        for first in nodes:
            row = most[first]
            away = row[through]
            if away < UNBOUNDED and first != through:
                most[first] = [
                    known if known <= away + rest else away + rest
                    for known, rest in zip(row, beyond, strict=True)
                ]
                if most[first][first] < 0:
                    return False
    return all(most[node][node] >= 0 for node in nodes)
