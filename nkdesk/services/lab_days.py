"""The site's own days: a calendar closed, opened, or holding another number of infusions."""

import re
from datetime import date

from nkdesk.model.change import SiteCapacity
from nkdesk.model.site import SiteDay
from nkdesk.services.calendar_models import LabDayForm, LabDays
from nkdesk.services.desk import Desk
from nkdesk.services.forms import FieldCode, Saved, Unsaved
from nkdesk.services.reading import Reader
from nkdesk.services.steps import StepKind, revision, step_on
from nkdesk.services.ward_days import is_open, takes_room
from nkdesk.store import protocols
from nkdesk.store.site import (
    clear_site_capacity,
    clear_site_day,
    set_site_capacity,
    set_site_day,
    site_capacities,
    site_days,
)
from nkdesk.store.store import Step, StoreConflictError
from nkdesk.store.ward_rows import standing_rows

KINDS = ("closed", "open", "capacity")
"""What a site may say of a calendar's day."""

_COUNT = re.compile(r"\d{1,3}", re.ASCII)
_COUNTS = "0-999"


def lab_days(desk: Desk) -> LabDays:
    """Return what the site says of its calendars, and the calendars its protocols have."""
    return LabDays(_calendars(desk), site_days(desk.store), site_capacities(desk.store))


def set_lab_day(desk: Desk, form: LabDayForm) -> Saved | Unsaved:
    """Save one day as a step of its own, whatever was said of that day before."""
    read_at = revision(desk)
    day = read_lab_day(desk, form)
    if isinstance(day, Unsaved):
        return day
    what = StepKind.SITE_DAY if isinstance(day, SiteDay) else StepKind.SITE_CAPACITY
    with step_on(desk, read_at, what, day.note) as step:
        save_lab_day(step, day)
    return Saved(step.seq)


def clear_lab_day(desk: Desk, calendar: str, day: date, read_at: int) -> Saved:
    """Let the rules hold again on a day of a calendar.

    StoreConflictError when anything was saved since ``read_at``, and when the site says nothing
    of that day.
    """
    said = any((one.calendar, one.day) == (calendar, day) for one in site_days(desk.store))
    limited = any((one.calendar, one.day) == (calendar, day) for one in site_capacities(desk.store))
    if not said and not limited:
        raise StoreConflictError("site_day", None)
    with step_on(desk, read_at, StepKind.SITE_DAY if said else StepKind.SITE_CAPACITY) as step:
        if said:
            clear_site_day(step, calendar, day)
        if limited:
            clear_site_capacity(step, calendar, day)
    return Saved(step.seq)


def lab_day_conflicts(desk: Desk, form: LabDayForm) -> int:
    """Return how many open infusions could not stay if the day were saved; 0 for a faulty form."""
    day = read_lab_day(desk, form)
    if isinstance(day, Unsaved):
        return 0
    infusions = [
        row
        for row in standing_rows(desk.store, day.day, day.day)
        if row[5] == "infusion" and row[6] == day.calendar and takes_room(row)
    ]
    still_open = sum(is_open(row) for row in infusions)
    if isinstance(day, SiteDay):
        return 0 if day.is_open else still_open
    return min(still_open, max(len(infusions) - day.capacity, 0))


def read_lab_day(desk: Desk, form: LabDayForm) -> SiteDay | SiteCapacity | Unsaved:
    """Read a day as typed, or name what is wrong with each field."""
    reader = Reader(desk.clock.today())
    calendar = reader.choice("calendar", form.calendar, _calendars(desk))
    day = reader.plan_day("day", form.day)
    kind = reader.choice("kind", form.kind, KINDS)
    capacity = _count(reader, form.capacity) if kind == "capacity" else 0
    note = reader.note("note", form.note)
    if day is None or reader.problems:
        return Unsaved(tuple(reader.problems))
    if kind == "capacity":
        return SiteCapacity(calendar, day, capacity, note)
    return SiteDay(calendar, day, is_open=kind == "open", note=note)


def save_lab_day(step: Step, day: SiteDay | SiteCapacity) -> None:
    """Save one day as part of a step."""
    if isinstance(day, SiteDay):
        set_site_day(step, day)
    else:
        set_site_capacity(step, day)


def _count(reader: Reader, typed: str) -> int:
    text = typed.strip()
    if _COUNT.fullmatch(text) is not None:
        return int(text)
    if not text:
        reader.refuse("capacity", FieldCode.MISSING)
    else:
        known = text.lstrip("-").isdigit()
        code = FieldCode.OUT_OF_RANGE if known else FieldCode.NOT_A_NUMBER
        reader.refuse("capacity", code, _COUNTS)
    return 0


def _calendars(desk: Desk) -> tuple[str, ...]:
    """Return the calendars of every protocol of the ward, by name."""
    every = [desk.protocol(one.hash) for one in protocols.protocols(desk.store)]
    return tuple(sorted({rules.id for protocol in every for rules in protocol.calendars}))
