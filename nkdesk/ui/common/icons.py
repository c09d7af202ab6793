"""Small signs painted in the colours of the palette, sharp at every scale."""

from collections.abc import Callable

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

from nkdesk.ui.common.theme import colour

_GRID = 20.0
_SCALE = 2


def icon(name: str, tone: str = "ink") -> QIcon:
    """Return a sign as an icon; KeyError for a name there is no sign for."""
    side = int(_GRID) * _SCALE
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    pixmap.setDevicePixelRatio(_SCALE)
    painter = QPainter(pixmap)
    paint_icon(painter, name, QRectF(0, 0, _GRID, _GRID), colour(tone))
    painter.end()
    return QIcon(pixmap)


def paint_icon(painter: QPainter, name: str, box: QRectF, shade: QColor) -> None:
    """Paint a sign into a box."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / _GRID, box.height() / _GRID)
    pen = QPen(shade, 1.7, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    _SIGNS[name](painter)
    painter.restore()


def _today(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(3, 4, 14, 13), 2.5, 2.5)
    painter.drawLine(QLineF(3, 8, 17, 8))
    painter.drawLine(QLineF(7, 2.5, 7, 5.5))
    painter.drawLine(QLineF(13, 2.5, 13, 5.5))
    painter.drawPolyline(QPolygonF([QPointF(7, 12.4), QPointF(9.2, 14.4), QPointF(13, 10.6)]))


def _calendar(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(3, 4, 14, 13), 2.5, 2.5)
    painter.drawLine(QLineF(3, 8.4, 17, 8.4))
    painter.drawLine(QLineF(8, 4.4, 8, 16.6))
    painter.drawLine(QLineF(10.4, 11, 14.4, 11))
    painter.drawLine(QLineF(10.4, 14, 12.6, 14))


def _month(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(3, 4, 14, 13), 2.5, 2.5)
    painter.drawLine(QLineF(3, 8.2, 17, 8.2))
    for across in (6.6, 10, 13.4):
        for down in (11, 14):
            painter.drawPoint(QPointF(across, down))


def _changes(painter: QPainter) -> None:
    painter.drawArc(QRectF(3.2, 3.2, 13.6, 13.6), 150 * 16, -290 * 16)
    painter.drawPolyline(QPolygonF([QPointF(3.2, 3.4), QPointF(4, 7), QPointF(7.6, 6.4)]))
    painter.drawPolyline(QPolygonF([QPointF(10, 6.6), QPointF(10, 10.2), QPointF(12.6, 11.8)]))


def _patients(painter: QPainter) -> None:
    painter.drawEllipse(QPointF(10, 6.6), 3.4, 3.4)
    painter.drawArc(QRectF(3.6, 11.4, 12.8, 12.4), 18 * 16, 144 * 16)


def _checks(painter: QPainter) -> None:
    painter.drawPolygon(
        QPolygonF([QPointF(10, 2.6), QPointF(17.4, 10), QPointF(10, 17.4), QPointF(2.6, 10)])
    )
    painter.drawPolyline(QPolygonF([QPointF(7, 10.2), QPointF(9.2, 12.4), QPointF(13, 8.2)]))


def _products(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(5, 4.6, 10, 10.4), 2.5, 2.5)
    painter.drawLine(QLineF(10, 2.4, 10, 4.6))
    painter.drawLine(QLineF(5, 9, 15, 9))
    painter.drawLine(QLineF(10, 15, 10, 18))


def _protocols(painter: QPainter) -> None:
    outline = [(5, 3), (12, 3), (15.5, 6.5), (15.5, 17), (5, 17)]
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in outline]))
    for height in (9, 11.7, 14.4):
        painter.drawLine(QLineF(7.6, height, 13, height))


def _audit(painter: QPainter) -> None:
    for height in (5, 10, 15):
        painter.drawLine(QLineF(9.4, height, 17, height))
        painter.drawEllipse(QPointF(4.8, height), 1.5, 1.5)


def _left(painter: QPainter) -> None:
    painter.drawPolyline(QPolygonF([QPointF(12, 4.5), QPointF(6.8, 10), QPointF(12, 15.5)]))


def _right(painter: QPainter) -> None:
    painter.drawPolyline(QPolygonF([QPointF(8, 4.5), QPointF(13.2, 10), QPointF(8, 15.5)]))


def _find(painter: QPainter) -> None:
    painter.drawEllipse(QPointF(8.8, 8.8), 5, 5)
    painter.drawLine(QLineF(12.6, 12.6, 16.6, 16.6))


def _print(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(3, 7.5, 14, 7), 1.6, 1.6)
    painter.drawPolyline(
        QPolygonF([QPointF(6, 7.5), QPointF(6, 3), QPointF(14, 3), QPointF(14, 7.5)])
    )
    painter.drawRect(QRectF(6, 12, 8, 5))


def _add(painter: QPainter) -> None:
    painter.drawLine(QLineF(10, 4, 10, 16))
    painter.drawLine(QLineF(4, 10, 16, 10))


def _help(painter: QPainter) -> None:
    painter.drawEllipse(QPointF(10, 10), 7.4, 7.4)
    painter.drawArc(QRectF(7.4, 5.2, 5.2, 5.2), -70 * 16, 250 * 16)
    painter.drawLine(QLineF(10, 10.6, 10, 11.6))
    painter.drawPoint(QPointF(10, 14.2))


_SIGNS: dict[str, Callable[[QPainter], None]] = {
    "today": _today,
    "calendar": _calendar,
    "month": _month,
    "patients": _patients,
    "checks": _checks,
    "products": _products,
    "changes": _changes,
    "protocols": _protocols,
    "audit": _audit,
    "left": _left,
    "right": _right,
    "find": _find,
    "print": _print,
    "add": _add,
    "help": _help,
}
