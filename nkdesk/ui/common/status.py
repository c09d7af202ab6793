"""The statuses as painted: each is a shape and a colour, and stands beside its word.

Hollow while open, filled when recorded, so that grey paper tells them apart too.
"""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from nkdesk.services.read_models import DayStatus
from nkdesk.ui.common.theme import colour

_TOKEN = {
    DayStatus.PLANNED: "planned",
    DayStatus.DUE: "due",
    DayStatus.GIVEN: "given",
    DayStatus.OVERDUE: "overdue",
    DayStatus.NOT_GIVEN: "not_given",
}


def status_colour(status: DayStatus) -> QColor:
    """Return the colour of a status in the palette in use."""
    return colour(_TOKEN[status])


def paint_status(painter: QPainter, status: DayStatus, box: QRectF) -> None:
    """Paint the shape of a status into a square box."""
    shade = status_colour(status)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    thick = max(1.6, box.width() / 8)
    painter.setPen(QPen(shade, thick, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _SHAPES[status](painter, shade, box.adjusted(thick, thick, -thick, -thick))
    painter.restore()


def _ring(painter: QPainter, _shade: QColor, box: QRectF) -> None:
    painter.drawEllipse(box)


def _half(painter: QPainter, shade: QColor, box: QRectF) -> None:
    painter.drawEllipse(box)
    painter.setBrush(shade)
    painter.drawPie(box, 90 * 16, 180 * 16)


def _disc(painter: QPainter, shade: QColor, box: QRectF) -> None:
    painter.setBrush(shade)
    painter.drawEllipse(box)


def _triangle(painter: QPainter, shade: QColor, box: QRectF) -> None:
    painter.setBrush(shade)
    top = QPointF(box.center().x(), box.top())
    painter.drawPolygon(QPolygonF([top, box.bottomRight(), box.bottomLeft()]))


def _cross(painter: QPainter, _shade: QColor, box: QRectF) -> None:
    painter.drawLine(box.topLeft(), box.bottomRight())
    painter.drawLine(box.topRight(), box.bottomLeft())


_SHAPES = {
    DayStatus.PLANNED: _ring,
    DayStatus.DUE: _half,
    DayStatus.GIVEN: _disc,
    DayStatus.OVERDUE: _triangle,
    DayStatus.NOT_GIVEN: _cross,
}
