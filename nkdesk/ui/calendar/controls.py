"""The controls of the calendar: weeks back and forth in the top line, span and filter above it."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from nkdesk.ui.calendar.filters import Filters
from nkdesk.ui.common.flow import FlowLayout
from nkdesk.ui.common.labels import button
from nkdesk.ui.common.theme import TARGET
from nkdesk.ui.common.turning import TurningTools, TurnWords

translate = QCoreApplication.translate

SPANS = (7, 14, 28, 180)
USUAL = 14


def week_tools() -> TurningTools:
    """Return the controls that turn a week at a time."""
    return TurningTools(
        TurnWords(
            translate("Calendar", "A week earlier"),
            translate("Calendar", "A week later"),
            translate("Calendar", "Today"),
            translate("Calendar", "Go to this week"),
        )
    )


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
