"""The frozen header: weekday and date, what is special about the day, and the capacity used."""

from PySide6.QtCore import QCoreApplication, QLineF, QPoint, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen, QPixmap

from nkdesk.services.calendar_models import CalendarDay
from nkdesk.services.read_models import DayStatus
from nkdesk.sheets.wording.dates import weekday_text
from nkdesk.sheets.wording.day import status_text
from nkdesk.ui.calendar.facts import Facts
from nkdesk.ui.calendar.geometry import Geometry
from nkdesk.ui.common.calendar_words import day_month
from nkdesk.ui.common.marks import draw_squeezed, hatching, paint_conflict, small_font
from nkdesk.ui.common.status import paint_status
from nkdesk.ui.common.theme import colour
from nkdesk.ui.common.ward_words import day_mark, day_name, tightest, use_text

translate = QCoreApplication.translate

_SMALL = 0.8
_KEPT = 64
"""Pictures of days kept at most: more than are ever in sight."""
_CENTRE = Qt.AlignmentFlag.AlignCenter
_LEGEND = (
    (DayStatus.PLANNED, DayStatus.DUE),
    (DayStatus.GIVEN, DayStatus.NOT_GIVEN),
    (DayStatus.OVERDUE, None),
)


class HeadPainter:
    """Paints the header of one layout in one text size."""

    def __init__(self, geometry: Geometry, facts: Facts, font: QFont, ratio: float) -> None:
        self._geometry, self._facts, self._ratio = geometry, facts, ratio
        self._hatch = hatching("sunken")
        self._pictures: dict[int, QPixmap] = {}
        self._plain = small_font(font, 0.9)
        self._bold = small_font(font, 0.9, bold=True)
        self._small = small_font(font, _SMALL)
        self._small_bold = small_font(font, _SMALL, bold=True)

    def days(self, painter: QPainter, columns: range, scrolled: int) -> None:
        """Paint the days of some columns; ``scrolled`` is how far the days were moved left."""
        geometry = self._geometry
        for column in columns:
            left = geometry.left + column * geometry.day - scrolled
            painter.drawPixmap(QPoint(left, 0), self._picture(column))

    def _picture(self, column: int) -> QPixmap:
        """Return the picture of a day; a day that was not read yet is painted anew each time."""
        found = self._pictures.get(column)
        if found is None:
            width, height = self._geometry.day, self._geometry.head
            found = QPixmap(round(width * self._ratio), round(height * self._ratio))
            found.setDevicePixelRatio(self._ratio)
            painter = QPainter(found)
            self._paint_day(painter, column, QRectF(0, 0, width, height))
            painter.end()
            if len(self._pictures) >= _KEPT:
                self._pictures.clear()
            if self._facts.day(column) is not None:
                self._pictures[column] = found
        return found

    def corner(self, painter: QPainter) -> None:
        """Paint the corner: the legend of the shapes, and what the second row counts."""
        geometry = self._geometry
        painter.fillRect(QRectF(0, 0, geometry.left, geometry.head), colour("sunken"))
        height = geometry.dates / 3
        for place, pair in enumerate(_LEGEND):
            for side, status in enumerate(pair):
                box = QRectF(6 + side * (geometry.left / 2), place * height, 0, height)
                self._paint_sign(painter, status, box)
        painter.setFont(self._small_bold)
        painter.setPen(colour("quiet"))
        words = translate("Calendar", "Infusions a day, of capacity")
        room = QRectF(8, geometry.dates, geometry.left - 12, geometry.head - geometry.dates)
        draw_squeezed(painter, words, room)
        painter.setPen(QPen(colour("line"), 1))
        painter.drawLine(QLineF(0, geometry.dates, geometry.left, geometry.dates))

    def _paint_sign(self, painter: QPainter, status: DayStatus | None, box: QRectF) -> None:
        side = 11 * self._geometry.unit
        shape = QRectF(box.left(), box.center().y() - side / 2, side, side)
        if status is None:
            paint_conflict(painter, shape)
            words = translate("Calendar", "Conflict")
        else:
            paint_status(painter, status, shape)
            late = status is DayStatus.OVERDUE
            words = translate("Calendar", "Overdue") if late else status_text(status)
        painter.setFont(self._small)
        painter.setPen(colour("ink"))
        left = shape.right() + 4
        room = QRectF(left, box.top(), self._geometry.left / 2 - side - 8, box.height())
        draw_squeezed(painter, words, room)

    def _paint_day(self, painter: QPainter, column: int, box: QRectF) -> None:
        day, on = self._facts.day(column), self._facts.date_of(column)
        today = on == self._facts.today
        mark = "" if day is None else day_mark(day)
        painter.fillRect(box, colour("accent_soft" if today else "sunken"))
        if mark:
            painter.drawTiledPixmap(box.toRect(), self._hatch)
        line = self._geometry.dates / 3
        painter.setPen(colour("accent" if today else "ink"))
        painter.setFont(self._bold)
        words = weekday_text(on)
        if today:
            words = translate("Calendar", "Now {weekday}").format(weekday=words)
        painter.drawText(QRectF(box.left(), 1, box.width(), line), _CENTRE, words)
        painter.setPen(colour("ink"))
        painter.setFont(self._bold if today else self._plain)
        date_box = QRectF(box.left(), line, box.width(), line)
        painter.drawText(date_box, _CENTRE, day_month(on))
        if mark and day is not None:
            self._paint_mark(painter, day, mark, QRectF(box.left(), 2 * line, box.width(), line))
        if day is not None:
            foot = self._geometry.dates
            self._paint_use(
                painter, day, QRectF(box.left(), foot, box.width(), box.height() - foot)
            )
        painter.setPen(QPen(colour("line"), 1))
        painter.drawLine(
            QLineF(box.left(), self._geometry.dates, box.right(), self._geometry.dates)
        )
        painter.drawLine(QLineF(box.left(), 0, box.left(), box.bottom()))

    def _paint_mark(self, painter: QPainter, day: CalendarDay, mark: str, box: QRectF) -> None:
        painter.setFont(self._small)
        painter.setPen(colour("caution"))
        name = day_name(day)
        fits = name and painter.fontMetrics().horizontalAdvance(name) <= box.width() - 6
        painter.drawText(box, _CENTRE, name if fits else mark)

    def _paint_use(self, painter: QPainter, day: CalendarDay, box: QRectF) -> None:
        painter.fillRect(box, colour("surface"))
        use = tightest(day.uses)
        if use is None or (use.used == 0 and use.limit is None):
            return
        painter.setFont(self._small_bold if use.used else self._small)
        painter.setPen(colour("refused" if use.over else "ink" if use.used else "quiet"))
        words = use_text(use)
        if not use.over:
            painter.drawText(box, _CENTRE, words)
            return
        side = 12 * self._geometry.unit
        paint_conflict(painter, QRectF(box.left() + 3, box.center().y() - side / 2, side, side))
        draw_squeezed(painter, words, box.adjusted(side + 5, 0, -2, 0))
