"""The Today board: the first screen of the morning, and the paper that comes from it."""

from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from nkdesk.services.day_list import day_list, day_row
from nkdesk.services.desk import Desk
from nkdesk.services.read_models import DayList
from nkdesk.services.reasons import reason_titles
from nkdesk.sheets.wording.dates import day_text
from nkdesk.ui.common.chosen import ChosenItem
from nkdesk.ui.common.empty_state import EmptyState
from nkdesk.ui.common.icons import icon
from nkdesk.ui.common.labels import button, plain
from nkdesk.ui.common.theme import GAP, TARGET
from nkdesk.ui.today.counts import CountStrip
from nkdesk.ui.today.empty import nothing_words
from nkdesk.ui.today.foot import DayFoot
from nkdesk.ui.today.rows import DayRows, RowMarks

"""When the day is read again with its public holidays, which take a moment the first time."""


class TodayBoard(QWidget):
    """Everything due on one day. It has no filter: what is due is never hidden."""

    record_asked = Signal(object)
    not_given_asked = Signal(object)
    defer_asked = Signal(object)
    patient_asked = Signal(int)
    print_asked = Signal()
    titled = Signal(str)
    read = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._today = desk.clock.today()
        self.day = self._today
        self.list: DayList | None = None
        self._settled = False
        self.tools = self._date_tools()
        self.main_button = button(self.tr("Print list…"), "main")
        self.main_button.clicked.connect(self.print_asked)
        self._notice = plain(tone="caution")
        self._notice.setContentsMargins(16, 0, 16, 0)
        self._notice.hide()
        self.counts = CountStrip()
        self.rows = DayRows(reason_titles(desk))
        self._lay_out()
        self._pass_on()

    @property
    def title(self) -> str:
        """What the top line says: the day with its weekday."""
        if self.day == self._today:
            return self.tr("Today  {day}").format(day=day_text(self.day))
        return day_text(self.day)

    @property
    def chosen_item(self) -> ChosenItem | None:
        """The open item that F2, F3 and F4 act on, None while no row is chosen."""
        widget = self.rows.chosen
        return ChosenItem.recordable(None if widget is None else widget.row)

    def refresh(self) -> None:
        """Read the day and sort it anew."""
        self._notice.hide()
        self._roll_over()
        found = self._read()
        if found.rows:
            self._stack.setCurrentIndex(0)
            self.rows.show_rows(found.rows, found.today, DayFoot(found))
            self.rows.setFocus()
        else:
            self._show_nothing(found)
        self.titled.emit(self.title)

    def reread(self, *, elsewhere: bool = False) -> None:
        """Read the day again; rows stay where they are, changed ones say so."""
        if self._roll_over() or self.list is None or not self.list.rows:
            self.refresh()
            return
        found = self._read()
        marks = RowMarks(
            self.tr("changed now") if elsewhere else "",
            self.tr("new"),
            self.tr("no longer on this list"),
        )
        changed = self.rows.update_rows(found.rows, marks, lambda one: day_row(self._desk, one))
        self.rows.replace_foot(DayFoot(found))
        if changed and elsewhere:
            self._notice.setText(self.tr("Changed on another screen. F5 sorts the list again."))
            self._notice.show()

    def go_to(self, day: date) -> None:
        """Show another day."""
        self.day = day
        self.refresh()

    def step(self, by: int) -> None:
        """Show the day that lies so many days away."""
        self.go_to(self.day + timedelta(days=by))

    def go_to_today(self) -> None:
        """Show the ward's today."""
        self.go_to(self._desk.clock.today())

    def _roll_over(self) -> bool:
        """Move on at midnight, so that no screen left open shows yesterday as today."""
        now = self._desk.clock.today()
        rolled = now != self._today
        if rolled and self.day == self._today:
            self.day = now
        self._today = now
        return rolled

    def settle(self) -> None:
        """Show closed days too, once the public holidays have been looked up elsewhere."""
        self._settled = True
        self.reread()

    def turn_minute(self) -> None:
        """Judge anew whether each infusion may begin: what expired since is GO no longer."""
        if self.list is not None and any(row.readiness for row in self.list.rows):
            self.reread()

    def _read(self) -> DayList:
        self.list = day_list(self._desk, self.day, with_closures=self._settled)
        self.counts.show_list(self.list)
        self.today_button.setVisible(self.day != self._today)
        self.read.emit(self.list)
        return self.list

    def _show_nothing(self, found: DayList) -> None:
        self.rows.show_rows((), found.today, QWidget())
        ways = []
        if found.day != found.today:
            home = button(self.tr("Go to today"))
            home.clicked.connect(self.go_to_today)
            ways.append(home)
        if found.next_due is not None:
            go = button(self.tr("Go to {day}").format(day=day_text(found.next_due.on)), "main")
            go.clicked.connect(lambda _=False, day=found.next_due.on: self.go_to(day))
            ways.append(go)
        blank = button(self.tr("Print blank list…"))
        blank.clicked.connect(self.print_asked)
        empty = EmptyState(*nothing_words(found), *ways, blank)
        previous = self._stack.widget(1)
        self._stack.insertWidget(1, empty)
        self._stack.setCurrentIndex(1)
        if previous is not None:
            self._stack.removeWidget(previous)
            previous.deleteLater()

    def _date_tools(self) -> QWidget:
        tools = QWidget()
        row = QHBoxLayout(tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        back = button("", "sign", spoken=self.tr("Previous day"))
        onward = button("", "sign", spoken=self.tr("Next day"))
        back.setIcon(icon("left"))
        onward.setIcon(icon("right"))
        for sign in (back, onward):
            sign.setFixedWidth(TARGET)
        back.setToolTip(self.tr("Previous day  (Ctrl+←)"))
        onward.setToolTip(self.tr("Next day  (Ctrl+→)"))
        self.today_button = button(self.tr("Today"), spoken=self.tr("Go to today"))
        self.today_button.setToolTip(self.tr("Go to today  (Ctrl+T)"))
        back.clicked.connect(lambda: self.step(-1))
        onward.clicked.connect(lambda: self.step(1))
        self.today_button.clicked.connect(self.go_to_today)
        for one in (back, onward, self.today_button):
            row.addWidget(one)
        return tools

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        strip = QHBoxLayout()
        strip.setContentsMargins(12, 4, 12, 0)
        strip.addWidget(self.counts)
        column.addLayout(strip)
        column.addWidget(self._notice)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.rows)
        column.addWidget(holder, 1)

    def _pass_on(self) -> None:
        self.rows.record_asked.connect(self.record_asked)
        self.rows.not_given_asked.connect(self.not_given_asked)
        self.rows.defer_asked.connect(self.defer_asked)
        self.rows.patient_asked.connect(self.patient_asked)
