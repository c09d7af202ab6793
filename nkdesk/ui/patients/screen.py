"""The patient list: everybody, or whom the search finds, and always how many of how many."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from nkdesk.services.desk import Desk
from nkdesk.services.patient_page import find_patients
from nkdesk.services.read_models import PatientList, PatientRow
from nkdesk.ui.common.chosen import ChosenItem
from nkdesk.ui.common.empty_state import EmptyState
from nkdesk.ui.common.labels import button, heading
from nkdesk.ui.common.table_model import TableModel
from nkdesk.ui.common.wrap_delegate import chosen_row, make_table
from nkdesk.ui.patients.columns import NAME, NEXT, name_lines, next_lines, patient_columns


class PatientsScreen(QWidget):
    """Lists patients. Nobody is chosen until a person chooses (safety hazard H01)."""

    patient_asked = Signal(int)
    add_asked = Signal()
    filter_dropped = Signal()
    titled = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._text = ""
        self.tools: QWidget | None = None
        self.main_button = button(self.tr("Add patient…"), "main")
        self.main_button.clicked.connect(self.add_asked)
        self.model: TableModel[PatientRow] = TableModel(patient_columns(), self)
        self.table = make_table(self.model, {NAME: name_lines, NEXT: next_lines}, 4)
        self.table.setAccessibleName(self.tr("Patients"))
        self.table.activated.connect(lambda _index: self.open_chosen())
        self._bar = self._filter_bar()
        self._lay_out()
        self.setFocusProxy(self.table)

    @property
    def chosen_item(self) -> ChosenItem | None:
        """Nothing is recorded from the list: the patient is opened first."""
        return None

    @property
    def title(self) -> str:
        """What the top line says."""
        return self.tr("Patients")

    def refresh(self) -> None:
        """Read the list anew."""
        self._show(find_patients(self._desk, self._text))

    def reread(self, *, elsewhere: bool = False) -> None:
        """Read the list anew; the chosen patient stays chosen."""
        del elsewhere  # the list is read whole either way
        row = chosen_row(self.table)
        self.refresh()
        if row is not None:
            self._choose(row.line.patient.id)

    def search(self, text: str) -> None:
        """Show only whom the text finds, whatever its case and spelling."""
        self._text = text.strip()
        self.refresh()

    def open_only_one(self) -> None:
        """Open the only patient found; with several, let a person choose."""
        if len(self.model.rows) == 1:
            self.patient_asked.emit(self.model.rows[0].line.patient.id)
        else:
            self.enter()

    def enter(self) -> None:
        """Go into the list, to its first row."""
        self.table.setFocus()
        if self.model.rows:
            self.table.selectRow(0)

    def open_chosen(self) -> None:
        """Open the chosen patient."""
        row = chosen_row(self.table)
        if row is not None:
            self.patient_asked.emit(row.line.patient.id)

    def _choose(self, patient_id: int) -> None:
        for place, row in enumerate(self.model.rows):
            if row.line.patient.id == patient_id:
                self.table.selectRow(place)

    def _show(self, found: PatientList) -> None:
        self.model.show(found.rows)
        self.table.fit()
        self._bar.setVisible(found.shown < found.total)
        words = self.tr("Filtered: {shown} of {total}")
        self._filtered.setText(words.format(shown=found.shown, total=found.total))
        if found.rows:
            self._stack.setCurrentIndex(0)
        else:
            self._show_nobody(found)

    def _show_nobody(self, found: PatientList) -> None:
        add = button(self.tr("Add patient…"), "main")
        add.clicked.connect(self.add_asked)
        if found.total:
            clear = button(self.tr("Clear search"))
            clear.clicked.connect(self._drop_filter)
            sentence = self.tr("Look for a part of the name, the trial ID or the case number.")
            empty = EmptyState(self.tr("Nobody is found by this search"), sentence, clear, add)
        else:
            sentence = self.tr("Add the first patient; every date is shown before it is saved.")
            empty = EmptyState(self.tr("No patients enrolled"), sentence, add)
        previous = self._stack.widget(1)
        self._stack.insertWidget(1, empty)
        self._stack.setCurrentWidget(empty)
        if previous is not None:
            self._stack.removeWidget(previous)
            previous.deleteLater()

    def _drop_filter(self) -> None:
        self.filter_dropped.emit()
        self.search("")

    def _filter_bar(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("ground", "caution")
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 2, 4, 2)
        self._filtered = heading("", "strong")
        clear = button(self.tr("Clear"), "flat", spoken=self.tr("Clear search"))
        clear.clicked.connect(self._drop_filter)
        row.addWidget(self._filtered)
        row.addWidget(clear)
        row.addStretch(1)
        return bar

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        column.addWidget(self._bar)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.table)
        column.addWidget(holder, 1)
