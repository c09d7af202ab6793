"""Bounds by prices: places on crowded days are sold, and each patient chooses alone.

Whatever the prices, what all patients pay less what the free places are worth is no more than any
placement of the ward costs. Prices are moved until that bound is high. Source: Held and Karp 1971,
the subgradient method; whole numbers only, so that the bound is exact.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nkdesk.scheduler.ward.chooser import Prices, Rates
from nkdesk.scheduler.ward.crowd import Placed, Ward
from nkdesk.scheduler.ward.rooms import Seat

SCALE = 1000
"""One day of movement, or one patient touched, in the fine money prices are counted in."""
PATIENCE = 12
"""Rounds without a better bound before the steps are halved."""
HALVINGS = 9


@dataclass(frozen=True, slots=True)
class Priced:
    """A bound in fine money, and the prices it comes from."""

    bound: int
    prices: Prices
    rates: Rates
    placed: Placed


class Market:
    """Moves the prices of one ward under fixed rates.

    ``target`` is what a placement is thought to cost, in fine money: the steps are the longer the
    further the bound is from it.
    """

    def __init__(self, ward: Ward, rates: Rates, start: Prices | None = None) -> None:
        self.ward = ward
        self.rates = rates
        self.prices: dict[Seat, int] = dict(start or {})
        self.best: Priced | None = None
        self.target = 0
        self.halved = 0
        self.waited = 0

    def rounds(self) -> Iterator[Priced]:
        """Yield the best bound so far, round by round, until the steps have become too small.

        NothingFitsError when a patient has no choice at all.
        """
        while self.halved < HALVINGS:
            choices = [one.cheapest(self.rates, self.prices) for one in self.ward.choosers]
            bound = sum(choice.cost for choice in choices) - self._worth()
            placed = {n: one.days for n, one in enumerate(choices) if one.days is not None}
            yield self._remembered(bound, placed)
            excess = self._excess(placed)
            if not self._move(excess, max(self.target - bound, SCALE)):
                return

    def _worth(self) -> int:
        return sum(price * self.ward.free(seat) for seat, price in self.prices.items())

    def _remembered(self, bound: int, placed: Placed) -> Priced:
        """Return the best bound; when it has not grown for long, go on from it in smaller steps."""
        if self.best is None or bound > self.best.bound:
            self.best = Priced(bound, dict(self.prices), self.rates, placed)
            self.waited = 0
            return self.best
        self.waited += 1
        if self.waited >= PATIENCE:
            self.waited = 0
            self.halved += 1
            self.prices = dict(self.best.prices)
        return self.best

    def _excess(self, placed: Placed) -> dict[Seat, int]:
        """Return by how much each crowded or sold day is asked for beyond its places."""
        loads = self.ward.change(placed)
        excess = {}
        for seat in {*loads, *self.ward.crowded, *self.prices}:
            more = self.ward.base(seat) + loads[seat] - self.ward.free(seat)
            if more > 0 or seat in self.prices:
                excess[seat] = more
        return excess

    def _move(self, excess: Mapping[Seat, int], gap: int) -> bool:
        """Raise prices where too many come, lower them where places stay free."""
        length = sum(more * more for more in excess.values())
        if not length:
            return False
        for seat, more in excess.items():
            price = self.prices.get(seat, 0) + gap * more // (length << self.halved)
            if price > 0:
                self.prices[seat] = price
            else:
                self.prices.pop(seat, None)
        return True
