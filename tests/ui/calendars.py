"""Ward calendars made by hand: invented people, every cell under the test's control."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from nkdesk.model.protocol import ItemKind
from nkdesk.model.work_calendar import Closure, ClosureReason
from nkdesk.services.calendar_models import (
    CalendarCell,
    CalendarDay,
    CalendarRow,
    Use,
    WardCalendar,
)
from nkdesk.services.read_models import DayStatus
from nkdesk.ui.calendar.facts import PART, Facts
from tests.sheets.builders import line

FIRST = date(2026, 3, 9)
TODAY = date(2026, 3, 12)
AS_OF = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)
HOLIDAY = date(2026, 3, 10)
MOVED = date(2026, 3, 14)
DRUGS = ("FLU", "CYT", "IDA")


def cell(column, item_id=1, label="NK2", status=DayStatus.PLANNED, **changes):
    kind = changes.pop("kind", ItemKind.INFUSION)
    return CalendarCell(column, item_id, kind, label, status, **changes)


def day(on, used=0, limit=2):
    """A day whose laboratory rests at weekends, on a holiday, and works one Saturday."""
    closures = ()
    if on == HOLIDAY:
        closures = (("nk_lab", Closure(ClosureReason.HOLIDAY, "Invented Holiday")),)
    elif on.isoweekday() > 5 and on != MOVED:
        closures = (("nk_lab", Closure(ClosureReason.WEEKDAY)),)
    return CalendarDay(on, closures, on == MOVED, (Use("nk_lab", used, limit),))


def calendar(rows, first=FIRST, days=14, **changes):
    """A calendar of (patient line, cells) pairs; the capacity used is counted from the cells."""
    used = [0] * days
    for _, cells in rows:
        for one in cells:
            used[one.column] += one.kind is ItemKind.INFUSION
    columns = tuple(day(first + timedelta(days=at), count) for at, count in enumerate(used))
    facts = {
        "first": first,
        "today": TODAY,
        "days": columns,
        "rows": tuple(CalendarRow(who, "flag", tuple(cells)) for who, cells in rows),
        "total": len(rows),
        "as_of": AS_OF,
        "revision": 7,
        "sample": False,
    }
    return WardCalendar(**{**facts, **changes})


def crowd(patients, first=FIRST, days=180):
    """Many patients, each with drugs on five days and three infusions a week apart."""
    rows = [(line(number), tuple(course(number, first, days))) for number in range(1, patients + 1)]
    return calendar(rows, first, days)


def crowd_facts(patients, days=180):
    """The same crowd as the grid takes it: every part of the span read."""
    whole = crowd(patients, FIRST, days)
    facts = Facts(FIRST, days)
    for part in range(-(-days // PART)):
        first, length = facts.span_of(part)
        begin = part * PART
        rows = tuple(
            CalendarRow(row.line, row.arm, tuple(shifted(row.cells, begin, length)))
            for row in whole.rows
        )
        columns = whole.days[begin : begin + length]
        facts.take(part, replace(whole, first=first, days=columns, rows=rows))
    facts.rows = facts.everybody()
    return facts


def shifted(cells, begin, length):
    """The cells of a part, counted from its first day."""
    for one in cells:
        if begin <= one.column < begin + length:
            yield one._replace(column=one.column - begin)


def course(number, first, days):
    """The cells of one patient; everybody begins on another day of the span."""
    begins = number * 7 % max(1, days - 10)
    found = []
    for at in range(5):
        found += [(begins + at, ItemKind.CHEMO, f"{drug} {at + 1}") for drug in DRUGS]
    found += [(begins + 7 + 7 * at, ItemKind.INFUSION, f"NK{at + 1}") for at in range(3)]
    for place, (column, kind, label) in enumerate(sorted(found, key=lambda one: one[0])):
        if column < days:
            on = first + timedelta(days=column)
            yield CalendarCell(
                column,
                number * 100 + place,
                kind,
                label,
                status_on(on, number + place),
                conflict=kind is ItemKind.INFUSION and on.isoweekday() > 5,
                deferred=2 if kind is ItemKind.INFUSION and number % 3 == 0 else 0,
            )


def status_on(on, turn):
    """A status that fits a day."""
    if on == TODAY:
        return DayStatus.DUE
    if on > TODAY:
        return DayStatus.PLANNED
    return (DayStatus.GIVEN, DayStatus.GIVEN, DayStatus.OVERDUE, DayStatus.NOT_GIVEN)[turn % 4]
