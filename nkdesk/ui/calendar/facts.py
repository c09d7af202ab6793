"""What the grid paints: rows, days and cells of the span, joined from what has been read of it.

A long span is read in parts as one scrolls, so that opening costs what is seen, not what is
stored.
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from nkdesk.services.calendar_models import (
    CalendarCell,
    CalendarDay,
    CalendarRow,
    DonorMark,
    WardCalendar,
)
from nkdesk.services.read_models import DayStatus, PatientLine

PART = 28
"""Days read at once."""


@dataclass(frozen=True, slots=True)
class Row:
    """One patient of the grid."""

    line: PatientLine
    arm: str
    donor: DonorMark | None = None

    @property
    def patient_id(self) -> int:
        """Who it is."""
        return self.line.patient.id


class Facts:
    """The span of a calendar and the parts of it that were read.

    ``rows`` are the patients shown, in an order that a later reading does not change; cells are
    looked up by patient, so that a filter only leaves rows out.
    """

    def __init__(self, first: date, days: int) -> None:
        self.first, self.days = first, days
        self.rows: tuple[Row, ...] = ()
        self.today = first
        self.total = 0
        self._parts: dict[int, WardCalendar] = {}
        self._cells: dict[int, dict[int, tuple[CalendarCell, ...]]] = {}

    @property
    def read(self) -> tuple[WardCalendar, ...]:
        """The parts read so far, from the left."""
        return tuple(self._parts[place] for place in sorted(self._parts))

    @property
    def parts_read(self) -> tuple[int, ...]:
        """The places of the parts read so far."""
        return tuple(sorted(self._parts))

    def span_of(self, part: int) -> tuple[date, int]:
        """Return the first day of a part and how many days it has."""
        start = part * PART
        return self.first + timedelta(days=start), min(PART, self.days - start)

    def missing(self, columns: Iterable[int]) -> list[int]:
        """Return the parts of some days that were not read yet."""
        return sorted({column // PART for column in columns} - self._parts.keys())

    def take(self, part: int, calendar: WardCalendar) -> None:
        """Take what was read of a part; everybody's rows come with each part."""
        self._parts[part] = calendar
        self._cells[part] = {row.line.patient.id: row.cells for row in calendar.rows}
        self.today, self.total = calendar.today, calendar.total

    def everybody(self) -> tuple[Row, ...]:
        """Return every patient that was read, in the order of the ward."""
        found: dict[int, CalendarRow] = {}
        for part in self.read:
            for row in part.rows:
                found.setdefault(row.line.patient.id, row)
        return tuple(Row(row.line, row.arm, row.donor) for row in found.values())

    def day(self, column: int) -> CalendarDay | None:
        """Return what holds for a day, None while it was not read."""
        part = self._parts.get(column // PART)
        return None if part is None else part.days[column % PART]

    def date_of(self, column: int) -> date:
        """Return the date of a column."""
        return self.first + timedelta(days=column)

    def column_of(self, day: date) -> int | None:
        """Return the column of a date, None outside the span."""
        column = (day - self.first).days
        return column if 0 <= column < self.days else None

    def cells_by_day(self, row: int, columns: range) -> dict[int, list[CalendarCell]]:
        """Return what stands on some days of a row, by column."""
        patient = self.rows[row].patient_id
        found: dict[int, list[CalendarCell]] = {}
        for part in range(columns.start // PART, (columns.stop - 1) // PART + 1):
            for column, cell in self._cells_of(patient, part, columns):
                found.setdefault(column, []).append(cell)
        return found

    def _cells_of(self, patient: int, part: int, columns: range) -> list[tuple[int, CalendarCell]]:
        cells = self._cells.get(part, {}).get(patient, ())
        start = part * PART
        place = bisect_left(cells, columns.start - start, key=_column)
        found = []
        while place < len(cells) and cells[place].column + start < columns.stop:
            found.append((cells[place].column + start, cells[place]))
            place += 1
        return found

    def cell(self, row: int, column: int) -> tuple[CalendarCell, ...]:
        """Return what stands on one day of one patient."""
        return tuple(self.cells_by_day(row, range(column, column + 1)).get(column, ()))

    def statuses(self, patient: int) -> set[DayStatus]:
        """Return every status among a patient's items read so far."""
        return {cell.status for part in self._cells.values() for cell in part.get(patient, ())}


def _column(cell: CalendarCell) -> int:
    return cell.column
