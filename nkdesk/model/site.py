"""The ward a store belongs to, and the days on which its calendars differ from the rule."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Site:
    """One ward. ``uuid`` and ``sample`` never change once the store is made.

    ``time_zone`` is an IANA name; ``sample_today`` is the fixed today of a sample ward, None for
    a real one.
    """

    uuid: str
    ward: str
    time_zone: str = "Europe/Minsk"
    sample: bool = False
    sample_today: date | None = None


@dataclass(frozen=True, slots=True)
class SiteDay:
    """A day on which a calendar is open or closed because the site says so."""

    calendar: str
    day: date
    is_open: bool
    note: str = ""
