"""Since when: the stretches a handover asks about, or a day and time typed."""

from datetime import datetime, time, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from nkdesk.services.reading import Reader
from nkdesk.ui.common.chip import Chip
from nkdesk.ui.common.field_words import problem_words
from nkdesk.ui.common.fields import DateField, TextField
from nkdesk.ui.common.labels import button, plain
from nkdesk.ui.common.theme import GAP
from nkdesk.ui.common.typed_dates import typed_date

TYPED = "typed"
FIRST = "shift"
_STRETCHES = {
    "shift": timedelta(hours=12),
    "day": timedelta(hours=24),
    "week": timedelta(days=7),
}
_FIELD_WIDTH = 150


class SinceChoice(QWidget):
    """``chosen`` says that another moment is asked for; ``moment`` reads it."""

    chosen = Signal()

    def __init__(self, now: datetime) -> None:
        super().__init__()
        self._now = now
        self._typed: datetime | None = None
        self.buttons = self._buttons()
        self.day = DateField("day", self.tr("Since"), typed_date(now.date()))
        self.time = TextField("time", self.tr("At"), "00:00", hint=self.tr("HH:mm"))
        self.show_button = button(self.tr("Show changes"), "main")
        self._form = self._typing_form()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(self._row())
        column.addWidget(self._form)
        self.show_button.clicked.connect(self.take_typed)
        for field in (self.day, self.time):
            field.line.returnPressed.connect(self.take_typed)

    def moment(self, now: datetime) -> datetime:
        """Return the moment asked about; a stretch counts back from now."""
        self._now = now
        code = next(code for code, one in self.buttons.items() if one.isChecked())
        stretch = _STRETCHES.get(code, _STRETCHES[FIRST])
        return self._typed if code == TYPED and self._typed else now - stretch

    def choose(self, code: str) -> None:
        """Choose a stretch, or to type a moment."""
        self.buttons[code].click()

    def take_typed(self) -> None:
        """Take the moment typed; what is wrong with it is said beside its field."""
        read = Reader(self._now.date())
        day = read.past_day("day", self.day.value())
        clock = read.clock_time("time", self.time.value())
        for problem in read.problems:
            {"day": self.day, "time": self.time}[problem.field].refuse(problem_words(problem))
        if day is not None and not read.problems:
            self.time.refuse("")
            self._typed = datetime.combine(day, clock or time(0, 0), self._now.tzinfo)
            self.chosen.emit()

    def _buttons(self) -> dict[str, Chip]:
        words = {
            "shift": self.tr("Last 12 hours"),
            "day": self.tr("Last 24 hours"),
            "week": self.tr("Last 7 days"),
            TYPED: self.tr("Since another moment…"),
        }
        group = QButtonGroup(self)
        made = {}
        for code, text in words.items():
            one = Chip(text, self.tr("Changes: {stretch}").format(stretch=text))
            group.addButton(one)
            one.clicked.connect(lambda _=False, code=code: self._clicked(code))
            made[code] = one
        made[FIRST].setChecked(True)
        return made

    def _clicked(self, code: str) -> None:
        self._form.setVisible(code == TYPED)
        if code == TYPED:
            self.day.setFocus()
        else:
            self.chosen.emit()

    def _row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GAP)
        for one in self.buttons.values():
            row.addWidget(one)
        row.addStretch(1)
        return row

    def _typing_form(self) -> QWidget:
        form = QWidget()
        row = QHBoxLayout(form)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for field in (self.day, self.time):
            field.setFixedWidth(_FIELD_WIDTH)
            row.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        beside = QVBoxLayout()
        beside.setSpacing(3)
        beside.addWidget(plain(" "))
        beside.addWidget(self.show_button)
        beside.addStretch(1)
        row.addLayout(beside)
        row.addStretch(1)
        form.hide()
        return form
