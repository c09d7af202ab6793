"""Working calendars: which days a ward or laboratory is open, and why not.

Source of the order of precedence: the protocol format. A site's closed date beats its open
date; both beat weekdays and holidays; a working Saturday beats ``closed_weekdays``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

_NO_NAMES: Mapping[date, str] = MappingProxyType({})
_NO_LIMITS: Mapping[date, int] = MappingProxyType({})


class ClosureReason(StrEnum):
    """Why a calendar is closed on a day."""

    SITE = "site"
    HOLIDAY = "holiday"
    WEEKDAY = "weekday"


@dataclass(frozen=True, slots=True)
class Closure:
    """Why a day is closed; ``name`` is the holiday's or the site's word for it, or ""."""

    reason: ClosureReason
    name: str = ""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The open days of one resource over the years its holiday data covers.

    ``closed`` and ``holidays`` map a date to its name; ``worked`` are working weekend days by
    decree; ``opened`` are days the site opened. ``capacity`` is infusions a day, None for no
    limit; ``capacity_on`` replaces it on a date. ``holidays_version`` names the data used, ""
    when none was needed; ``moved_days_known_until`` is the last day up to which moved working
    days have been published (None: not applicable).
    """

    id: str
    closed_weekdays: frozenset[int] = frozenset()
    holidays: Mapping[date, str] = field(default_factory=lambda: _NO_NAMES)
    worked: frozenset[date] = frozenset()
    closed: Mapping[date, str] = field(default_factory=lambda: _NO_NAMES)
    opened: frozenset[date] = frozenset()
    capacity: int | None = None
    capacity_on: Mapping[date, int] = field(default_factory=lambda: _NO_LIMITS)
    holidays_version: str = ""
    moved_days_known_until: date | None = None

    def closure(self, day: date) -> Closure | None:
        """Return why ``day`` is closed, None when it is open."""
        if day in self.closed:
            return Closure(ClosureReason.SITE, self.closed[day])
        if day in self.opened or day in self.worked:
            return None
        if day in self.holidays:
            return Closure(ClosureReason.HOLIDAY, self.holidays[day])
        if day.isoweekday() in self.closed_weekdays:
            return Closure(ClosureReason.WEEKDAY)
        return None

    def is_open(self, day: date) -> bool:
        """Whether the resource works on ``day``."""
        return self.closure(day) is None

    def limit(self, day: date) -> int | None:
        """Infusions allowed on ``day`` over all patients, None for no limit."""
        return self.capacity_on.get(day, self.capacity)
