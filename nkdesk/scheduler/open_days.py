"""Which days a resource works and still has room, asked by day ordinal.

The search asks for the same days over and over; a calendar without any closing rule is always
open and is never asked.
"""

from collections.abc import Mapping
from datetime import date

from nkdesk.model.protocol import Window
from nkdesk.model.work_calendar import WorkCalendar
from nkdesk.scheduler.layout import SEARCH_DAYS


class OpenDays:
    """The open days of one working calendar, each looked up once."""

    __slots__ = ("calendar", "ever_closed", "known")

    def __init__(self, calendar: WorkCalendar) -> None:
        self.calendar = calendar
        self.ever_closed = bool(calendar.closed_weekdays or calendar.holidays or calendar.closed)
        self.known: dict[int, bool] = {}

    def is_open(self, day: int) -> bool:
        """Whether the resource works on that day."""
        if not self.ever_closed:
            return True
        known = self.known.get(day)
        if known is None:
            known = self.known[day] = self.calendar.is_open(date.fromordinal(day))
        return known

    def nearest(self, target: int, window: Window | None) -> int:
        """Return the open day nearest a target, the later of two; the target if there is none.

        Source: the protocol format, "Placing a cycle", rule 4.
        """
        if self.is_open(target):
            return target
        before, after = reach(window)
        for away in range(1, max(before, after) + 1):
            if away <= after and self.is_open(target + away):
                return target + away
            if away <= before and self.is_open(target - away):
                return target - away
        return target


class Room:
    """How many more infusions a calendar takes on a day, other patients counted."""

    __slots__ = ("calendar", "limited", "taken")

    def __init__(self, calendar: WorkCalendar, taken: Mapping[date, int]) -> None:
        self.calendar = calendar
        self.taken = taken
        self.limited = calendar.capacity is not None or bool(calendar.capacity_on)

    def limit(self, day: int) -> int | None:
        """Infusions allowed that day over all patients, None for no limit."""
        return self.calendar.limit(date.fromordinal(day))

    def is_full(self, day: int) -> bool:
        """Whether one more infusion that day would exceed the calendar's capacity."""
        if not self.limited:
            return False
        limit = self.limit(day)
        return limit is not None and self.taken.get(date.fromordinal(day), 0) >= limit


def reach(window: Window | None) -> tuple[int, int]:
    """Return how far before and after its target a date is looked for."""
    return (SEARCH_DAYS, SEARCH_DAYS) if window is None else (window.before, window.after)
