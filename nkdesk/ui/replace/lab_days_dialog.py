"""The days on which a calendar of the ward is closed, opened or takes fewer infusions."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from nkdesk.model.dates import read_date
from nkdesk.services.calendar_models import LabDays
from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.lab_days import clear_lab_day, lab_day_conflicts, lab_days, set_lab_day
from nkdesk.services.steps import revision
from nkdesk.ui.common.dialog import FormDialog
from nkdesk.ui.common.labels import heading, plain
from nkdesk.ui.common.settling import settling
from nkdesk.ui.common.site_day_words import noted_day_words
from nkdesk.ui.replace.day_list import DayRows, Told, all_days
from nkdesk.ui.replace.lab_day_fields import LabDayFields
from nkdesk.ui.replace.words import infusions_words

SETTLES_MS = 200
SIZE = (1060, 548)
_LIST_WIDTH = 400
_BESIDE_FORM = 48


class LabDaysDialog(FormDialog):
    """Each day is saved as a step of its own; ``changed`` says in words what was saved."""

    changed = Signal(str)
    replace_asked = Signal()

    def __init__(self, parent: QWidget | None, desk: Desk, *, sample: bool) -> None:
        super().__init__(parent, self.tr("Laboratory days"), sample=sample)
        self._desk = desk
        self._read_at = 0
        known = lab_days(desk)
        self.body.addWidget(heading(self.tr("Add a day")))
        self.form = LabDayFields(known.calendars)
        for field in self.form.all:
            self.add_field(field)
        self.body.addWidget(self.form)
        self.rows = DayRows(self.tr("Remove"), self.tr("No days of its own yet."))
        self.rows.remove_asked.connect(self.remove)
        self.add_beside(self._list_panel())
        self._area.setMinimumWidth(self.form.minimumSizeHint().width() + _BESIDE_FORM)
        self._settle = settling(self, SETTLES_MS, self._tell_hits)
        self.finished.connect(self._settle.stop)
        self.form.changed.connect(self._settle.start)
        self.save = self.add_verb(self.tr("Save this day"), "main")
        self.save.clicked.connect(self.confirm)
        again = self.add_verb(self.tr("Place the ward anew…"))
        again.clicked.connect(self._ask_replacement)
        self.add_verb(self.tr("Close")).clicked.connect(self.reject)
        self._show(known)
        self.resize(*SIZE)
        self.form.calendar.setFocus()

    @property
    def typed(self) -> bool:
        """Whether a day was typed that is not saved."""
        return self.form.typed

    def confirm(self) -> None:
        """Save the day typed; refusals stay beside their fields."""
        answer = self.attempt(lambda: set_lab_day(self._desk, self.form.value()))
        if isinstance(answer, Saved):
            self.show_problems([], [])
            told = self._told()
            self.form.clear()
            self._reread()
            self.changed.emit(self.tr("Saved: {day}").format(day=told))
            self.form.day.setFocus()
        elif isinstance(answer, Unsaved):
            self.show_problems(
                [(one.field, self.form.problem_words(one)) for one in answer.problems], []
            )

    def remove(self, told: Told) -> None:
        """Let the rule hold again on a day."""
        done = self.attempt(
            lambda: clear_lab_day(self._desk, told.calendar, told.day, self._read_at)
        )
        self._reread()
        if done is not None:
            self.show_problems([], [])
            words = self.tr("Removed: {day}").format(day=noted_day_words(told))
            self.changed.emit(words)

    def _told(self) -> str:
        """Return in words the day that was just saved, as it is now on record."""
        form = self.form.value()
        day = read_date(form.day)
        found = [
            one
            for one in all_days(lab_days(self._desk))
            if (one.calendar, one.day) == (form.calendar, day)
        ]
        return "; ".join(noted_day_words(one) for one in found)

    def _tell_hits(self) -> None:
        form = self.form.value()
        if not (form.calendar and form.day and form.kind):
            self.form.tell("")
            return
        n = self.attempt(lambda: lab_day_conflicts(self._desk, form))
        if n:
            words = self.tr(
                "Hits {infusions} planned that day. They stay until they are placed anew."
            )
            self.form.tell(words.format(infusions=infusions_words(n)))
        else:
            self.form.tell("")

    def _ask_replacement(self) -> None:
        self.finished.connect(self.replace_asked)
        self.reject()

    def _reread(self) -> None:
        self._show(lab_days(self._desk))

    def _show(self, known: LabDays) -> None:
        self._read_at = revision(self._desk)
        self.rows.show_days(all_days(known), self._desk.clock.today())

    def _list_panel(self) -> QWidget:
        panel = QFrame()
        panel.setProperty("ground", "card")
        panel.setMinimumWidth(_LIST_WIDTH)
        column = QVBoxLayout(panel)
        column.setContentsMargins(14, 10, 8, 10)
        column.addWidget(heading(self.tr("Days that differ from the rule")))
        words = self.tr("Weekends and public holidays are known by themselves.")
        column.addWidget(plain(words, tone="quiet"))
        inner = QWidget()
        stacked = QVBoxLayout(inner)
        stacked.setContentsMargins(0, 0, 6, 0)
        stacked.addWidget(self.rows)
        stacked.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        column.addWidget(area, 1)
        return panel
