"""How the timeline is painted: form tells first planned, planned and given apart, not colour.

Planned: hollow. Given: filled. Target: an open triangle above. Window: a bracket beneath. First
planned: a dashed ring; planned where it was given on another day: a plain ring. Forecast: dotted.
"""

from datetime import date

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QPainter, QPen, QPolygonF

from nkdesk.model.protocol import ItemKind
from nkdesk.services.read_models import DayStatus, ItemRow
from nkdesk.sheets.wording.dates import weekday_text
from nkdesk.ui.common.calendar_words import day_month
from nkdesk.ui.common.paragraph import Paragraph, Run
from nkdesk.ui.common.status import paint_status, status_colour
from nkdesk.ui.common.theme import colour
from nkdesk.ui.patient.lanes import Lane, Scale, place_of

AXIS = 40.0
NOW = 16.0
"""Room under the lanes for the word at the line of now."""
LABELS = 152.0
"""Room for the names of the lanes."""
MARK = 20.0
"""Side of the mark of an infusion."""
_FIRST_OF_WEEK = 0
_THIN = 1.2
_NAME = 0.93


def lane_height(lane: Lane, font: QFont) -> float:
    """Return how high a lane is: enough for its marks and for its whole name."""
    marks = {ItemKind.INFUSION: 60.0, ItemKind.CHEMO: 24.0}.get(lane.kind, 28.0)
    return max(marks, lane_name(lane, font).height + 6)


def lane_name(lane: Lane, font: QFont) -> Paragraph:
    """Return a lane's name set in the room beside the days."""
    return Paragraph([Run(lane.title, size=_NAME)], font, LABELS - 14)


def paint_axis(painter: QPainter, scale: Scale, bottom: float) -> None:
    """Paint the days: the date at each Monday, the day of the month everywhere."""
    small = small_font(painter)
    for day in scale.every_day():
        if day.weekday() == _FIRST_OF_WEEK:
            painter.setPen(QPen(colour("line"), 1))
            painter.drawLine(QLineF(scale.x(day), 4, scale.x(day), bottom))
            painter.setFont(small)
            painter.setPen(colour("quiet"))
            words = f"{weekday_text(day)} {day_month(day)}"
            painter.drawText(QPointF(scale.x(day) + 4, 15), words)
        painter.setFont(small)
        painter.setPen(colour("ink"))
        box = scale.column(day, 20, 18)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(day.day))


def paint_grounds(painter: QPainter, scale: Scale, today: date, bottom: float) -> None:
    """Shade what is past and the weekends, so that today divides the picture."""
    past = scale.x(today) - scale.left
    if past > 0:
        painter.fillRect(QRectF(scale.left, AXIS, past, bottom - AXIS), colour("ground"))


def paint_closed(painter: QPainter, box: QRectF) -> None:
    """Hatch the days of a lane whose calendar is closed."""
    brush = QBrush(colour("edge"), Qt.BrushStyle.BDiagPattern)
    painter.fillRect(box, colour("weekend"))
    painter.save()
    painter.setOpacity(0.4)
    painter.fillRect(box, brush)
    painter.restore()


