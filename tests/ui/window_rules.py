"""What every window of the program keeps: sizes, names, plain text, nothing out of reach.

All of it is asked of a window at once: bringing one up takes longer than looking at it.
"""

import os
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTableView,
    QWidget,
)

from nkdesk.ui.common.labels import LINK
from nkdesk.ui.common.theme import TARGET
from tests.ui.wards import SMALL_SCREEN


def check_window(shown, view, request, tmp_path):
    """Hold a window against every rule, then keep a picture of it."""
    everything_that_acts_is_large_enough_for_a_gloved_hand(shown)
    everything_that_takes_the_focus_has_a_name(shown)
    no_label_ever_reads_markup(shown)
    every_window_fits_the_smallest_screen(shown)
    no_button_lies_outside_its_window_or_is_cut(shown)
    no_page_has_to_be_scrolled_sideways(shown)
    the_title_bar_never_holds_a_name(shown, view)
    every_window_can_be_looked_at(shown, request, tmp_path)


def visible(window, kind):
    return [one for one in window.findChildren(kind) if one.isVisibleTo(window)]


def actors(window):
    kinds = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit)
    return [one for kind in kinds for one in visible(window, kind)]


def ours(widget):
    """Leave out what Qt itself puts into a table or an edit line."""
    return not isinstance(widget.parent(), QLineEdit | QTableView)


def everything_that_acts_is_large_enough_for_a_gloved_hand(shown):
    small = []
    for one in filter(ours, actors(shown)):
        least = LINK if one.property("weight") == "link" else TARGET
        if one.height() < least or one.width() < min(least, TARGET):
            small.append((type(one).__name__, one.accessibleName(), one.size().toTuple()))
    assert small == []


def everything_that_takes_the_focus_has_a_name(shown):
    nameless = [
        type(one).__name__
        for one in visible(shown, QWidget)
        if one.focusPolicy() != Qt.FocusPolicy.NoFocus
        and ours(one)
        and isinstance(one, QAbstractButton | QComboBox | QLineEdit | QPlainTextEdit | QTableView)
        and not one.accessibleName()
    ]
    assert nameless == []


def no_label_ever_reads_markup(shown):
    labels = shown.findChildren(QLabel)
    assert labels
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}


def every_window_fits_the_smallest_screen(shown):
    width, height = SMALL_SCREEN
    assert shown.width() <= width
    assert shown.height() <= height
    assert shown.minimumSizeHint().width() <= width
    assert shown.minimumSizeHint().height() <= height


def inside_scrolling(widget, window):
    parent = widget.parentWidget()
    while parent is not None and parent is not window:
        if isinstance(parent, QAbstractScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def no_button_lies_outside_its_window_or_is_cut(shown):
    for one in visible(shown, QAbstractButton):
        if not inside_scrolling(one, shown):
            corner = one.mapTo(shown, one.rect().bottomRight())
            assert shown.rect().contains(corner), one.accessibleName()
        if ours(one) and not isinstance(one, QCheckBox):
            assert one.width() >= one.minimumSizeHint().width(), one.accessibleName()


def no_page_has_to_be_scrolled_sideways(shown):
    wide = [
        (area.accessibleName(), area.widget().width(), area.viewport().width())
        for area in visible(shown, QScrollArea)
        if area.widget() is not None and area.widget().width() > area.viewport().width()
    ]
    assert wide == []


def the_title_bar_never_holds_a_name(shown, view):
    for row in view.board.list.rows:
        assert row.line.patient.name.family not in shown.windowTitle()


def every_window_can_be_looked_at(shown, request, tmp_path):
    """A picture of each is kept where NKDESK_SCREENSHOTS says, for people to look at."""
    folder = Path(os.environ.get("NKDESK_SCREENSHOTS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    name = request.node.callspec.id
    QApplication.processEvents()  # what was chosen last has its room by then
    picture = shown.grab()
    assert picture.save(str(folder / f"{name}.png"))
    image = picture.toImage()
    across, down = range(0, image.width(), 7), range(0, image.height(), 7)
    assert len({image.pixel(x, y) for x in across for y in down}) > 2
