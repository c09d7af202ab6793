"""The criteria of a check: arrows walk the rows, Y and N answer a judgement, Enter its evidence."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from nkdesk.ui.common.table_model import TableModel
from nkdesk.ui.common.wrap_delegate import WrapTable, chosen_row, make_table
from nkdesk.ui.gate.columns import (
    CRITERION,
    EVIDENCE,
    VERDICT,
    check_columns,
    criterion_lines,
    evidence_lines,
    verdict_lines,
)
from nkdesk.ui.gate.rows import ShownRow, answer_of


class CheckTable(QWidget):
    """``chosen`` and ``opened`` carry the row, ``answered`` also "yes" or "no"."""

    chosen = Signal(object)
    opened = Signal(object)
    answered = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        pixels = self.fontInfo().pixelSize()
        self.model: TableModel[ShownRow] = TableModel(check_columns(pixels), self)
        lines = {VERDICT: verdict_lines, CRITERION: criterion_lines, EVIDENCE: evidence_lines}
        self.table: WrapTable = make_table(self.model, lines, CRITERION, whole=True)
        self.table.setAccessibleName(self.tr("Criteria"))
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._tell())
        self.table.doubleClicked.connect(lambda _index: self._open())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.setFocusProxy(self.table)

    @property
    def chosen_row(self) -> ShownRow | None:
        """The chosen criterion, None while none is chosen."""
        row = chosen_row(self.table)
        return row if isinstance(row, ShownRow) else None

    def show_rows(self, rows: Sequence[ShownRow]) -> None:
        """Show the criteria; the one chosen before stays chosen."""
        chosen = self.chosen_row
        self.model.show(rows)
        self.table.fit()
        if chosen is not None:
            self.choose(chosen.criterion.id)

    def choose(self, criterion: str) -> None:
        """Choose a criterion by its id."""
        for place, shown in enumerate(self.model.rows):
            if shown.criterion.id == criterion:
                self.table.selectRow(place)

    def chosen_box(self) -> QRect:
        """Return where the chosen row stands in this widget, to bring it into sight."""
        picked = self.table.selectionModel().selectedRows()
        box = self.table.visualRect(picked[0]) if picked else QRect()
        return box.translated(self.table.viewport().mapTo(self, box.topLeft()) - box.topLeft())

    def press(self, event: QKeyEvent) -> bool:
        """Act on a key of the chosen row; False for one that means nothing here."""
        shown = self.chosen_row
        if event.modifiers() not in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
            return True
        answer = answer_of(_letter(event))
        if shown is None or not answer:
            return False
        self.answered.emit(shown, answer)
        return True

    def _open(self) -> None:
        shown = self.chosen_row
        if shown is not None:
            self.opened.emit(shown)

    def _tell(self) -> None:
        self.chosen.emit(self.chosen_row)


def _letter(event: QKeyEvent) -> str:
    """Return the Latin letter of a key, whatever the keyboard layout types."""
    codes = {Qt.Key.Key_Y: "y", Qt.Key.Key_N: "n"}
    cyrillic = {"н": "y", "т": "n"}
    typed = event.text().lower()
    return codes.get(Qt.Key(event.key()), cyrillic.get(typed, "")) if event.key() else ""
