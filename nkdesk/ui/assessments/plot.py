"""A series of numbers as a small picture: points, the line between them, the limit with its word.

Shapes carry the meaning: a ring is a result, a filled disc the newest, the limit is dashed and
has its number beside it. The same is said in words for who cannot see it.
"""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from nkdesk.services.eligibility_models import Point, Series
from nkdesk.sheets.wording.dates import date_text
from nkdesk.sheets.wording.numbers import number_text
from nkdesk.ui.assessments.words import trend_words
from nkdesk.ui.common.marks import small_font
from nkdesk.ui.common.theme import colour

translate = QCoreApplication.translate
_DOT = 4.0
_INSET = 8.0
_HIGH = 132
_ROOM_ABOVE = Decimal("1.1")


def plotted(series: Series) -> tuple[Point, ...]:
    """Return what can be painted: the numbers that count, oldest first."""
    found = [one for one in series.points if not one.corrected and one.number is not None]
    return tuple(sorted(found, key=lambda one: (one.observation.on, one.observation.id)))


def paint_series(painter: QPainter, points: Sequence[Point], box: QRectF) -> None:
    """Paint points and limit into a box; without a number nothing is painted."""
    if not points:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(small_font(painter.font(), 0.8))
    inner = box.adjusted(_INSET, _INSET, -_INSET, -_INSET)
    places = _Places(points, inner)
    _paint_limit(painter, places, inner)
    spots = [places.at(one) for one in points]
    painter.setPen(QPen(colour("planned"), 1.6))
    painter.drawPolyline(QPolygonF(spots))
    for spot in spots[:-1]:
        painter.setBrush(colour("surface"))
        painter.drawEllipse(spot, _DOT - 0.8, _DOT - 0.8)
    painter.setBrush(colour("planned"))
    painter.drawEllipse(spots[-1], _DOT, _DOT)
    painter.restore()


class _Places:
    """Where a point lies: days from left to right, numbers from zero up."""

    def __init__(self, points: Sequence[Point], box: QRectF) -> None:
        self.points = points
        self._box = box
        self._first = points[0].observation.on
        self._days = max(1, (points[-1].observation.on - self._first).days)
        heights = [one.number or Decimal() for one in points]
        heights += [one.limit for one in points if one.limit is not None]
        self._top = max(heights) * _ROOM_ABOVE or Decimal(1)

    def at(self, point: Point) -> QPointF:
        """Return the place of a point."""
        return QPointF(self.x(point), self.y(point.number or Decimal()))

    def x(self, point: Point) -> float:
        """Return where a point's day lies."""
        if len(self.points) == 1:
            return self._box.center().x()
        days = (point.observation.on - self._first).days
        return self._box.left() + self._box.width() * days / self._days

    def y(self, number: Decimal) -> float:
        """Return how high a number lies."""
        return self._box.bottom() - self._box.height() * float(number / self._top)


def _paint_limit(painter: QPainter, places: _Places, box: QRectF) -> None:
    """Paint the limit as it was on the day of each sample: it steps where the age made it."""
    limited = [(one, one.limit) for one in places.points if one.limit is not None]
    if not limited:
        return
    painter.setPen(QPen(colour("caution"), 1.4, Qt.PenStyle.DashLine))
    line: list[QPointF] = []
    for place, (point, limit) in enumerate(limited):
        left = box.left() if place == 0 else places.x(point)
        if line:
            line.append(QPointF(left, line[-1].y()))
        line.append(QPointF(left, places.y(limit)))
    line.append(QPointF(box.right(), line[-1].y()))
    painter.drawPolyline(QPolygonF(line))
    words = translate("Assessments", "limit {limit}").format(limit=number_text(limited[-1][1]))
    measure = painter.fontMetrics()
    high = measure.height()
    top = line[-1].y() + 1 if line[-1].y() - box.top() < high else line[-1].y() - high
    painter.setPen(colour("caution"))
    painter.drawText(QRectF(box.left(), top, box.width(), high), Qt.AlignmentFlag.AlignLeft, words)


class SeriesPlot(QWidget):
    """The picture at full width with the first and the last day under it."""

    def __init__(self, series: Series) -> None:
        super().__init__()
        self._points = plotted(series)
        self.setFixedHeight(_HIGH)
        self.setAccessibleName(trend_words(series))
        self.setVisible(bool(self._points))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint series and days."""
        painter = QPainter(self)
        foot = painter.fontMetrics().height() + 4
        box = QRectF(self.rect()).adjusted(0, 0, 0, -foot)
        painter.fillRect(box, colour("ground"))
        paint_series(painter, self._points, box)
        painter.setPen(colour("quiet"))
        days = QRectF(0, box.bottom(), self.width(), foot)
        first, last = self._points[0].observation.on, self._points[-1].observation.on
        if first != last:
            painter.drawText(days, Qt.AlignmentFlag.AlignLeft, date_text(first))
        painter.drawText(days, Qt.AlignmentFlag.AlignRight, date_text(last))
