"""The ward as it is searched: who stands where, and which days are too full."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from nkdesk.scheduler.ward.chooser import Chooser
from nkdesk.scheduler.ward.rooms import Rooms, Seat

Placed = Mapping[int, tuple[int, ...]]
"""The days of the patients who are touched, by their number in the list."""


class Ward:
    """The patients as choosers, the free places, and who stands where."""

    def __init__(self, choosers: Sequence[Chooser], rooms: Rooms) -> None:
        self.choosers = choosers
        self.rooms = rooms
        self.at: dict[Seat, list[int]] = defaultdict(list)
        for number, chooser in enumerate(choosers):
            for seat in chooser.seats:
                self.at[seat].append(number)
        self.crowded = [seat for seat, ones in self.at.items() if len(ones) > self.free(seat)]

    def free(self, seat: Seat) -> int:
        """Return the places of a counted day."""
        return self.rooms.free(seat) or 0

    def seats(self, number: int, days: tuple[int, ...] | None) -> Sequence[Seat]:
        """Return the counted places a patient takes; ``days`` None: where he stands."""
        chooser = self.choosers[number]
        if days is None:
            return chooser.seats
        doses = zip(chooser.person.doses, days, strict=True)
        seats = ((dose.calendar, day) for dose, day in doses)
        return [seat for seat in seats if self.rooms.free(seat) is not None]

    def base(self, seat: Seat) -> int:
        """Return how many take a place on a day while everybody stands."""
        return len(self.at.get(seat, ()))

    def change(self, placed: Placed) -> Counter[Seat]:
        """Return by how many more a day is taken than while everybody stands."""
        change: Counter[Seat] = Counter()
        for number, days in placed.items():
            change.subtract(self.choosers[number].seats)
            change.update(self.seats(number, days))
        return change

    def overfull(self, placed: Placed) -> dict[Seat, int]:
        """Return the days that take more than they have room for, and by how many."""
        change = self.change(placed)
        over = {}
        for seat in {*change, *self.crowded}:
            more = self.base(seat) + change[seat] - self.free(seat)
            if more > 0:
                over[seat] = more
        return over

    def on(self, seat: Seat, placed: Placed) -> list[int]:
        """Return the patients who take a place on a day, in list order."""
        stay = [number for number in self.at.get(seat, ()) if number not in placed]
        come = [number for number, days in placed.items() if seat in self.seats(number, days)]
        return sorted(stay + come)
