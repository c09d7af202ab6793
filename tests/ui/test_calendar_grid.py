"""The ward calendar's grid on facts made by hand: what it shows, speaks and lets a hand do."""

from datetime import date, timedelta
from itertools import combinations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFont, QHelpEvent, QImage, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip

from nkdesk.model.patient import PersonName
from nkdesk.model.protocol import ItemKind
from nkdesk.services.read_models import DayStatus
from nkdesk.ui.calendar.chip_pictures import ChipPictures
from nkdesk.ui.calendar.chips import Look, chips_of
from nkdesk.ui.calendar.facts import Facts, Row
from nkdesk.ui.calendar.geometry import NARROWEST_DAY, Geometry, Room
from nkdesk.ui.calendar.grid import WardGrid
from nkdesk.ui.calendar.names import Names
from nkdesk.ui.calendar.place import Place
from nkdesk.ui.calendar.words import tip_words
from nkdesk.ui.common.paragraph import column_height
from tests.sheets.builders import line
from tests.ui.calendars import FIRST, TODAY, calendar, cell, crowd

CHEMO = ItemKind.CHEMO
LONG = PersonName("Щ" * 120, "Ы" * 80)


def facts_of(rows, days=14):
    facts = Facts(FIRST, days)
    facts.take(0, calendar(rows, days=min(days, 28)))
    facts.rows = facts.everybody()
    return facts


def drugs(column, item_id, status=DayStatus.PLANNED, **changes):
    return cell(column, item_id, f"FLU {item_id}", status, kind=CHEMO, **changes)


ROWS = [
    (line(1), [cell(3, 1, "NK1", DayStatus.DUE), cell(10, 2, "NK2", deferred=2)]),
    (line(2), [cell(0, 3, "NK1", DayStatus.GIVEN), cell(7, 4, "NK2", conflict=True)]),
    (line(3), [drugs(2, 5, DayStatus.OVERDUE), drugs(2, 6), drugs(2, 7)]),
    (line(4), []),
]


@pytest.fixture
def grid(qtbot, text_size):
    made = WardGrid()
    qtbot.addWidget(made)
    made.resize(1200, 420)
    made.show_facts(facts_of(ROWS))
    made.show()
    qtbot.waitExposed(made)
    return made


def middle(grid, row, column):
    return grid.body.cell_box(row, column).center()


def chip_at(grid, row, column):
    cell_box = grid.body.cell_box(row, column)
    return grid.body.chip_box(grid.body.chips(row, column)[0], cell_box).center()


def drag(qtbot, grid, start, end):
    """Press, move in steps as a hand does, let go."""
    port = grid.viewport()
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    for share in (0.3, 0.7, 1.0):
        at = start + (end - start) * share
        move = QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(at),
            port.mapToGlobal(QPointF(at)),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(port, move)
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end)


def test_every_cell_is_spoken_with_two_identifiers_its_day_and_its_status(grid):
    grid.take(Place(0, 3))
    spoken = grid.accessibleName()
    patient = ROWS[0][0].patient
    for words in (patient.name.full, patient.trial_number, "Thu 12-Mar-2026", "NK1, Due"):
        assert words in spoken


def test_a_deferral_and_a_conflict_are_spoken_in_words(grid):
    grid.take(Place(0, 10))
    assert "deferred +2d" in grid.accessibleName()
    grid.take(Place(1, 7))
    assert "conflict: closed or over capacity" in grid.accessibleName()


def test_an_empty_cell_says_that_nothing_is_planned_and_what_the_day_is(grid):
    grid.take(Place(3, 1))
    assert "nothing planned" in grid.accessibleName()
    assert "NK laboratory closed: Invented Holiday" in grid.accessibleName()


def test_a_day_is_named_in_its_tip_weekend_holiday_and_moved_working_day(grid):
    assert "Invented Holiday" in tip_words(grid.facts, None, 1)
    assert "worked" in tip_words(grid.facts, None, 5)
    assert "NK laboratory closed" in tip_words(grid.facts, None, 6)
    assert "infusions 1 of 2" in tip_words(grid.facts, None, 3)


