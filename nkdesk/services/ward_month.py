"""The physician's month: all patients in whole weeks, and what changed since a day."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta

from nkdesk.model.words import Words
from nkdesk.services.calendar_models import CalendarCell, MonthDay, MonthEntry, WardMonth
from nkdesk.services.desk import Desk
from nkdesk.services.lines import KIND_ORDER, everybody
from nkdesk.services.steps import revision
from nkdesk.services.ward_days import Cells, WardCalendars, collecting_later
from nkdesk.services.ward_products import go_marks
from nkdesk.store import cycles
from nkdesk.store.site import site
from nkdesk.store.ward_rows import (
    StandingRow,
    cycles_named,
    items_changed,
    standing_rows,
)

_WEEK = 7


def ward_month(desk: Desk, year: int, month: int, since: date | None = None) -> WardMonth:
    """Return a month with the days that fill its first and last week, Monday first.

    ``since`` marks what was planned, moved or recorded on that day or later; None marks nothing.
    """
    with collecting_later():
        return _ward_month(desk, year, month, since)


def _ward_month(desk: Desk, year: int, month: int, since: date | None) -> WardMonth:
    read_at = revision(desk)
    span = _weeks(year, month)
    rows = standing_rows(desk.store, span[0], span[-1])
    calendars = WardCalendars(desk, span, rows)
    today = desk.clock.today()
    entries = _Entries(desk, since, rows)
    cells = Cells(span, today, calendars.conflicts(), go_marks(desk, rows))
    by_day: list[list[MonthEntry]] = [[] for _ in span]
    for row in rows:
        cell = cells.cell(row)
        by_day[cell.column].append(entries.entry(row, cell))
    return WardMonth(
        year=year,
        month=month,
        today=today,
        since=since,
        days=tuple(
            MonthDay(column, tuple(sorted(found, key=entries.order)))
            for column, found in zip(calendars.days(), by_day, strict=True)
        ),
        arms=_arms(desk),
        as_of=desk.clock.now(),
        revision=read_at,
        sample=site(desk.store).sample,
    )


def _weeks(year: int, month: int) -> tuple[date, ...]:
    first = date(year, month, 1)
    last = date(year, month, monthrange(year, month)[1])
    monday = first - timedelta(days=first.weekday())
    weeks = (last - monday).days // _WEEK + 1
    return tuple(monday + timedelta(days=after) for after in range(weeks * _WEEK))


def _arms(desk: Desk) -> tuple[tuple[str, Words], ...]:
    """Return the arms of the protocols in use, each once."""
    found: dict[str, Words] = {}
    for protocol_hash in cycles.protocols_in_use(desk.store):
        for arm in desk.protocol(protocol_hash).arms:
            found.setdefault(arm.id, arm.title)
    return tuple(found.items())


class _Entries:
    """Turns rows into entries; looks up each patient, protocol and change once."""

    def __init__(self, desk: Desk, since: date | None, rows: list[StandingRow]) -> None:
        self._desk = desk
        self._changed = (
            frozenset() if since is None else items_changed(desk.store, _utc(desk, since))
        )
        lines = everybody(desk)
        self._lines = {line.patient.id: line for line in lines}
        self._places = {line.patient.id: place for place, line in enumerate(lines)}
        self._cycles = cycles_named(desk.store, {row[2] for row in rows})

    def entry(self, row: StandingRow, cell: CalendarCell) -> MonthEntry:
        """Return the entry of one item."""
        line = self._lines[row[0]]
        protocol = self._desk.protocol(self._cycles[row[2]][1])
        return MonthEntry(
            item_id=cell.item_id,
            line=line,
            arm=line.patient.arm,
            kind=cell.kind,
            label=cell.label,
            title=protocol.item(row[3]).title,
            status=cell.status,
            deferred=cell.deferred,
            changed=cell.item_id in self._changed,
            conflict=cell.conflict,
            go=cell.go,
        )

    def order(self, entry: MonthEntry) -> tuple[int, int, int]:
        """By kind, then by patient in the order of lists, then as the cycle has them."""
        return KIND_ORDER[entry.kind], self._places[entry.line.patient.id], entry.item_id


def _utc(desk: Desk, day: date) -> str:
    """Return when a day began in the ward's time, as UTC."""
    began = datetime.combine(day, time(), desk.clock.now().tzinfo)
    return began.astimezone(UTC).isoformat()
