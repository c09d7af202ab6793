"""The strip above the rows: how many are overdue, due, given; what is ahead; what is closed."""

from PySide6.QtCore import QCoreApplication, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nkdesk.services.read_models import DayList, DayStatus
from nkdesk.sheets.wording.calendars import closure_text
from nkdesk.ui.common.paragraph import Paragraph, Run
from nkdesk.ui.common.status import paint_status, status_colour
from nkdesk.ui.common.theme import colour

translate = QCoreApplication.translate

_GAP = 18.0
_HEIGHT = 34


class CountStrip(QWidget):
    """Painted counts; its accessible name says them in one sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list: DayList | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_list(self, day: DayList) -> None:
        """Show the counts of a day's list."""
        self._list = day
        self.setAccessibleName(", ".join([*(text for _, text in _counts(day)), ahead_words(day)]))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for one line, and for a second when the day has notes."""
        noted = self._list is not None and bool(notes_words(self._list))
        return QSize(600, _HEIGHT + (20 if noted else 0))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the counts, then what is ahead, then the notes."""
        if self._list is None:
            return
        painter = QPainter(self)
        painter.setPen(colour("ink"))
        left = 4.0
        for status, text in _counts(self._list):
            left = self._paint_count(painter, status, text, left)
        ahead = Paragraph([Run(ahead_words(self._list))], self.font(), 500)
        painter.setPen(colour("quiet"))
        ahead.draw(painter, self.width() - ahead.width - 6, (_HEIGHT - ahead.height) / 2)
        if notes := notes_words(self._list):
            run = Run(notes, shade=colour("caution"), size=0.93)
            Paragraph([run], self.font(), self.width()).draw(painter, 4, _HEIGHT - 4)

    def _paint_count(self, painter: QPainter, status: DayStatus, text: str, left: float) -> float:
        paint_status(painter, status, QRectF(left, (_HEIGHT - 16) / 2, 16, 16))
        shade = status_colour(status)
        words = Paragraph([Run(text, bold=True, shade=shade)], self.font(), 300)
        words.draw(painter, left + 22, (_HEIGHT - words.height) / 2)
        return left + 22 + words.width + _GAP


def _counts(day: DayList) -> list[tuple[DayStatus, str]]:
    ahead = day.day > day.today
    waiting = DayStatus.PLANNED if ahead else DayStatus.DUE
    word = translate("Today", "{n} planned") if ahead else translate("Today", "{n} due")
    counted = [
        (DayStatus.OVERDUE, day.overdue, translate("Today", "{n} overdue")),
        (waiting, day.due, word),
        (DayStatus.GIVEN, day.given, translate("Today", "{n} given")),
        (DayStatus.NOT_GIVEN, day.not_given, translate("Today", "{n} not given")),
    ]
    return [(status, text.format(n=n)) for status, n, text in counted]


def ahead_words(day: DayList) -> str:
    """Return what the coming days hold: ``Tomorrow 3 · next 7 days 6``."""
    first = (
        translate("Today", "Tomorrow") if day.day == day.today else translate("Today", "Day after")
    )
    return translate("Today", "{first} {one} · next 7 days {seven}").format(
        first=first, one=day.tomorrow, seven=day.next_seven_days
    )


def notes_words(day: DayList) -> str:
    """Return what holds for the whole day: closed calendars, and an example protocol."""
    notes = [closure_text(one.calendar, one.closure) for one in day.closures]
    examples = sorted({row.protocol for row in day.rows if row.example})
    if examples:
        words = translate("Today", "EXAMPLE protocol {names}: days and doses are not approved")
        notes.append(words.format(names=", ".join(examples)))
    return " · ".join(notes)