def test_what_is_under_the_pointer_is_what_was_painted_there(grid):
    for row, (_, cells) in enumerate(ROWS):
        for column in {one.column for one in cells}:
            place = grid.place_at(chip_at(grid, row, column))
            assert (place.row, place.column) == (row, column)
    assert grid.place_at(QPoint(5, 5)) is None
    assert grid.row_at(QPoint(5, grid.geometry_now.head - 1)) is None


def test_hits_stay_right_after_scrolling_both_ways(grid):
    grid.resize(500, 200)
    grid.show_place(Place(3, 13))
    assert grid.horizontalScrollBar().value() > 0
    assert grid.verticalScrollBar().value() > 0
    at = middle(grid, 3, 13)
    assert (grid.row_at(at), grid.column_at(at)) == (3, 13)


def test_the_arrow_keys_reach_every_item_of_every_cell(grid, qtbot):
    grid.take(Place(0, 0))
    reached = set()
    for column in range(14):
        for _ in range(12):
            item = grid.current_item()
            if item is not None:
                reached.add(item.item_id)
            qtbot.keyClick(grid, Qt.Key.Key_Down)
        for _ in range(12):
            qtbot.keyClick(grid, Qt.Key.Key_Up)
        assert (grid.current.row, grid.current.column) == (0, column)
        qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert reached == {1, 2, 3, 4, 5, 6, 7}


def test_home_end_and_page_keys_go_to_the_ends(grid, qtbot):
    grid.take(Place(0, 5))
    qtbot.keyClick(grid, Qt.Key.Key_End)
    assert grid.current.column == 13
    qtbot.keyClick(grid, Qt.Key.Key_Home)
    assert grid.current.column == 0
    qtbot.keyClick(grid, Qt.Key.Key_PageDown)
    assert grid.current.row == 3
    qtbot.keyClick(grid, Qt.Key.Key_PageUp)
    assert grid.current.row == 0


def test_the_first_arrow_begins_at_today(grid, qtbot):
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert grid.current == Place(0, (TODAY - FIRST).days)


def test_walking_out_of_sight_brings_the_cell_into_sight(grid, qtbot):
    grid.resize(500, 200)
    grid.take(Place(0, 0))
    for _ in range(13):
        qtbot.keyClick(grid, Qt.Key.Key_Right)
    box = grid.body.cell_box(0, 13)
    assert box.left() >= grid.geometry_now.left
    assert box.right() <= grid.viewport().width()


def test_enter_opens_the_patient_and_f3_asks_to_defer(grid, qtbot):
    grid.take(Place(1, 0))
    with qtbot.waitSignal(grid.opened) as opened:
        qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert opened.args == [2]
    with qtbot.waitSignal(grid.defer_asked):
        qtbot.keyClick(grid, Qt.Key.Key_F3)


def test_a_click_picks_a_cell_and_a_click_on_the_header_a_day(grid, qtbot):
    with qtbot.waitSignal(grid.picked):
        qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=chip_at(grid, 0, 3))
    assert grid.current_item().item_id == 1
    at = QPoint(middle(grid, 0, 6).x(), 10)
    with qtbot.waitSignal(grid.day_picked) as picked:
        qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert picked.args == [6]


def test_a_drag_asks_for_another_day_of_the_same_patient_and_moves_nothing(grid, qtbot):
    before = grid.facts.cells_by_day(0, range(14))
    with qtbot.waitSignal(grid.dropped) as dropped:
        drag(qtbot, grid, chip_at(grid, 0, 3), middle(grid, 0, 8))
    item, to = dropped.args
    assert (item.item_id, to) == (1, FIRST + timedelta(days=8))
    assert grid.facts.cells_by_day(0, range(14)) == before


@pytest.mark.parametrize("end", [(1, 8), (0, 3)])
def test_a_drop_anywhere_else_asks_nothing_and_says_so(grid, qtbot, end):
    with qtbot.assertNotEmitted(grid.dropped), qtbot.waitSignal(grid.said) as said:
        drag(qtbot, grid, chip_at(grid, 0, 3), middle(grid, *end) + QPoint(0, 20))
    assert "Not moved" in said.args[0]


