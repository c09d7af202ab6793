"""The painted side of the ward calendar: layout, scrolling by copying pixels, painting.

The first column and the header stand still.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from nkdesk.services.calendar_models import CalendarCell
from nkdesk.ui.calendar.body_paint import BodyPainter, paint_drop, paint_ring
from nkdesk.ui.calendar.facts import Facts, Row
from nkdesk.ui.calendar.geometry import Geometry, Room, frozen_width
from nkdesk.ui.calendar.head_paint import HeadPainter
from nkdesk.ui.calendar.names import Names
from nkdesk.ui.calendar.place import Place, item_at
from nkdesk.ui.calendar.words import place_words
from nkdesk.ui.common.text_size import BASE_PIXELS
from nkdesk.ui.common.ward_words import changed_words

if TYPE_CHECKING:
    from nkdesk.ui.calendar.dragging import Drag


class PaintedGrid(QAbstractScrollArea):
    """Paints facts. ``seen`` carries the days in sight when not all of them were read yet."""

    seen = Signal(object)
    _ready = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts = Facts(date(2000, 1, 1), 1)
        self.current: Place | None = None
        self.panel_room = 0
        self.drag: Drag | None = None
        self._changed: frozenset[int] = frozenset()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setFocusProxy(self)
        self.lay_out()
        self._ready = True

    def show_facts(self, facts: Facts) -> None:
        """Show another span from its left edge; the current cell is given up."""
        self.facts, self.current, self._changed = facts, None, frozenset()
        self.lay_out()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other patients; place on the screen and current cell stay where they can."""
        held = None if self.current is None else self.facts.rows[self.current.row].patient_id
        self.facts.rows = tuple(rows)
        self.current = self._place_of(held)
        self.lay_out()

    def show_read(self, changed: frozenset[int] = frozenset()) -> None:
        """Paint anew what was read of the same rows; changed items are marked."""
        self._changed = self.body.changed = changed
        self.announce()
        self.viewport().update()

    def current_item(self) -> CalendarCell | None:
        """Return the item at the current cell."""
        return None if self.current is None else item_at(self.facts, self.current)

    def show_place(self, place: Place) -> None:
        """Scroll as little as needed until a cell is in sight."""
        geometry, body = self.geometry_now, self._body_box()
        cell = self.body.cell_box(place.row, place.column)
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(
            across.value() + _needed(cell.left(), geometry.day, body.left(), body.width())
        )
        down.setValue(down.value() + _needed(cell.top(), cell.height(), body.top(), body.height()))

    def show_column(self, column: int) -> None:
        """Scroll a day to the left edge."""
        self.horizontalScrollBar().setValue(column * self.geometry_now.day)

    def lay_out(self) -> None:
        """Lay everything out anew: other rows, another size or another text size."""
        unit = self.font().pixelSize() / BASE_PIXELS if self.font().pixelSize() > 0 else 1.0
        width = self._laid_out_for = self._room_width()
        room = Room(width, self.facts.days, unit)
        names = Names(self.facts.rows, self.font(), frozen_width(room), unit)
        geometry = Geometry(room, names.heights())
        ratio = self.devicePixelRatioF()
        self.geometry_now = geometry
        self.body = BodyPainter(geometry, self.facts, names, self.font(), ratio)
        self.body.changed = self._changed
        self.head = HeadPainter(geometry, self.facts, self.font(), ratio)
        self._set_bars()
        self.announce()
        self.viewport().update()

    def _room_width(self) -> int:
        """Return the width of the days with what a panel covers of them."""
        return self.width() + self.panel_room - self.verticalScrollBar().sizeHint().width()

    def _set_bars(self) -> None:
        geometry, body = self.geometry_now, self._body_box()
        for bar, whole, seen, step in (
            (self.horizontalScrollBar(), geometry.width, body.width(), geometry.day),
            (self.verticalScrollBar(), geometry.height, body.height(), 3 * geometry.line),
        ):
            bar.setRange(0, max(0, whole - seen))
            bar.setPageStep(max(1, seen))
            bar.setSingleStep(step)
        self._look()

    def _body_box(self) -> QRect:
        geometry, port = self.geometry_now, self.viewport().rect()
        return port.adjusted(geometry.left, geometry.head, 0, 0)

    def _look(self) -> None:
        """Tell the painters how far one has scrolled, and ask for days that were not read."""
        at = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        self.body.scrolled = at
        self.ask_for_unread()

    def ask_for_unread(self) -> None:
        """Ask for the days in sight that were not read yet; nobody sees a hidden grid."""
        sight = self.columns_in_sight()
        if self.isVisible() and self.facts.read and self.facts.missing(sight):
            self.seen.emit(list(sight))

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for what came into sight while nobody looked."""
        super().showEvent(event)
        self.ask_for_unread()

    def columns_in_sight(self) -> range:
        """Return the days in sight."""
        left = self.horizontalScrollBar().value()
        return self.geometry_now.columns_between(left, left + max(1, self._body_box().width()))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Copy what stays in sight; only what comes into sight is painted."""
        self._look()
        port, geometry = self.viewport(), self.geometry_now
        if dx and dy:
            port.update()
        elif dx:
            port.scroll(dx, 0, QRect(geometry.left, 0, port.width() - geometry.left, port.height()))
        elif dy:
            port.scroll(0, dy, QRect(0, geometry.head, port.width(), port.height() - geometry.head))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew for another size; scrolled places stay."""
        super().resizeEvent(event)
        if self._laid_out_for == self._room_width():
            self._set_bars()
        else:
            self.lay_out()

    def changeEvent(self, event: QEvent) -> None:
        """Lay out anew in another text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._ready:
            self.lay_out()

    def minimumSizeHint(self) -> QSize:
        """Return the least that is of use: names and some days."""
        return QSize(320, 160)

    def announce(self) -> None:
        """Speak the current cell: as the name of the widget, and at once to a screen reader."""
        name = self.tr("Ward calendar")
        if self.current is None:
            self.setAccessibleName(name)
            return
        words = place_words(self.facts, self.current)
        item = self.current_item()
        if item is not None and item.item_id in self._changed:
            words = f"{words}. {changed_words()}"
        self.setAccessibleName(f"{name}: {words}")
        if QAccessible.isActive() and self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def update_cell(self, place: Place | None) -> None:
        """Paint a cell and the name of its row anew."""
        if place is None or place.row >= len(self.facts.rows):
            return
        box = self.body.cell_box(place.row, place.column)
        self.viewport().update(box.adjusted(-2, -2, 2, 2))
        self.viewport().update(QRect(0, box.top(), self.geometry_now.left, box.height()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the frame of the current cell thick."""
        super().focusInEvent(event)
        self.update_cell(self.current)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the frame of the current cell dashed."""
        super().focusOutEvent(event)
        self.update_cell(self.current)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint each exposed part: days, names, header, corner; then what is marked."""
        painter = QPainter(self.viewport())
        for box in cast("Iterable[QRect]", event.region()):
            self._paint_exposed(painter, box)
        painter.end()

    def _paint_exposed(self, painter: QPainter, box: QRect) -> None:
        geometry, body = self.geometry_now, self._body_box()
        part = box.intersected(body)
        if not part.isEmpty():
            painter.setClipRect(part)
            self.body.paint(painter, self.body.part(part))
            self._paint_marks(painter)
        names = box.intersected(QRect(0, geometry.head, geometry.left, body.height()))
        if not names.isEmpty():
            painter.setClipRect(names)
            row = None if self.current is None else self.current.row
            self.body.paint_names(painter, self.body.part(names), row)
        head = box.intersected(QRect(geometry.left, 0, body.width(), geometry.head))
        if not head.isEmpty():
            painter.setClipRect(head)
            self._paint_head(painter, head)
        corner = box.intersected(QRect(0, 0, geometry.left, geometry.head))
        if not corner.isEmpty():
            painter.setClipRect(corner)
            self.head.corner(painter)

    def _paint_head(self, painter: QPainter, box: QRect) -> None:
        scrolled = self.body.scrolled.x()
        left = box.left() - self.geometry_now.left + scrolled
        columns = self.geometry_now.columns_between(left, left + box.width())
        painter.fillRect(box, self.palette().window())
        self.head.days(painter, columns, scrolled)

    def _paint_marks(self, painter: QPainter) -> None:
        if self.drag is not None and self.drag.column is not None:
            box = self.body.cell_box(self.drag.place.row, self.drag.column)
            painter.setFont(self.font())
            paint_drop(painter, box, self.drag.label)
        if self.current is not None:
            cell = self.body.cell_box(self.current.row, self.current.column)
            paint_ring(painter, self._ring_box(cell), focused=self.hasFocus())

    def _ring_box(self, cell: QRect) -> QRect:
        """Return the box of the current chip when several stand in the cell, else the cell."""
        item = self.current_item()
        if self.current is None or item is None:
            return cell
        chips = self.body.chips(self.current.row, self.current.column)
        boxes = [self.body.chip_box(chip, cell) for chip in chips if item in chip.cells]
        return boxes[0].adjusted(-2, -2, 0, 1) if boxes and len(chips) > 1 else cell

    def row_at(self, at: QPoint) -> int | None:
        """Return the row at a point of the viewport, None outside the rows."""
        down = at.y() - self.geometry_now.head
        return None if down < 0 else self.geometry_now.row_at(down + self.body.scrolled.y())

    def column_at(self, at: QPoint) -> int | None:
        """Return the day at a point of the viewport, None over the names."""
        across = at.x() - self.geometry_now.left
        return None if across < 0 else self.geometry_now.column_at(across + self.body.scrolled.x())

    def _place_of(self, patient_id: int | None) -> Place | None:
        rows = [place for place, row in enumerate(self.facts.rows) if row.patient_id == patient_id]
        if self.current is None or not rows:
            return None
        return Place(rows[0], self.current.column, self.current.nth)


def _needed(start: int, length: int, first: int, room: int) -> int:
    """Return by how much to scroll so that a stretch lies in the room."""
    if start < first:
        return start - first
    return max(0, min(start + length - first - room, start - first))
