"""The few placements of each patient that a good placement of the ward can still use.

With good prices most placements of a patient cost so much more than the patient's cheapest that no
good placement of the ward contains them. What is left is short enough to be written out. Source:
Baldacci, Christofides and Mingozzi 2008, enumeration by reduced cost.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nkdesk.scheduler.tries import Tries
from nkdesk.scheduler.ward.chooser import Chooser
from nkdesk.scheduler.ward.crowd import Ward
from nkdesk.scheduler.ward.pricing import Priced
from nkdesk.scheduler.ward.rooms import Seat


class Column(NamedTuple):
    """One placement of a patient: what it costs beyond the patient's cheapest, and its places."""

    extra: int
    days: tuple[int, ...]
    moved: bool
    seats: frozenset[Seat]


def listed(ward: Ward, priced: Priced, budget: int, tries: Tries) -> list[list[Column]]:
    """Return every placement of each patient within a budget, the earliest dates first.

    TriesSpentError when they are too many to be written out.
    """
    return [
        sorted(_columns(ward, number, priced, budget, tries), key=_days)
        for number in range(len(ward.choosers))
    ]


def _days(column: Column) -> tuple[int, ...]:
    return column.days


def _columns(
    ward: Ward, number: int, priced: Priced, budget: int, tries: Tries
) -> Iterator[Column]:
    chooser, rates, prices = ward.choosers[number], priced.rates, priced.prices
    best = chooser.cheapest(rates, prices)
    stands = chooser.standing(prices)
    if stands is not None and stands.cost <= best.cost + budget:
        yield Column(
            stands.cost - best.cost, chooser.planned, moved=False, seats=frozenset(chooser.seats)
        )
    left = best.cost + budget - rates.touch
    if left < rates.day:
        return
    chooser.reach(left, rates.day)
    for cost, days in _ways(chooser, chooser.costs(rates, prices), left, tries):
        if days != chooser.planned:
            extra = rates.touch + cost - best.cost
            yield Column(extra, days, moved=True, seats=frozenset(ward.seats(number, days)))


def _ways(
    chooser: Chooser, costs: Sequence[Sequence[int]], most: int, tries: Tries
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield the ways through a patient's graph that cost at most so much."""
    columns = chooser.columns
    tables = columns.tables(costs)
    heap: list[tuple[int, int, tuple[int, ...]]] = [(0, 0, ())]
    while heap:
        tries.spend()
        cost, state, days = heap.pop()
        number = len(days)
        if number == len(columns.layers):
            yield cost, days
            continue
        after = tables[number + 1]
        for place, to in columns.layers[number][state]:
            so_far = cost + costs[number][place]
            if so_far + after[to] <= most:
                heap.append((so_far, to, (*days, columns.days[number][place])))
