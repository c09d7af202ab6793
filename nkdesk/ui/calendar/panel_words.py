"""What the panel shows of a cell and of a whole day of the calendar."""

from nkdesk.services.calendar_models import CalendarCell
from nkdesk.services.read_models import DayRow
from nkdesk.ui.calendar.facts import Facts
from nkdesk.ui.calendar.place import Place
from nkdesk.ui.common.ward_panel import Entry, Shown
from nkdesk.ui.common.ward_words import conflict_words, day_notes, standing_words


def cell_content(facts: Facts, place: Place, chosen: DayRow | None) -> Shown:
    """Return one patient's day."""
    line = facts.rows[place.row].line
    entries = _entries(facts, place.row, place.column)
    return Shown(
        facts.date_of(place.column),
        _notes(facts, place.column),
        entries,
        line,
        chosen,
        _warnings(facts.cell(place.row, place.column), chosen),
    )


def day_content(facts: Facts, column: int, chosen: DayRow | None) -> Shown:
    """Return the day of everybody shown."""
    entries = [one for row in range(len(facts.rows)) for one in _entries(facts, row, column)]
    cells = [cell for row in range(len(facts.rows)) for cell in facts.cell(row, column)]
    return Shown(
        facts.date_of(column),
        _notes(facts, column),
        tuple(entries),
        None,
        chosen,
        _warnings(tuple(cells), chosen),
    )


def _entries(facts: Facts, row: int, column: int) -> tuple[Entry, ...]:
    line, on = facts.rows[row].line, facts.date_of(column)
    return tuple(
        Entry(cell.item_id, line, cell.status, standing_words(cell, on, facts.today))
        for cell in facts.cell(row, column)
    )


def _notes(facts: Facts, column: int) -> tuple[str, ...]:
    day = facts.day(column)
    return () if day is None else tuple(day_notes(day))


def _warnings(cells: tuple[CalendarCell, ...], chosen: DayRow | None) -> tuple[str, ...]:
    if chosen is None:
        return ()
    conflict = any(cell.conflict for cell in cells if cell.item_id == chosen.item_id)
    return (conflict_words().capitalize(),) if conflict else ()
