"""The rows of a day in a scrolling column, built a few at a time so that nothing ever hangs."""

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import QCoreApplication, QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from nkdesk.model.words import Words
from nkdesk.services.read_models import DayRow
from nkdesk.sheets.wording.dates import day_text
from nkdesk.ui.common.chosen import ChosenItem
from nkdesk.ui.common.dropping import drop_item
from nkdesk.ui.today.row import DayRowWidget

Gone = Callable[[int], DayRow | None]

AT_ONCE = 8
"""Rows built in one go: a screenful."""


class DayRows(QScrollArea):
    """Shows rows in their order; on a quiet re-read no row leaves its place."""

    record_asked = Signal(object)
    not_given_asked = Signal(object)
    defer_asked = Signal(object)
    patient_asked = Signal(int)

    def __init__(self, reasons: Mapping[str, Words]) -> None:
        super().__init__()
        self._reasons = reasons
        self._waiting: list[DayRow] = []
        self._today: date | None = None
        self.widgets: list[DayRowWidget] = []
        self.chosen: DayRowWidget | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._column = QWidget()
        self._lay = QVBoxLayout(self._column)
        self._lay.setContentsMargins(12, 4, 12, 12)
        self._lay.setSpacing(6)
        self._lay.addStretch(1)
        self.setWidget(self._column)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._build_some)

    def show_rows(self, rows: tuple[DayRow, ...], today: date, foot: QWidget) -> None:
        """Show these rows from the top; ``foot`` stands under the last one."""
        self._clear()
        self._today = today
        self._put_foot(foot)
        self._waiting = list(rows)
        self._build_some()
        self.verticalScrollBar().setValue(0)

    def update_rows(self, rows: tuple[DayRow, ...], marks: "RowMarks", gone: "Gone") -> int:
        """Show changes in place, new rows last; return how many rows changed, came or went.

        ``gone`` reads how an item stands that the day's list no longer holds.
        """
        self._finish()
        known = {widget.row.item_id: widget for widget in self.widgets}
        changes = 0
        for row in rows:
            widget = known.pop(row.item_id, None)
            if widget is None:
                self._add(row).show_row(row, marks.came)
                changes += 1
            elif widget.row != row:
                widget.show_row(row, marks.changed)
                changes += 1
        for widget in known.values():
            row = gone(widget.row.item_id) or widget.row
            widget.show_row(row, marks.left(row))
            widget.setEnabled(False)
        return changes + len(known)

    @property
    def complete(self) -> bool:
        """Whether every row has been built."""
        return not self._waiting

    def choose(self, item_id: int) -> None:
        """Give the focus to a row and bring it into view."""
        for widget in self.widgets:
            if widget.row.item_id == item_id:
                widget.setFocus()

    def replace_foot(self, foot: QWidget) -> None:
        """Show another foot under the last row."""
        self._finish()
        drop_item(self._lay.takeAt(len(self.widgets)))
        self._put_foot(foot)

    def _put_foot(self, foot: QWidget) -> None:
        self._lay.insertWidget(len(self.widgets), foot)

    def _clear(self) -> None:
        self._timer.stop()
        leaving, self.widgets = self.widgets, []
        # The focus passes through the rows on its way out; none of them may be chosen by that.
        silent = [QSignalBlocker(widget) for widget in leaving]
        while self._lay.count() > 1:
            drop_item(self._lay.takeAt(0))
        silent.clear()
        self.chosen = None

    def _finish(self) -> None:
        while self._waiting:
            self._build_some()

    def _build_some(self) -> None:
        for row in self._waiting[:AT_ONCE]:
            self._add(row)
        del self._waiting[:AT_ONCE]
        if self._waiting:
            self._timer.start()
        else:
            self._timer.stop()

    def _add(self, row: DayRow) -> DayRowWidget:
        widget = DayRowWidget(row, self._today or row.item.planned, self._reasons)
        self._lay.insertWidget(len(self.widgets), widget)
        self.widgets.append(widget)
        widget.chosen.connect(lambda: self._choose(widget))
        widget.step_asked.connect(lambda step: self._step(widget, step))
        widget.patient_asked.connect(lambda: self.patient_asked.emit(widget.row.line.patient.id))
        widget.record_asked.connect(lambda: self.record_asked.emit(ChosenItem.of_day(widget.row)))
        widget.not_given_asked.connect(
            lambda: self.not_given_asked.emit(ChosenItem.of_day(widget.row))
        )
        widget.defer_asked.connect(lambda: self.defer_asked.emit(ChosenItem.of_day(widget.row)))
        return widget

    def _choose(self, widget: DayRowWidget) -> None:
        if self.chosen is not None:
            self.chosen.set_chosen(chosen=False)
        self.chosen = widget
        widget.set_chosen(chosen=True)
        self.ensureWidgetVisible(widget, 0, 12)

    def _step(self, widget: DayRowWidget, step: int) -> None:
        place = self.widgets.index(widget) + step
        if 0 <= place < len(self.widgets):
            self.widgets[place].setFocus()


class RowMarks:
    """The words beside rows that changed while they were on the screen."""

    def __init__(self, changed: str = "", came: str = "", went: str = "") -> None:
        self.changed, self.came, self.went = changed, came, went

    def left(self, row: DayRow) -> str:
        """Return the mark of a row that left: an open item says on which day it stands now."""
        if not row.item.is_open:
            return self.went
        words = QCoreApplication.translate("Today", "{words}, now {day}")
        return words.format(words=self.went, day=day_text(row.item.planned))
