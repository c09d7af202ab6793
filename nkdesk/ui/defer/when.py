"""The new date: chips that count days from the present one, and the date itself, typed."""

from datetime import date, timedelta

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nkdesk.model.dates import DateProblem, read_date
from nkdesk.ui.common.fields import ChoiceField, DateField, chips
from nkdesk.ui.common.typed_dates import typed_date

STEPS = (1, 2, 3, 7)
"""Days by which a deferral is one touch. Source: the ward's display rules, defer dialog."""


class When(QWidget):
    """Chips and date always say the same; ``to`` is the field whose ``changed`` tells of both."""

    def __init__(self, planned: date, wanted: date) -> None:
        super().__init__()
        self._planned = planned
        self.by: ChoiceField = chips(
            "by",
            self.tr("Later by (days)"),
            [(str(days), f"+{days}") for days in STEPS],
            len(STEPS),
        )
        for days, one in zip(STEPS, self.by.buttons.values(), strict=True):
            words = self.tr("Later by 1 day") if days == 1 else self.tr("Later by {n} days")
            one.setAccessibleName(words.format(n=days))
        self.to = DateField("to", self.tr("New date"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.by, 3, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.to, 2, Qt.AlignmentFlag.AlignTop)
        self.setFocusProxy(self.by)
        self.to.changed.connect(self._light_chip)
        self.by.changed.connect(self._take_chip)
        self.take(wanted)

    @property
    def day(self) -> date | None:
        """The date as read, None while it is none."""
        read = read_date(self.to.value())
        return None if isinstance(read, DateProblem) else read

    def take(self, day: date) -> None:
        """Take a date as the new one."""
        self.to.put(typed_date(day))

    def count_from(self, planned: date) -> None:
        """Count the chips from another date, because the item stands there now."""
        if planned != self._planned:
            self._planned = planned
            self._light_chip()

    def _take_chip(self) -> None:
        chosen = self.by.value()
        if chosen:
            self.take(self._planned + timedelta(days=int(chosen)))

    def _light_chip(self) -> None:
        days = None if self.day is None else (self.day - self._planned).days
        if str(days) == self.by.value():
            return
        with QSignalBlocker(self.by):  # what is being typed is not written over
            if days in STEPS:
                self.by.choose(str(days))
            else:
                self.by.drop_choice()
