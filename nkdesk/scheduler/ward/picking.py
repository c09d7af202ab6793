"""Picking one listed placement for each patient so that all fit: the last step to the proof.

Every placement that is picked spends its extra cost; so does every sold place that stays free.
A placement of the ward that costs no more than asked spends no more than the budget. Whatever
would spend more, or overfill a day, is struck off, until each patient has one placement left or
somebody has none.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from nkdesk.scheduler.tries import Tries
from nkdesk.scheduler.ward.crowd import Ward
from nkdesk.scheduler.ward.listing import Column
from nkdesk.scheduler.ward.rooms import Seat


class Pile(NamedTuple):
    """The placements a patient has left, and what they have in common."""

    columns: Sequence[Column]
    least: int
    always: frozenset[Seat]
    ever: frozenset[Seat]
    must_move: bool


Piles = Mapping[int, Pile]


def pile_of(columns: Sequence[Column]) -> Pile:
    """Return some placements of a patient, at least one, as a pile."""
    seats = [column.seats for column in columns]
    least = min(column.extra for column in columns)
    return Pile(
        columns,
        least,
        frozenset.intersection(*seats),
        frozenset.union(*seats),
        all(column.moved for column in columns),
    )


@dataclass(frozen=True, slots=True)
class Sale:
    """What a picking obeys: places and prices of days, the budget, how many may be touched."""

    ward: Ward
    prices: Mapping[Seat, int]
    budget: int
    touched: int


def days_picked(picked: Piles) -> dict[int, tuple[int, ...]]:
    """Return the days of those who are touched in a picking."""
    columns = ((number, pile.columns[0]) for number, pile in picked.items())
    return {number: column.days for number, column in columns if column.moved}


class Picking:
    """One search through the piles of all patients."""

    def __init__(self, sale: Sale, tries: Tries) -> None:
        self.sale = sale
        self.tries = tries
        self.failed: Counter[int] = Counter()

    def first(self, piles: Piles) -> Piles | None:
        """Return some picking that fits, None when there is none."""
        struck = self.struck(dict(piles))
        while struck is not None:
            self.tries.spend()
            number = self._next(struck)
            if number is None:
                return struck
            column = min(struck[number].columns)
            found = self.first({**struck, number: pile_of([column])})
            if found is not None:
                return found
            self.failed[number] += 1
            struck = self.struck(_without(struck, number, column))
        return None

    def _next(self, piles: Piles) -> int | None:
        """Return whose placement to pick next, None when everybody has one.

        Who had nothing to pick before is asked early: that keeps together what hangs together.
        """
        several = (number for number, pile in piles.items() if len(pile.columns) > 1)

        def urgency(number: int) -> int:
            return 1000 * (self.failed[number] + 1) // len(piles[number].columns)

        return max(several, key=urgency, default=None)

    def struck(self, piles: dict[int, Pile]) -> Piles | None:
        """Strike off what cannot be picked any more; None when somebody has nothing left."""
        changed = True
        while changed:
            left = self._left(piles)
            certain = Counter(seat for pile in piles.values() for seat in pile.always)
            if left < 0 or any(one > self.sale.ward.free(seat) for seat, one in certain.items()):
                return None
            full = {seat for seat, one in certain.items() if one == self.sale.ward.free(seat)}
            fixed = sum(pile.must_move for pile in piles.values()) >= self.sale.touched
            changed = False
            for number, pile in piles.items():
                kept = _kept(pile, left, full, stay=fixed and not pile.must_move)
                if not kept:
                    return None
                if len(kept) < len(pile.columns):
                    piles[number] = pile_of(kept)
                    changed = True
        return piles

    def _left(self, piles: Piles) -> int:
        """Return what may still be spent when everybody picks the cheapest."""
        possible = Counter(seat for pile in piles.values() for seat in pile.ever)
        unsold = sum(
            price * max(0, self.sale.ward.free(seat) - possible[seat])
            for seat, price in self.sale.prices.items()
        )
        if sum(pile.must_move for pile in piles.values()) > self.sale.touched:
            return -1
        return self.sale.budget - sum(pile.least for pile in piles.values()) - unsold


def _without(piles: Piles, number: int, column: Column) -> dict[int, Pile]:
    """Strike off a placement that leads nowhere, for all patients who could swap with this one."""
    without = dict(piles)
    mine = piles[number]
    for other, pile in piles.items():
        if _alike(pile, mine):
            without[other] = pile_of([one for one in pile.columns if _key(one) != _key(column)])
    return without


def _alike(one: Pile, other: Pile) -> bool:
    """Whether two patients could swap their placements without a difference to the ward."""
    if (len(one.columns), one.least, one.ever) != (len(other.columns), other.least, other.ever):
        return False
    return {_key(column) for column in one.columns} == {_key(column) for column in other.columns}


def _key(column: Column) -> tuple[int, bool, frozenset[Seat]]:
    return column.extra, column.moved, column.seats


def _kept(pile: Pile, left: int, full: set[Seat], *, stay: bool) -> Sequence[Column]:
    """Return the placements that spend no more than is left and find room."""
    if len(pile.columns) == 1:
        return pile.columns
    most, shut = pile.least + left, full - pile.always
    return [
        column
        for column in pile.columns
        if column.extra <= most and not (stay and column.moved) and column.seats.isdisjoint(shut)
    ]
