"""Reading the calendar part by part, and what changed between two readings."""

from collections.abc import Iterable
from datetime import date, timedelta

from nkdesk.services.calendar_models import CalendarCell
from nkdesk.services.desk import Desk
from nkdesk.services.ward_calendar import ward_calendar
from nkdesk.sheets.wording.day import spoken
from nkdesk.ui.calendar.facts import PART, Facts, Row

WEEK = 7


def week_of(day: date) -> date:
    """Return the Monday of a day's week: where a span begins."""
    return day - timedelta(days=day.weekday())


class Reading:
    """What was read of a span, and everybody in it in the order the screen keeps."""

    def __init__(self, desk: Desk, first: date, days: int) -> None:
        self._desk = desk
        self.facts = Facts(first, days)
        self.everybody: tuple[Row, ...] = ()

    def open(self, span: Facts, columns: Iterable[int], *, keep_order: bool) -> None:
        """Read another span, first of all the days in sight."""
        parts = {column // PART for column in columns if column < span.days} or {0}
        self._take(span, sorted(parts), keep_order=keep_order)

    def again(self) -> frozenset[int]:
        """Read again what was read; rows keep their order. Returns the items that changed."""
        before = self.facts
        self._take(Facts(before.first, before.days), before.parts_read, keep_order=True)
        known = _cells(before)
        return frozenset(
            item for item, cell in _cells(self.facts).items() if known.get(item) != cell
        )

    def more(self, columns: Iterable[int]) -> None:
        """Read the days among these that were not read yet."""
        for part in self.facts.missing(columns):
            self.facts.take(part, ward_calendar(self._desk, *self.facts.span_of(part)))

    def arms(self) -> dict[str, str]:
        """Return the title of every arm that has a patient."""
        found: dict[str, str] = {}
        for row in self.everybody:
            if row.arm not in found:
                protocol = self._desk.protocol(row.line.patient.protocol_hash)
                found[row.arm] = spoken(protocol.arm(row.arm).title)
        return found

    def _take(self, facts: Facts, parts: Iterable[int], *, keep_order: bool) -> None:
        for part in parts:
            facts.take(part, ward_calendar(self._desk, *facts.span_of(part)))
        place = {row.patient_id: at for at, row in enumerate(self.everybody)}
        rows = facts.everybody()
        if keep_order:
            rows = tuple(sorted(rows, key=lambda row: place.get(row.patient_id, len(place))))
        self.facts, self.everybody = facts, rows


def _cells(facts: Facts) -> dict[int, tuple[date, CalendarCell]]:
    found = {}
    for part in facts.read:
        for row in part.rows:
            for cell in row.cells:
                on = part.first + timedelta(days=cell.column)
                found[cell.item_id] = on, cell._replace(column=0)
    return found
