"""The one place that reads the clock: the ward's time, and the sample ward's fixed day."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class WardClock:
    """The running time in the site's time zone, whatever zone the computer is set to."""

    zone: tzinfo

    def now(self) -> datetime:
        """Return this moment, aware, in the site's zone."""
        return datetime.now(self.zone)  # noqa: TID251 -- the clock is read here and nowhere else

    def today(self) -> date:
        """Return the ward's calendar date."""
        return self.now().date()


@dataclass(frozen=True, slots=True)
class SampleClock:
    """The sample ward's fixed day at this time of day."""

    day: date
    zone: tzinfo

    def now(self) -> datetime:
        """Return the time of day now on the fixed day."""
        return datetime.combine(self.day, WardClock(self.zone).now().timetz())

    def today(self) -> date:
        """Return the fixed day."""
        return self.day


def ward_clock(time_zone: str, sample_today: date | None) -> WardClock | SampleClock:
    """Return the clock of a ward: running, or standing on the sample ward's day."""
    zone = ZoneInfo(time_zone)
    return WardClock(zone) if sample_today is None else SampleClock(sample_today, zone)
