"""Text painted by hand: wrapped at any letter if it must be, never cut short, never markup."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption

_DATE = re.compile(r"(?:\w{2,3} )?\d{2}-\w{3}-\d{4}")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one weight, colour (None: the pen's) and relative size."""

    text: str
    bold: bool = False
    shade: QColor | None = None
    size: float = 1.0


class Paragraph:
    """Runs set in lines of a given width; ``height`` and ``width`` are what they take up."""

    def __init__(self, runs: Sequence[Run], font: QFont, width: float) -> None:
        self._layout = QTextLayout(unbroken("".join(run.text for run in runs)), font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        self._layout.setFormats(_formats(runs, font))
        self.height, self.width = self._set(max(1.0, width))

    def draw(self, painter: QPainter, x: float, y: float) -> None:
        """Paint the lines with their top left corner at x, y."""
        self._layout.draw(painter, QPointF(x, y))

    def _set(self, width: float) -> tuple[float, float]:
        self._layout.beginLayout()
        top, widest = 0.0, 0.0
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, top))
            top += line.height()
            widest = max(widest, line.naturalTextWidth())
        self._layout.endLayout()
        return top, widest


def draw_column(
    painter: QPainter, paragraphs: Sequence[Paragraph], box: QRectF, *, gap: float = 2
) -> None:
    """Paint paragraphs one under the other, centred in the height of a box."""
    top = box.top() + max(0.0, (box.height() - column_height(paragraphs, gap=gap)) / 2)
    for paragraph in paragraphs:
        paragraph.draw(painter, box.left(), top)
        top += paragraph.height + gap


def column_height(paragraphs: Sequence[Paragraph], *, gap: float = 2) -> float:
    """Return the height that ``draw_column`` needs."""
    return sum(paragraph.height for paragraph in paragraphs) + gap * max(0, len(paragraphs) - 1)


def unbroken(text: str) -> str:
    """Keep every date on one line; sign for sign as long as before, so that formats still fit."""
    return _DATE.sub(lambda found: found[0].replace("-", "\u2011").replace(" ", "\u00a0"), text)


def _formats(runs: Sequence[Run], font: QFont) -> list[QTextLayout.FormatRange]:
    made, start = [], 0
    for run in runs:
        length = len(run.text.encode("utf-16-le")) // 2  # Qt counts in UTF-16
        piece = QTextLayout.FormatRange()
        piece.start, piece.length = start, length
        piece.format = _format(run, font)
        made.append(piece)
        start += length
    return made


def _format(run: Run, font: QFont) -> QTextCharFormat:
    look = QFont(font)
    look.setBold(run.bold or font.bold())
    look.setPixelSize(max(9, round(font.pixelSize() * run.size)))
    made = QTextCharFormat()
    made.setFont(look)
    if run.shade is not None:
        made.setForeground(run.shade)
    return made
