"""All placements of one patient's doses that keep the patient's own rules, as a graph.

Layer n of the graph holds what later rules still need to know about the doses before n; an arc
gives dose n a day. Every way through the graph is one placement, and the cheapest way under any
price of days is found in one pass.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from nkdesk.scheduler.layout import SEARCH_DAYS
from nkdesk.scheduler.ward.person import ANY_DAY, AtMost, Check, Person, PersonRule
from nkdesk.scheduler.ward.rooms import Rooms

NEVER = 1 << 62
"""The cost of a day that must not be taken."""

NOWHERE: frozenset[int] = frozenset()
"""No dose whose day may be closed or full."""

State = tuple[int, ...]
Arcs = Sequence[tuple[int, int]]
"""Pairs of a day, as its place among the days of its dose, and the state it leads to."""


class Way(NamedTuple):
    """A placement of one patient's doses and what it costs."""

    cost: int
    days: tuple[int, ...]


class Columns:
    """The placements of a person in which no dose moves further than ``radius`` days.

    ``days[n]`` are the days dose n may have; ``widest`` says that a larger radius holds no more.
    """

    def __init__(
        self, person: Person, rooms: Rooms, radius: int, anywhere: frozenset[int] = NOWHERE
    ) -> None:
        self.days, self.widest = days_within(person, rooms, radius, anywhere)
        self.layers = _Grower(person, self.days).layers() if all(self.days) else []
        self.exist = bool(self.layers)

    def cheapest(self, costs: Sequence[Sequence[int]]) -> Way | None:
        """Return the cheapest placement, of equals the earliest; None when there is none.

        ``costs[n][place]`` is the cost of giving dose n its day of that place.
        """
        if not self.exist:
            return None
        tables = self.tables(costs)
        cost = tables[0][0]
        return None if cost >= NEVER else Way(cost, self._traced(tables, costs))

    def used(self) -> list[set[int]]:
        """Return the days each dose has in some placement."""
        return [
            {days[place] for arcs in layer for place, _ in arcs}
            for layer, days in zip(self.layers, self.days, strict=True)
        ]

    def tables(self, costs: Sequence[Sequence[int]]) -> list[list[int]]:
        """Return, layer by layer and for the end, what each state costs from there on."""
        values = [0]
        tables = [values]
        for layer, cost in zip(reversed(self.layers), reversed(costs), strict=True):
            values = [min([cost[day] + values[to] for day, to in arcs]) for arcs in layer]
            tables.append(values)
        return tables[::-1]

    def _traced(
        self, tables: Sequence[Sequence[int]], costs: Sequence[Sequence[int]]
    ) -> tuple[int, ...]:
        state, way = 0, []
        for number, layer in enumerate(self.layers):
            wanted, after, cost = tables[number][state], tables[number + 1], costs[number]
            day, state = next(
                (day, to) for day, to in layer[state] if cost[day] + after[to] == wanted
            )
            way.append(self.days[number][day])
        return tuple(way)


def days_within(
    person: Person, rooms: Rooms, radius: int, anywhere: frozenset[int]
) -> tuple[list[list[int]], bool]:
    """Return the days each dose may have for itself, and whether the radius cut none off.

    Doses named in ``anywhere`` may also have days that are closed or full.
    """
    bounds = _tightened(person)
    if bounds is None:
        return [[] for _ in person.doses], True
    days, widest = [], True
    for number, (low, high) in enumerate(bounds):
        dose = person.doses[number]
        near = max(low, dose.planned - radius), min(high, dose.planned + radius)
        widest = widest and near == (low, high)
        usable = person.opens[dose.calendar].is_open
        days.append(
            [
                day
                for day in range(near[0], near[1] + 1)
                if number in anywhere or (usable(day) and rooms.free((dose.calendar, day)) != 0)
            ]
        )
    return days, widest


