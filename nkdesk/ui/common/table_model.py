"""One table model for every list: columns say what to show, how to sort and what to speak."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

Row = TypeVar("Row")
AnyIndex = QModelIndex | QPersistentModelIndex

# Compared with an int constant: comparing with the enum halves the speed of a table.
DISPLAY = int(Qt.ItemDataRole.DisplayRole)
SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
TIP = int(Qt.ItemDataRole.ToolTipRole)
SORT = int(Qt.ItemDataRole.UserRole)
ROW = SORT + 1
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column. ``key`` orders rows where the shown text would not; None: by the text."""

    title: str
    text: Callable[[Row], str]
    key: Callable[[Row], Any] | None = None
    width: int = 100


class TableModel(QAbstractTableModel, Generic[Row]):
    """Immutable rows under fixed columns. Roles: DISPLAY, SPOKEN, SORT and ROW (the row itself)."""

    def __init__(self, columns: Sequence[Column[Row]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: tuple[Row, ...] = ()

    def show(self, rows: Sequence[Row]) -> None:
        """Replace every row."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        """Return the number of rows; a cell has none."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        """Return the number of columns; a cell has none."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: AnyIndex, role: int = DISPLAY) -> Any:  # noqa: ANN401 -- Qt's variant
        """Return what a role asks of a cell, None where there is nothing."""
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], self.columns[index.column()]
        if role == DISPLAY:
            return column.text(row)
        if role == SPOKEN:
            return f"{column.title}: {column.text(row)}"
        if role == SORT:
            return column.key(row) if column.key else column.text(row)
        return row if role == ROW else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = DISPLAY
    ) -> str | None:
        """Return a column's title."""
        inside = orientation is Qt.Orientation.Horizontal and section < len(self.columns)
        return self.columns[section].title if inside and role == DISPLAY else None
