"""The table of all items of a cycle: what, when, within which window, and what became of it."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from nkdesk.model.words import Words
from nkdesk.services.read_models import ItemRow
from nkdesk.sheets.wording.dates import day_text, window_text
from nkdesk.sheets.wording.day import moved_text, progress_text, spoken, status_symbol, status_text
from nkdesk.ui.common.item_words import (
    full_title,
    is_dosed,
    item_title,
    plan_warnings,
    times_words,
)
from nkdesk.ui.common.paragraph import Run
from nkdesk.ui.common.product_lines import product_summary, product_texts, shown_dose
from nkdesk.ui.common.status import status_colour
from nkdesk.ui.common.table_model import Column
from nkdesk.ui.common.theme import colour

translate = QCoreApplication.translate

STATUS, DAY, ITEM, PLANNED, WINDOW, GIVEN = range(6)
_SMALL = 0.93


class ItemColumns:
    """The columns; ``reasons`` puts reason codes into words."""

    def __init__(self, reasons: Mapping[str, Words]) -> None:
        self._reasons = reasons

    def columns(self) -> list[Column[ItemRow]]:
        """Return the columns, left to right; every date of an item stands in one of them."""
        return [
            Column(translate("Patient", "Status"), _status, width=116),
            Column(translate("Patient", "Day"), lambda row: row.item.label, width=72),
            Column(translate("Patient", "Item and dose"), _item, width=230),
            Column(translate("Patient", "Planned"), _planned, _planned_key, 144),
            Column(translate("Patient", "Window"), _window, width=150),
            Column(translate("Patient", "Outcome"), self.outcome, width=150),
        ]

    def outcome(self, row: ItemRow) -> str:
        """Return when it was given, or why not, and what asks for a look."""
        return "; ".join(run.text for line in self.outcome_lines(row) for run in line)

    def outcome_lines(self, row: ItemRow) -> list[list[Run]]:
        """Return the outcome as lines."""
        lines = []
        if progress := progress_text(row.item):
            lines.append([Run(progress)])
        if row.reason:
            title = self._reasons.get(row.reason)
            lines.append([Run(spoken(title) if title else row.reason)])
        if row.note:
            lines.append([Run(row.note, shade=colour("quiet"), size=_SMALL)])
        lines += [
            [Run(words, shade=colour("caution"), size=_SMALL)] for words in plan_warnings(row)
        ]
        return lines


def status_lines(row: ItemRow) -> list[list[Run]]:
    """Return shape and word of the status in its colour."""
    shade = status_colour(row.status)
    return [[Run(_status(row), bold=True, shade=shade)]]


def item_lines(row: ItemRow) -> list[list[Run]]:
    """Return the item and, under it, its dose and times, an infusion's product and GO or not."""
    dose = shown_dose(row) if is_dosed(row) else ""
    words = (full_title(row), dose, times_words(row.item))
    under = " · ".join(part for part in words if part)
    lines = [[Run(item_title(row), bold=True)]]
    if under:
        lines.append([Run(under, shade=colour("quiet"), size=_SMALL)])
    return [*lines, *product_summary(row)]


def planned_lines(row: ItemRow) -> list[list[Run]]:
    """Return the planned date, the target where it differs, and the first date if moved."""
    item = row.item
    lines = [[Run(day_text(item.planned))]]
    if item.target != item.planned:
        words = translate("Patient", "target {day}").format(day=day_text(item.target))
        lines.append([Run(words, shade=colour("quiet"), size=_SMALL)])
    if moved := moved_text(item):
        lines.append([Run(moved, shade=colour("tag"), size=_SMALL)])
    return lines


def _status(row: ItemRow) -> str:
    symbol = status_symbol(row.status)
    return f"{symbol}  {status_text(row.status, row.overdue_days)}"


def _item(row: ItemRow) -> str:
    return ", ".join([item_title(row), shown_dose(row), *product_texts(row)])


def _planned(row: ItemRow) -> str:
    return day_text(row.item.planned)


def _planned_key(row: ItemRow) -> str:
    return row.item.planned.isoformat()


def _window(row: ItemRow) -> str:
    return window_text(row.item.earliest, row.item.latest)
