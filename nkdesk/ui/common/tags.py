"""Small framed words that qualify a row: look-alike name, example, changed elsewhere."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from nkdesk.ui.common.theme import colour

_PAD = 6.0
_SMALLER = 0.86


def tag_font(font: QFont) -> QFont:
    """Return the font of tags beside text in ``font``."""
    made = QFont(font)
    made.setPixelSize(max(10, round(font.pixelSize() * _SMALLER)))
    made.setBold(True)
    return made


def tag_size(text: str, font: QFont) -> tuple[float, float]:
    """Return width and height of a tag beside text in ``font``."""
    measure = QFontMetricsF(tag_font(font))
    return measure.horizontalAdvance(text) + 2 * _PAD, measure.height() + 2


def draw_tag(painter: QPainter, text: str, at: QPointF, tone: str = "caution") -> None:
    """Paint a framed word with its top left corner at a point; ``tone`` is a token with a _soft."""
    font = painter.font()
    width, height = tag_size(text, font)
    box = QRectF(at.x(), at.y(), width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour(tone), 1))
    painter.setBrush(colour(f"{tone}_soft"))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setFont(tag_font(font))
    measure = QFontMetricsF(tag_font(font))
    painter.drawText(QPointF(box.left() + _PAD, box.top() + 1 + measure.ascent()), text)
    painter.restore()
