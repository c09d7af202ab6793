"""Signs of the ward calendar and the month beside the statuses: shapes, told apart in grey."""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap, QPolygonF

from nkdesk.model.readiness import Go
from nkdesk.ui.common.theme import colour

_STEP = 8
_TILE = 8 * _STEP
_HATCH = 90


def paint_conflict(painter: QPainter, box: QRectF) -> None:
    """Paint a filled diamond with an exclamation mark: closed that day, or over capacity."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour("refused"))
    middle, half = box.center(), box.width() / 2
    points = [QPointF(0, -half), QPointF(half, 0), QPointF(0, half), QPointF(-half, 0)]
    painter.drawPolygon(QPolygonF([middle + point for point in points]))
    painter.setPen(QPen(colour("surface"), max(1.4, half / 4)))
    top = middle.y() - half * 0.5
    painter.drawLine(QPointF(middle.x(), top), QPointF(middle.x(), middle.y() + half * 0.12))
    painter.drawPoint(QPointF(middle.x(), middle.y() + half * 0.48))
    painter.restore()


def paint_stop(painter: QPainter, go: Go, box: QRectF) -> None:
    """Paint that an infusion may not begin: an open diamond, HOLD, or a filled square, NO-GO."""
    shade = colour("caution" if go is Go.HOLD else "refused")
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inner = box.adjusted(1.5, 1.5, -1.5, -1.5)
    painter.setPen(QPen(shade, max(1.6, box.width() / 7)))
    painter.setBrush(shade if go is Go.NO_GO else Qt.BrushStyle.NoBrush)
    if go is Go.NO_GO:
        painter.drawRect(inner)
    else:
        middle, half = inner.center(), inner.width() / 2
        points = [QPointF(0, -half), QPointF(half, 0), QPointF(0, half), QPointF(-half, 0)]
        painter.drawPolygon(QPolygonF([middle + point for point in points]))
    painter.restore()


def paint_shift(painter: QPainter, box: QRectF, shade: QColor) -> None:
    """Paint the bent arrow of something that no longer stands where it was first planned."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(shade, max(1.3, box.width() / 8)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(box.adjusted(0, box.height() * 0.2, 0, box.height() * 0.4), 0, 180 * 16)
    tip = QPointF(box.right(), box.center().y() + box.height() * 0.4)
    reach = box.width() * 0.3
    for side in (-1, 1):
        painter.drawLine(tip, QPointF(tip.x() + side * reach, tip.y() - reach))
    painter.restore()


def paint_changed(painter: QPainter, box: QRectF) -> None:
    """Paint a filled flag in the corner of a box: it changed."""
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour("tag"))
    side = box.width()
    corner = box.topLeft()
    points = [corner, corner + QPointF(side, 0), corner + QPointF(0, side)]
    painter.drawPolygon(QPolygonF(points))
    painter.restore()


def hatching(ground: str) -> QPixmap:
    """Return the tile that closed days are filled with, over a ground's token.

    It is laid from the content's own corner, so that scrolled parts fit together.
    """
    tile = QPixmap(_TILE, _TILE)
    tile.fill(colour(ground))
    painter = QPainter(tile)
    shade = colour("edge")
    shade.setAlpha(_HATCH)
    painter.setPen(QPen(shade, 1))
    for foot in range(_STEP - 1, 2 * _TILE, _STEP):
        painter.drawLine(QLineF(0, foot, foot, 0))
    painter.end()
    return tile


def small_font(font: QFont, factor: float, *, bold: bool = False) -> QFont:
    """Return a font so much smaller than running text, never under 10 px."""
    made = QFont(font)
    made.setPixelSize(max(10, round(font.pixelSize() * factor)))
    made.setBold(bold)
    return made


def draw_squeezed(painter: QPainter, text: str, box: QRectF) -> None:
    """Write one line of text into a box; too long, it is made narrower before anything is cut.

    What is cut even so ends in "…"; whoever writes it here says it in full elsewhere.
    """
    if box.width() < _LEAST:
        return
    measure = painter.fontMetrics()
    wide = measure.horizontalAdvance(text)
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    if wide <= box.width():
        painter.drawText(box, flags, text)
        return
    factor = max(box.width() / wide, NARROWEST)
    painter.save()
    painter.translate(box.left(), 0)
    painter.scale(factor, 1)
    room = box.width() / factor
    shown = measure.elidedText(text, Qt.TextElideMode.ElideRight, int(room) + 1)
    painter.drawText(QRectF(0, box.top(), room + 2, box.height()), flags, shown)
    painter.restore()


_LEAST = 8
NARROWEST = 0.58
"""How much narrower letters may become before a text is cut instead."""
