"""Open days and free places of the ward's calendars, over all patients."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from nkdesk.model.work_calendar import WorkCalendar
from nkdesk.scheduler.open_days import OpenDays

Seat = tuple[str, int]
"""A day of a calendar, by ordinal."""


class Rooms:
    """How many infusions may be placed on each day, those that stand counted.

    Patients may follow protocols that state different capacities for one calendar: the smallest
    holds for all. Places taken by patients outside the list are the same for everyone in it.
    """

    def __init__(self) -> None:
        self._opens: dict[int, OpenDays] = {}
        self._limiting: dict[str, dict[int, WorkCalendar]] = {}
        self._taken: dict[int, Mapping[str, Mapping[date, int]]] = {}
        self._standing: Counter[Seat] = Counter()
        self._free: dict[Seat, int | None] = {}

    def add_calendars(
        self,
        calendars: Mapping[str, WorkCalendar],
        taken: Mapping[str, Mapping[date, int]],
    ) -> dict[str, OpenDays]:
        """Take a patient's calendars in; return their open days, shared with other patients."""
        self._taken[id(taken)] = taken
        for name, calendar in calendars.items():
            if calendar.capacity is not None or calendar.capacity_on:
                self._limiting.setdefault(name, {})[id(calendar)] = calendar
        return {name: self._open_days(calendar) for name, calendar in calendars.items()}

    def _open_days(self, calendar: WorkCalendar) -> OpenDays:
        known = self._opens.get(id(calendar))
        if known is None:
            known = self._opens[id(calendar)] = OpenDays(calendar)
        return known

    def stand(self, seats: Iterable[Seat]) -> None:
        """Count infusions that will not be moved; before anything is asked."""
        self._standing.update(seats)

    def free(self, seat: Seat) -> int | None:
        """Return how many infusions may be placed on a day, None for any number."""
        if seat[0] not in self._limiting:
            return None
        if seat not in self._free:
            self._free[seat] = self._counted(seat)
        return self._free[seat]

    def limit(self, seat: Seat) -> int | None:
        """Return how many infusions a day takes over all patients, None for any number."""
        day = date.fromordinal(seat[1])
        limits = (calendar.limit(day) for calendar in self._limiting[seat[0]].values())
        return min((limit for limit in limits if limit is not None), default=None)

    def _counted(self, seat: Seat) -> int | None:
        limit = self.limit(seat)
        if limit is None:
            return None
        day = date.fromordinal(seat[1])
        taken = max(one.get(seat[0], {}).get(day, 0) for one in self._taken.values())
        return max(0, limit - taken - self._standing[seat])