def _tightened(person: Person) -> list[tuple[int, int]] | None:
    """Return the first and last day of each dose by the bounds between days, None for none."""
    lows = [dose.planned - SEARCH_DAYS for dose in person.doses]
    highs = [dose.planned + SEARCH_DAYS for dose in person.doses]
    bounds = [rule for rule in person.rules if isinstance(rule, AtMost)]
    before: list[int] = []
    while before != [*lows, *highs]:
        before = [*lows, *highs]
        for first, second, days, _ in bounds:
            if second != ANY_DAY:
                most = days if first == ANY_DAY else highs[first] + days
                highs[second] = min(highs[second], most)
            if first != ANY_DAY:
                least = -days if second == ANY_DAY else lows[second] - days
                lows[first] = max(lows[first], least)
        if any(low > high for low, high in zip(lows, highs, strict=True)):
            return None
    return list(zip(lows, highs, strict=True))


class _Grower:
    """Grows the graph dose by dose and cuts off what leads nowhere."""

    def __init__(self, person: Person, days: Sequence[Sequence[int]]) -> None:
        self.days = days
        self.needed = _needed(person.rules, len(days))
        self.bounds: list[list[AtMost]] = [[] for _ in days]
        self.checks: list[list[Check]] = [[] for _ in days]
        for rule in person.rules:
            if isinstance(rule, Check):
                self.checks[rule.scope[-1]].append(rule)
            elif len(rule.scope) > 1:
                self.bounds[rule.scope[-1]].append(rule)

    def layers(self) -> list[list[Arcs]]:
        """Return the arcs of every state, layer by layer; nothing when no way leads through."""
        states: dict[State, int] = {(): 0}
        layers: list[list[Arcs]] = []
        for number in range(len(self.days)):
            following: dict[State, int] = {}
            layers.append([self._arcs(number, state, following) for state in states])
            states = following
        return _without_dead_ends(layers)

    def _arcs(self, number: int, state: State, following: dict[State, int]) -> Arcs:
        known = dict(zip(self.needed[number], state, strict=True))
        after = self.needed[number + 1]
        arcs = []
        for place in self._places(number, known):
            known[number] = self.days[number][place]
            if all(check.holds(known) for check in self.checks[number]):
                key = tuple([known[one] for one in after])
                arcs.append((place, following.setdefault(key, len(following))))
        return arcs

    def _places(self, number: int, known: Mapping[int, int]) -> Sequence[int]:
        """Return the days that keep the bounds to the doses before, as places."""
        days = self.days[number]
        low, high = days[0], days[-1]
        for first, second, most, _ in self.bounds[number]:
            if second == number:
                high = min(high, known[first] + most)
            else:
                low = max(low, known[second] - most)
        return [place for place, day in enumerate(days) if low <= day <= high]


def _needed(rules: Sequence[PersonRule], count: int) -> list[tuple[int, ...]]:
    """Return, for each dose and the end, the doses before it that it or a later one asks about."""
    needed: list[set[int]] = [set() for _ in range(count + 1)]
    for rule in rules:
        for one in rule.scope:
            for number in range(one + 1, rule.scope[-1] + 1):
                needed[number].add(one)
    return [tuple(sorted(numbers)) for numbers in needed]


def _without_dead_ends(layers: list[list[Arcs]]) -> list[list[Arcs]]:
    """Return the layers without states from which, or to which, no way leads."""
    alive = {0}
    for number in range(len(layers) - 1, -1, -1):
        kept: list[Arcs] = [[arc for arc in arcs if arc[1] in alive] for arcs in layers[number]]
        layers[number] = kept
        alive = {state for state, arcs in enumerate(kept) if arcs}
    if 0 not in alive:
        return []
    return _renumbered(layers)


def _renumbered(layers: list[list[Arcs]]) -> list[list[Arcs]]:
    reached = [0]
    renumbered: list[list[Arcs]] = []
    for layer in layers:
        places: dict[int, int] = {}
        renumbered.append(
            [
                [(day, places.setdefault(to, len(places))) for day, to in layer[state]]
                for state in reached
            ]
        )
        reached = list(places)
    return renumbered
