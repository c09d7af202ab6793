"""One cycle on the patient's page: its timeline and the table of its items."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from nkdesk.model.eligibility import GateState
from nkdesk.model.words import Words
from nkdesk.services.read_models import CyclePage, ItemRow
from nkdesk.sheets.wording.dates import day_text
from nkdesk.ui.common.labels import heading
from nkdesk.ui.common.table_model import TableModel
from nkdesk.ui.common.wrap_delegate import WrapTable, chosen_row, make_table
from nkdesk.ui.patient.columns import (
    GIVEN,
    ITEM,
    PLANNED,
    STATUS,
    ItemColumns,
    item_lines,
    planned_lines,
    status_lines,
)
from nkdesk.ui.patient.legend import Legend
from nkdesk.ui.patient.timeline import Timeline


class CycleSection(QWidget):
    """Timeline and table follow one another: what is chosen in one is chosen in both."""

    chosen = Signal(object)

    def __init__(
        self,
        page: CyclePage,
        today: date,
        reasons: Mapping[str, Words],
        gate: GateState | None = None,
    ) -> None:
        super().__init__()
        words = self.tr("Cycle {n}, from {day}")
        self.timeline = Timeline(page, today, gate)
        self.timeline.chosen.connect(self._from_timeline)
        columns = ItemColumns(reasons)
        self.model: TableModel[ItemRow] = TableModel(columns.columns(), self)
        self.model.show(page.rows)
        self.table = self._table(columns)
        self.table.setAccessibleName(self.tr("Items of cycle {n}").format(n=page.number))
        self.table.selectionModel().selectionChanged.connect(self._from_table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(heading(words.format(n=page.number, day=day_text(page.start))))
        column.addWidget(self._framed_timeline())
        column.addWidget(Legend())
        column.addWidget(self.table)

    @property
    def chosen_row(self) -> ItemRow | None:
        """The chosen item, None while none is chosen."""
        row = chosen_row(self.table)
        return row if isinstance(row, ItemRow) else None

    def choose(self, item_id: int) -> None:
        """Choose an item in both."""
        for place, row in enumerate(self.model.rows):
            if row.item_id == item_id:
                self.table.selectRow(place)

    def drop_choice(self) -> None:
        """Choose nothing."""
        self.table.clearSelection()

    def fit(self) -> None:
        """Give the table the height of all its rows: the page scrolls, not the table."""
        self.table.fit()

    def _table(self, columns: ItemColumns) -> WrapTable:
        lines = {
            STATUS: status_lines,
            ITEM: item_lines,
            PLANNED: planned_lines,
            GIVEN: columns.outcome_lines,
        }
        return make_table(self.model, lines, ITEM, whole=True)

    def _framed_timeline(self) -> QScrollArea:
        area = QScrollArea()
        area.setWidget(self.timeline)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFixedHeight(self.timeline.sizeHint().height() + 14)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _from_timeline(self, row: ItemRow) -> None:
        self.choose(row.item_id)

    def _from_table(self) -> None:
        row = self.chosen_row
        if row is not None:
            self.timeline.choose(row.item_id)
            self.chosen.emit(row)
