"""The fields that close, open or reduce one day of a calendar."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from nkdesk.services.calendar_models import LabDayForm
from nkdesk.services.forms import FieldCode, FieldProblem
from nkdesk.sheets.wording.calendars import calendar_text
from nkdesk.ui.common.field_words import problem_words
from nkdesk.ui.common.fields import DateField, Field, TextField, chips
from nkdesk.ui.common.labels import plain

CAPACITY = "capacity"
_ACROSS = 3
_NARROW = 158
_NUMBERS = (FieldCode.NOT_A_NUMBER, FieldCode.OUT_OF_RANGE)


class LabDayFields(QWidget):
    """``changed`` fires as one types; ``value`` is the form as typed."""

    changed = Signal()

    def __init__(self, calendars: Sequence[str]) -> None:
        super().__init__()
        names = [(one, calendar_text(one)) for one in calendars]
        self.calendar = chips("calendar", self.tr("Calendar"), names, _ACROSS)
        kinds = [
            ("closed", self.tr("Closed")),
            ("open", self.tr("Open")),
            (CAPACITY, self.tr("Fewer infusions")),
        ]
        self.kind = chips("kind", self.tr("On this day it is"), kinds, _ACROSS)
        self.day = DateField("day", self.tr("Day"))
        self.capacity = TextField(CAPACITY, self.tr("Infusions, at most"), hint=self.tr("a number"))
        self.note = TextField("note", self.tr("Why (stands beside the day)"))
        self.told = plain(tone="caution")
        self._lay_out()
        for field in self.all:
            field.changed.connect(self.changed)
        self.kind.changed.connect(self._show_asked)
        for choice in (self.calendar, self.kind):
            choice.changed.connect(partial(choice.refuse, ""))
        if len(names) == 1:
            self.calendar.choose(names[0][0])
        self._show_asked()

    @property
    def all(self) -> tuple[Field, ...]:
        """Every field, in the order of the tab key."""
        return (self.calendar, self.day, self.kind, self.capacity, self.note)

    @property
    def typed(self) -> bool:
        """Whether a day or a note was given; what was chosen for the day before counts not."""
        return any(field.value() for field in (self.day, self.note))

    def value(self) -> LabDayForm:
        """Return the form as typed; a number stays out where none is asked for."""
        kind = self.kind.value()
        return LabDayForm(
            calendar=self.calendar.value(),
            day=self.day.value(),
            kind=kind,
            capacity=self.capacity.value() if kind == CAPACITY else "",
            note=self.note.value(),
        )

    def clear(self) -> None:
        """Make ready for the next day; calendar and kind stay."""
        for field in (self.day, self.capacity, self.note):
            field.put("")
        self.told.setText("")

    def problem_words(self, problem: FieldProblem) -> str:
        """Say what is wrong with a field; the number of infusions is a whole one."""
        if problem.field == CAPACITY and problem.code in _NUMBERS:
            words = self.tr("Type a whole number from {least} to {most}.")
            least, _, most = problem.detail.partition("-")
            return words.format(least=least, most=most)
        return problem_words(problem)

    def tell(self, words: str) -> None:
        """Say beneath the fields what the day would hit."""
        self.told.setText(words)
        self.told.setAccessibleName(words)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, _NARROW)
        grid.addWidget(self.calendar, 0, 0, 1, 2)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.day, 1, 0, top)
        grid.addWidget(self.kind, 1, 1, top)
        last = QHBoxLayout()
        last.setSpacing(12)
        self.capacity.setFixedWidth(_NARROW)
        last.addWidget(self.capacity, 0, top)
        last.addWidget(self.note, 1, top)
        grid.addLayout(last, 2, 0, 1, 2)
        grid.addWidget(self.told, 3, 0, 1, 2)

    def _show_asked(self) -> None:
        self.capacity.setVisible(self.kind.value() == CAPACITY)
