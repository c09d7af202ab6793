"""The grid of the calendar and a bare one beside it, scrolled and painted in turn."""

import time

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QAbstractScrollArea, QApplication

from nkdesk.ui.calendar.facts import Facts
from nkdesk.ui.calendar.grid import WardGrid
from tests.benchmarks.measuring import alternating
from tests.ui.calendars import crowd_facts

WIDTH, HEIGHT = 1_808, 900
NOTCH = 48
MILLI = 1_000
ROW, DAY, LEFT, HEAD, LINE = 54, 56, 300, 74, 16


def application() -> QApplication:
    """Return the application, made if need be."""
    found = QApplication.instance()
    return found if isinstance(found, QApplication) else QApplication([])


def warm() -> None:
    """Load fonts and code with a grid of one patient, so that they are not counted."""
    grid = opened(crowd_facts(1, 28))
    grid.deleteLater()
    application().processEvents()


def opened(facts: Facts) -> WardGrid:
    """Return a grid on the screen, painted."""
    grid = WardGrid()
    grid.resize(WIDTH, HEIGHT)
    grid.show_facts(facts)
    grid.show()
    application().processEvents()
    return grid


class BareGrid(QAbstractScrollArea):
    """The same cells as plain rectangles with their words; scrolls by copying pixels."""

    def __init__(self, facts: Facts) -> None:
        super().__init__()
        self._facts = facts
        self._white, self._line = QColor("white"), QColor("#D3DAE2")
        self.resize(WIDTH, HEIGHT)
        self.verticalScrollBar().setRange(0, max(0, len(facts.rows) * ROW - HEIGHT + HEAD))
        self.horizontalScrollBar().setRange(0, facts.days * DAY - WIDTH + LEFT)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Copy what stays."""
        port = self.viewport()
        if dx:
            port.scroll(dx, 0, QRect(LEFT, 0, port.width() - LEFT, port.height()))
        else:
            port.scroll(0, dy, QRect(0, HEAD, port.width(), port.height() - HEAD))

    def paintEvent(self, event) -> None:
        """Paint rectangles and words of what is exposed, names and days too."""
        painter = QPainter(self.viewport())
        box = event.rect()
        painter.fillRect(box, self._white)
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        columns = range(
            max(0, (box.left() - LEFT + across) // DAY),
            min(self._facts.days, (box.right() - LEFT + across) // DAY + 1),
        )
        first = max(0, (box.top() - HEAD + down) // ROW)
        last = min(len(self._facts.rows), (box.bottom() - HEAD + down) // ROW + 1)
        for row in range(first, last):
            self._paint_row(painter, row, HEAD + row * ROW - down, columns)
        for column in columns:
            left = LEFT + column * DAY - across
            painter.fillRect(left, 0, DAY, HEAD, self._line)
            painter.drawText(left, 14, self._facts.date_of(column).strftime("%d-%m"))
        painter.end()

    def _paint_row(self, painter: QPainter, row: int, top: int, columns: range) -> None:
        across = self.horizontalScrollBar().value()
        painter.drawLine(0, top, self.width(), top)
        for column, cells in self._facts.cells_by_day(row, columns).items():
            left = LEFT + column * DAY - across
            for place, cell in enumerate(cells):
                painter.fillRect(left, top + place * LINE, DAY - 2, LINE - 1, self._line)
                painter.drawText(left + 2, top + place * LINE + 12, cell.label)
        painter.fillRect(0, top, LEFT, ROW - 1, self._white)
        painter.drawText(8, top + 16, self._facts.rows[row].line.patient.name.full)
        painter.drawText(8, top + 34, self._facts.rows[row].line.patient.trial_number)


class Shown:
    """Both grids on the screen with the same facts."""

    def __init__(self, patients: int, days: int) -> None:
        self.facts = crowd_facts(patients, days)
        self.ours = opened(self.facts)
        self._bare: BareGrid | None = None
        self._steps: dict[int, int] = {}

    @property
    def bare(self) -> BareGrid:
        """The grid compared with, made after the memory was read."""
        if self._bare is None:
            self._bare = BareGrid(self.facts)
            self._bare.show()
            application().processEvents()
        return self._bare

    def look_round(self) -> None:
        """Scroll through all of it, so that what is kept while scrolling is counted."""
        for bar in (self.ours.verticalScrollBar(), self.ours.horizontalScrollBar()):
            for share in range(101):
                bar.setValue(bar.maximum() * share // 100)
                application().processEvents()
            bar.setValue(0)

    def costs(self, rounds: int) -> dict[str, list[float]]:
        """Return every cost in ms, round by round."""
        found: dict[str, list[float]] = {"open": [self._open() for _ in range(rounds)]}
        for what, calls in (
            (
                "frame down",
                [
                    lambda one=one: self._scroll(one.verticalScrollBar(), NOTCH)
                    for one in (self.ours, self.bare)
                ],
            ),
            (
                "frame across",
                [
                    lambda one=one: self._scroll(one.horizontalScrollBar(), DAY)
                    for one in (self.ours, self.bare)
                ],
            ),
            (
                "whole frame",
                [lambda one=one: one.viewport().repaint() for one in (self.ours, self.bare)],
            ),
        ):
            ours, bare = alternating(calls, rounds)
            found[what] = [cost * MILLI for cost in ours]
            found[f"bare {what}"] = [cost * MILLI for cost in bare]
        return found

    def _open(self) -> float:
        began = time.perf_counter()
        grid = opened(self.facts)
        taken = (time.perf_counter() - began) * MILLI
        grid.deleteLater()
        application().processEvents()
        return taken

    def _scroll(self, bar, by: int) -> None:
        """Scroll one frame; at the end turn round."""
        way = self._steps.get(id(bar), 1)
        if not 0 <= bar.value() + way * by <= bar.maximum():
            way = self._steps[id(bar)] = -way
        bar.setValue(bar.value() + way * by)
        application().processEvents()
