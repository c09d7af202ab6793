"""Finding some placement of the ward quickly: patients leave days that are too full, one by one.

A day that stays too full becomes dearer from turn to turn until somebody leaves it. What comes out
keeps every rule but need not be the best. Source: McMurchie and Ebeling 1995, negotiated
congestion.
"""

from collections import Counter

from nkdesk.scheduler.ward.chooser import Choice, Prices, Rates
from nkdesk.scheduler.ward.columns import NEVER
from nkdesk.scheduler.ward.crowd import Placed, Ward
from nkdesk.scheduler.ward.rooms import Seat

TURNS = 600
"""How many patients may be moved, one after another, before it is given up."""
PLAIN = Rates(1 << 40, 1)
"""Rates under which no movement is worth touching one patient more."""


class Repair:
    """One try, from some placement that may be too full."""

    def __init__(self, ward: Ward, rates: Rates, placed: Placed, prices: Prices) -> None:
        self.ward = ward
        self.rates = rates
        self.prices = prices
        self.placed = dict(placed)
        self.load = Counter({seat: len(ones) for seat, ones in ward.at.items()})
        self.load.update(ward.change(placed))
        self.dearer: Counter[Seat] = Counter()

    def repaired(self) -> Placed | None:
        """Return a placement that fits, None when none was found."""
        for _ in range(TURNS):
            over = self._overfull()
            if not over:
                self.prices, self.rates = {}, PLAIN
                self._settle()
                return self.placed
            seat = min(over, key=lambda one: (-self.dearer[one], one[1], one[0]))
            self.dearer[seat] += self.rates.day
            self._leave(seat)
        return None

    def _overfull(self) -> list[Seat]:
        return [seat for seat, load in self.load.items() if load > self.ward.free(seat)]

    def _leave(self, seat: Seat) -> None:
        """Let the patient leave a day for whom that costs least."""
        offers = []
        for number in self.ward.on(seat, self.placed):
            choice = self._away(number, seat)
            if choice is not None:
                offers.append((choice.cost - self._cost(number), number, choice.days))
        if offers:
            _, number, days = min(offers, key=lambda offer: offer[:2])
            self._take(number, days)

    def _away(self, number: int, seat: Seat) -> Choice | None:
        own = self._seats(number)
        prices = dict(self.prices)
        for one, load in self.load.items():
            if load - (one in own) >= self.ward.free(one):
                prices[one] = prices.get(one, 0) + (self.dearer[one] + self.rates.day) * 4
        return self._choice(number, {**prices, seat: NEVER})

    def _choice(self, number: int, prices: dict[Seat, int]) -> Choice | None:
        choice = self.ward.choosers[number].choice(self.rates, prices)
        return None if choice is None or choice.cost >= NEVER else choice

    def _cost(self, number: int) -> int:
        days = self.placed.get(number)
        paid = sum(self.prices.get(seat, 0) for seat in self._seats(number))
        if days is None:
            return paid
        planned = self.ward.choosers[number].planned
        moved = sum(abs(day - stood) for stood, day in zip(planned, days, strict=True))
        return paid + self.rates.touch + moved * self.rates.day

    def _seats(self, number: int) -> list[Seat]:
        return list(self.ward.seats(number, self.placed.get(number)))

    def _take(self, number: int, days: tuple[int, ...] | None) -> None:
        self.load.subtract(self._seats(number))
        if days is None:
            self.placed.pop(number, None)
        else:
            self.placed[number] = days
        self.load.update(self._seats(number))

    def _settle(self) -> None:
        """Let every touched patient choose anew among the places left, until nobody gains."""
        gained = True
        while gained:
            gained = False
            for number in sorted(self.placed):
                own = self._seats(number)
                full = {
                    seat: NEVER
                    for seat, load in self.load.items()
                    if load - (seat in own) >= self.ward.free(seat)
                }
                choice = self._choice(number, full)
                if choice is not None and choice.cost < self._cost(number):
                    self._take(number, choice.days)
                    gained = True
