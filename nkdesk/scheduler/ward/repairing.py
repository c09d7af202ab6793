"""Finding some placement of the ward quickly: patients leave days that are too full, one by one.

A day that stays too full becomes dearer from turn to turn until somebody leaves it. What comes out
keeps every rule but need not be the best. Source: McMurchie and Ebeling 1995, negotiated
congestion.
"""

from collections import Counter
from collections.abc import Sequence

from nkdesk.scheduler.ward.chooser import Choice, Prices, Rates
from nkdesk.scheduler.ward.columns import NEVER
from nkdesk.scheduler.ward.crowd import Placed, Ward
from nkdesk.scheduler.ward.rooms import Seat

TURNS = 600
"""How many patients may be moved, one after another, before it is given up."""
PLAIN = Rates(1 << 40, 1)
"""Rates under which no movement is worth touching one patient more."""


class Repair:
    """One try, from some placement that may be too full.

    ``at`` are the patients on each counted day; ``full`` the days without a free place.
    """

    def __init__(self, ward: Ward, rates: Rates, placed: Placed, prices: Prices) -> None:
        self.ward = ward
        self.rates = rates
        self.prices = prices
        self.placed = dict(placed)
        self.at = {seat: set(numbers) for seat, numbers in ward.at.items()}
        self.full: set[Seat] = set()
        self.over: set[Seat] = set()
        self.dearer: Counter[Seat] = Counter()
        for number, days in placed.items():
            self._go(number, ward.choosers[number].seats)
            self._come(number, ward.seats(number, days))
        for seat in self.at:
            self._weigh(seat)

    def repaired(self) -> Placed | None:
        """Return a placement that fits, None when none was found."""
        for _ in range(TURNS):
            if not self.over:
                self.prices, self.rates = {}, PLAIN
                self._settle()
                return self.placed
            seat = min(self.over, key=lambda one: (-self.dearer[one], one[1], one[0]))
            self.dearer[seat] += self.rates.day
            self._leave(seat)
        return None

    def _weigh(self, seat: Seat) -> None:
        left = self.ward.free(seat) - len(self.at[seat])
        (self.full.add if left <= 0 else self.full.discard)(seat)
        (self.over.add if left < 0 else self.over.discard)(seat)

    def _go(self, number: int, seats: Sequence[Seat]) -> None:
        for seat in seats:
            self.at[seat].discard(number)

    def _come(self, number: int, seats: Sequence[Seat]) -> None:
        for seat in seats:
            self.at.setdefault(seat, set()).add(number)

    def _leave(self, seat: Seat) -> None:
        """Let the patient leave a day for whom that costs least."""
        prices = dict(self.prices)
        for one in self.full:
            prices[one] = prices.get(one, 0) + (self.dearer[one] + self.rates.day) * 4
        offers = []
        for number in sorted(self.at[seat]):
            choice = self._choice(number, {**prices, **self._own_prices(number), seat: NEVER})
            if choice is not None:
                offers.append((choice.cost - self._cost(number), number, choice.days))
        if offers:
            _, number, days = min(offers, key=lambda offer: offer[:2])
            self._take(number, days)

    def _own_prices(self, number: int) -> dict[Seat, int]:
        """Return the prices of days that are full only because the patient is on them."""
        return {seat: self.prices.get(seat, 0) for seat in self._seats(number) - self.over}

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

    def _seats(self, number: int) -> set[Seat]:
        return set(self.ward.seats(number, self.placed.get(number)))

    def _take(self, number: int, days: tuple[int, ...] | None) -> None:
        before = self._seats(number)
        if days is None:
            self.placed.pop(number, None)
        else:
            self.placed[number] = days
        after = self._seats(number)
        self._go(number, list(before))
        self._come(number, list(after))
        for seat in before | after:
            self._weigh(seat)

    def _settle(self) -> None:
        """Let every touched patient choose anew among the places left, until nobody gains."""
        gained = True
        while gained:
            gained = False
            for number in sorted(self.placed):
                shut = dict.fromkeys(self.full - self._seats(number), NEVER)
                choice = self._choice(number, shut)
                if choice is not None and choice.cost < self._cost(number):
                    self._take(number, choice.days)
                    gained = True
