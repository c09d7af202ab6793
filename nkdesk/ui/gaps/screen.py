"""All patients before their next cycle: nobody learns of an expired result on the morning of it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from nkdesk.services.desk import Desk
from nkdesk.services.eligibility_models import GapBoard, GapRow
from nkdesk.services.evidence import gap_board
from nkdesk.ui.common.chosen import ChosenItem
from nkdesk.ui.common.dropping import drop_item
from nkdesk.ui.common.empty_state import EmptyState
from nkdesk.ui.common.filter_bar import FilterBar
from nkdesk.ui.common.labels import button
from nkdesk.ui.common.table_model import TableModel
from nkdesk.ui.common.wrap_delegate import chosen_row, make_table
from nkdesk.ui.gaps.columns import GAPS, GapColumns, day_key
from nkdesk.ui.gaps.narrowing import Narrowing


class GapsScreen(QWidget):
    """Sorted by day; Enter opens the patient's check. Nobody is chosen beforehand (H01)."""

    check_asked = Signal(object, int)
    patients_asked = Signal()
    titled = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.board: GapBoard | None = None
        self.narrowing = Narrowing(self)
        self.narrowing.changed.connect(self._show)
        self.tools: QWidget | None = self.narrowing.tools()
        self.main_button = button(self.tr("Open check…"), "main")
        self.main_button.clicked.connect(self.open_chosen)
        self.bar = FilterBar()
        self.bar.cleared.connect(self.narrowing.clear)
        self._columns = GapColumns()
        self.model: TableModel[GapRow] = TableModel(self._columns.columns(), self)
        self.table = make_table(self.model, self._columns.lines(), GAPS)
        self.table.setAccessibleName(self.tr("Checks"))
        self.table.activated.connect(lambda _index: self.open_chosen())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._mark_button())
        self._lay_out()
        self._mark_button()
        self.setFocusProxy(self.table)

    @property
    def chosen_item(self) -> ChosenItem | None:
        """Nothing is recorded from here: a check is opened first."""
        return None

    @property
    def title(self) -> str:
        """What the top line says."""
        return self.tr("Checks")

    def refresh(self) -> None:
        """Read the board anew."""
        self.board = gap_board(self._desk)
        self._columns.today = self.board.today
        self._show()

    def reread(self, *, elsewhere: bool = False) -> None:
        """Read the board anew; the chosen patient stays chosen."""
        del elsewhere  # the board is read whole either way
        self.refresh()

    def open_chosen(self) -> None:
        """Open the check of the chosen patient."""
        row = chosen_row(self.table)
        if isinstance(row, GapRow):
            self.check_asked.emit(row.line, row.for_cycle)

    def _show(self) -> None:
        if self.board is None:
            return
        wanted, today = self.narrowing.wanted, self.board.today
        rows = [row for row in self.board.rows if wanted.keeps(row, today)]
        rows.sort(key=day_key)
        chosen = chosen_row(self.table)
        self.model.show(rows)
        self.table.fit()
        self.bar.show_counts(len(rows), len(self.board.rows), active=wanted.is_active)
        if isinstance(chosen, GapRow):
            self._choose(chosen.line.patient.id)
        self._mark_button()
        if rows:
            self._stack.setCurrentIndex(0)
        else:
            self._show_nobody(filtered=wanted.is_active)

    def _choose(self, patient_id: int) -> None:
        for place, row in enumerate(self.model.rows):
            if row.line.patient.id == patient_id:
                self.table.selectRow(place)

    def _mark_button(self) -> None:
        self.main_button.setEnabled(chosen_row(self.table) is not None)

    def _show_nobody(self, *, filtered: bool) -> None:
        if filtered:
            way = button(self.tr("Show everybody"), "main")
            way.clicked.connect(self.narrowing.clear)
            title = self.tr("Nobody is left by this filter")
            sentence = self.tr("Everything the others need may be there: show everybody to see.")
        else:
            way = button(self.tr("Go to patients"), "main")
            way.clicked.connect(self.patients_asked)
            title = self.tr("No patient stands before a cycle")
            sentence = self.tr(
                "Patients appear here while they wait for cycle 1 or may have a second cycle."
            )
        while self._stack.count() > 1:
            drop_item(self._stack.takeAt(1))
        self._stack.addWidget(EmptyState(title, sentence, way))
        self._stack.setCurrentIndex(1)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.bar)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.table)
        column.addWidget(holder, 1)