def test_a_closed_item_cannot_be_dragged_and_it_is_said_why(grid, qtbot):
    with qtbot.assertNotEmitted(grid.dropped), qtbot.waitSignal(grid.said) as said:
        drag(qtbot, grid, chip_at(grid, 1, 0), middle(grid, 1, 5))
    assert "NK1 is closed (Given)" in said.args[0]


def test_escape_lets_go_of_what_is_dragged(grid, qtbot):
    port = grid.viewport()
    start = chip_at(grid, 0, 3)
    with qtbot.assertNotEmitted(grid.dropped):
        qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
        qtbot.keyClick(grid, Qt.Key.Key_Escape)
        qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=middle(grid, 0, 8))


def test_the_wheel_only_scrolls(grid, qtbot):
    grid.resize(700, 200)
    grid.take(Place(0, 3))
    at = QPointF(middle(grid, 0, 3))
    turn = QWheelEvent(
        at,
        grid.viewport().mapToGlobal(at),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003
    )
    QApplication.sendEvent(grid.viewport(), turn)
    assert grid.verticalScrollBar().value() > 0
    assert grid.current == Place(0, 3)


def test_other_rows_keep_place_and_current_patient(grid):
    grid.resize(700, 200)
    grid.take(Place(2, 2, 1))
    grid.verticalScrollBar().setValue(30)
    grid.show_rows(grid.facts.rows[1:])
    assert grid.current == Place(1, 2, 1)
    assert grid.verticalScrollBar().value() == 30
    grid.show_rows(grid.facts.rows[:1])
    assert grid.current is None


def test_scrolling_by_copying_pixels_gives_the_picture_painted_anew(grid, qtbot):
    facts = facts_of([(row.line, row.cells) for row in crowd(30, days=28).rows], 28)
    grid.show_facts(facts)
    grid.resize(700, 300)
    QApplication.processEvents()
    for bar, steps in ((grid.verticalScrollBar(), 7), (grid.horizontalScrollBar(), 5)):
        for _ in range(steps):
            bar.setValue(bar.value() + 31)
            QApplication.processEvents()
    grid.take(Place(5, 9))
    QApplication.processEvents()
    # What stands on the screen, not what a grab would paint for itself.
    copied = grid.screen().grabWindow(grid.winId()).toImage()
    grid.viewport().update()
    QApplication.processEvents()
    assert grid.screen().grabWindow(grid.winId()).toImage() == copied
    assert copied == grid.grab().toImage().convertToFormat(copied.format())


def test_a_name_of_200_cyrillic_letters_is_shown_whole_in_a_higher_row(qtbot, grid):
    rows = [(line(1, name=LONG), []), *ROWS[1:]]
    grid.show_facts(facts_of(rows))
    tops = grid.geometry_now.tops
    assert tops[1] - tops[0] > 2 * (tops[2] - tops[1])
    assert LONG.full in tip_words(grid.facts, 0, None)
    grid.grab()


def test_only_names_that_need_it_make_their_row_higher(grid):
    short = PersonName("Ким", "Ён")
    grid.show_facts(facts_of([(line(1, name=short), []), (line(2, name=short), [])]))
    assert set(grid.body.names.heights()) == {54}


def test_no_name_is_higher_than_its_row_whatever_the_width(text_size):
    font = QFont(QApplication.font())
    rows = [Row(line(number), "flag") for number in range(1, 41)]
    rows.append(Row(line(1, name=PersonName("Абрамович-Загорская", "Мария Магдалена")), "flag"))
    for width in range(208, 301, 4):
        names = Names(rows, font, width, 1.0)
        for place, height in enumerate(names.heights()):
            assert column_height(names._paragraphs(place), gap=1) <= height


def test_columns_never_become_narrower_than_a_finger_can_tell_apart():
    for width in (300, 969, 1800):
        for days in (7, 14, 28, 180):
            assert Geometry(Room(width, days), [50]).day >= NARROWEST_DAY


def test_the_names_give_way_until_all_days_of_a_span_fit():
    assert Geometry(Room(1788, 28), [50]).left == 1788 - 28 * NARROWEST_DAY
    assert Geometry(Room(1788, 28), [50]).width + 220 <= 1788
    assert Geometry(Room(969, 14), [50]).left == 208


