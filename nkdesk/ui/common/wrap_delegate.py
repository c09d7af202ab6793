"""Table cells that wrap and never cut a text short, with bold and coloured stretches."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import (
    QLineF,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from nkdesk.ui.common.paragraph import Paragraph, Run, column_height, draw_column
from nkdesk.ui.common.settling import settling
from nkdesk.ui.common.table_model import DISPLAY, ROW, TableModel
from nkdesk.ui.common.theme import TARGET, colour

PAD = 10
_ABOVE = 6
AnyIndex = QModelIndex | QPersistentModelIndex
Lines = list[list[Run]]


class WrapDelegate(QStyledItemDelegate):
    """Paints a cell in lines; ``lines`` maps a column to what it makes of a row.

    ``top`` sets every cell to the top of its row, for rows that may be higher than the screen.
    """

    def __init__(
        self, lines: Mapping[int, Callable[[Any], Lines]], parent: QObject, *, top: bool = False
    ) -> None:
        super().__init__(parent)
        self._lines = lines
        self._top = top

    def cell(self, index: AnyIndex, font: QFont, width: int) -> Sequence[Paragraph]:
        """Return a cell's text set for a column width."""
        make = self._lines.get(index.column())
        lines = make(index.data(ROW)) if make else [[Run(str(index.data(DISPLAY) or ""))]]
        return [Paragraph(runs, font, width - 2 * PAD) for runs in lines if runs]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint ground and text; the chosen row is marked by ground and bar."""
        box = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(box, colour("accent_soft" if chosen else "surface"))
        if chosen and index.column() == 0:
            painter.fillRect(QRectF(box.left(), box.top(), 4, box.height()), colour("accent"))
        painter.setPen(QPen(colour("line"), 1))
        foot = box.bottom() - 0.5
        painter.drawLine(QLineF(box.left(), foot, box.right(), foot))
        painter.setPen(colour("ink"))
        column = self.cell(index, option.font, option.rect.width())
        inner = box.adjusted(PAD, _ABOVE if self._top else 0, -PAD, 0)
        if self._top:
            inner.setHeight(0)
        draw_column(painter, column, inner)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return the height the cell's text needs in the width of its column."""
        view = option.widget
        width = view.columnWidth(index.column()) if isinstance(view, QTableView) else 200
        height = column_height(self.cell(index, option.font, width)) + 12
        return QSize(width, max(TARGET, round(height)))


class WrapTable(QTableView):
    """A table whose rows are as high as their text needs, also after its width changed.

    ``whole`` tables take the height of all their rows: the page around them scrolls.
    """

    def __init__(self, *, whole: bool = False) -> None:
        super().__init__()
        self._whole = whole
        self._settle = settling(self, 0, self.fit)
        self.horizontalHeader().sectionResized.connect(lambda *_: self._settle.start())
        if whole:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def fit(self) -> None:
        """Fit the rows to their text."""
        self.resizeRowsToContents()
        if self._whole:
            rows = range(self.model().rowCount())
            height = self.horizontalHeader().sizeHint().height() + 6
            self.setFixedHeight(height + sum(self.rowHeight(row) for row in rows))


def make_table(
    model: TableModel[Any],
    lines: Mapping[int, Callable[[Any], Lines]],
    stretch: int,
    *,
    whole: bool = False,
    top: bool = False,
) -> WrapTable:
    """Return a table of whole rows, chosen one at a time; nothing is chosen at first."""
    table = WrapTable(whole=whole)
    table.setModel(model)
    table.setItemDelegate(WrapDelegate(lines, table, top=top))
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setWordWrap(True)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.verticalHeader().hide()
    table.verticalHeader().setMinimumSectionSize(TARGET)
    head = table.horizontalHeader()
    head.setHighlightSections(False)
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    for place, column in enumerate(model.columns):
        table.setColumnWidth(place, column.width)
    head.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)
    return table


def chosen_row(table: QTableView) -> Any:  # noqa: ANN401 -- a row of whatever the table holds
    """Return the chosen row of a table, None while none is chosen."""
    picked = table.selectionModel().selectedRows()
    return picked[0].data(ROW) if picked else None
