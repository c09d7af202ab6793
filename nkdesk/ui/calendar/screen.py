"""The ward calendar as a screen: reading, filtering, the panel of the current cell."""

from datetime import date, timedelta

from PySide6.QtCore import QSignalBlocker, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from nkdesk.services.calendar_models import CalendarCell
from nkdesk.services.day_list import day_row
from nkdesk.services.desk import Desk
from nkdesk.services.problems import StoreError
from nkdesk.sheets.wording.dates import date_text
from nkdesk.ui.calendar.beside import Beside
from nkdesk.ui.calendar.controls import USUAL, Controls, week_tools
from nkdesk.ui.calendar.facts import Facts, Row
from nkdesk.ui.calendar.grid import WardGrid
from nkdesk.ui.calendar.place import Place
from nkdesk.ui.calendar.reading import WEEK, Reading, week_of
from nkdesk.ui.common.calendar_words import day_month
from nkdesk.ui.common.chosen import ChosenItem
from nkdesk.ui.common.empty_state import EmptyState
from nkdesk.ui.common.filter_bar import FilterBar
from nkdesk.ui.common.labels import button, plain
from nkdesk.ui.common.settling import settling


class CalendarScreen(QWidget):
    """Patients by days. A hand on it opens forms; nothing is saved from here."""

    record_asked = Signal(object)
    defer_asked = Signal(object, object)
    not_given_asked = Signal(object)
    patient_asked = Signal(int)
    add_asked = Signal()
    replace_asked = Signal()
    titled = Signal(str)
    said = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._today = desk.clock.today()
        self._reading = Reading(desk, week_of(self._today), USUAL)
        self._unread: set[int] = set()
        self._read_on = settling(self, 0, self._read_more)
        self.tools: QWidget | None = self._tools()
        self.main_button: QWidget | None = None
        self.controls = Controls()
        self.grid = WardGrid()
        self.beside = Beside(desk, self.grid)
        self.panel = self.beside.panel
        self.bar = FilterBar()
        self.foot = plain(tone="quiet")
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.grid)

    @property
    def facts(self) -> Facts:
        """What was read of the span."""
        return self._reading.facts

    @property
    def title(self) -> str:
        """What the top line says: the days shown."""
        first, last = self.facts.first, self.facts.date_of(self.facts.days - 1)
        short = day_month(first) if first.year == last.year else date_text(first)
        return self.tr("Calendar  {first} to {last}").format(first=short, last=date_text(last))

    @property
    def chosen_item(self) -> ChosenItem | None:
        """The open item that F2, F3 and F4 act on."""
        row = self.beside.chosen_row()
        return ChosenItem.recordable(row)

    def refresh(self) -> None:
        """Read the span anew, in the order of the ward; marks of changes go."""
        self._roll_over()
        self._open(self.facts.first, self.facts.days, keep_order=False)

    def reread(self, *, elsewhere: bool = False) -> None:
        """Read again what was read; rows, place and current cell stay, changes are marked."""
        if self._roll_over() or not self.facts.read:
            self.refresh()
            return
        held = self._held()
        changed = self._reading.again()
        self._show(held)
        self.grid.show_read(changed)
        if changed and elsewhere:
            one = self.tr("1 entry changed on another screen. F5 takes its mark away.")
            more = self.tr("{n} entries changed on another screen. F5 takes their marks away.")
            self._say(one if len(changed) == 1 else more.format(n=len(changed)))

    def step(self, by: int) -> None:
        """Show the days so many weeks away."""
        self.go_to(self.facts.first + timedelta(days=WEEK * by))

    def go_to(self, first: date) -> None:
        """Show as many days from another first one."""
        self._open(first, self.facts.days, keep_order=True)

    def go_to_today(self) -> None:
        """Show this week first."""
        self._today = self._desk.clock.today()
        self.grid.horizontalScrollBar().setValue(0)
        self.go_to(week_of(self._today))

    def show_days(self, days: int) -> None:
        """Show so many days from the same first one."""
        self.controls.spans[days].setChecked(True)
        self._open(self.facts.first, days, keep_order=True)

    def _roll_over(self) -> bool:
        """Move on at midnight when this week was shown."""
        now = self._desk.clock.today()
        rolled = now != self._today
        if rolled and self.facts.first == week_of(self._today):
            self._reading.facts = Facts(week_of(now), self.facts.days)
        self._today = now
        return rolled

    def _open(self, first: date, days: int, *, keep_order: bool) -> None:
        held = self._held()
        self.beside.day = None
        sight = self.grid.columns_in_sight()
        self._reading.open(Facts(first, days), sight, keep_order=keep_order)
        self._show(held)
        self._say("")
        self.titled.emit(self.title)

    def _held(self) -> tuple[int, date, int] | None:
        """Return patient, date and item of the current cell, to be found again."""
        place = self.grid.current
        if place is None:
            return None
        shown = self.grid.facts
        return shown.rows[place.row].patient_id, shown.date_of(place.column), place.nth

    def _show(self, held: tuple[int, date, int] | None) -> None:
        self.controls.filters.offer_arms(self._reading.arms())
        self.facts.rows = self._left_in()
        with QSignalBlocker(self.grid):
            self.grid.show_facts(self.facts)
            if held is not None:
                self._take_again(*held)
        self.grid.ask_for_unread()
        self._show_counts()
        self.beside.fill()

    def _take_again(self, patient: int, on: date, nth: int) -> None:
        ids = [row.patient_id for row in self.facts.rows]
        column = self.facts.column_of(on)
        if patient in ids and column is not None:
            self.grid.current = Place(ids.index(patient), column, nth)
            self.grid.announce()

    def _see(self, columns: list[int]) -> None:
        self._unread.update(columns)
        self._read_on.start()

    def _read_more(self) -> None:
        columns, self._unread = self._unread, set()
        try:
            self._reading.more(column for column in columns if column < self.facts.days)
        except StoreError as error:
            self._say(f"{error.sentence} {error.next_step}")
            return
        self.grid.show_read(self.grid.body.changed)

    def _left_in(self) -> tuple[Row, ...]:
        """Return the rows the filter leaves in; a status is looked for in the whole span."""
        wanted = self.controls.filters.wanted
        if wanted.status is not None:
            self._reading.more(range(self.facts.days))
        return wanted.rows(self.facts, self._reading.everybody)

    def _filter(self) -> None:
        self.grid.show_rows(self._left_in())
        self._show_counts()
        self.beside.fill()

    def _show_counts(self) -> None:
        shown, total = len(self.facts.rows), self.facts.total
        active = self.controls.filters.wanted.is_active
        self.bar.show_counts(shown, total, active=active)
        if shown:
            self._stack.setCurrentIndex(0)
        else:
            self._stack.setCurrentIndex(2 if total else 1)

    def _ask(self, signal: SignalInstance, *more: object) -> None:
        chosen = self.chosen_item
        if chosen is None:
            self._say(self.tr("Choose an open item first, with the arrow keys or a click."))
            return
        signal.emit(chosen, *more)

    def _drop(self, item: CalendarCell, to: date) -> None:
        """Ask for the Defer form with the day an item was dropped on; nothing is moved."""
        row = day_row(self._desk, item.item_id)
        if row is None or not row.item.is_open:
            self.reread()
            self._say(self.tr("Not moved: it has been closed meanwhile."))
            return
        self.defer_asked.emit(ChosenItem.of_day(row), to)

    def _open_patient(self) -> None:
        row = self.beside.chosen_row()
        place = self.grid.current
        if row is not None:
            self.patient_asked.emit(row.line.patient.id)
        elif place is not None:
            self.patient_asked.emit(self.facts.rows[place.row].patient_id)

    def _horizon(self) -> str:
        """Say how far moved working days are known where the span goes further."""
        known = [part.moved_days_known_until for part in self.facts.read]
        until = min((day for day in known if day is not None), default=None)
        if until is None or until >= self.facts.date_of(self.facts.days - 1):
            return ""
        words = self.tr("Moved working days are known up to {day} · ")
        return words.format(day=date_text(until))

    def _say(self, words: str) -> None:
        keys = self.tr(
            "↷ +2d: deferred · ◇ HOLD, ■ NO-GO in the next 3 days · Enter: patient · "
            "Space: details · F2 record · F3 or a drag: the Defer form"
        )
        self.foot.setText(words or f"{self._horizon()}{keys}")
        if words:
            self.said.emit(words)

    def _tools(self) -> QWidget:
        tools = week_tools()
        tools.turned.connect(self.step)
        tools.today_asked.connect(self.go_to_today)
        return tools

    def _connect(self) -> None:
        grid, panel, filters = self.grid, self.panel, self.controls.filters
        self.controls.span_asked.connect(self.show_days)
        self.controls.replace_asked.connect(self.replace_asked)
        filters.changed.connect(self._filter)
        self.bar.cleared.connect(filters.clear)
        grid.seen.connect(self._see)
        grid.walked_to.connect(self.beside.walk)
        grid.picked.connect(self.beside.open_cell)
        grid.day_picked.connect(self.beside.open_day)
        grid.opened.connect(self.patient_asked)
        grid.dropped.connect(self._drop)
        grid.said.connect(self._say)
        grid.defer_asked.connect(lambda: self._ask(self.defer_asked, None))
        panel.record_asked.connect(lambda: self._ask(self.record_asked))
        panel.defer_asked.connect(lambda: self._ask(self.defer_asked, None))
        panel.not_given_asked.connect(lambda: self._ask(self.not_given_asked))
        panel.patient_asked.connect(self._open_patient)

    def _lay_out(self) -> None:
        shown = QWidget()
        days = QHBoxLayout(shown)
        days.setContentsMargins(0, 0, 0, 0)
        days.setSpacing(0)
        days.addWidget(self.grid, 1)
        days.addWidget(self.panel)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        for page in (shown, self._nobody(), self._nobody_left()):
            self._stack.addWidget(page)
        self.foot.setContentsMargins(10, 1, 10, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.controls)
        column.addWidget(self.bar)
        column.addWidget(holder, 1)
        column.addWidget(self.foot)

    def _nobody(self) -> QWidget:
        add = button(self.tr("Add patient…"), "main")
        add.clicked.connect(self.add_asked)
        sentence = self.tr("Add the first patient; every date is shown before it is saved.")
        return EmptyState(self.tr("No patients enrolled"), sentence, add)

    def _nobody_left(self) -> QWidget:
        clear = button(self.tr("Clear the filter"))
        clear.clicked.connect(self.controls.filters.clear)
        sentence = self.tr("Look for a part of the name or the trial ID, or take the filter away.")
        return EmptyState(self.tr("The filter leaves nobody in"), sentence, clear)
