"""The ward's calendar: all patients by days, conflicts marked, capacity counted over everybody."""

from datetime import date, timedelta

from nkdesk.services.calendar_models import CalendarRow, WardCalendar
from nkdesk.services.desk import Desk
from nkdesk.services.lines import everybody
from nkdesk.services.steps import revision
from nkdesk.services.ward_days import Cells, WardCalendars, by_patient, collecting_later
from nkdesk.services.ward_products import donor_marks, go_marks
from nkdesk.store.site import site
from nkdesk.store.ward_rows import standing_rows


def ward_calendar(desk: Desk, first: date, days: int) -> WardCalendar:
    """Return every patient's days from one on; ``days`` counts them, at least one.

    A given item stands on the day it was given, any other on its planned one.
    """
    with collecting_later():
        return _ward_calendar(desk, first, days)


def _ward_calendar(desk: Desk, first: date, days: int) -> WardCalendar:
    read_at = revision(desk)
    span = tuple(first + timedelta(days=after) for after in range(days))
    rows = standing_rows(desk.store, span[0], span[-1])
    calendars = WardCalendars(desk, span, rows)
    today = desk.clock.today()
    cells = by_patient(rows, Cells(span, today, calendars.conflicts(), go_marks(desk, rows)))
    lines = everybody(desk)
    donors = donor_marks(desk)
    return WardCalendar(
        first=first,
        today=today,
        days=calendars.days(),
        rows=tuple(
            CalendarRow(
                line,
                line.patient.arm,
                tuple(cells.get(line.patient.id, ())),
                donors.get(line.patient.id),
            )
            for line in lines
        ),
        total=len(lines),
        as_of=desk.clock.now(),
        revision=read_at,
        sample=site(desk.store).sample,
        holidays_version=calendars.holidays_version(),
        moved_days_known_until=calendars.known_until(),
    )
