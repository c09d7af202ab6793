"""The best days of many infusions as a smallest cut: exact, with work that grows evenly.

"Infusion n stands on or after day t" is a node of a network, true on the source's side. A rule
says that one such sentence brings another with it: an edge that must not be cut. A day between
an infusion and its target cuts one edge: the size of a smallest cut is the smallest sum of
distances, and the cut with the fewest true sentences has the earliest dates. Targets and gaps
that hang on the nearest open day fit in, for a later anchor never makes those days earlier.
Source: Ishikawa 2003, exact optimization of convex functions by a smallest cut.

What says "either … or" (two infusions apart in any order, the last of days that hang on several
infusions) is answered once for each case.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

from nkdesk.scheduler.choices import Choices
from nkdesk.scheduler.frame import UNBOUNDED, Frame, GapCheck
from nkdesk.scheduler.layout import GapEnd, Slot
from nkdesk.scheduler.max_flow import SINK, SOURCE, Network
from nkdesk.scheduler.possible import Bounds, first_days
from nkdesk.scheduler.rules import numbered
from nkdesk.scheduler.scene import Scene

NEVER = 1 << 40
"""The capacity of an edge that must not be cut."""


class _Term(NamedTuple):
    """A day that depends on the day of one infusion: a value for each day that one may have.

    The values never fall. ``number`` is -1 for a day that is fixed; it has one value.
    """

    number: int
    values: tuple[int, ...]


class _AtMost(NamedTuple):
    """The rule that day ``later`` comes at most ``days`` after day ``earlier``."""

    later: _Term
    earlier: _Term
    days: int


def cut_days(scene: Scene, frame: Frame, choices: Choices) -> tuple[int, ...] | None:
    """Return the best day of each infusion, None when none fit."""
    days = first_days(scene, frame)
    bounds = Bounds(scene, frame, choices)
    if not bounds.put_off(days):
        return None
    terms = _Terms(
        scene,
        frame,
        [
            tuple(day for day in range(first, last + 1) if choices.usable(number, day))
            for number, (first, last) in enumerate(zip(days, bounds.last, strict=True))
        ],
    )
    always, costs = list(terms.always()), terms.costs()
    cuts = [
        _smallest_cut(terms.domains, costs, [*always, *(rule for way in ways for rule in way)])
        for ways in product(*terms.either())
    ]
    order = [number for number, _ in numbered(scene.layout)]
    found = [cut for cut in cuts if cut is not None]
    best = min(found, key=lambda cut: (cut[0], [cut[1][n] for n in order]), default=None)
    return None if best is None else best[1]


class _Terms:
    """The rules of a frame between days that depend on one infusion each."""

    def __init__(self, scene: Scene, frame: Frame, domains: Sequence[tuple[int, ...]]) -> None:
        self.scene = scene
        self.frame = frame
        self.domains = domains
        self.infusions = [_Term(number, domain) for number, domain in enumerate(domains)]
        self.targets = [self._target(number) for number in range(len(domains))]

    def costs(self) -> list[tuple[_Term, _Term]]:
        """Return the pairs of days whose distance is to be small."""
        aims = self.scene.aims
        return [
            (one, _Term(-1, (aims[number],)) if number in aims else target)
            for number, (one, target) in enumerate(zip(self.infusions, self.targets, strict=True))
        ]

    def always(self) -> Iterator[_AtMost]:
        """Yield the rules that leave no choice."""
        for first, one in enumerate(self.infusions):
            for second, other in enumerate(self.infusions):
                most = self.frame.stated[first + 1][second + 1]
                if first != second and most < UNBOUNDED:
                    yield _AtMost(other, one, most)
        for (before, after), day, target in zip(
            self.frame.reach, self.infusions, self.targets, strict=True
        ):
            yield _AtMost(day, target, after)
            yield _AtMost(target, day, before)

    def either(self) -> Iterator[list[list[_AtMost]]]:
        """Yield, for every other rule, the ways in which it can hold."""
        for second, others in enumerate(self.frame.apart):
            for first in others:
                one, other = self.infusions[first], self.infusions[second]
                yield [[_AtMost(one, other, -1)], [_AtMost(other, one, -1)]]
        for checks in self.frame.checks:
            for check in checks:
                yield from self._gap(check)

    def _gap(self, check: GapCheck) -> Iterator[list[list[_AtMost]]]:
        start, end = check.gap.start, check.gap.end
        if start.previous and self.scene.end_day(start) is None:
            return
        if check.low is not None:
            yield self._at_most(start, end, -check.low)
        if check.high is not None:
            yield self._at_most(end, start, check.high)

    def _at_most(self, later: GapEnd, earlier: GapEnd, days: int) -> list[list[_AtMost]]:
        ends, starts = self._ends(later), self._ends(earlier)
        return [
            [_AtMost(end, start, days) for end in some for start in others]
            for some in ([ends] if later.latest else [[end] for end in ends])
            for others in ([[start] for start in starts] if earlier.latest else [starts])
        ]

    def _ends(self, end: GapEnd) -> list[_Term]:
        """Return the end of a gap as days that depend on one infusion each."""
        slots = [self.scene.layout.slots[index] for index in end.slots]
        if not slots:
            return [self._term(None, lambda: self.scene.end_day(end) or 0)]
        roots = dict.fromkeys(slot.follows for slot in slots)
        return [self._part(end, root, slots) for root in roots]

    def _part(self, end: GapEnd, root: int | None, slots: Sequence[Slot]) -> _Term:
        """Return the first or the last of those days of a gap's end that follow one infusion."""
        some = [slot for slot in slots if slot.follows == root]
        choose = max if end.latest else min
        return self._term(root, lambda: choose(self.scene.day(slot) for slot in some))

    def _target(self, number: int) -> _Term:
        slot = self.scene.layout.searched[number]
        return self._term(slot.root, lambda: self.scene.target(slot))

    def _term(self, root: int | None, day: Callable[[], int]) -> _Term:
        """Read off a day for each day its infusion may have."""
        if root is None:
            return _Term(-1, (day(),))
        values = []
        for chosen in self.domains[root]:
            self.scene.chosen[root] = chosen
            values.append(day())
        return _Term(root, tuple(values))


