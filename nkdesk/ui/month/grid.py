"""The weeks of the month: painted by hand, walked by keys, every line a person can choose."""

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from nkdesk.services.calendar_models import MonthEntry, WardMonth
from nkdesk.sheets.wording.dates import weekday_text
from nkdesk.ui.common.marks import small_font
from nkdesk.ui.common.text_size import BASE_PIXELS
from nkdesk.ui.common.theme import colour
from nkdesk.ui.month.geometry import WEEKDAYS, Geometry, Place, nearest_value
from nkdesk.ui.month.lines import Line, Wanted, lines_of
from nkdesk.ui.month.paint import DayPainter, paint_ring
from nkdesk.ui.month.words import place_words

_OPENERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -WEEKDAYS,
    Qt.Key.Key_Down: WEEKDAYS,
}


class MonthGrid(QAbstractScrollArea):
    """Shows a month; ``walked_to`` follows the current line, ``picked`` a click or Space.

    ``day_picked`` asks for a whole day: nothing without room is out of reach.
    """

    walked_to = Signal()
    picked = Signal()
    opened = Signal(int)
    defer_asked = Signal()
    turned = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.month: WardMonth | None = None
        self.lines: tuple[tuple[Line, ...], ...] = ()
        self.current: Place | None = None
        self.panel_room = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setFocusProxy(self)
        self._lay_out()

    def show_month(self, month: WardMonth, wanted: Wanted) -> None:
        """Show a month; the same month keeps its place and current line."""
        before, self.month = self.month, month
        self.lines = tuple(lines_of(wanted.entries(day.entries)) for day in month.days)
        if before is None or (before.year, before.month) != (month.year, month.month):
            self.current = None
            self.verticalScrollBar().setValue(0)
        elif self.current is not None:
            self.current = self._kept(self.current)
        self._lay_out()

    def current_entry(self) -> MonthEntry | None:
        """Return the entry at the current line."""
        if self.current is None or self.current.line is None:
            return None
        return self.lines[self.current.day][self.current.line].first

    def take(self, place: Place) -> None:
        """Make a day or a line the current one and bring it into sight."""
        self.current = place
        self.show_place(place)
        self._announce()
        self.viewport().update()
        self.walked_to.emit()

    def show_place(self, place: Place) -> None:
        """Scroll as little as needed until a day is in sight."""
        geometry, port = self.geometry_now, self.viewport()
        left, top = geometry.corner(place.day)
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(nearest_value(across.value(), left, geometry.day, port.width()))
        room = port.height() - geometry.head
        down.setValue(nearest_value(down.value(), top, geometry.week, room))

    def day_box(self, day: int) -> QRect:
        """Return the box of a day on the viewport."""
        left, top = self.geometry_now.corner(day)
        top += self.geometry_now.head - self.verticalScrollBar().value()
        left -= self.horizontalScrollBar().value()
        return QRect(left, top, self.geometry_now.day, self.geometry_now.week)

    def line_box(self, place: Place) -> QRect | None:
        """Return the box of a line on the viewport, None when it has no room in its day."""
        for slot in self._painter.slots(self.lines[place.day]):
            if slot.place == place.line and slot.place is not None:
                return self._painter.slot_box(slot, self.day_box(place.day))
        return None

    def place_at(self, at: QPoint) -> Place | None:
        """Return the day and the line at a point of the viewport."""
        down = at.y() - self.geometry_now.head
        if down < 0 or self.month is None:
            return None
        across = at.x() + self.horizontalScrollBar().value()
        day = self.geometry_now.day_at(across, down + self.verticalScrollBar().value())
        if day is None or day >= len(self.lines):
            return None
        for slot in self._painter.slots(self.lines[day]):
            if self._painter.slot_box(slot, self.day_box(day)).contains(at):
                return Place(day, slot.place)
        return Place(day)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the days in sight, then the current one's frame, then the header over them."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), colour("ground"))
        geometry = self.geometry_now
        painter.setClipRect(self.viewport().rect().adjusted(0, geometry.head, 0, 0))
        for day in range(len(self.lines)):
            box = self.day_box(day)
            if self.month is not None and box.intersects(event.rect()):
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                found = self.month.days[day]
                self._painter.day(painter, found, self.lines[day], box, self._look(day))
        if self.current is not None:
            box = self.line_box(self.current) or self.day_box(self.current.day)
            paint_ring(painter, box, focused=self.hasFocus())
        painter.setClipping(False)
        self._paint_head(painter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk days and lines, Page turns months, Enter the patient, Space the day."""
        key = Qt.Key(event.key())
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if not plain or self.month is None:
            super().keyPressEvent(event)
        elif key in _STEPS:
            self.take(self._walked(key))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turned.emit(1 if key == Qt.Key.Key_PageDown else -1)
        elif self.current is None or not self._act(key):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the line or the day under the pointer and open the day."""
        place = self.place_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and place is not None:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.take(place)
            self.picked.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the end of a click, so that nothing beneath gets it."""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the patient of a line."""
        place = self.place_at(event.position().toPoint())
        if place is not None and place == self.current:
            self._act(Qt.Key.Key_Return)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew for another size."""
        super().resizeEvent(event)
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        """Lay out anew in another text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.lines:
            self._lay_out()

    def viewportEvent(self, event: QEvent) -> bool:
        """Say in a tip what lies under the pointer."""
        if isinstance(event, QHelpEvent):
            place = self.place_at(event.pos())
            words = "" if place is None or self.month is None else self._words(place)
            QToolTip.showText(event.globalPos(), words.replace(". ", "\n"), self.viewport())
            return True
        return super().viewportEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the frame of the current line thick."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the frame of the current line dashed."""
        super().focusOutEvent(event)
        self.viewport().update()

    def minimumSizeHint(self) -> QSize:
        """Return the least that is of use."""
        return QSize(420, 160)

    def _lay_out(self) -> None:
        unit = self.font().pixelSize() / BASE_PIXELS if self.font().pixelSize() > 0 else 1.0
        weeks = max(1, len(self.lines) // WEEKDAYS)
        port = self.viewport()
        geometry = Geometry(port.width() + self.panel_room, port.height(), weeks, unit)
        self.geometry_now = geometry
        self._painter = DayPainter(geometry, self.font())
        room = port.height() - geometry.head
        for bar, whole, seen in (
            (self.verticalScrollBar(), geometry.height, room),
            (self.horizontalScrollBar(), geometry.width, port.width()),
        ):
            bar.setRange(0, max(0, whole - seen))
            bar.setPageStep(max(1, seen))
            bar.setSingleStep(geometry.line * 3)
        self._announce()
        port.update()

    def _paint_head(self, painter: QPainter) -> None:
        geometry = self.geometry_now
        painter.fillRect(QRect(0, 0, self.viewport().width(), geometry.head), colour("sunken"))
        painter.setFont(small_font(self.font(), 0.9, bold=True))
        painter.setPen(colour("ink"))
        for column, day in enumerate(self.month.days[:WEEKDAYS] if self.month else ()):
            left = column * geometry.day - self.horizontalScrollBar().value()
            box = QRectF(left, 0, geometry.day, geometry.head)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, weekday_text(day.column.day))

    def _look(self, day: int) -> str:
        if self.month is None:
            return ""
        on = self.month.days[day].column.day
        if on == self.month.today:
            return "today"
        return "" if on.month == self.month.month else "other"

    def _walked(self, key: Qt.Key) -> Place:
        if self.current is None:
            return Place(self._first_day())
        day, line = self.current.day, self.current.line
        lines = len(self.lines[day])
        if key == Qt.Key.Key_Down and (line is None or line + 1 < lines) and lines:
            return Place(day, 0 if line is None else line + 1)
        if key == Qt.Key.Key_Up and line is not None:
            return Place(day, line - 1 if line else None)
        to = day + _STEPS[key]
        return Place(to) if 0 <= to < len(self.lines) else self.current

    def _first_day(self) -> int:
        looks = [self._look(day) for day in range(len(self.lines))]
        return looks.index("today") if "today" in looks else looks.index("")

    def _act(self, key: int) -> bool:
        entry = self.current_entry()
        if key in _OPENERS and entry is not None:
            self.opened.emit(entry.line.patient.id)
        elif key == Qt.Key.Key_Space or key in _OPENERS:
            self.picked.emit()
        elif key == Qt.Key.Key_F3:
            self.defer_asked.emit()
        else:
            return False
        return True

    def _kept(self, place: Place) -> Place:
        lines = len(self.lines[place.day])
        return place if place.line is None or place.line < lines else Place(place.day)

    def _words(self, place: Place) -> str:
        if self.month is None:
            return ""
        return place_words(self.month, place.day, self.lines[place.day], place.line)

    def _announce(self) -> None:
        name = self.tr("Month")
        if self.current is None:
            self.setAccessibleName(name)
            return
        words = self._words(self.current)
        self.setAccessibleName(f"{name}: {words}")
        if QAccessible.isActive() and self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
