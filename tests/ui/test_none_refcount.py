"""Qt calls that nkdesk makes all day must not use up references to None.

PySide6 6.12.0 steals one in each of many calls on Python 3.10 and 3.11, and the program dies
after hours with "deallocating None" (docs/decisions/0004-pyside-6-11-3.md). From Python 3.12
on None cannot die and the count stands still by itself.
"""

import gc
import sys

import pytest
from PySide6.QtCore import QCoreApplication, QLineF, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPalette, QPen, QPixmap, QPolygon
from PySide6.QtWidgets import QLineEdit, QPushButton, QStyledItemDelegate, QTableView, QWidget

from nkdesk.ui.calendar.grid import WardGrid
from nkdesk.ui.common.labels import plain
from nkdesk.ui.common.marks import hatching
from nkdesk.ui.common.table_model import Column, TableModel
from tests.ui.calendars import crowd_facts

CALLS = 10_000
# The interpreter's own caches come and go; a stolen reference is gone CALLS times.
SLACK = 200

GIVEN_BACK: list[None] = []

BOX = QRect(2, 2, 60, 20)
LINE = QLineF(0, 0, 5, 5)
TILES: list[QPixmap] = []
POINTS = QPolygon([QPoint(0, 0), QPoint(5, 5), QPoint(9, 0)])


class Painted(QWidget):
    """A widget that paints with every call the screens' painting and the sheets use."""

    def paintEvent(self, _event):
        painter = QPainter(self)
        draw(painter)
        painter.end()


class Delegate(QStyledItemDelegate):
    """A delegate that paints a cell in Python, as the tables with wrapped names do."""

    def paint(self, painter, option, index):
        painter.save()
        super().paint(painter, option, index)
        painter.restore()


def draw(painter):
    """Use the painter's calls once each."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor("black")))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("red"))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setFont(painter.font())
    painter.setOpacity(1)
    painter.translate(1, 1)
    painter.scale(1, 1)
    painter.rotate(0)
    painter.fillRect(BOX, QColor("white"))
    painter.drawRect(BOX)
    painter.drawRoundedRect(BOX, 2, 2)
    painter.drawEllipse(BOX)
    painter.drawArc(BOX, 0, 16)
    painter.drawPie(BOX, 0, 16)
    painter.drawLine(0, 0, 5, 5)
    painter.drawPoint(1, 1)
    painter.drawPolygon(POINTS)
    painter.drawPolyline(POINTS)
    painter.drawText(BOX, int(Qt.AlignmentFlag.AlignLeft), "Ё")
    draw_tiles(painter)
    painter.restore()


def draw_tiles(painter):
    """Use the calls the calendar adds."""
    painter.setRenderHints(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(BOX)
    painter.drawLines([LINE])
    painter.drawPixmap(BOX.topLeft(), TILES[0])
    painter.drawTiledPixmap(BOX, TILES[0], BOX.topLeft())
    painter.setClipping(False)


@pytest.fixture
def image(qapp):
    TILES[:] = [hatching("weekend")]
    return QImage(64, 32, QImage.Format.Format_RGB32)


def paint_on_paper(image):
    painter = QPainter()

    def call(_turn):
        painter.begin(image)
        draw(painter)
        painter.end()

    return call


def paint_a_widget(image):
    widget = Painted()
    widget.resize(64, 32)
    return lambda _turn: widget.render(image)


def set_texts(_image):
    label, field, button = plain(), QLineEdit(), QPushButton()
    palette = QPalette()

    def call(turn):
        text = str(turn % 7)
        for widget in (label, field, button):
            widget.setText(text)
            widget.setToolTip(text)
            widget.setAccessibleName(text)
            widget.setEnabled(turn % 2 == 0)
            widget.setPalette(palette)
        label.setProperty("rank", text)
        label.setVisible(False)

    return call


def answer_none_from_a_model(_image):
    model = TableModel((Column("Name", str),))
    model.show(("Ё",))
    view = QTableView()
    view.setModel(model)
    # Through Qt, so that C++ is the one who asks and takes the answer.
    index = view.model().index(0, 0)
    roles = [Qt.ItemDataRole.DecorationRole, Qt.ItemDataRole.ToolTipRole]

    def call(_turn):
        for role in roles:
            index.data(role)
        view.model().headerData(0, Qt.Orientation.Vertical, Qt.ItemDataRole.DisplayRole)

    return call


def paint_a_table(image):
    model = TableModel((Column("Name", str),))
    model.show(("Ё",))
    view = QTableView()
    view.setModel(model)
    delegate = Delegate(view)
    view.setItemDelegate(delegate)
    view.resize(64, 32)
    return lambda _turn: view.render(image)


def go_through_events(_image):
    widget = Painted()
    widget.resize(64, 32)
    widget.show()

    def call(_turn):
        widget.update()
        QCoreApplication.sendPostedEvents()
        QCoreApplication.processEvents()

    return call


def references_lost(call, times):
    """Return how many references to None are gone after calling so many times."""
    # Held in reserve: should references be stolen, the test fails and Python does not die.
    reserve = [None] * (100 * times)
    for turn in range(20):
        call(turn)
    gc.collect()
    before = sys.getrefcount(None)
    for turn in range(times):
        call(turn)
    gc.collect()
    lost = before - sys.getrefcount(None)
    # What was stolen is given back, lest the reserve's end take it from Python itself.
    GIVEN_BACK.extend(reserve[: max(0, lost)])
    return lost


@pytest.mark.parametrize(
    "path",
    [
        paint_on_paper,
        paint_a_widget,
        set_texts,
        answer_none_from_a_model,
        paint_a_table,
        go_through_events,
    ],
)
def test_no_reference_to_none_is_used_up(qapp, image, path):
    assert abs(references_lost(path(image), CALLS)) < SLACK


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None cannot be used up")
def test_a_lost_reference_would_be_seen():
    kept = []
    assert references_lost(lambda _turn: kept.append(None), CALLS) <= -CALLS


def test_scrolling_the_calendar_uses_up_no_reference_to_none(qapp, qtbot, text_size):
    grid = WardGrid()
    qtbot.addWidget(grid)
    grid.resize(400, 200)
    grid.show_facts(crowd_facts(30, 28))
    grid.show()
    down, across = grid.verticalScrollBar(), grid.horizontalScrollBar()

    def call(turn):
        down.setValue(turn * 7 % 400)
        across.setValue(turn * 11 % 300)
        QCoreApplication.sendPostedEvents()

    assert abs(references_lost(call, CALLS // 10)) < SLACK
