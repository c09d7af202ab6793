"""The next cycle as it would be placed today: drawn and named a forecast, never a plan."""

from datetime import date

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from nkdesk.model.eligibility import GateState
from nkdesk.model.protocol import ItemKind
from nkdesk.services.read_models import CyclePage
from nkdesk.sheets.wording.dates import day_text
from nkdesk.ui.common.item_words import dose_title
from nkdesk.ui.common.labels import heading, plain
from nkdesk.ui.common.theme import colour
from nkdesk.ui.patient.gate_mark import gate_words, paint_gate
from nkdesk.ui.patient.lanes import Lane, Scale, lanes_of, scale_of
from nkdesk.ui.patient.legend import Legend
from nkdesk.ui.patient.timeline_paint import (
    AXIS,
    LABELS,
    MARK,
    lane_height,
    lane_name,
    paint_axis,
    paint_forecast,
    paint_maybe,
    paint_window,
    square,
)


class ForecastSection(QFrame):
    """Says in words and by its look that nothing of it is planned."""

    def __init__(self, page: CyclePage, today: date, gate: GateState | None = None) -> None:
        super().__init__()
        title = self.tr("Cycle {n}: forecast, not planned").format(n=page.number)
        self.words = plain(self._words(page), tone="quiet")
        self.timeline = ForecastTimeline(page, today, gate)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (heading(title), self.words, self.timeline, Legend(forecast=True)):
            column.addWidget(part)

    def _words(self, page: CyclePage) -> str:
        doses = ", ".join(
            f"{dose_title(row.title, row.nth)} {day_text(row.item.planned)}"
            for row in page.rows
            if row.nth is not None
        )
        words = self.tr(
            "Computed today from the cycle before; it moves when that moves. Nothing of it "
            "stands on any list before the cycle is opened. From {start}: {doses}."
        )
        return words.format(start=day_text(page.start), doses=doses)


class ForecastTimeline(QWidget):
    """Dotted marks on hatched ground; nothing in it can be chosen or acted on."""

    def __init__(self, page: CyclePage, today: date, gate: GateState | None = None) -> None:
        super().__init__()
        self._gate = gate
        self._page, self._today = page, today
        self._lanes = [
            lane for lane in lanes_of(page) if lane.kind in (ItemKind.CHEMO, ItemKind.INFUSION)
        ]
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        name = self.tr("Forecast of cycle {n}, not planned").format(n=page.number)
        self.setAccessibleName(name if gate is None else f"{name}, {gate_words(gate)}")

    def sizeHint(self) -> QSize:
        """Return the height of the lanes."""
        return QSize(400, round(self._bottom() + 4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the days, the marks, and over all of it what it is."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), colour("surface"))
        scale = scale_of(self._page, self._today, LABELS, float(self.width()))
        days = QRectF(scale.left, AXIS, self.width() - scale.left, self._bottom() - AXIS)
        paint_forecast(painter, days, self.tr("FORECAST"))
        top = AXIS
        for lane in self._lanes:
            self._paint_lane(painter, lane, scale, top)
            top += lane_height(lane, self.font())
        paint_axis(painter, scale, self._bottom())
        if self._gate is not None:
            paint_gate(painter, scale.x(self._page.start), self._gate)

    def _paint_lane(self, painter: QPainter, lane: Lane, scale: Scale, top: float) -> None:
        height = lane_height(lane, self.font())
        painter.setPen(QPen(colour("line"), 1))
        painter.drawLine(QLineF(0, top, self.width(), top))
        painter.setPen(colour("ink"))
        name = lane_name(lane, self.font())
        name.draw(painter, 8, top + (height - name.height) / 2)
        for row in lane.rows:
            middle = QPointF(scale.middle(row.item.planned), top + height / 2 - 4)
            first, last = row.item.earliest, row.item.latest
            if lane.kind is ItemKind.INFUSION and first is not None and last is not None:
                right = scale.x(last) + scale.day - 2
                paint_window(painter, scale.x(first) + 2, right, middle.y() + 16)
            side = MARK if lane.kind is ItemKind.INFUSION else MARK * 0.7
            paint_maybe(painter, square(middle.x(), middle.y(), side))

    def _bottom(self) -> float:
        return AXIS + sum(lane_height(lane, self.font()) for lane in self._lanes)
