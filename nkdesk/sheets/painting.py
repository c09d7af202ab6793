"""Painting the marks of a page onto whatever QPainter paints on."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from nkdesk.sheets.fonts import Typecase
from nkdesk.sheets.marks import WATERMARK, Box, Fill, Ink, Page, Rule, Watermark

_DIAGONAL_DEGREES = -28.0


def paint_page(painter: QPainter, page: Page, typecase: Typecase) -> None:
    """Paint one page; the painter is scaled so that one unit is a twentieth of a point."""
    for mark in page.marks:
        match mark:
            case Ink():
                _ink(painter, mark, typecase)
            case Fill():
                area = QRectF(mark.x, mark.y, mark.width, mark.height)
                painter.fillRect(area, _shade(mark.shade))
            case Rule():
                painter.setPen(QPen(_shade(mark.shade), mark.thick))
                painter.drawLine(QPointF(mark.x, mark.y), QPointF(mark.to_x, mark.to_y))
            case Box():
                _box(painter, mark)
            case Watermark():
                _watermark(painter, mark, page, typecase)


def _shade(shade: int) -> QColor:
    return QColor(shade, shade, shade)


def _ink(painter: QPainter, ink: Ink, typecase: Typecase) -> None:
    painter.setFont(typecase.font(ink.face))
    painter.setPen(_shade(ink.shade))
    painter.drawText(QPointF(ink.x, ink.y), ink.text)


def _box(painter: QPainter, box: Box) -> None:
    painter.setPen(QPen(_shade(0), box.thick))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(box.x, box.y, box.width, box.height))


def _watermark(painter: QPainter, mark: Watermark, page: Page, typecase: Typecase) -> None:
    painter.save()
    painter.setFont(typecase.font(mark.face))
    painter.setPen(_shade(WATERMARK))
    painter.translate(page.width / 2, page.height / 2)
    painter.rotate(_DIAGONAL_DEGREES)
    across = typecase.width(mark.text, mark.face)
    painter.drawText(QPointF(-across / 2, 0), mark.text)
    painter.restore()
