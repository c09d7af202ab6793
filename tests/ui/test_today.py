import itertools
from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QWidget

from nkdesk.services.day_list import day_list
from nkdesk.services.forms import GivenForm, NotGivenForm
from nkdesk.services.read_models import DayStatus
from nkdesk.services.record import record_given, record_not_given
from nkdesk.ui.today.rows import RowMarks


@pytest.fixture
def board(view, qtbot):
    qtbot.waitUntil(lambda: view.board.rows.complete)
    return view.board


def order(board):
    return [widget.row.item_id for widget in board.rows.widgets]


def due_row(board):
    return next(row for row in board.list.rows if row.status is DayStatus.DUE)


def test_the_board_shows_every_row_of_the_list_in_its_order(board, desk):
    assert order(board) == [row.item_id for row in day_list(desk, board.day).rows]


def test_overdue_rows_stand_first_and_say_how_late_they_are(board):
    late = [widget.row.status is DayStatus.OVERDUE for widget in board.rows.widgets]
    assert late == sorted(late, reverse=True)
    assert board.rows.widgets[0].accessibleName().startswith("Overdue 2d")


def test_every_row_is_spoken_with_two_identifiers_and_its_item(board):
    for widget in board.rows.widgets:
        patient = widget.row.line.patient
        spoken = widget.accessibleName()
        assert patient.name.full in spoken
        assert patient.trial_number in spoken
        assert widget.row.item.label in spoken


def test_nobody_is_chosen_until_a_person_chooses(board):
    assert board.chosen_item is None


def test_the_arrow_keys_choose_and_enter_opens_the_patient(board, qtbot):
    board.rows.widgets[0].setFocus()
    qtbot.keyClick(board.rows.widgets[0], Qt.Key.Key_Down)
    assert board.rows.chosen is board.rows.widgets[1]
    with qtbot.waitSignal(board.patient_asked) as asked:
        qtbot.keyClick(board.rows.widgets[1], Qt.Key.Key_Return)
    assert asked.args == [board.rows.widgets[1].row.line.patient.id]


def test_rows_that_are_done_or_lie_ahead_offer_nothing_to_record(board):
    for widget in board.rows.widgets:
        open_now = widget.row.item.is_open and widget.row.item.planned <= board.list.today
        assert widget.record.isHidden() is not open_now


def test_a_change_elsewhere_is_marked_and_moves_no_row(board, desk):
    before = order(board)
    row = due_row(board)
    record_given(desk, GivenForm(row.item_id, "12.03.2026"))
    board.reread(elsewhere=True)
    assert order(board) == before
    changed = next(one for one in board.rows.widgets if one.row.item_id == row.item_id)
    assert "changed now" in changed.accessibleName()
    assert changed.row.status is DayStatus.GIVEN
    assert not board._notice.isHidden()


def test_f5_sorts_the_list_again_and_takes_the_marks_away(board, desk, qtbot):
    row = board.list.rows[0]
    record_not_given(desk, NotGivenForm(row.item_id, "infection"))
    board.reread(elsewhere=True)
    board.refresh()
    qtbot.waitUntil(lambda: board.rows.complete)
    assert order(board) == [one.item_id for one in day_list(desk, board.day).rows]
    assert board._notice.isHidden()


def test_a_row_that_left_the_day_stays_in_place_and_cannot_be_acted_on(board, desk):
    before = order(board)
    rest = day_list(desk, board.day).rows[1:]
    board.rows.update_rows(rest, RowMarks(went="gone"), lambda _item: None)
    assert order(board) == before
    assert not board.rows.widgets[0].isEnabled()
    assert "gone" in board.rows.widgets[0].accessibleName()


def test_an_overdue_row_recorded_as_not_given_reads_not_given_where_it_stands(board, desk):
    row = board.list.rows[0]
    assert row.status is DayStatus.OVERDUE
    record_not_given(desk, NotGivenForm(row.item_id, "infection"))
    board.reread()
    assert board.rows.widgets[0].row.item_id == row.item_id
    assert board.rows.widgets[0].row.status is DayStatus.NOT_GIVEN
    assert board.rows.widgets[0].accessibleName().startswith("Not given")


def test_sorting_again_with_a_row_chosen_leaves_nobody_chosen_and_every_row_choosable(
    view, board, qtbot
):
    view.window.activateWindow()
    board.rows.widgets[1].setFocus()
    board.rows.chosen = board.rows.widgets[1]
    board.refresh()
    qtbot.waitUntil(lambda: board.rows.complete)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert board.rows.chosen in (None, *board.rows.widgets)
    qtbot.mouseClick(board.rows.widgets[2], Qt.MouseButton.LeftButton)
    assert board.rows.chosen is board.rows.widgets[2]
    board.step(1)
    qtbot.waitUntil(lambda: board.rows.complete)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.mouseClick(board.rows.widgets[0], Qt.MouseButton.LeftButton)
    assert board.rows.chosen is board.rows.widgets[0]


def test_at_midnight_the_board_goes_on_to_the_new_day(view, board, turned_clock):
    turned_clock.turn(hours=15)
    view._look_elsewhere()
    assert board.day == date(2026, 3, 13)
    assert "Fri 13-Mar-2026" in view.frame.top.title.text()


def test_a_day_chosen_by_hand_stays_at_midnight(view, board, turned_clock):
    board.go_to(date(2026, 3, 20))
    turned_clock.turn(hours=15)
    view._look_elsewhere()
    assert board.day == date(2026, 3, 20)


def test_an_empty_day_says_of_how_many_and_leads_on(board):
    board.go_to(date(2026, 6, 1))
    empty = board._stack.currentWidget()
    assert "No infusions or chemotherapy on Mon 01-Jun-2026" in empty.accessibleName()
    assert "0 of 11 active patients" in empty.accessibleName()
    assert f"step {board.list.revision}" in empty.accessibleName()


def test_the_foot_names_everybody_who_is_not_on_the_list(board):
    listed = {row.line.patient.id for row in board.list.rows}
    assert len(board.list.left_off) + len(listed) == 12


def test_a_hundred_rows_are_built_a_screenful_at_a_time(board, qtbot):
    rows = tuple(itertools.islice(itertools.cycle(board.list.rows), 100))
    board.rows.show_rows(rows, board.list.today, QWidget())
    assert 0 < len(board.rows.widgets) < 20
    qtbot.waitUntil(lambda: board.rows.complete)
    assert len(board.rows.widgets) == 100
