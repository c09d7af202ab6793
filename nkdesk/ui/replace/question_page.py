"""What is to be placed anew, and with which days lost or won meanwhile."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from nkdesk.model.dates import DateProblem, read_date
from nkdesk.services.calendar_models import LabDayForm, LabDays
from nkdesk.sheets.wording.calendars import calendar_text
from nkdesk.sheets.wording.dates import day_text
from nkdesk.ui.common.dropping import drop_item
from nkdesk.ui.common.labels import button, heading, plain
from nkdesk.ui.common.theme import GAP
from nkdesk.ui.replace.lab_day_fields import CAPACITY, LabDayFields

translate = QCoreApplication.translate


class QuestionPage(QWidget):
    """``add_asked`` asks to take the day typed into the question; ``days`` are those taken."""

    add_asked = Signal()
    days_asked = Signal()

    def __init__(self, known: LabDays, *, coming: int) -> None:
        super().__init__()
        self.days: tuple[LabDayForm, ...] = ()
        self.form = LabDayFields(known.calendars)
        self.add = button(self.tr("Add this day to the question"))
        self.add.clicked.connect(self.add_asked)
        self._taken = QVBoxLayout()
        self._taken.setSpacing(GAP)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addLayout(self._left(), 1)
        row.addWidget(self._right(coming), 1)

    def take(self, form: LabDayForm) -> None:
        """Take a day into the question; another word on the same day replaces the first."""
        kept = [one for one in self.days if (one.calendar, one.day) != (form.calendar, form.day)]
        self._show((*kept, form))
        self.form.clear()

    def _drop(self, form: LabDayForm) -> None:
        self._show(tuple(one for one in self.days if one != form))

    def _show(self, days: tuple[LabDayForm, ...]) -> None:
        self.days = days
        while self._taken.count():
            drop_item(self._taken.takeAt(0))
        for one in days:
            self._taken.addWidget(self._row(one))

    def _row(self, form: LabDayForm) -> QFrame:
        box = QFrame()
        box.setProperty("ground", "caution")
        row = QHBoxLayout(box)
        row.setContentsMargins(12, 2, 4, 2)
        row.addWidget(plain(typed_day_words(form)), 1)
        drop = button(self.tr("Leave out"), "flat")
        drop.setAccessibleName(f"{drop.text()}: {typed_day_words(form)}")
        drop.clicked.connect(lambda: self._drop(form))
        row.addWidget(drop)
        return box

    def _left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addWidget(heading(self.tr("A day that changes, if there is one")))
        column.addWidget(self.form)
        column.addWidget(self.add)
        column.addStretch(1)
        return column

    def _right(self, coming: int) -> QFrame:
        card = QFrame()
        card.setProperty("ground", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(10)
        column.addWidget(heading(self.tr("What is asked")))
        words = self.tr(
            "All open infusions of all patients are placed together: every rule holds, as few "
            "patients as possible are touched, and their infusions move by as few days as "
            "possible. Without a day, only what no longer fits is mended. Nothing is saved before "
            "you have seen it."
        )
        column.addWidget(plain(words))
        column.addLayout(self._taken)
        column.addStretch(1)
        known = self.tr("Days already on record and still to come: {n}.").format(n=coming)
        column.addWidget(plain(known, tone="quiet"))
        look = button(self.tr("Laboratory days…"))
        look.clicked.connect(self.days_asked)
        column.addWidget(look)
        return card


def typed_day_words(form: LabDayForm) -> str:
    """Return a typed day in words; it is not on record yet."""
    read = read_date(form.day)
    day = form.day if isinstance(read, DateProblem) else day_text(read)
    words = {
        "closed": translate("Replace", "{calendar} closed on {day}"),
        "open": translate("Replace", "{calendar} open on {day}"),
        CAPACITY: translate("Replace", "{calendar} takes at most {n} a day on {day}"),
    }[form.kind].format(calendar=calendar_text(form.calendar), day=day, n=form.capacity)
    return f"{words}: {form.note}" if form.note.strip() else words
