"""What one patient would do for himself: stand, or take the cheapest other placement."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from nkdesk.scheduler.layout import SEARCH_DAYS
from nkdesk.scheduler.ward.columns import NEVER, Columns
from nkdesk.scheduler.ward.person import Person
from nkdesk.scheduler.ward.rooms import Rooms, Seat

FIRST_RADIUS = 8
"""How far doses are looked for at first; wider only where that could cost less."""

NOT, IS, BEFORE = 0, 1, 2


class Limit(NamedTuple):
    """What the search has settled about a dose: not on a day, on that day, or before it."""

    dose: int
    kind: int
    day: int

    def allows(self, day: int) -> bool:
        """Whether the dose may stand on a day."""
        if self.kind == NOT:
            return day != self.day
        return day == self.day if self.kind == IS else day < self.day


Limits = frozenset[Limit]
NO_LIMITS: Limits = frozenset()
Prices = Mapping[Seat, int]


class Rates(NamedTuple):
    """What touching a patient costs, and what each day of movement costs."""

    touch: int
    day: int


class Choice(NamedTuple):
    """What a patient costs at least, prices counted, and the days for it; None: all stand."""

    cost: int
    days: tuple[int, ...] | None


class NothingFitsError(Exception):
    """It is proven that no placement keeps every rule."""


class Chooser:
    """Finds a person's cheapest choice under prices of days and limits set by the search."""

    def __init__(self, person: Person, rooms: Rooms) -> None:
        self.person = person
        self.rooms = rooms
        self.stands = person.stands(rooms)
        self.planned = person.planned
        self.seats: tuple[Seat, ...] = tuple(
            (dose.calendar, dose.planned)
            for dose in person.doses
            if rooms.free((dose.calendar, dose.planned)) is not None
        )
        self.radius = FIRST_RADIUS
        self._columns: Columns | None = None

    @property
    def columns(self) -> Columns:
        """The placements within the radius in use."""
        if self._columns is None:
            self._columns = Columns(self.person, self.rooms, self.radius)
        return self._columns

    def choice(self, rates: Rates, prices: Prices, limits: Limits = NO_LIMITS) -> Choice | None:
        """Return the cheapest choice, of equals the one that stands; None when there is none."""
        stands = self.standing(prices, limits)
        if stands is not None and stands.cost <= rates.touch + rates.day:
            return stands
        while True:
            moved = self._moved(rates, prices, limits)
            best = min((one for one in (stands, moved) if one), key=_cost, default=None)
            wider = rates.touch + (self.radius + 1) * rates.day
            if self.columns.widest or (best is not None and best.cost <= wider):
                return best
            self._widen()

    def cheapest(self, rates: Rates, prices: Prices) -> Choice:
        """Return the cheapest choice; NothingFitsError when the patient has none."""
        choice = self.choice(rates, prices)
        if choice is None:
            raise NothingFitsError
        return choice

    def reach(self, most: int, day: int) -> None:
        """Take in every placement that costs at most so much when each day costs ``day``."""
        while not self.columns.widest and (self.radius + 1) * day <= most:
            self._widen()

    def has_choice(self) -> bool:
        """Whether there is any placement of this patient that keeps the patient's own rules."""
        self.reach(SEARCH_DAYS, 1)
        return self.stands or self.columns.exist

    def farthest(self) -> int:
        """Return more days than the doses could move together."""
        return SEARCH_DAYS * len(self.planned)

    def _widen(self) -> None:
        self.radius = min(2 * self.radius, SEARCH_DAYS)
        self._columns = None

    def standing(self, prices: Prices, limits: Limits = NO_LIMITS) -> Choice | None:
        """Return what it costs that all doses stand, None where they may not."""
        if not self.stands:
            return None
        if not all(limit.allows(self.planned[limit.dose]) for limit in limits):
            return None
        return Choice(sum(prices.get(seat, 0) for seat in self.seats), None)

    def _moved(self, rates: Rates, prices: Prices, limits: Limits) -> Choice | None:
        way = self.columns.cheapest(self.costs(rates, prices, limits))
        return None if way is None else Choice(rates.touch + way.cost, way.days)

    def costs(self, rates: Rates, prices: Prices, limits: Limits = NO_LIMITS) -> list[list[int]]:
        """Return what each day of each dose costs."""
        costs = []
        for dose, days in zip(self.person.doses, self.columns.days, strict=True):
            planned, calendar = dose.planned, dose.calendar
            costs.append(
                [abs(day - planned) * rates.day + prices.get((calendar, day), 0) for day in days]
            )
        for limit in limits:
            days, row = self.columns.days[limit.dose], costs[limit.dose]
            for place, day in enumerate(days):
                if not limit.allows(day):
                    row[place] = NEVER
        return costs


def _cost(choice: Choice) -> int:
    return choice.cost


def movement(planned: Sequence[int], days: Sequence[int]) -> int:
    """Return by how many days doses move in all."""
    return sum(abs(day - stood) for stood, day in zip(planned, days, strict=True))
