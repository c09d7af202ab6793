"""When something was done, as typed: a day and a clock time of the ward, read to the minute.

An empty day is today, an empty time is now. Nothing is charted ahead. A minute is what a hand
writes on paper; two acts of one minute are never out of order.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from nkdesk.services.forms import FieldCode
from nkdesk.services.product.entries import minute_text
from nkdesk.services.reading import Reader


@dataclass(frozen=True, slots=True)
class When:
    """A day and a time as typed, and the fields they were typed in."""

    on: str
    time: str
    on_field: str = "on"
    time_field: str = "time"

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not self.on.strip() and not self.time.strip()


def read_when(reader: Reader, when: When, now: datetime, since: datetime) -> datetime | None:
    """Return the minute, in the zone of ``now``; None with a problem noted.

    Nothing lies after ``now`` nor before ``since``: that is recorded already.
    """
    at = _typed(reader, when, now)
    if at is None:
        return None
    if at > now:
        later_day = at.date() > now.date()
        reader.refuse(when.on_field if later_day else when.time_field, FieldCode.IN_FUTURE)
        return None
    if at < minute(since):
        reader.refuse(when.time_field, FieldCode.BEFORE_EARLIER, minute_text(since))
        return None
    return at


def last_of(at: datetime, now: datetime) -> datetime:
    """Return the last moment of a minute that has come: by it something done then is judged.

    What was placed within the minute counts: a hold is never overtaken by a rounded start.
    """
    return min(at + timedelta(minutes=1) - timedelta.resolution, now)


def minute(moment: datetime) -> datetime:
    """Return the minute of a moment."""
    return moment.replace(second=0, microsecond=0)


def _typed(reader: Reader, when: When, now: datetime) -> datetime | None:
    problems = len(reader.problems)
    day = reader.plan_day(when.on_field, when.on) if when.on.strip() else now.date()
    time = reader.clock_time(when.time_field, when.time)
    if day is None or len(reader.problems) > problems:
        return None
    if time is not None:
        return datetime.combine(day, time, now.tzinfo)
    if day == now.date():
        return minute(now)
    reader.refuse(when.time_field, FieldCode.MISSING)
    return None
