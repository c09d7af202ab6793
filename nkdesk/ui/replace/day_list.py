"""Days of the ward's calendars in a list, each with a button that takes it away."""

from collections.abc import Iterable, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nkdesk.model.change import SiteCapacity
from nkdesk.model.site import SiteDay
from nkdesk.services.calendar_models import LabDays
from nkdesk.ui.common.dropping import drop_item
from nkdesk.ui.common.labels import button, heading, plain
from nkdesk.ui.common.paragraph import unbroken
from nkdesk.ui.common.site_day_words import noted_day_words

Told = SiteDay | SiteCapacity


def all_days(days: LabDays) -> list[Told]:
    """Return everything the site says of its calendars, by date."""
    both: Iterable[Told] = (*days.days, *days.capacities)
    return sorted(both, key=lambda one: (one.day, one.calendar))


class DayRows(QWidget):
    """Coming days first, each to be removed; past ones are told and stay."""

    remove_asked = Signal(object)

    def __init__(self, remove_words: str, nothing: str) -> None:
        super().__init__()
        self._remove_words = remove_words
        self._nothing = nothing
        self.buttons: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_days(self, days: Sequence[Told], today: date) -> None:
        """Show these days instead of the present ones."""
        while self._column.count():
            drop_item(self._column.takeAt(0))
        self.buttons = []
        coming = [one for one in days if one.day >= today]
        past = [one for one in days if one.day < today]
        for one in coming:
            self._column.addWidget(self._row(one))
        if not coming:
            self._column.addWidget(plain(self._nothing, tone="quiet"))
        if past:
            self._column.addWidget(heading(self.tr("Days gone by"), "strong"))
            for one in reversed(past):
                self._column.addWidget(plain(noted_day_words(one), tone="quiet"))

    def _row(self, told: Told) -> QWidget:
        words = noted_day_words(told)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(plain(unbroken(words)), 1)
        remove = button(self._remove_words, spoken=f"{self._remove_words}: {words}")
        remove.clicked.connect(lambda: self.remove_asked.emit(told))
        row.addWidget(remove)
        self.buttons.append(remove)
        return holder
