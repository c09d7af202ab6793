"""The timeline of one cycle, painted by hand; arrow keys walk from item to item."""

from datetime import date

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from nkdesk.model.eligibility import GateState
from nkdesk.model.protocol import ItemKind
from nkdesk.services.read_models import CyclePage, ItemRow
from nkdesk.sheets.wording.dates import day_text
from nkdesk.sheets.wording.day import status_text
from nkdesk.ui.common.item_words import item_title
from nkdesk.ui.common.theme import colour
from nkdesk.ui.patient.gate_mark import gate_words, paint_gate
from nkdesk.ui.patient.lanes import Lane, Scale, in_time_order, lanes_of, place_of, scale_of
from nkdesk.ui.patient.timeline_paint import (
    AXIS,
    LABELS,
    NOW,
    lane_height,
    lane_name,
    paint_axis,
    paint_bar,
    paint_closed,
    paint_diamond,
    paint_grounds,
    paint_infusion,
    paint_now,
    paint_ring,
)

NARROWEST_DAY = 15


class Timeline(QWidget):
    """Shows a cycle and lets a person choose an item; ``chosen`` carries the row."""

    chosen = Signal(object)

    def __init__(self, page: CyclePage, today: date, gate: GateState | None = None) -> None:
        super().__init__()
        self._gate = gate
        self._page, self._today = page, today
        self._lanes = lanes_of(page)
        self._order = in_time_order(page)
        self._boxes: list[tuple[QRectF, ItemRow]] = []
        self._current: ItemRow | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._announce()

    @property
    def current(self) -> ItemRow | None:
        """The chosen item."""
        return self._current

    def choose(self, item_id: int) -> None:
        """Mark an item as chosen without telling anybody."""
        for row in self._order:
            if row.item_id == item_id:
                self._current = row
        self._announce()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of all lanes and a width at which days stay readable."""
        days = scale_of(self._page, self._today, 0, 1).days
        return QSize(round(LABELS + days * NARROWEST_DAY), round(self._bottom() + NOW + 4))

    def minimumSizeHint(self) -> QSize:
        """Return the smallest readable size."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint grounds, axis, lanes, the line of now and the chosen item."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), colour("surface"))
        scale, bottom = self._scale(), self._bottom()
        paint_grounds(painter, scale, self._today, bottom)
        self._boxes = []
        top = AXIS
        for lane in self._lanes:
            self._paint_lane(painter, lane, scale, top)
            top += lane_height(lane, self.font())
        paint_axis(painter, scale, bottom)
        if self._gate is not None:
            paint_gate(painter, scale.x(self._page.start), self._gate)
        if scale.first <= self._today and (self._today - scale.first).days < scale.days:
            paint_now(painter, scale.x(self._today), bottom, self.tr("Now"))
        self._paint_choice(painter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right walk through the items in time, Home and End to the ends."""
        places = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = places.get(Qt.Key(event.key()))
        if step is not None and self._order:
            self._walk(step)
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._order:
            self._take(self._order[0 if event.key() == Qt.Key.Key_Home else -1])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the item under the pointer."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        row = self._at(event.position())
        if row is not None:
            self._take(row)

    def event(self, event: QEvent) -> bool:
        """Say in a tip what lies under the pointer."""
        if isinstance(event, QHelpEvent):
            row = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), "" if row is None else row_words(row), self)
            return True
        return super().event(event)

    def _scale(self) -> Scale:
        return scale_of(self._page, self._today, LABELS, float(self.width()))

    def _bottom(self) -> float:
        return AXIS + sum(lane_height(lane, self.font()) for lane in self._lanes)

    def _paint_lane(self, painter: QPainter, lane: Lane, scale: Scale, top: float) -> None:
        height = lane_height(lane, self.font())
        for day in self._closed_days(lane):
            if scale.first <= day and (day - scale.first).days < scale.days:
                paint_closed(painter, scale.column(day, top, height))
        painter.setPen(QPen(colour("line"), 1))
        painter.drawLine(QPointF(0, top), QPointF(self.width(), top))
        painter.setPen(colour("ink"))
        name = lane_name(lane, self.font())
        name.draw(painter, 8, top + (height - name.height) / 2)
        for row in lane.rows:
            self._boxes.append((self._paint_row(painter, lane, row, scale, top), row))

    def _paint_row(
        self, painter: QPainter, lane: Lane, row: ItemRow, scale: Scale, top: float
    ) -> QRectF:
        if lane.kind is ItemKind.INFUSION:
            return paint_infusion(painter, row, scale, top)
        column = scale.column(place_of(row), top, lane_height(lane, self.font()))
        if lane.kind is ItemKind.CHEMO:
            box = QRectF(column.left() + 1, column.center().y() - 8, column.width() - 2, 16)
            paint_bar(painter, row, box)
            return box
        side = min(18.0, column.width())
        box = QRectF(0, 0, side, side)
        box.moveCenter(column.center())
        paint_diamond(painter, row, box)
        return box

    def _paint_choice(self, painter: QPainter) -> None:
        for box, row in self._boxes:
            if self._current is not None and row.item_id == self._current.item_id:
                paint_ring(painter, box)
        if self.hasFocus() and self._current is None:
            paint_ring(painter, QRectF(self.rect()).adjusted(6, 6, -6, -6))

    def _closed_days(self, lane: Lane) -> list[date]:
        used = {row.item.calendar for row in lane.rows}
        return [day for name, day, _ in self._page.closures if name in used]

    def _walk(self, step: int) -> None:
        place = -1 if self._current is None else self._order.index(self._current)
        place = min(max(place + step, 0), len(self._order) - 1)
        self._take(self._order[place])

    def _take(self, row: ItemRow) -> None:
        self._current = row
        self._announce()
        self.update()
        self.chosen.emit(row)

    def _at(self, point: QPointF) -> ItemRow | None:
        for box, row in reversed(self._boxes):
            if box.adjusted(-4, -6, 4, 6).contains(point):
                return row
        return None

    def _announce(self) -> None:
        name = self.tr("Timeline of cycle {n}").format(n=self._page.number)
        if self._gate is not None:
            name = f"{name}, {gate_words(self._gate)}"
        self.setAccessibleName(
            name if self._current is None else f"{name}: {row_words(self._current)}"
        )


def row_words(row: ItemRow) -> str:
    """Return an item of the timeline in one line."""
    status = status_text(row.status, row.overdue_days)
    where = f"{row.item.label} · {day_text(place_of(row))}"
    return f"{item_title(row)}, {where}, {status}"
