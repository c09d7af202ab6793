"""Every date of a cycle that is not saved yet, in one table: what one says yes to."""

from PySide6.QtCore import QCoreApplication

from nkdesk.services.read_models import CyclePage, ItemRow
from nkdesk.sheets.wording.calendars import closure_text
from nkdesk.sheets.wording.dates import day_text
from nkdesk.ui.common.item_words import item_title, plan_warnings
from nkdesk.ui.common.paragraph import Run
from nkdesk.ui.common.table_model import Column, TableModel
from nkdesk.ui.common.theme import colour
from nkdesk.ui.common.wrap_delegate import make_table

translate = QCoreApplication.translate
_DATE, _ITEM = 1, 2


class CycleDates:
    """The table and its model; ``show`` fills it."""

    def __init__(self) -> None:
        self.model: TableModel[ItemRow] = TableModel(_columns())
        self.table = make_table(self.model, {_ITEM: _item_lines}, _ITEM)
        self.table.setAccessibleName(translate("CycleDates", "Dates of the cycle"))
        self.model.setParent(self.table)

    def show(self, page: CyclePage) -> None:
        """Show the cycle's items in time."""
        self.model.show(sorted(page.rows, key=lambda row: row.item.planned))
        self.table.fit()


def closed_warnings(page: CyclePage) -> list[str]:
    """Return the closed days that items of a cycle fall on, each said once."""
    found = []
    for row in page.rows:
        if row.closure is not None:
            words = closure_text(row.item.calendar, row.closure)
            found.append(f"{day_text(row.item.planned)}: {words}")
    return list(dict.fromkeys(found))


def _columns() -> list[Column[ItemRow]]:
    return [
        Column(translate("CycleDates", "Day"), lambda row: row.item.label, width=74),
        Column(
            translate("CycleDates", "Date"),
            lambda row: day_text(row.item.planned),
            lambda row: row.item.planned.isoformat(),
            138,
        ),
        Column(translate("CycleDates", "Item"), _item_words, width=180),
    ]


def _item_words(row: ItemRow) -> str:
    return "; ".join([item_title(row), *plan_warnings(row)])


def _item_lines(row: ItemRow) -> list[list[Run]]:
    lines = [[Run(item_title(row))]]
    if row.item.planned != row.item.target:
        target = translate("CycleDates", "target {day}").format(day=day_text(row.item.target))
        lines.append([Run(target, shade=colour("quiet"), size=0.93)])
    lines += [[Run(words, shade=colour("caution"), size=0.93)] for words in plan_warnings(row)]
    return lines
