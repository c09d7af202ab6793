"""The physician's month as a screen: turning, filtering, what changed, the panel of a day."""

from datetime import date

from PySide6.QtCore import QSignalBlocker, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from nkdesk.services.calendar_models import MonthEntry, WardMonth
from nkdesk.services.day_list import day_row
from nkdesk.services.desk import Desk
from nkdesk.services.read_models import DayRow
from nkdesk.services.ward_month import ward_month
from nkdesk.sheets.wording.dates import date_text
from nkdesk.ui.common.chosen import ChosenItem
from nkdesk.ui.common.empty_state import EmptyState
from nkdesk.ui.common.filter_bar import FilterBar
from nkdesk.ui.common.labels import button, plain
from nkdesk.ui.common.ward_panel import WardPanel
from nkdesk.ui.month.controls import Controls, month_tools
from nkdesk.ui.month.geometry import Place
from nkdesk.ui.month.grid import MonthGrid
from nkdesk.ui.month.words import day_content

_MONTHS = 12


class MonthScreen(QWidget):
    """Every patient's month. A hand on it opens forms; nothing is saved from here."""

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
        self._shown = self._today.year, self._today.month
        self._since: date | None = None
        self._picked: MonthEntry | None = None
        self.month: WardMonth | None = None
        self.tools: QWidget | None = self._tools()
        self.main_button: QWidget | None = None
        self.controls = Controls()
        self.grid = MonthGrid()
        self.panel = WardPanel()
        self.bar = FilterBar()
        self.foot = plain(tone="quiet")
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.grid)

    @property
    def title(self) -> str:
        """What the top line says: the month."""
        year, month = self._shown
        return self.tr("Month  {month}").format(month=date_text(date(year, month, 1))[3:])

    @property
    def chosen_item(self) -> ChosenItem | None:
        """The open item that F2, F3 and F4 act on."""
        row = self._chosen_row()
        return ChosenItem.recordable(row)

    def refresh(self) -> None:
        """Read the month anew."""
        now = self._desk.clock.today()
        if now != self._today and self._shown == (self._today.year, self._today.month):
            self._shown = now.year, now.month
        self._today = now
        self._picked = None
        self.month = ward_month(self._desk, *self._shown, self._since)
        self.controls.offer_arms(self.month.arms)
        self._show()
        self._say("")

    def reread(self, *, elsewhere: bool = False) -> None:
        """Read the month again; the current line and the open panel stay."""
        item = self._chosen_id()
        self.refresh()
        if item is not None:
            self._find(item)
        if elsewhere:
            self._say(self.tr("Read again: something changed on another screen."))

    def step(self, by: int) -> None:
        """Show the month so many months away."""
        year, month = self._shown
        count = year * _MONTHS + month - 1 + by
        self._shown = count // _MONTHS, count % _MONTHS + 1
        self._close_panel()
        self.refresh()
        self.titled.emit(self.title)

    def go_to_today(self) -> None:
        """Show this month."""
        today = self._desk.clock.today()
        self.step((today.year - self._shown[0]) * _MONTHS + today.month - self._shown[1])

    def _mark_since(self, since: date | None) -> None:
        if since != self._since:
            self._since = since
            self.reread()

    def _show(self) -> None:
        if self.month is None:
            return
        wanted = self.controls.wanted
        self.grid.show_month(self.month, wanted)
        total = sum(len(day.entries) for day in self.month.days)
        shown = sum(len(wanted.entries(day.entries)) for day in self.month.days)
        self.bar.show_counts(shown, total, active=wanted.is_active)
        self._stack.setCurrentIndex(0 if total or self._anybody() else 1)
        self._fill_panel()

    def _anybody(self) -> bool:
        return bool(self.month and self.month.arms)

    def _filter(self) -> None:
        self._picked = None
        self._show()

    def _chosen_id(self) -> int | None:
        entry = self._picked or self.grid.current_entry()
        return None if entry is None else entry.item_id

    def _chosen_row(self) -> DayRow | None:
        item = self._chosen_id()
        return None if item is None else day_row(self._desk, item)

    def _day_entries(self, day: int) -> tuple[MonthEntry, ...]:
        if self.month is None:
            return ()
        return self.controls.wanted.entries(self.month.days[day].entries)

    def _walk(self) -> None:
        self._picked = None
        self._fill_panel()

    def _open_panel(self) -> None:
        self._picked = None
        self.panel.show()
        self._fill_panel()

    def _fill_panel(self) -> None:
        """Show the whole day of the current line; a closed panel stays closed."""
        place = self.grid.current
        if self.panel.isHidden():
            return
        if place is None or self.month is None:
            self._close_panel()
            return
        entries = self._day_entries(place.day)
        # Days keep their width: the panel only covers the last of them.
        self.grid.panel_room = self.panel.width_wanted()
        self.panel.show_content(day_content(self.month, place.day, entries, self._chosen_row()))
        self._days.activate()
        self.grid.show_place(place)

    def _close_panel(self) -> None:
        self.grid.panel_room = 0
        self.panel.hide()

    def _pick(self, item_id: int) -> None:
        """Choose an entry of the panel's day, also one without room in the day's box."""
        place = self.grid.current
        if place is None:
            return
        for entry in self._day_entries(place.day):
            if entry.item_id == item_id:
                self._picked = entry
                self._mark_line(place.day, item_id)
        self._fill_panel()

    def _mark_line(self, day: int, item_id: int) -> None:
        for at, line in enumerate(self.grid.lines[day]):
            if any(entry.item_id == item_id for entry in line.entries):
                with QSignalBlocker(self.grid):
                    self.grid.take(Place(day, at))

    def _find(self, item_id: int) -> None:
        """Go where an item now stands, if the month still shows it."""
        for day in range(len(self.grid.lines)):
            for entry in self._day_entries(day):
                if entry.item_id == item_id:
                    self._picked = entry
                    self._mark_line(day, item_id)
        self._fill_panel()

    def _ask(self, signal: SignalInstance, *more: object) -> None:
        chosen = self.chosen_item
        if chosen is None:
            self._say(self.tr("Choose an open item first, with the arrow keys or a click."))
            return
        signal.emit(chosen, *more)

    def _open_patient(self) -> None:
        row = self._chosen_row()
        if row is not None:
            self.patient_asked.emit(row.line.patient.id)

    def _say(self, words: str) -> None:
        keys = self.tr(
            "↷ +2d: deferred · corner ◤: changed · Enter: patient · Space: the whole day · "
            "F2 record · F3 defer · Page: another month"
        )
        self.foot.setText(words or keys)
        if words:
            self.said.emit(words)

    def _tools(self) -> QWidget:
        tools = month_tools()
        tools.turned.connect(self.step)
        tools.today_asked.connect(self.go_to_today)
        return tools

    def _connect(self) -> None:
        grid, panel = self.grid, self.panel
        self.controls.filtered.connect(self._filter)
        self.controls.since_asked.connect(self._mark_since)
        self.bar.cleared.connect(self.controls.clear)
        grid.walked_to.connect(self._walk)
        grid.picked.connect(self._open_panel)
        grid.opened.connect(self.patient_asked)
        grid.turned.connect(self.step)
        grid.defer_asked.connect(lambda: self._ask(self.defer_asked, None))
        panel.record_asked.connect(lambda: self._ask(self.record_asked))
        panel.defer_asked.connect(lambda: self._ask(self.defer_asked, None))
        panel.not_given_asked.connect(lambda: self._ask(self.not_given_asked))
        panel.patient_asked.connect(self._open_patient)
        panel.item_picked.connect(self._pick)
        panel.closed.connect(self._close_panel)
        panel.resized.connect(self._fill_panel)

    def _lay_out(self) -> None:
        shown = QWidget()
        days = self._days = QHBoxLayout(shown)
        days.setContentsMargins(0, 0, 0, 0)
        days.setSpacing(0)
        days.addWidget(self.grid, 1)
        days.addWidget(self.panel)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(shown)
        self._stack.addWidget(self._nobody())
        self.foot.setContentsMargins(10, 1, 10, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for one in (self.controls, self.bar):
            column.addWidget(one)
        column.addWidget(holder, 1)
        column.addWidget(self.foot)

    def _nobody(self) -> QWidget:
        add = button(self.tr("Add patient…"), "main")
        add.clicked.connect(self.add_asked)
        sentence = self.tr("Add the first patient; every date is shown before it is saved.")
        return EmptyState(self.tr("No patients enrolled"), sentence, add)
