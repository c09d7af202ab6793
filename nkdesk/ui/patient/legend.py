"""What the marks of the timeline mean, painted as they are and named in words."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nkdesk.services.read_models import DayStatus
from nkdesk.ui.common.status import paint_status
from nkdesk.ui.common.theme import colour
from nkdesk.ui.patient.timeline_paint import (
    MARK,
    paint_before,
    paint_maybe,
    paint_target,
    paint_window,
    square,
)

ROW = 40.0
_SIGN = 44.0
_AFTER = 18.0


class Legend(QWidget):
    """Signs and words in a row, in more rows where they do not fit."""

    def __init__(self, *, forecast: bool = False) -> None:
        super().__init__()
        self._entries = self._forecast() if forecast else self._planned()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        words = ", ".join(words for _, words in self._entries)
        self.setAccessibleName(self.tr("Signs of the timeline: {words}").format(words=words))

    def hasHeightForWidth(self) -> bool:
        """Say that the height depends on the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows."""
        places = self._places(width)
        return round(places[-1].y() + ROW)

    def sizeHint(self) -> QSize:
        """Return the height in the present width."""
        return QSize(400, self.heightForWidth(max(400, self.width())))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint every sign with its words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        places = self._places(self.width())
        for (paint, words), at in zip(self._entries, places, strict=True):
            paint(painter, QPointF(at.x() + _SIGN / 2, at.y() + ROW / 2))
            painter.setFont(self.font())
            painter.setPen(colour("quiet"))
            box = QRectF(at.x() + _SIGN, at.y(), self.width(), ROW)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)

    def _places(self, width: int) -> list[QPointF]:
        places, x, y = [], 0.0, 0.0
        for _, words in self._entries:
            wide = _SIGN + self.fontMetrics().horizontalAdvance(words) + _AFTER
            if x and x + wide > width:
                x, y = 0.0, y + ROW
            places.append(QPointF(x, y))
            x += wide
        return places

    def _planned(self) -> list[tuple[Callable[[QPainter, QPointF], None], str]]:
        return [
            (_target, self.tr("day of the protocol")),
            (_window, self.tr("window")),
            (_planned, self.tr("planned")),
            (_given, self.tr("given")),
            (_first, self.tr("first planned")),
            (_otherwise, self.tr("planned, given on another day")),
        ]

    def _forecast(self) -> list[tuple[Callable[[QPainter, QPointF], None], str]]:
        return [(_maybe, self.tr("forecast, not planned")), (_window, self.tr("window"))]


def _mark(at: QPointF) -> QRectF:
    return square(at.x(), at.y(), MARK)


def _target(painter: QPainter, at: QPointF) -> None:
    paint_target(painter, at.x(), at.y() + 4)


def _window(painter: QPainter, at: QPointF) -> None:
    paint_window(painter, at.x() - 15, at.x() + 15, at.y() + 3)


def _planned(painter: QPainter, at: QPointF) -> None:
    paint_status(painter, DayStatus.PLANNED, _mark(at))


def _given(painter: QPainter, at: QPointF) -> None:
    paint_status(painter, DayStatus.GIVEN, _mark(at))


def _first(painter: QPainter, at: QPointF) -> None:
    paint_before(painter, at.x() - 10, _mark(QPointF(at.x() + 22, at.y())), dashed=True)


def _otherwise(painter: QPainter, at: QPointF) -> None:
    paint_before(painter, at.x() - 10, _mark(QPointF(at.x() + 22, at.y())), dashed=False)


def _maybe(painter: QPainter, at: QPointF) -> None:
    paint_maybe(painter, _mark(at))
