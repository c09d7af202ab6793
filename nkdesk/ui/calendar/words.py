"""The ward calendar in words: what is spoken of a cell and what a pointer's tip says."""

from PySide6.QtCore import QCoreApplication

from nkdesk.services.calendar_models import DonorMark
from nkdesk.sheets.wording.dates import day_text
from nkdesk.sheets.wording.products import lot_state_text
from nkdesk.ui.calendar.facts import Facts, Row
from nkdesk.ui.calendar.place import Place, item_at
from nkdesk.ui.common.donor_words import relation_words
from nkdesk.ui.common.people_words import identity
from nkdesk.ui.common.ward_words import day_notes, day_words, standing_words

translate = QCoreApplication.translate


def place_words(facts: Facts, place: Place) -> str:
    """Say who, which day and what stands there, the current item first."""
    row, on = facts.rows[place.row], facts.date_of(place.column)
    cells = facts.cell(place.row, place.column)
    words = [standing_words(cell, on, facts.today) for cell in cells]
    current = item_at(facts, place)
    if current is not None:
        first = words.pop(cells.index(current))
        words.insert(0, first)
    if not words:
        words.append(translate("Calendar", "nothing planned"))
    donor = [] if row.donor is None else [donor_mark_words(row.donor)]
    notes = _notes(facts, place.column)
    return ". ".join([identity(row.line), day_text(on), *words, *donor, *notes])


def tip_words(facts: Facts, row: int | None, column: int | None) -> str:
    """Return what a tip says of a cell, of a day (no row) or of a patient (no day)."""
    if column is None:
        return "" if row is None else _row_words(facts.rows[row])
    if row is not None:
        return place_words(facts, Place(row, column)).replace(". ", "\n")
    day = facts.day(column)
    return day_text(facts.date_of(column)) if day is None else day_words(day).replace(". ", "\n")


def _row_words(row: Row) -> str:
    donor = [] if row.donor is None else [donor_mark_words(row.donor)]
    return "\n".join([identity(row.line), *donor])


def donor_mark_words(donor: DonorMark) -> str:
    """Write the donor's line: ``Donor: mother · L-014 in test``."""
    relation = relation_words(donor.relation).lower()
    lots = [f"{number} {lot_state_text(state).lower()}" for number, state in donor.lots]
    words = translate("Calendar", "Donor: {relation}").format(relation=relation)
    return " · ".join([words, *lots])


def _notes(facts: Facts, column: int) -> list[str]:
    day = facts.day(column)
    return [] if day is None else day_notes(day)
