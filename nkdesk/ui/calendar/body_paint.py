"""The days beneath the header: grounds, lines, chips; painted only where something is exposed."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from nkdesk.services.calendar_models import CalendarCell
from nkdesk.ui.calendar.chip_pictures import ChipPictures
from nkdesk.ui.calendar.chips import Chip, chips_of
from nkdesk.ui.calendar.facts import Facts
from nkdesk.ui.calendar.geometry import Geometry
from nkdesk.ui.calendar.names import Names
from nkdesk.ui.common.marks import hatching
from nkdesk.ui.common.theme import colour
from nkdesk.ui.common.ward_words import day_mark

CHIP_LEFT = 2
CHIP_TOP = 3


@dataclass(frozen=True, slots=True)
class Part:
    """An exposed part of the body: its box on the widget, and what lies in it."""

    box: QRect
    rows: range
    columns: range


class BodyPainter:
    """Paints one layout; ``scrolled`` says how far days and rows were moved left and up."""

    def __init__(
        self, geometry: Geometry, facts: Facts, names: Names, font: QFont, ratio: float
    ) -> None:
        self._geometry, self._facts, self.names = geometry, facts, names
        self._chips = ChipPictures(geometry.day - 2 * CHIP_LEFT, geometry.line, font, ratio)
        self._hatch = hatching("weekend")
        self.changed: frozenset[int] = frozenset()
        self.scrolled = QPoint(0, 0)

    def part(self, box: QRect) -> Part:
        """Return what lies in a box of the widget."""
        geometry, at = self._geometry, self.scrolled
        top, left = box.top() - geometry.head + at.y(), box.left() - geometry.left + at.x()
        return Part(
            box,
            geometry.rows_between(max(top, 0), top + box.height()),
            geometry.columns_between(max(left, 0), left + box.width()),
        )

    def cell_box(self, row: int, column: int) -> QRect:
        """Return the box of a cell on the widget."""
        geometry = self._geometry
        left = geometry.left + column * geometry.day - self.scrolled.x()
        top = geometry.head + geometry.tops[row] - self.scrolled.y()
        return QRect(left, top, geometry.day, geometry.tops[row + 1] - geometry.tops[row])

    def chips(self, row: int, column: int) -> list[Chip]:
        """Return the chips of a cell."""
        return self._chips_of(row, self._facts.cell(row, column))

    def _chips_of(self, row: int, cells: Sequence[CalendarCell]) -> list[Chip]:
        has_donor = self._facts.rows[row].donor is not None
        return chips_of(cells, self.changed, donor_line=has_donor)

    def chip_box(self, chip: Chip, cell: QRect) -> QRect:
        """Return the box of a chip in the box of its cell."""
        line = self._geometry.line
        top = cell.top() + CHIP_TOP + chip.line * line
        if chip.donor:
            top = cell.bottom() - line - 1
        width = cell.width() - 2 * CHIP_LEFT
        return QRect(cell.left() + CHIP_LEFT + 1, top, width, chip.look.lines * line)

    def paint(self, painter: QPainter, part: Part) -> None:
        """Paint grounds, lines and chips of an exposed part."""
        painter.fillRect(part.box, colour("surface"))
        self._paint_grounds(painter, part)
        self._paint_lines(painter, part)
        for row in part.rows:
            self._paint_row(painter, row, part.columns)

    def paint_names(self, painter: QPainter, part: Part, current: int | None) -> None:
        """Paint the frozen column of an exposed part; the current row is marked."""
        geometry = self._geometry
        painter.fillRect(part.box, colour("surface"))
        for row in part.rows:
            box = QRectF(self.cell_box(row, 0))
            box.setLeft(0)
            box.setWidth(geometry.left)
            if row == current:
                painter.fillRect(box, colour("accent_soft"))
                painter.fillRect(QRectF(0, box.top(), 4, box.height()), colour("accent"))
            self.names.draw(painter, row, box)
            painter.setPen(QPen(colour("line"), 1))
            painter.drawLine(QLineF(0, box.bottom(), box.right(), box.bottom()))
        edge = geometry.left - 0.5
        painter.setPen(QPen(colour("edge"), 1))
        painter.drawLine(QLineF(edge, part.box.top(), edge, part.box.bottom() + 1))

    def _foot(self, part: Part) -> int:
        """Return where the last row ends, or the part itself if that is higher up."""
        foot = self._geometry.head + self._geometry.height - self.scrolled.y()
        return min(foot, part.box.bottom() + 1)

    def _paint_grounds(self, painter: QPainter, part: Part) -> None:
        geometry, facts, top = self._geometry, self._facts, part.box.top()
        height = self._foot(part) - top
        for column in part.columns:
            day = facts.day(column)
            left = geometry.left + column * geometry.day - self.scrolled.x()
            box = QRect(left, top, geometry.day, height)
            if day is not None and day_mark(day):
                shift = QPoint(column * geometry.day, top + self.scrolled.y())
                painter.drawTiledPixmap(box, self._hatch, shift)
            elif facts.date_of(column) < facts.today:
                painter.fillRect(box, colour("ground"))
            elif day is None:
                painter.fillRect(box, colour("weekend"))

    def _paint_lines(self, painter: QPainter, part: Part) -> None:
        geometry, foot = self._geometry, self._foot(part)
        lines = []
        for column in part.columns:
            x = geometry.left + column * geometry.day - self.scrolled.x()
            lines.append(QLineF(x, part.box.top(), x, foot))
        right = min(part.box.right() + 1, geometry.left + geometry.width - self.scrolled.x())
        for row in part.rows:
            y = geometry.head + geometry.tops[row + 1] - self.scrolled.y() - 1
            lines.append(QLineF(part.box.left(), y, right, y))
        painter.setPen(QPen(colour("line"), 1))
        painter.drawLines(lines)
        today = self._facts.column_of(self._facts.today)
        if today is not None:
            x = geometry.left + today * geometry.day - self.scrolled.x()
            painter.setPen(QPen(colour("accent"), 3))
            painter.drawLine(QLineF(x, part.box.top(), x, foot))

    def _paint_row(self, painter: QPainter, row: int, columns: range) -> None:
        if not columns:
            return
        for column, cells in self._facts.cells_by_day(row, columns).items():
            box = self.cell_box(row, column)
            for chip in self._chips_of(row, cells):
                at = self.chip_box(chip, box).topLeft()
                painter.drawPixmap(at, self._chips.picture(chip.look))


def paint_ring(painter: QPainter, box: QRect, *, focused: bool) -> None:
    """Mark the current cell: a thick frame while the keys go there, else a dashed one."""
    style = Qt.PenStyle.SolidLine if focused else Qt.PenStyle.DashLine
    painter.setPen(QPen(colour("accent"), 2, style))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(box).adjusted(1, 1, -1, -1))


def paint_drop(painter: QPainter, box: QRect, words: str) -> None:
    """Show where something dragged would be asked to go; nothing has moved."""
    painter.setPen(QPen(colour("accent"), 2, Qt.PenStyle.DashLine))
    painter.setBrush(colour("accent_soft"))
    painter.drawRect(QRectF(box).adjusted(1, 1, -1, -1))
    painter.setPen(colour("accent"))
    flags = Qt.AlignmentFlag.AlignCenter
    painter.drawText(QRectF(box), flags, words)