def test_nobody_and_nothing_is_painted_without_harm(grid, qtbot):
    grid.show_facts(facts_of([]))
    grid.grab()
    qtbot.keyClick(grid, Qt.Key.Key_Down)
    assert grid.current is None
    assert grid.place_at(QPoint(400, 200)) is None


def test_days_that_were_not_read_are_asked_for_when_they_come_into_sight(qtbot, grid):
    facts = facts_of(ROWS, 180)
    with qtbot.waitSignal(grid.seen) as seen:
        grid.show_facts(facts)
        grid.horizontalScrollBar().setValue(40 * grid.geometry_now.day)
    assert any(column >= 28 for column in seen.args[0])


# ---- chips


def test_drugs_of_one_status_share_a_chip_and_infusions_stand_alone():
    chips = chips_of([cell(0, 1), drugs(0, 2), drugs(0, 3), drugs(0, 4, DayStatus.OVERDUE)])
    assert [chip.look.label for chip in chips] == ["NK2", "2 drugs", "FLU 4"]
    assert [len(chip.cells) for chip in chips] == [1, 2, 1]


def test_what_has_no_room_is_counted_and_says_what_is_late_or_in_conflict():
    cells = [cell(0, at, f"NK{at}") for at in range(1, 4)]
    late = cell(0, 4, "NK4", DayStatus.OVERDUE, conflict=True)
    chips = chips_of([*cells, late])
    assert chips[-1].look == Look("+2 more", DayStatus.OVERDUE, conflict=True)
    assert sum(len(chip.cells) for chip in chips) == 4


def test_a_deferred_item_takes_a_second_line_for_its_shift():
    (chip,) = chips_of([cell(0, deferred=2)])
    assert (chip.look.shift, chip.look.lines) == ("+2d", 2)
    (earlier,) = chips_of([cell(0, deferred=-1)])
    assert earlier.look.shift == "-1d"


def dark(picture):
    """The dark points of a picture of one chip, in grey: form alone."""
    image = picture.toImage()
    flat = QImage(image.size(), QImage.Format.Format_RGB32)
    flat.fill(Qt.GlobalColor.white)
    for y in range(image.height()):
        for x in range(image.width()):
            if image.pixelColor(x, y).alpha() > 127:
                flat.setPixelColor(x, y, image.pixelColor(x, y))
    grey = flat.convertToFormat(QImage.Format.Format_Grayscale8)
    width, height = grey.width(), grey.height()
    return {
        (x, y) for x in range(width) for y in range(height) if grey.pixelColor(x, y).red() < 150
    }


def test_statuses_conflicts_and_changes_differ_in_grey(text_size):
    font = QFont(QApplication.font())
    pictures = ChipPictures(60, 16, font)
    looks = [Look("NK2", status) for status in DayStatus]
    looks += [Look("NK2", DayStatus.PLANNED, conflict=True)]
    looks += [Look("NK2", DayStatus.PLANNED, changed=True)]
    forms = [dark(pictures.picture(look)) for look in looks]
    for first, second in combinations(forms, 2):
        assert len(first ^ second) >= 8


def test_one_look_is_painted_once(text_size):
    pictures = ChipPictures(60, 16, QFont(QApplication.font()))
    look = Look("NK2", DayStatus.DUE)
    assert pictures.picture(look) is pictures.picture(Look("NK2", DayStatus.DUE))


def test_a_day_over_capacity_is_marked_in_the_header_by_shape(qtbot, text_size):
    def head(cells):
        made = WardGrid()
        qtbot.addWidget(made)
        made.resize(1200, 300)
        made.show_facts(facts_of([(line(1), cells)]))
        image = made.grab().toImage()
        box = made.body.cell_box(0, 3)
        top = made.geometry_now.dates
        return image.copy(box.left(), top, box.width(), made.geometry_now.head - top)

    full = head([cell(3, at) for at in range(2)])
    over = head([cell(3, at) for at in range(3)])
    forms = [
        {
            (x, y)
            for x in range(one.width())
            for y in range(one.height())
            if one.pixelColor(x, y).lightness() < 150
        }
        for one in (full, over)
    ]
    assert len(forms[0] ^ forms[1]) > 40


