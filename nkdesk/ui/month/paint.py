"""How the days of the month are painted."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLineF, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from nkdesk.model.protocol import ItemKind
from nkdesk.model.readiness import Go
from nkdesk.services.calendar_models import CalendarDay, MonthDay
from nkdesk.ui.common.calendar_words import day_month
from nkdesk.ui.common.marks import (
    draw_squeezed,
    hatching,
    paint_changed,
    paint_conflict,
    paint_shift,
    paint_stop,
    small_font,
)
from nkdesk.ui.common.status import paint_status, status_colour
from nkdesk.ui.common.theme import colour
from nkdesk.ui.common.ward_words import (
    changed_words,
    day_mark,
    day_name,
    shift_text,
    tightest,
    use_text,
)
from nkdesk.ui.month.geometry import Geometry, Slot
from nkdesk.ui.month.lines import Line, hidden_status

translate = QCoreApplication.translate

_SHAPE = 12.0
_FLAG = 9.0
_LEAST_NAME = 36
"""Room under which no name is begun: a single letter would say less than the number alone."""
_FULL_FROM = 0.85
"""A name is written in full while it need not be made narrower than this."""


class DayPainter:
    """Paints days of one layout in one text size."""

    def __init__(self, geometry: Geometry, font: QFont) -> None:
        self._geometry = geometry
        self._plain = small_font(font, 0.86)
        self._bold = small_font(font, 0.86, bold=True)
        self._small = small_font(font, 0.8)
        self._hatch = hatching("weekend")

    def day(
        self, painter: QPainter, day: MonthDay, lines: Sequence[Line], box: QRect, look: str
    ) -> None:
        """Paint a day; ``look`` is "today", "other" for another month's day, or ""."""
        self._paint_ground(painter, day.column, box, look)
        self._paint_head(painter, day.column, box, look)
        slots = self.slots(lines)
        for slot in slots:
            room = self.slot_box(slot, box)
            if slot.place is None:
                self._paint_rest(painter, lines[len(slots) - 1 :], room)
            else:
                self._paint_line(painter, lines[slot.place], room)

    def slots(self, lines: Sequence[Line]) -> list[Slot]:
        """Return where the lines of a day go: infusions may take two lines of text."""
        tall, low = self._geometry.infusion, self._geometry.line
        return self._geometry.slots(
            [tall if line.first.kind is ItemKind.INFUSION else low for line in lines]
        )

    def slot_box(self, slot: Slot, box: QRect) -> QRect:
        """Return the box of a line in the box of its day."""
        return QRect(box.left() + 4, box.top() + slot.top, box.width() - 8, slot.height)

    def _paint_ground(self, painter: QPainter, day: CalendarDay, box: QRect, look: str) -> None:
        painter.fillRect(box, colour("ground" if look == "other" else "surface"))
        if day_mark(day):
            painter.drawTiledPixmap(box, self._hatch, QPoint(box.left(), 0))
        head = QRect(box.left(), box.top(), box.width(), self._geometry.day_head)
        if look == "today":
            painter.fillRect(head, colour("accent_soft"))
        painter.setPen(QPen(colour("line"), 1))
        painter.drawLine(QLineF(box.left(), box.top(), box.left(), box.bottom() + 1))
        painter.drawLine(QLineF(box.left(), box.bottom(), box.right() + 1, box.bottom()))
        if look == "today":
            painter.setPen(QPen(colour("accent"), 3))
            painter.drawLine(QLineF(box.left() + 1, box.top(), box.left() + 1, box.bottom()))

    def _paint_head(self, painter: QPainter, day: CalendarDay, box: QRect, look: str) -> None:
        height, unit = self._geometry.day_head, self._geometry.unit
        painter.setFont(self._bold)
        words = day_month(day.day)
        if look == "today":
            words = translate("Month", "Now {day}").format(day=words)
        painter.setPen(colour({"today": "accent", "other": "quiet"}.get(look, "ink")))
        wide = painter.fontMetrics().horizontalAdvance(words) + 4
        left = box.left() + 6
        painter.drawText(QRectF(left, box.top(), wide, height), _MIDDLE, words)
        used = self._paint_use(painter, day, box)
        mark = day_name(day) or day_mark(day)
        room = QRectF(left + wide + 4, box.top(), box.right() - used - left - wide - 8, height)
        if mark and room.width() > 24 * unit:
            painter.setFont(self._small)
            painter.setPen(colour("caution"))
            draw_squeezed(painter, mark, room)

    def _paint_use(self, painter: QPainter, day: CalendarDay, box: QRect) -> float:
        """Paint the capacity used at the right end; return how much room it took."""
        use = tightest(day.uses)
        if use is None or use.used == 0:
            return 0.0
        height, side = self._geometry.day_head, _SHAPE * self._geometry.unit
        words = use_text(use)
        painter.setFont(self._bold)
        painter.setPen(colour("refused" if use.over else "ink"))
        wide = painter.fontMetrics().horizontalAdvance(words) + 6.0
        painter.drawText(QRectF(box.right() - wide, box.top(), wide, height), _MIDDLE, words)
        if use.over:
            top = box.top() + (height - side) / 2
            paint_conflict(painter, QRectF(box.right() - wide - side - 3, top, side, side))
            wide += side + 3
        return wide

    def _paint_line(self, painter: QPainter, line: Line, box: QRect) -> None:
        entry, unit = line.first, self._geometry.unit
        edge = "refused" if entry.conflict else "line"
        painter.setPen(QPen(colour(edge), 1))
        painter.setBrush(colour("refused_soft" if entry.conflict else "surface"))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -1.5), 3, 3)
        side, top = _SHAPE * unit, float(box.top())
        height = self._geometry.line
        mark = QRectF(box.left() + 3, top + (height - side) / 2, side, side)
        paint_status(painter, entry.status, mark)
        left = mark.right() + 4
        painter.setFont(self._bold if entry.kind is ItemKind.INFUSION else self._plain)
        wide = painter.fontMetrics().horizontalAdvance(line.label) + 6.0
        right = self._paint_marks(painter, line, box, left + wide)
        painter.setFont(self._bold if entry.kind is ItemKind.INFUSION else self._plain)
        painter.setPen(status_colour(entry.status))
        wide = min(wide, right - left)
        draw_squeezed(painter, line.label, QRectF(left, top, wide, height))
        left = self._paint_shift(painter, entry.deferred, left + wide, top)
        two = box.height() > height + 2
        room = QRectF(left, top, right - left, height)
        if two:
            room = QRectF(box.left() + 4, top + height - 2, box.width() - 6, height)
        self._paint_who(painter, line, room)

    def _paint_marks(self, painter: QPainter, line: Line, box: QRect, taken: float) -> float:
        """Paint conflict and change at the right end; return where the room for words ends.

        Where the word of a change would cover the item, its flag stands alone.
        """
        side, right = _SHAPE * self._geometry.unit, float(box.right()) - 2
        top = box.top() + (self._geometry.line - side) / 2
        if line.first.conflict:
            paint_conflict(painter, QRectF(right - side, top, side, side))
            right -= side + 2
        go = line.first.go
        if go is not None and go is not Go.GO:
            paint_stop(painter, go, QRectF(right - side, top, side, side))
            right -= side + 2
        if not line.changed:
            return right
        painter.setFont(self._small)
        words = changed_words()
        wide = painter.fontMetrics().horizontalAdvance(words) + 2.0
        if right - taken - self._rest_of(painter, line, box) > wide + _FLAG:
            painter.setPen(colour("tag"))
            room = QRectF(right - wide, box.top(), wide, self._geometry.line)
            painter.drawText(room, _MIDDLE, words)
            right -= wide
        paint_changed(painter, QRectF(right - _FLAG, top + 2, 7, 7))
        return right - _FLAG - 2

    def _rest_of(self, painter: QPainter, line: Line, box: QRect) -> float:
        """Return the room that shift, number and the beginning of a name need on the line."""
        measure = painter.fontMetrics()
        shift = shift_text(line.first.deferred)
        need = measure.horizontalAdvance(shift) + 2 * _SHAPE if shift else 0.0
        if box.height() <= self._geometry.line + 2:
            number = line.first.line.patient.trial_number
            need += measure.horizontalAdvance(number) * 1.2 + 2 * _LEAST_NAME
        return need

    def _paint_shift(self, painter: QPainter, days: int, left: float, top: float) -> float:
        words = shift_text(days)
        if not words:
            return left
        side = (_SHAPE - 2) * self._geometry.unit
        shade = colour("tag")
        mark = QRectF(left, top + (self._geometry.line - side) / 2, side, side)
        paint_shift(painter, mark, shade)
        painter.setFont(self._bold)
        painter.setPen(shade)
        wide = painter.fontMetrics().horizontalAdvance(words) + 6.0
        room = QRectF(left + side + 2, top, wide, self._geometry.line)
        painter.drawText(room, _MIDDLE, words)
        return left + side + 2 + wide

    def _paint_who(self, painter: QPainter, line: Line, box: QRectF) -> None:
        """Write the trial number whole, then the name: in full, else the family name."""
        patient = line.first.line.patient
        painter.setPen(colour("ink"))
        painter.setFont(self._bold)
        wide = painter.fontMetrics().horizontalAdvance(patient.trial_number) + 5.0
        wide = min(wide, box.width())
        room = QRectF(box.left(), box.top(), wide, box.height())
        draw_squeezed(painter, patient.trial_number, room)
        painter.setFont(self._plain)
        room = box.adjusted(wide, 0, 0, 0)
        if room.width() < _LEAST_NAME * self._geometry.unit:
            return
        full = painter.fontMetrics().horizontalAdvance(patient.name.full) * _FULL_FROM
        words = patient.name.full if full <= room.width() else patient.name.family
        draw_squeezed(painter, words, room)

    def _paint_rest(self, painter: QPainter, hidden: Sequence[Line], box: QRect) -> None:
        count = sum(len(line.entries) for line in hidden)
        status, left = hidden_status(hidden), float(box.left()) + 3
        side = _SHAPE * self._geometry.unit
        if status is not None:
            paint_status(painter, status, QRectF(left, box.top() + 2, side, side))
            left += side + 3
        if any(line.first.conflict for line in hidden):
            paint_conflict(painter, QRectF(left, box.top() + 2, side, side))
            left += side + 3
        if any(line.changed for line in hidden):
            paint_changed(painter, QRectF(left, box.top() + 4, 7, 7))
            left += 10
        painter.setFont(self._bold)
        painter.setPen(colour("accent"))
        words = translate("Month", "+{n} more").format(n=count)
        painter.drawText(QRectF(left, box.top(), box.right() - left, box.height()), _MIDDLE, words)


_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


def paint_ring(painter: QPainter, box: QRect, *, focused: bool) -> None:
    """Mark the current day or line: thick while the keys go there, else dashed."""
    style = Qt.PenStyle.SolidLine if focused else Qt.PenStyle.DashLine
    painter.setPen(QPen(colour("accent"), 2, style))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(box).adjusted(1, 1, -1, -1))