class _Nodes:
    """The nodes of the network: 0 is always true, 1 never, the others say "on or after day t"."""

    def __init__(self, domains: Sequence[tuple[int, ...]]) -> None:
        self.first = []
        self.count = 2
        self.capacities: dict[tuple[int, int], int] = defaultdict(int)
        for domain in domains:
            self.first.append(self.count)
            self.count += len(domain) - 1
        for first, domain in zip(self.first, domains, strict=True):
            for node in range(first, first + len(domain) - 2):
                self.capacities[node + 1, node] = NEVER

    def on_or_after(self, term: _Term, day: int) -> int:
        """Return the node that says a term is not before a day."""
        place = bisect_left(term.values, day)
        if place in (0, len(term.values)):
            return SINK if place else SOURCE
        return self.first[term.number] + place - 1

    def add_rule(self, rule: _AtMost) -> None:
        """Forbid that the later day comes too long after the earlier one."""
        for day in rule.later.values:
            edge = (
                self.on_or_after(rule.later, day),
                self.on_or_after(rule.earlier, day - rule.days),
            )
            if edge[0] != edge[1]:
                self.capacities[edge] = NEVER

    def add_cost(self, one: _Term, other: _Term) -> None:
        """Let every day between two terms cost one."""
        first = min(one.values[0], other.values[0])
        for day in range(first + 1, max(one.values[-1], other.values[-1]) + 1):
            edge = self.on_or_after(one, day), self.on_or_after(other, day)
            self.capacities[edge] += 1
            self.capacities[edge[::-1]] += 1


def _smallest_cut(
    domains: Sequence[tuple[int, ...]],
    costs: Sequence[tuple[_Term, _Term]],
    rules: Sequence[_AtMost],
) -> tuple[int, tuple[int, ...]] | None:
    """Return the cost and the days of the best placement, None when the rules allow none."""
    nodes = _Nodes(domains)
    for one, other in costs:
        nodes.add_cost(one, other)
    for rule in rules:
        nodes.add_rule(rule)
    cut = Network(nodes.count, nodes.capacities).cut(NEVER)
    if cut is None:
        return None
    cost, true = cut
    return cost, tuple(
        domain[sum(true[first : first + len(domain) - 1])]
        for first, domain in zip(nodes.first, domains, strict=True)
    )
