"""The before and after of a changed plan: one row an item, what changes in bold and marked."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nkdesk.model.protocol import ItemKind
from nkdesk.services.change_forms import ChangeRow
from nkdesk.services.product_models import ProductEffect
from nkdesk.ui.common.change_words import (
    facts_of,
    seen_to_change,
    shift_days,
    shift_words,
    standing_words,
)
from nkdesk.ui.common.item_words import dose_title
from nkdesk.ui.common.labels import button
from nkdesk.ui.common.paragraph import Run
from nkdesk.ui.common.product_effect_words import effect_words
from nkdesk.ui.common.table_model import Column, TableModel
from nkdesk.ui.common.text_size import BASE_PIXELS
from nkdesk.ui.common.theme import colour
from nkdesk.ui.common.wrap_delegate import make_table

translate = QCoreApplication.translate

ITEM, WAS, BECOMES, FACTS = range(4)
MOVED = "↷"
_SMALL = 0.93


class ChangeTable(QWidget):
    """Shows the rows that change; the ones that stay are counted, and shown when asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.model: TableModel[ChangeRow] = TableModel(self._columns(), self)
        lines = {
            ITEM: self._item_lines,
            WAS: _was_lines,
            BECOMES: self._becomes_lines,
            FACTS: self._fact_lines,
        }
        self.table = make_table(self.model, lines, FACTS, whole=True)
        self.table.setAccessibleName(self.tr("Before and after"))
        self.staying = button("", "flat")
        self.staying.setCheckable(True)
        self.staying.toggled.connect(lambda _on: self._fill())
        self._rows: tuple[ChangeRow, ...] = ()
        self._infusions: list[ChangeRow] = []
        self._products: dict[str, ProductEffect] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.table)
        column.addWidget(self.staying)

    def show_rows(self, rows: Sequence[ChangeRow]) -> None:
        """Show a change, item by item in plan order."""
        self._rows = tuple(sorted(rows, key=_treatment_first))
        self._infusions = [row for row in rows if row.nth is not None]
        self._fill()

    def know_products(self, products: Sequence[ProductEffect]) -> None:
        """Take over what becomes of the doses reserved for infusions, to be shown with them."""
        self._products = {one.address: one for one in products}

    def _fill(self) -> None:
        moved = [row for row in self._rows if seen_to_change(row)]
        quiet = len(self._rows) - len(moved)
        shown = self._rows if self.staying.isChecked() else tuple(moved)
        self.model.show(shown)
        self.table.setVisible(bool(shown))
        self.table.fit()
        self.staying.setText(self._staying_words(quiet))
        self.staying.setAccessibleName(self.staying.text())
        self.staying.setVisible(quiet > 0)

    def _staying_words(self, quiet: int) -> str:
        if self.staying.isChecked():
            return self.tr("Hide the items that stay as they are")
        one, many = self.tr("{n} item stays as it is"), self.tr("{n} items stay as they are")
        return (one if quiet == 1 else many).format(n=quiet)

    def _columns(self) -> list[Column[ChangeRow]]:
        larger = self.fontInfo().pixelSize() / BASE_PIXELS
        item, was, becomes = (round(width * larger) for width in (102, 140, 146))
        return [
            Column(self.tr("Item"), lambda row: dose_title(row.title, row.nth), width=item),
            Column(self.tr("Was"), lambda row: standing_words(row.before), width=was),
            Column(self.tr("Becomes"), self._becomes, width=becomes),
            Column(self.tr("On that day"), self._facts, width=150),
        ]

    def _becomes(self, row: ChangeRow) -> str:
        if not seen_to_change(row):
            return self.tr("stays")
        return f"{standing_words(row.after)} {shift_words(shift_days(row))}".rstrip()

    def _facts(self, row: ChangeRow) -> str:
        return "; ".join(words for words, _ in self._facts_of(row))

    def _facts_of(self, row: ChangeRow) -> list[tuple[str, bool]]:
        facts = facts_of(row, self._before(row))
        product = self._products.get(str(row.after.address))
        return facts if product is None else [*facts, effect_words(product)]

    def _before(self, row: ChangeRow) -> ChangeRow | None:
        if row.nth is None:
            return None
        place = self._infusions.index(row)
        before = self._infusions[place - 1] if place else None
        return before if before and _same_cycle(before, row) else None

    def _item_lines(self, row: ChangeRow) -> list[list[Run]]:
        words, bold = dose_title(row.title, row.nth), seen_to_change(row)
        return [[Run(words, bold=bold, size=1.0 if row.nth else _SMALL)]]

    def _becomes_lines(self, row: ChangeRow) -> list[list[Run]]:
        if not seen_to_change(row):
            return [[Run(self.tr("stays"), shade=colour("quiet"))]]
        words = shift_words(shift_days(row))
        shift = Run(f"{MOVED} {words}   ", bold=True, shade=colour("tag")) if words else Run("")
        label = Run(row.after.label, shade=colour("quiet"), size=_SMALL)
        return [[Run(standing_words(row.after), bold=True)], [shift, label]]

    def _fact_lines(self, row: ChangeRow) -> list[list[Run]]:
        lines = []
        for words, wrong in self._facts_of(row):
            sign, tone = ("▲", "refused") if wrong else ("✔", "quiet")
            lines.append([Run(f"{sign} {words}", bold=wrong, shade=colour(tone), size=_SMALL)])
        return lines


def _treatment_first(row: ChangeRow) -> int:
    """Order doses before chemotherapy before what only follows; plan order stays within."""
    order = {ItemKind.INFUSION: 0, ItemKind.CHEMO: 1}
    return order.get(row.before.kind, len(order))


def _same_cycle(one: ChangeRow, other: ChangeRow) -> bool:
    return one.after.address.cycle == other.after.address.cycle


def _was_lines(row: ChangeRow) -> list[list[Run]]:
    label = Run(row.before.label, shade=colour("quiet"), size=_SMALL)
    return [[Run(standing_words(row.before))], [label]]
