"""The ward's days as calendar and month show them: what stands where, what is closed or full."""

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from nkdesk.model.cycle import ItemState
from nkdesk.model.protocol import ItemKind
from nkdesk.model.readiness import Go
from nkdesk.model.work_calendar import Closure, WorkCalendar
from nkdesk.services.calendar_models import CalendarCell, CalendarDay, Use
from nkdesk.services.calendars import calendars_for
from nkdesk.services.desk import Desk
from nkdesk.services.lines import KIND_ORDER
from nkdesk.services.read_models import DayStatus
from nkdesk.store import cycles
from nkdesk.store.ward_rows import StandingRow, cycles_named

_KINDS = {kind.value: kind for kind in ItemKind}
_TAKES_ROOM = (ItemState.PLANNED, ItemState.PARTLY_GIVEN, ItemState.GIVEN)
_OPEN = (ItemState.PLANNED, ItemState.PARTLY_GIVEN)
_NO_MARKS: Mapping[int, Go] = MappingProxyType({})
_day = date.fromisoformat


@contextmanager
def collecting_later() -> Iterator[None]:
    """Make tens of thousands of small tuples without looking for garbage among them.

    Each look goes through every object of the program and finds none: a third of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def takes_room(row: StandingRow) -> bool:
    """Whether an infusion counts against its calendar's capacity."""
    return row[7] in _TAKES_ROOM


def is_open(row: StandingRow) -> bool:
    """Whether something of an item is still to be given."""
    return row[10] is None and row[7] in _OPEN


class WardCalendars:
    """The calendars of all protocols in use over a span of days, and the infusions on them.

    Protocols may share a calendar, a laboratory: its capacity counts the infusions of all of
    them, but each protocol has its own rules for it.
    """

    def __init__(self, desk: Desk, span: Sequence[date], rows: Iterable[StandingRow]) -> None:
        self._store = desk.store
        self._span = span
        hashes = cycles.protocols_in_use(desk.store)
        self._of = {
            one: calendars_for(desk, desk.protocol(one), span[0], span[-1]) for one in hashes
        }
        self._infusing = {
            item.calendar
            for one in hashes
            for item in desk.protocol(one).items
            if item.kind is ItemKind.INFUSION
        }
        self._infusions = [row for row in rows if row[5] == "infusion"]
        self._used = Counter(
            (row[6], row[10] or row[8]) for row in self._infusions if takes_room(row)
        )

    def days(self) -> tuple[CalendarDay, ...]:
        """Return one column for each day of the span.

        A calendar is named closed when it is closed for one protocol; its smallest limit counts.
        """
        return tuple(self._column(day) for day in self._span)

    def conflicts(self) -> frozenset[int]:
        """Return the ids of the open infusions that cannot stay: day closed, or over capacity."""
        bad = {place: self._bad_for(*place) for place in self._used}
        asked = [row for row in self._infusions if is_open(row) and bad[row[6], row[8]]]
        named = cycles_named(self._store, {row[2] for row in asked})
        return frozenset(row[1] for row in asked if named[row[2]][1] in bad[row[6], row[8]])

    def holidays_version(self) -> str:
        """Name the holiday data these days rest on, "" where none was needed."""
        return ", ".join(sorted({one.holidays_version for one in self._each()} - {""}))

    def known_until(self) -> date | None:
        """Return until when moved working days are known, None where none are moved."""
        known = [one.moved_days_known_until for one in self._each()]
        return min((day for day in known if day is not None), default=None)

    def _each(self) -> Iterator[WorkCalendar]:
        return (one for calendars in self._of.values() for one in calendars.values())

    def _bad_for(self, name: str, on: str) -> frozenset[str]:
        """Return the protocols by which no open infusion may stay on a calendar's day."""
        day = _day(on)
        found = set()
        for protocol_hash, calendars in self._of.items():
            calendar = calendars.get(name)
            if calendar is not None and (
                _over(self._used[name, on], calendar.limit(day)) or not calendar.is_open(day)
            ):
                found.add(protocol_hash)
        return frozenset(found)

    def _column(self, day: date) -> CalendarDay:
        closures: dict[str, Closure] = {}
        worked = False
        for calendar in self._each():
            closure = calendar.closure(day)
            if closure is not None:
                closures.setdefault(calendar.id, closure)
            worked = worked or (closure is None and _closed_by_rule(calendar, day))
        named = tuple((name, closures[name]) for name in sorted(closures))
        return CalendarDay(day, named, worked, tuple(self._uses(day)))

    def _uses(self, day: date) -> Iterator[Use]:
        for name in sorted(self._infusing):
            limits = [one.limit(day) for one in self._each() if one.id == name]
            limit = min((one for one in limits if one is not None), default=None)
            yield Use(name, self._used[name, day.isoformat()], limit)


def _over(used: int, limit: int | None) -> bool:
    return limit is not None and used > limit


def _closed_by_rule(calendar: WorkCalendar, day: date) -> bool:
    """Whether weekday or holiday close a day that a decree or the site may have opened."""
    rules = replace(calendar, worked=frozenset(), opened=frozenset())
    return rules.closure(day) is not None


class Cells:
    """Turns stored rows into cells of a span; makes each label once."""

    def __init__(
        self,
        span: Sequence[date],
        today: date,
        conflicts: frozenset[int],
        goes: Mapping[int, Go] = _NO_MARKS,
    ) -> None:
        self._goes = goes
        self._columns = {day.isoformat(): column for column, day in enumerate(span)}
        self._today = today.isoformat()
        self._conflicts = conflicts
        self._labels: dict[tuple[str, int | None], str] = {}

    def cell(self, row: StandingRow) -> CalendarCell:
        """Return the cell of one row."""
        _, item_id, _, code, day, kind, _, state, planned, original, actual = row
        return CalendarCell(
            self._columns[actual or planned],
            item_id,
            _KINDS[kind],
            self._labels.get((code, day)) or self._label(code, day),
            self._status(state, planned, actual),
            item_id in self._conflicts,
            0 if original is None else (_day(planned) - _day(original)).days,
            self._goes.get(item_id),
        )

    def _label(self, code: str, day: int | None) -> str:
        label = self._labels[code, day] = code if day is None else f"{code} {day}"
        return label

    def _status(self, state: str, planned: str, actual: str | None) -> DayStatus:
        """Return what ``status_on`` says of the whole item, without making one."""
        if state == ItemState.GIVEN:
            return DayStatus.GIVEN
        if actual is not None or state not in _OPEN:
            return DayStatus.NOT_GIVEN
        if planned < self._today:
            return DayStatus.OVERDUE
        return DayStatus.DUE if planned == self._today else DayStatus.PLANNED


def cell_order(cell: CalendarCell) -> tuple[int, int, int]:
    """By column, then by kind, infusions first; then as the cycle has them."""
    return cell.column, KIND_ORDER[cell.kind], cell.item_id


def by_patient(rows: Iterable[StandingRow], cells: Cells) -> dict[int, list[CalendarCell]]:
    """Return the cells of each patient who has any, in order."""
    found: dict[int, list[CalendarCell]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(cells.cell(row))
    for of_patient in found.values():
        of_patient.sort(key=cell_order)
    return found
