"""Which cell a person is at, and where the arrow keys lead from there."""

from dataclasses import dataclass, replace

from PySide6.QtCore import Qt

from nkdesk.services.calendar_models import CalendarCell
from nkdesk.ui.calendar.facts import Facts

_PAGE = 8


@dataclass(frozen=True, slots=True)
class Place:
    """A day of a patient, and which of the items that stand there, counted from 0."""

    row: int
    column: int
    nth: int = 0


def item_at(facts: Facts, place: Place) -> CalendarCell | None:
    """Return the item at a place, None where nothing stands."""
    cells = facts.cell(place.row, place.column)
    return cells[min(place.nth, len(cells) - 1)] if cells else None


def walked(facts: Facts, place: Place, key: int) -> Place | None:
    """Return where a key leads, None for a key that leads nowhere.

    Up and down go through the items of a day before they go to the next patient.
    """
    match key:
        case Qt.Key.Key_Left | Qt.Key.Key_Right:
            step = 1 if key == Qt.Key.Key_Right else -1
            column = min(max(place.column + step, 0), facts.days - 1)
            return Place(place.row, column)
        case Qt.Key.Key_Up | Qt.Key.Key_Down:
            return _up_or_down(facts, place, 1 if key == Qt.Key.Key_Down else -1)
        case Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
            step = _PAGE if key == Qt.Key.Key_PageDown else -_PAGE
            return Place(min(max(place.row + step, 0), len(facts.rows) - 1), place.column)
        case Qt.Key.Key_Home | Qt.Key.Key_End:
            return Place(place.row, 0 if key == Qt.Key.Key_Home else facts.days - 1)
        case _:
            return None


def _up_or_down(facts: Facts, place: Place, step: int) -> Place:
    within = place.nth + step
    if 0 <= within < len(facts.cell(place.row, place.column)):
        return replace(place, nth=within)
    row = place.row + step
    if not 0 <= row < len(facts.rows):
        return place
    last = len(facts.cell(row, place.column)) - 1
    return Place(row, place.column, max(last, 0) if step < 0 else 0)
