"""The audit: every step of the journal, the newest first; nothing in it can be changed."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nkdesk.services.audit import audit_choices, audit_page
from nkdesk.services.desk import Desk
from nkdesk.ui.audit.columns import (
    FIELD,
    NEW,
    STEP,
    WHEN,
    field_cell_lines,
    field_columns,
    step_columns,
    step_lines,
    when_lines,
)
from nkdesk.ui.audit.filters import AuditFilters
from nkdesk.ui.audit.words import FieldLine, field_lines
from nkdesk.ui.common.chosen import ChosenItem
from nkdesk.ui.common.labels import button, plain
from nkdesk.ui.common.table_model import TableModel
from nkdesk.ui.common.theme import GAP, TARGET
from nkdesk.ui.common.wrap_delegate import chosen_row, make_table

if TYPE_CHECKING:
    from nkdesk.services.audit import AuditPage, AuditStep

SHOWN_FIELDS = 80
"""So many fields of a step are shown at once; a button shows the rest."""


class AuditScreen(QWidget):
    """Steps on the left, each field of the chosen one on the right."""

    patient_asked = Signal(int)
    export_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.tools: QWidget | None = None
        self.main_button = button(self.tr("Export…"), spoken=self.tr("Export the whole journal"))
        self.main_button.clicked.connect(self.export_asked)
        self.page: AuditPage | None = None
        self.filters = AuditFilters()
        self.filters.changed.connect(self._read)
        self.steps: TableModel[AuditStep] = TableModel(step_columns(), self)
        self.table = make_table(self.steps, {WHEN: when_lines, STEP: step_lines}, STEP, top=True)
        self.table.setAccessibleName(self.tr("Steps"))
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_step())
        self.fields: TableModel[FieldLine] = TableModel(field_columns(), self)
        self.beside = make_table(self.fields, {FIELD: field_cell_lines}, NEW, top=True)
        self.beside.setAccessibleName(self.tr("Fields of the chosen step"))
        self.said = plain(tone="quiet")
        self.older = button(self.tr("Show older steps"))
        self.older.clicked.connect(self.read_older)
        self.all_fields = button("")
        self.all_fields.clicked.connect(lambda: self._show_step(whole=True))
        self.open = button(self.tr("Open patient"))
        self.open.clicked.connect(self._open_patient)
        self._lay_out()
        self.setFocusProxy(self.table)

    @property
    def chosen_item(self) -> ChosenItem | None:
        """Nothing is recorded from here."""
        return None

    @property
    def title(self) -> str:
        """What the top line says."""
        return self.tr("Audit")

    def refresh(self) -> None:
        """Read the newest steps asked for."""
        self.filters.offer(audit_choices(self._desk))
        self._read()

    def reread(self, *, elsewhere: bool = False) -> None:
        """Read again after a change of one's own; one from elsewhere only says it is there."""
        if elsewhere:
            self.said.setText(self.tr("Something changed on another screen. F5 shows it."))
            return
        self.refresh()

    def show_patient(self, patient_id: int) -> None:
        """Show the steps of one patient alone."""
        self.filters.offer(audit_choices(self._desk))
        self.filters.to_patient(patient_id)

    def show_step(self, seq: int) -> None:
        """Show one step, chosen, and those before it, whatever the filter left out."""
        self.filters.offer(audit_choices(self._desk))
        self.filters.drop()
        self._take(audit_page(self._desk, None, seq + 1), ())
        self.table.selectRow(0)

    def read_older(self) -> None:
        """Read the next page below those shown."""
        if self.page is None or self.page.before_seq is None:
            return
        shown = self.steps.rows
        wanted = self.filters.wanted(self._desk.clock.today())
        self._take(audit_page(self._desk, wanted, self.page.before_seq), shown)
        if len(self.steps.rows) > len(shown):
            self.table.selectRow(len(shown))
            self.table.setFocus()

    def _read(self) -> None:
        wanted = self.filters.wanted(self._desk.clock.today())
        self._take(audit_page(self._desk, wanted), ())

    def _take(self, page: "AuditPage", above: "tuple[AuditStep, ...]") -> None:
        chosen = chosen_row(self.table)
        self.page = page
        rows = (*above, *page.steps)
        self.steps.show(rows)
        self.table.fit()
        self.older.setVisible(page.before_seq is not None)
        self.said.setText(self._told(page, len(rows)))
        seqs = [step.seq for step in rows]
        if chosen is not None and chosen.seq in seqs:
            self.table.selectRow(seqs.index(chosen.seq))
        elif rows and not above:
            self.table.selectRow(0)
        self._show_step()

    def _told(self, page: "AuditPage", shown: int) -> str:
        head = f"{page.head.seq}:{page.head.hash[:8]}"
        if not shown:
            words = self.tr("No step of this kind. The newest step is {head}.")
        elif page.before_seq is not None:
            words = self.tr("The newest {n} steps; there are older ones. Newest step {head}.")
        else:
            words = self.tr("{n} steps. Newest step {head}.")
        return words.format(n=shown, head=head)

    def _show_step(self, *, whole: bool = False) -> None:
        step = chosen_row(self.table)
        lines = () if step is None else tuple(field_lines(step))
        shown = lines if whole else lines[:SHOWN_FIELDS]
        self.fields.show(shown)
        self.beside.fit()
        self.all_fields.setVisible(len(shown) < len(lines))
        self.all_fields.setText(self.tr("Show all {n} fields").format(n=len(lines)))
        self.all_fields.setAccessibleName(self.all_fields.text())
        self.open.setVisible(step is not None and len(step.patients) == 1)

    def _open_patient(self) -> None:
        step = chosen_row(self.table)
        if step is not None and len(step.patients) == 1:
            self.patient_asked.emit(step.patients[0][0])

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.filters)
        sides = QHBoxLayout()
        sides.setSpacing(8)
        sides.addWidget(self.table, 1)
        sides.addWidget(self.beside, 1)
        column.addLayout(sides, 1)
        holder = QWidget()
        holder.setMinimumHeight(TARGET)
        foot = QHBoxLayout(holder)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(GAP)
        foot.addWidget(self.said, 1)
        for one in (self.older, self.all_fields, self.open):
            foot.addWidget(one)
        column.addWidget(holder)
