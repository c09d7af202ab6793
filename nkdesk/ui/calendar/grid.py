"""The hands on the ward calendar: keys, clicks, drags, and what is spoken of the current cell.

Nothing a hand does here changes a plan: a drag only asks for the Defer form.
"""

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QToolTip

from nkdesk.ui.calendar.dragging import Drag
from nkdesk.ui.calendar.painted_grid import PaintedGrid
from nkdesk.ui.calendar.place import Place, item_at, walked
from nkdesk.ui.calendar.words import tip_words

_OPENERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class WardGrid(PaintedGrid):
    """Tells what a person chose, opened, wants deferred or dropped where.

    ``walked_to`` follows every new current cell; ``picked`` only a click or Space. ``dropped``
    carries the item and the day it was dropped on.
    """

    walked_to = Signal()
    picked = Signal()
    day_picked = Signal(int)
    opened = Signal(int)
    defer_asked = Signal()
    dropped = Signal(object, object)
    said = Signal(str)

    def take(self, place: Place | None) -> None:
        """Make a cell the current one and bring it into sight."""
        if place == self.current:
            return
        before, self.current = self.current, place
        for one in (before, place):
            self.update_cell(one)
        if place is not None:
            self.show_place(place)
        self.announce()
        self.walked_to.emit()

    def event(self, event: QEvent) -> bool:
        """Keep Esc while something is dragged: it lets go of that, and leaves no screen."""
        if event.type() == QEvent.Type.ShortcutOverride and self.drag is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, Enter opens the patient, Space the panel, F3 asks to defer, Esc lets go."""
        if self.drag is not None and event.key() == Qt.Key.Key_Escape:
            self._end_drag(self.tr("Not moved."))
            return
        if not self.facts.rows:
            super().keyPressEvent(event)
            return
        here = self.current or Place(0, self._first_column())
        to = walked(self.facts, here, event.key())
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
        elif to is not None:
            self.take(to if self.current is not None else here)
        elif self.current is None or not self._act(event.key()):
            super().keyPressEvent(event)

    def _act(self, key: int) -> bool:
        if key in _OPENERS and self.current is not None:
            self.opened.emit(self.facts.rows[self.current.row].patient_id)
        elif key == Qt.Key.Key_Space:
            self.picked.emit()
        elif key == Qt.Key.Key_F3:
            self.defer_asked.emit()
        else:
            return False
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what lies under the pointer; an item may then be dragged."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        place = self.place_at(event.position().toPoint())
        if place is None:
            return
        self.take(place)
        item = item_at(self.facts, place)
        if item is not None and self.column_at(event.position().toPoint()) is not None:
            self.drag = Drag(place, item, event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where a dragged item would be asked to go, or why it cannot be dragged."""
        drag = self.drag
        if drag is None or not drag.begins(event.position().toPoint()):
            return
        if (why := drag.why_not()) is not None:
            self._end_drag(why)
            return
        at = event.position().toPoint()
        column = self.column_at(at) if self.row_at(at) == drag.place.row else None
        if column != drag.column:
            drag.column = column
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for the Defer form where an item was dropped; a click opens the panel."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        drag, self.drag = self.drag, None
        self.unsetCursor()
        at = event.position().toPoint()
        if drag is not None and (drag.begun or drag.refused):
            self._drop(drag)
        elif self.row_at(at) is not None:
            self.picked.emit()
        elif (column := self.column_at(at)) is not None and at.y() < self.geometry_now.head:
            self.day_picked.emit(column)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the patient."""
        row = self.row_at(event.position().toPoint())
        if row is not None:
            self.opened.emit(self.facts.rows[row].patient_id)

    def _drop(self, drag: Drag) -> None:
        self.viewport().update()
        if drag.refused:
            return
        if drag.column is None or drag.column == drag.place.column:
            self.said.emit(self.tr("Not moved: drop it on another day of the same patient."))
            return
        self.dropped.emit(drag.item, self.facts.date_of(drag.column))

    def _end_drag(self, words: str) -> None:
        if self.drag is not None:
            self.drag.refused, self.drag.column = True, None
        self.unsetCursor()
        self.viewport().update()
        self.said.emit(words)

    def place_at(self, at: QPoint) -> Place | None:
        """Return the cell and the item at a point; over a name the present day of that row."""
        row, column = self.row_at(at), self.column_at(at)
        if row is None:
            return None
        if column is None:
            here = self._first_column() if self.current is None else self.current.column
            return Place(row, here) if at.x() < self.geometry_now.left else None
        cell = self.body.cell_box(row, column)
        cells = self.facts.cell(row, column)
        for chip in self.body.chips(row, column):
            if self.body.chip_box(chip, cell).contains(at):
                return Place(row, column, cells.index(chip.cells[0]))
        return Place(row, column)

    def _first_column(self) -> int:
        """Return today's column when it is in sight, else the first one in sight."""
        sight, today = self.columns_in_sight(), self.facts.column_of(self.facts.today)
        return today if today is not None and today in sight else sight.start

    def viewportEvent(self, event: QEvent) -> bool:
        """Say in a tip what lies under the pointer; paint anew on a finer screen."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.lay_out()
        if isinstance(event, QHelpEvent):
            words = tip_words(self.facts, self.row_at(event.pos()), self.column_at(event.pos()))
            QToolTip.showText(event.globalPos(), words, self.viewport())
            return True
        return super().viewportEvent(event)
