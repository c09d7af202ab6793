"""The fields that close, open or reduce one day of a calendar."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nkdesk.services.calendar_models import LabDayForm
from nkdesk.sheets.wording.calendars import calendar_text
from nkdesk.ui.common.fields import DateField, Field, TextField, chips
from nkdesk.ui.common.labels import plain

CAPACITY = "capacity"
_ACROSS = 3


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
        self.capacity = TextField(CAPACITY, self.tr("At most so many infusions"), hint="0-99")
        self.note = TextField("note", self.tr("Why (stands beside the day)"))
        self.told = plain(tone="caution")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for field in self.all:
            column.addWidget(field)
            field.changed.connect(self.changed)
        column.addWidget(self.told)
        self.kind.changed.connect(self._show_asked)
        if len(names) == 1:
            self.calendar.choose(names[0][0])
        self._show_asked()

    @property
    def all(self) -> tuple[Field, ...]:
        """Every field, in the order of the tab key."""
        return (self.calendar, self.day, self.kind, self.capacity, self.note)

    @property
    def typed(self) -> bool:
        """Whether a day, what it is, or a note was given."""
        return any(field.value() for field in (self.day, self.kind, self.note))

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

    def tell(self, words: str) -> None:
        """Say beneath the fields what the day would hit."""
        self.told.setText(words)
        self.told.setAccessibleName(words)

    def _show_asked(self) -> None:
        self.capacity.setVisible(self.kind.value() == CAPACITY)
