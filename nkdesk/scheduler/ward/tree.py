"""The tree of a search over the ward: each patient chooses alone until a day is too full.

A node holds what each patient would choose under its limits. Where all choices fit the free
places they are the best placement of the ward; where a day is too full, one patient on it either
leaves it or is sure to stay: two branches. Every choice alone is the cheapest, so their sum bounds
all placements below a node. Source: Sharon, Stern, Felner and Sturtevant 2015, conflict-based
search.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush
from types import MappingProxyType

from nkdesk.scheduler.ward.chooser import (
    IS,
    NO_LIMITS,
    NOT,
    Choice,
    Limit,
    Limits,
    Rates,
)
from nkdesk.scheduler.ward.crowd import Placed, Ward
from nkdesk.scheduler.ward.rooms import Seat

Watch = Callable[[int], object]
"""Told the bound on everything not yet searched; stops the search by raising."""


NO_PRICES: Mapping[Seat, int] = MappingProxyType({})


@dataclass(slots=True)
class Node:
    """Limits and choices of the patients who do not simply stand, and a bound on their cost."""

    bound: int
    limits: dict[int, Limits] = field(default_factory=dict)
    choices: dict[int, Choice] = field(default_factory=dict)

    def placed(self) -> Placed:
        """Return the days of those who do not stand."""
        return {
            number: choice.days
            for number, choice in self.choices.items()
            if choice.days is not None
        }


class Tree:
    """One search under fixed rates."""

    def __init__(self, ward: Ward, rates: Rates, watch: Watch) -> None:
        self.ward = ward
        self.rates = rates
        self.watch = watch
        self.kept: dict[tuple[int, Limits], Choice | None] = {}

    def choice(self, number: int, limits: Limits) -> Choice | None:
        """Return what a patient would choose under limits, looked up once."""
        key = number, limits
        if key not in self.kept:
            chooser = self.ward.choosers[number]
            self.kept[key] = chooser.choice(self.rates, NO_PRICES, limits)
        return self.kept[key]

    def root(self) -> Node:
        """Return the node at which all patients choose alone; each has a choice then."""
        node = Node(0)
        for number, chooser in enumerate(self.ward.choosers):
            choice = chooser.cheapest(self.rates, NO_PRICES)
            node.bound += choice.cost
            if choice.cost or choice.days is not None:
                node.choices[number] = choice
        return node

    def best(self, most: int) -> Node | None:
        """Return the cheapest placement that costs at most ``most``, None when there is none."""
        root = self.root()
        heap = [(root.bound, 0, root)] if root.bound <= most else []
        count = 0
        while heap:
            bound, _, node = heappop(heap)
            self.watch(bound)
            over = self.ward.overfull(node.placed())
            if not over:
                return node
            for child in self._branches(node, over):
                if child.bound <= most:
                    count -= 1
                    heappush(heap, (child.bound, count, child))
        return None

    def _branches(self, node: Node, over: Mapping[Seat, int]) -> Iterator[Node]:
        seat = min(over, key=lambda one: (one[1], one[0]))
        free_to_go = [
            (number, limit)
            for number in self.ward.on(seat, node.placed())
            if (limit := self._staying(node, number, seat)) not in self._limits(node, number)
        ]
        if not free_to_go:
            return
        leaving = [
            (self._limited(node, number, limit._replace(kind=NOT)), number, limit)
            for number, limit in free_to_go
        ]
        gone, number, limit = min(leaving, key=lambda one: _bound(one[0]))
        stay = self._limited(node, number, limit)
        yield from (one for one in (gone, stay) if one is not None)

    def _limits(self, node: Node, number: int) -> Limits:
        return node.limits.get(number, NO_LIMITS)

    def _staying(self, node: Node, number: int, seat: Seat) -> Limit:
        """Return the limit that keeps the dose a patient has on a day there."""
        chooser = self.ward.choosers[number]
        choice = node.choices.get(number)
        days = chooser.planned if choice is None or choice.days is None else choice.days
        dose = next(
            dose
            for dose, (one, day) in enumerate(zip(chooser.person.doses, days, strict=True))
            if (one.calendar, day) == seat
        )
        return Limit(dose, IS, seat[1])

    def _limited(self, node: Node, number: int, limit: Limit) -> Node | None:
        """Return the node with one limit more, None when the patient has no choice left."""
        limits = self._limits(node, number) | {limit}
        choice = self.choice(number, limits)
        if choice is None:
            return None
        before = node.choices.get(number)
        bound = node.bound + choice.cost - (before.cost if before is not None else 0)
        return replace(
            node,
            bound=bound,
            limits={**node.limits, number: limits},
            choices={**node.choices, number: choice},
        )


def _bound(node: Node | None) -> tuple[bool, int]:
    return (node is None, 0 if node is None else node.bound)