def test_the_days_of_a_part_of_the_span_are_found_by_date():
    facts = facts_of(ROWS, 180)
    assert facts.column_of(date(2026, 3, 12)) == 3
    assert facts.column_of(FIRST - timedelta(days=1)) is None
    assert facts.day(3).day == TODAY
    assert facts.day(100) is None
    assert facts.missing([3, 100]) == [3]


# ---- pictures and tips


def tip(grid, at):
    """Ask for the tip at a point, as a resting pointer does."""
    port = grid.viewport()
    QApplication.sendEvent(port, QHelpEvent(QEvent.Type.ToolTip, at, port.mapToGlobal(at)))
    return QToolTip.text()


def test_a_resting_pointer_is_told_what_lies_under_it(grid):
    assert "NK1, Due" in tip(grid, middle(grid, 0, 3))
    assert "HR-002" in tip(grid, QPoint(40, middle(grid, 1, 0).y()))
    assert "Invented Holiday" in tip(grid, QPoint(middle(grid, 0, 1).x(), 20))


def test_a_double_click_opens_the_patient(grid, qtbot):
    with qtbot.waitSignal(grid.opened) as opened:
        qtbot.mouseDClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=middle(grid, 2, 2))
    assert opened.args == [3]


def test_a_click_on_a_name_takes_the_present_day_of_that_row(grid, qtbot):
    grid.take(Place(0, 5))
    at = QPoint(40, middle(grid, 2, 0).y())
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert grid.current == Place(2, 5)


def test_what_is_dragged_is_shown_where_it_would_be_asked_to_go(grid, qtbot):
    port = grid.viewport()
    start, end = chip_at(grid, 0, 3), middle(grid, 0, 8)
    before = grid.grab().toImage()
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    for at in (start + QPoint(30, 0), end):
        move = QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(at),
            port.mapToGlobal(QPointF(at)),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(port, move)
    held = grid.grab().toImage()
    box = grid.body.cell_box(0, 8)
    assert held.copy(box) != before.copy(box)
    qtbot.keyClick(grid, Qt.Key.Key_Escape)
    assert grid.grab().toImage().copy(box) == before.copy(box)
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end)


def test_the_current_cell_is_framed_thicker_while_the_keys_go_there(grid, qtbot):
    grid.activateWindow()
    grid.take(Place(3, 4))
    box = grid.body.cell_box(3, 4)
    grid.setFocus()
    qtbot.waitUntil(grid.hasFocus)
    focused = grid.grab().toImage().copy(box)
    grid.clearFocus()
    assert grid.grab().toImage().copy(box) != focused


def test_today_is_divided_from_yesterday_by_a_line_in_every_row(grid):
    image = grid.viewport().grab().toImage()
    for row in range(4):
        box = grid.body.cell_box(row, 3)
        line = image.pixelColor(box.left(), box.center().y())
        assert line.blue() > line.red() + 60


def test_a_thousand_rows_scrolled_through_keep_few_names(qtbot, text_size):
    made = WardGrid()
    qtbot.addWidget(made)
    made.resize(800, 400)
    made.show_facts(facts_of([(line(number), []) for number in range(300)]))
    made.show()
    bar = made.verticalScrollBar()
    for share in range(60):
        bar.setValue(bar.maximum() * share // 59)
        QApplication.processEvents()
    assert len(made.body.names._set) <= 120


def test_a_look_alike_is_marked_in_words_beside_the_name(grid):
    plain = facts_of([(line(1), [])])
    alike = facts_of([(line(1, look_alike=True), [])])
    pictures = []
    for facts in (plain, alike):
        grid.show_facts(facts)
        box = grid.body.cell_box(0, 0)
        pictures.append(grid.grab().toImage().copy(0, box.top(), grid.geometry_now.left, 50))
    assert pictures[0] != pictures[1]
    assert "Like name" in tip(grid, QPoint(40, grid.body.cell_box(0, 0).center().y()))


def test_keys_that_mean_nothing_here_go_on_to_the_window(grid, qtbot):
    grid.take(Place(0, 3))
    before = grid.current
    for key in (Qt.Key.Key_A, Qt.Key.Key_F7):
        qtbot.keyClick(grid, key)
    qtbot.keyClick(grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert grid.current == before
