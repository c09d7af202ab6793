"""Pictures of chips: painted once for each look, then only copied while one scrolls."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap

from nkdesk.model.readiness import Go
from nkdesk.services.read_models import DayStatus
from nkdesk.ui.calendar.chips import Look
from nkdesk.ui.common.marks import (
    draw_squeezed,
    paint_changed,
    paint_conflict,
    paint_shift,
    paint_stop,
    small_font,
)
from nkdesk.ui.common.status import paint_status, status_colour
from nkdesk.ui.common.theme import colour

KEPT = 400
"""Pictures kept at most; a ward has some dozens of looks."""
_SHAPE = 11.0
_TEXT = 0.82


class ChipPictures:
    """Chips of one width in one text size; ``width`` and ``line`` are in logical pixels."""

    def __init__(self, width: int, line: int, font: QFont, ratio: float = 1.0) -> None:
        self._width, self._line, self._ratio = width, line, ratio
        self._unit = line / 16
        self._plain = small_font(font, _TEXT)
        self._bold = small_font(font, _TEXT, bold=True)
        self._kept: dict[Look, QPixmap] = {}

    def picture(self, look: Look) -> QPixmap:
        """Return the picture of a chip."""
        found = self._kept.get(look)
        if found is None:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            found = self._kept[look] = self._paint(look)
        return found

    def _paint(self, look: Look) -> QPixmap:
        width, height = self._width, look.lines * self._line - 1
        made = QPixmap(round(width * self._ratio), round(height * self._ratio))
        made.setDevicePixelRatio(self._ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(0.5, 0.5, width - 1, height - 1)
        self._paint_ground(painter, look, box)
        self._paint_words(painter, look, box)
        painter.end()
        return made

    def _paint_ground(self, painter: QPainter, look: Look, box: QRectF) -> None:
        edge = "refused" if look.conflict else "edge" if look.strong else "line"
        painter.setPen(QPen(colour(edge), 1))
        painter.setBrush(colour("refused_soft" if look.conflict else "surface"))
        painter.drawRoundedRect(box, 3, 3)
        if look.changed:
            paint_changed(painter, QRectF(box.left(), box.top(), 7, 7))

    def _paint_words(self, painter: QPainter, look: Look, box: QRectF) -> None:
        side, left = _SHAPE * self._unit, box.left() + 2
        right = box.right() - 2
        top = (self._line - 1 - side) / 2
        if look.status is not None:
            paint_status(painter, look.status, QRectF(left, top, side, side))
            left += side + 2
        if look.conflict:
            paint_conflict(painter, QRectF(right - side, top, side, side))
            right -= side + 1
        if look.go is not None and look.go is not Go.GO:
            paint_stop(painter, look.go, QRectF(right - side, top, side, side))
            right -= side + 1
        painter.setFont(self._bold if look.strong else self._plain)
        painter.setPen(_ink(look.status))
        draw_squeezed(painter, look.label, QRectF(left, 0, right - left, self._line - 1))
        if look.shift:
            self._paint_shift(painter, look.shift)

    def _paint_shift(self, painter: QPainter, words: str) -> None:
        side, top = _SHAPE * self._unit, float(self._line - 1)
        shade = colour("tag")
        paint_shift(painter, QRectF(4, top + 1, side - 2, side - 2), shade)
        painter.setFont(self._bold)
        painter.setPen(shade)
        left = side + 6
        draw_squeezed(painter, words, QRectF(left, top, self._width - left - 3, self._line - 2))


def _ink(status: DayStatus | None) -> QColor:
    return colour("ink") if status is None else status_colour(status)
