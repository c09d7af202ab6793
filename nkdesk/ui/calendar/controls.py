"""The controls of the calendar: weeks back and forth in the top line, span and filter above it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from nkdesk.ui.calendar.filters import Filters
from nkdesk.ui.common.flow import FlowLayout
from nkdesk.ui.common.icons import icon
from nkdesk.ui.common.labels import button
from nkdesk.ui.common.theme import GAP, TARGET

SPANS = (7, 14, 28, 180)
USUAL = 14


class WeekTools(QWidget):
    """Back a week, on a week, to today; ``turned`` carries how many weeks."""

    turned = Signal(int)
    today_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        self.back = button("", "sign", spoken=self.tr("A week earlier"))
        self.onward = button("", "sign", spoken=self.tr("A week later"))
        self.back.setIcon(icon("left"))
        self.onward.setIcon(icon("right"))
        self.back.setToolTip(self.tr("A week earlier  (Ctrl+←)"))
        self.onward.setToolTip(self.tr("A week later  (Ctrl+→)"))
        self.today = button(self.tr("Today"), spoken=self.tr("Go to this week"))
        self.today.setToolTip(self.tr("Go to this week  (Ctrl+T)"))
        for sign in (self.back, self.onward):
            sign.setFixedWidth(TARGET)
        self.back.clicked.connect(lambda: self.turned.emit(-1))
        self.onward.clicked.connect(lambda: self.turned.emit(1))
        self.today.clicked.connect(self.today_asked)
        for one in (self.back, self.onward, self.today):
            row.addWidget(one)


class Controls(QWidget):
    """How many days are shown, whom the filter leaves in, and the way to the laboratory's days."""

    span_asked = Signal(int)
    replace_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.filters = Filters(self)
        self.spans = {days: self._span(days) for days in SPANS}
        group = QButtonGroup(self)
        self.replace = button(self.tr("Laboratory days and re-placement…"))
        self.replace.clicked.connect(self.replace_asked)
        around = QVBoxLayout(self)
        around.setContentsMargins(8, 4, 8, 4)
        flow = FlowLayout()
        around.addLayout(flow)
        for one in self.spans.values():
            group.addButton(one)
        filters = self.filters
        parts = (filters.name, filters.arm, filters.status, self.replace)
        for part in (*self.spans.values(), *parts):
            flow.addWidget(part)

    def _span(self, days: int) -> QPushButton:
        words = self.tr("{n}d", "so many days").format(n=days)
        one = button(words, "chip", spoken=self.tr("{n} days").format(n=days))
        one.setToolTip(self.tr("Show {n} days").format(n=days))
        one.setMinimumWidth(TARGET + 6)
        one.setCheckable(True)
        one.setChecked(days == USUAL)
        one.clicked.connect(lambda: self.span_asked.emit(days))
        return one
