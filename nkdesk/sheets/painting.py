"""Painting the marks of a page onto whatever QPainter paints on."""

import re

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from nkdesk.sheets.fonts import Typecase
from nkdesk.sheets.marks import WATERMARK, Box, Code, Fill, Ink, Page, Rule, Watermark

_DIAGONAL_DEGREES = -28.0
_DARK = re.compile("#+")


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
            case Code():
                _code(painter, mark)


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


def _code(painter: QPainter, code: Code) -> None:
    """Paint a code on white, all its dark squares as one shape: no seam shows between them."""
    painter.fillRect(QRectF(code.x, code.y, code.width, code.height), _shade(255))
    wide, tall = code.width / len(code.rows[0]), code.height / len(code.rows)
    dark = QPainterPath()
    dark.setFillRule(Qt.FillRule.WindingFill)
    for down, row in enumerate(code.rows):
        for run in _DARK.finditer(row):
            left, length = code.x + run.start() * wide, len(run[0]) * wide
            dark.addRect(QRectF(left, code.y + down * tall, length, tall))
    painter.fillPath(dark, _shade(0))
