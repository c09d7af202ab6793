"""The month in words: what is spoken of a day and of its lines, and what the panel shows."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from nkdesk.services.calendar_models import MonthDay, MonthEntry, WardMonth
from nkdesk.services.read_models import DayRow
from nkdesk.sheets.wording.dates import day_text
from nkdesk.ui.common.people_words import identity
from nkdesk.ui.common.ward_panel import Entry, Shown
from nkdesk.ui.common.ward_words import (
    changed_words,
    conflict_words,
    day_notes,
    day_words,
    standing_words,
)
from nkdesk.ui.month.lines import Line

translate = QCoreApplication.translate


def place_words(month: WardMonth, day: int, lines: Sequence[Line], line: int | None) -> str:
    """Say the current line with its patient and day, or the day with how much it holds."""
    found = month.days[day]
    if line is None:
        count = sum(len(one.entries) for one in lines)
        words = translate("Month", "{n} entries").format(n=count)
        return f"{day_words(found.column)}. {words}"
    entries = [_entry_words(month, found, entry) for entry in lines[line].entries]
    return ". ".join([identity(lines[line].first.line), day_text(found.column.day), *entries])


def day_content(
    month: WardMonth, day: int, entries: Sequence[MonthEntry], chosen: DayRow | None
) -> Shown:
    """Return a whole day for the panel."""
    found = month.days[day]
    warned = [one for one in entries if chosen is not None and one.item_id == chosen.item_id]
    return Shown(
        found.column.day,
        tuple(day_notes(found.column)),
        tuple(
            Entry(one.item_id, one.line, one.status, _entry_words(month, found, one))
            for one in entries
        ),
        None,
        chosen,
        (conflict_words().capitalize(),) if any(one.conflict for one in warned) else (),
    )


def _entry_words(month: WardMonth, day: MonthDay, entry: MonthEntry) -> str:
    words = standing_words(entry, day.column.day, month.today)
    return f"{words}, {changed_words()}" if entry.changed else words
