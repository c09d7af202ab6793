"""What changed since a moment: read at handover, newest first, nothing in it can be changed."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from nkdesk.services.desk import Desk
from nkdesk.services.handover import changes_since
from nkdesk.sheets.wording.dates import clock_text, day_text
from nkdesk.ui.common.chosen import ChosenItem
from nkdesk.ui.common.empty_state import EmptyState
from nkdesk.ui.common.labels import button
from nkdesk.ui.common.table_model import TableModel
from nkdesk.ui.common.wrap_delegate import chosen_row, make_table
from nkdesk.ui.handover.columns import (
    WHAT,
    WHEN,
    WHO_IS_IT,
    change_columns,
    patient_lines,
    what_lines,
    when_lines,
)
from nkdesk.ui.handover.foot import HandoverFoot
from nkdesk.ui.handover.narrowing import NarrowingBar
from nkdesk.ui.handover.since import SinceChoice

if TYPE_CHECKING:
    from nkdesk.services.calendar_models import ChangeLine, ChangesSince


class HandoverScreen(QWidget):
    """Lists the steps since a moment, one line for each patient a step touched."""

    patient_asked = Signal(int)
    audit_asked = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.tools: QWidget | None = None
        self.main_button: QWidget | None = None
        self.lines: tuple[ChangeLine, ...] = ()
        self.found: ChangesSince | None = None
        self.since = SinceChoice(desk.clock.now())
        self.since.chosen.connect(self.refresh)
        self.bar = NarrowingBar()
        self.bar.changed.connect(self._show)
        self.model: TableModel[ChangeLine] = TableModel(change_columns(), self)
        lines = {WHEN: when_lines, WHO_IS_IT: patient_lines, WHAT: what_lines}
        self.table = make_table(self.model, lines, WHAT, top=True)
        self.table.setAccessibleName(self.tr("Changes"))
        self.table.activated.connect(lambda _index: self.open_chosen())
        self.table.selectionModel().selectionChanged.connect(self._show_choice)
        self.foot = self._make_foot()
        self._lay_out()
        self.setFocusProxy(self.table)

    @property
    def chosen_item(self) -> ChosenItem | None:
        """Nothing is recorded from here: the patient is opened first."""
        return None

    @property
    def title(self) -> str:
        """What the top line says."""
        return self.tr("Changes")

    def refresh(self) -> None:
        """Read the newest changes since the moment chosen."""
        self.found = changes_since(self._desk, self.since.moment(self._desk.clock.now()))
        self.lines = self.found.lines
        self._show()

    def reread(self, *, elsewhere: bool = False) -> None:
        """Read again after a change of one's own; one from elsewhere only says it is there."""
        if elsewhere:
            self.foot.say(self.tr("Something changed on another screen. F5 shows it."))
            return
        self.refresh()

    def read_older(self) -> None:
        """Read the next page, older ones, below those shown."""
        if self.found is None or self.found.before_seq is None:
            return
        page = changes_since(self._desk, self.found.since, self.found.before_seq)
        first_new = len(self.model.rows)
        self.lines += page.lines
        self.found = page
        self._show()
        if first_new < len(self.model.rows):
            self.table.selectRow(first_new)
            self.table.setFocus()

    def open_chosen(self) -> None:
        """Open the patient of the chosen row."""
        row = chosen_row(self.table)
        if row is not None and row.line is not None:
            self.patient_asked.emit(row.line.patient.id)

    def _ask_audit(self) -> None:
        row = chosen_row(self.table)
        if row is not None:
            self.audit_asked.emit(row.seq)

    def _narrow(self, *, to_patient: bool) -> None:
        row = chosen_row(self.table)
        if row is None:
            return
        if not to_patient:
            self.bar.to_person(row.who)
        elif row.line is not None:
            self.bar.to_patient(row.line.patient)

    def _show(self) -> None:
        rows = [line for line in self.lines if self.bar.keeps(line)]
        chosen = chosen_row(self.table)
        self.model.show(rows)
        self.table.fit()
        self.bar.count(len(rows), len(self.lines))
        if chosen in rows:
            self.table.selectRow(rows.index(chosen))
        self._show_choice()
        more = self.found is not None and self.found.before_seq is not None
        self.foot.older.setVisible(more)
        self.foot.say(self._told(more=more))
        if rows:
            self._stack.setCurrentIndex(0)
        else:
            self._show_nothing(more=more)

    def _told(self, *, more: bool) -> str:
        if self.found is None:
            return ""
        since = self.found.since
        moment = f"{day_text(since.date())} {clock_text(since)}"
        if more:
            words = self.tr("The newest {n} changes since {moment}; there are older ones.")
        elif not self.lines:
            words = self.tr("Nothing has changed since {moment}.")
        elif len(self.lines) == 1:
            words = self.tr("1 change since {moment}.")
        else:
            words = self.tr("{n} changes since {moment}.")
        return words.format(n=len(self.lines), moment=moment)

    def _show_choice(self) -> None:
        self.foot.show_choice(chosen_row(self.table), narrow=self.bar.narrow)

    def _show_nothing(self, *, more: bool) -> None:
        ways = []
        if self.bar.narrow:
            clear = button(self.tr("Show all changes"), "main")
            clear.clicked.connect(self.bar.drop)
            ways.append(clear)
        elif not self.since.buttons["week"].isChecked():
            week = button(self.tr("Look at the last 7 days"), "main")
            week.clicked.connect(lambda: self.since.choose("week"))
            ways.append(week)
        told = self._told(more=more)
        title = self.tr("Nothing of this has changed") if self.bar.narrow else told
        sentence = told if self.bar.narrow else self.tr("Recordings, plans and days are told here.")
        empty = EmptyState(title, sentence, *ways)
        self.foot.say("")
        previous = self._stack.widget(1)
        self._stack.insertWidget(1, empty)
        self._stack.setCurrentWidget(empty)
        if previous is not None:
            self._stack.removeWidget(previous)
            previous.deleteLater()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.since)
        column.addWidget(self.bar)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.table)
        column.addWidget(holder, 1)
        column.addWidget(self.foot)

    def _make_foot(self) -> HandoverFoot:
        foot = HandoverFoot()
        foot.older_asked.connect(self.read_older)
        foot.patient_asked.connect(self.open_chosen)
        foot.audit_asked.connect(self._ask_audit)
        foot.only_patient_asked.connect(lambda: self._narrow(to_patient=True))
        foot.only_person_asked.connect(lambda: self._narrow(to_patient=False))
        return foot