def paint_now(painter: QPainter, x: float, bottom: float, words: str) -> None:
    """Paint the line between done and to do, with its word."""
    painter.setPen(QPen(colour("accent"), 2))
    painter.drawLine(QLineF(x, AXIS - 20, x, bottom))
    painter.setFont(small_font(painter, bold=True))
    wide = painter.fontMetrics().horizontalAdvance(words) + 10
    box = QRectF(x - wide / 2, bottom, wide, NOW)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour("accent"))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(colour("on_accent"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def paint_bar(painter: QPainter, row: ItemRow, box: QRectF) -> None:
    """Paint one day of a drug: filled when given, hollow while open, struck when not given."""
    shade = status_colour(row.status)
    painter.setPen(QPen(shade, 1.6))
    solid = row.status is DayStatus.GIVEN
    painter.setBrush(shade if solid else colour("surface"))
    painter.drawRoundedRect(box, 3, 3)
    if row.status is DayStatus.NOT_GIVEN:
        painter.drawLine(box.topLeft(), box.bottomRight())
        painter.drawLine(box.topRight(), box.bottomLeft())
    if row.status in (DayStatus.OVERDUE, DayStatus.DUE):
        side = min(box.height(), box.width()) - 4
        inner = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
        paint_status(painter, row.status, inner)


def paint_infusion(painter: QPainter, row: ItemRow, scale: Scale, top: float) -> QRectF:
    """Paint an infusion with its window and what became of its dates; return its mark's box."""
    middle, item = top + 21, row.item
    box = square(scale.middle(place_of(row)), middle, MARK)
    if item.earliest is not None and item.latest is not None:
        left, right = scale.x(item.earliest) + 2, scale.x(item.latest) + scale.day - 2
        paint_window(painter, left, right, middle + 14)
    paint_target(painter, scale.middle(item.target), middle)
    if item.planned != place_of(row):
        paint_before(painter, scale.middle(item.planned), box, dashed=False)
    if item.original not in (item.planned, place_of(row)):
        paint_before(painter, scale.middle(item.original), box, dashed=True)
    paint_status(painter, row.status, box)
    painter.setFont(small_font(painter, bold=True))
    painter.setPen(status_colour(row.status))
    words = QRectF(box.center().x() - 30, middle + 18, 60, 16)
    painter.drawText(words, Qt.AlignmentFlag.AlignCenter, item.address.code)
    return box


def paint_diamond(painter: QPainter, row: ItemRow, box: QRectF) -> None:
    """Paint a collection, sample or check: hollow while open, filled when done."""
    shade = status_colour(row.status)
    painter.save()
    painter.translate(box.center())
    painter.rotate(45)
    side = box.width() * 0.62
    painter.setPen(QPen(shade, 1.6))
    painter.setBrush(shade if row.status is DayStatus.GIVEN else colour("surface"))
    painter.drawRect(QRectF(-side / 2, -side / 2, side, side))
    painter.restore()
    if row.status is DayStatus.NOT_GIVEN:
        painter.setPen(QPen(shade, 1.6))
        painter.drawLine(box.topLeft(), box.bottomRight())


def paint_ring(painter: QPainter, box: QRectF) -> None:
    """Mark the chosen item."""
    painter.setPen(QPen(colour("accent"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(-4, -4, 4, 4), 5, 5)


def paint_window(painter: QPainter, left: float, right: float, y: float) -> None:
    """Paint the bracket under the days that count as on time."""
    painter.setPen(QPen(colour("quiet"), _THIN))
    painter.drawLine(QLineF(left, y, right, y))
    painter.drawLine(QLineF(left, y - 5, left, y))
    painter.drawLine(QLineF(right, y - 5, right, y))


def paint_target(painter: QPainter, x: float, middle: float) -> None:
    """Paint the protocol's day: an open triangle pointing down at it, and a thin line."""
    painter.setPen(QPen(colour("quiet"), _THIN))
    painter.setBrush(colour("surface"))
    top = middle - 19
    corners = [QPointF(x - 4, top), QPointF(x + 4, top), QPointF(x, top + 6)]
    painter.drawPolygon(QPolygonF(corners))
    painter.drawLine(QLineF(x, top + 6, x, middle + 14))


def paint_before(painter: QPainter, x: float, box: QRectF, *, dashed: bool) -> None:
    """Paint an earlier date of an item as an empty ring, dashed for the first planned of all."""
    style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
    painter.setPen(QPen(colour("tag"), _THIN, style))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    was = square(x, box.center().y(), box.width() - 4)
    painter.drawEllipse(was)
    edge = was.right() if x < box.center().x() else was.left()
    to = box.left() if x < box.center().x() else box.right()
    painter.drawLine(QLineF(edge, box.center().y(), to, box.center().y()))


def square(x: float, y: float, side: float) -> QRectF:
    """Return a square round a point."""
    return QRectF(x - side / 2, y - side / 2, side, side)


def small_font(painter: QPainter, *, bold: bool = False) -> QFont:
    """Return the painter's font in the size of the axis."""
    font = QFont(painter.font())
    font.setPixelSize(11)
    font.setBold(bold)
    return font


def paint_forecast(painter: QPainter, box: QRectF, words: str) -> None:
    """Hatch a whole forecast and write over it what it is: nothing of it is planned."""
    painter.save()
    painter.setOpacity(0.22)
    painter.fillRect(box, QBrush(colour("edge"), Qt.BrushStyle.FDiagPattern))
    painter.restore()
    painter.setFont(small_font(painter, bold=True))
    wide = painter.fontMetrics().horizontalAdvance(words) + 16
    sign = QRectF(box.right() - wide - 6, box.top() + 4, wide, 18)
    painter.setPen(QPen(colour("edge"), 1.4, Qt.PenStyle.DashLine))
    painter.setBrush(colour("surface"))
    painter.drawRoundedRect(sign, 4, 4)
    painter.setPen(colour("ink"))
    painter.drawText(sign, Qt.AlignmentFlag.AlignCenter, words)


def paint_maybe(painter: QPainter, box: QRectF) -> None:
    """Paint a date that is only forecast: a dotted ring, never a status."""
    painter.setPen(QPen(colour("quiet"), 1.6, Qt.PenStyle.DotLine))
    painter.setBrush(colour("surface"))
    painter.drawEllipse(box.adjusted(2, 2, -2, -2))
