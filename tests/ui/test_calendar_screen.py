"""The ward calendar as a screen on the sample ward: reading, filtering, panel, asking."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt

from nkdesk.services.forms import GivenForm
from nkdesk.services.problems import StoreError
from nkdesk.services.read_models import DayStatus
from nkdesk.services.record import record_given
from nkdesk.services.steps import revision
from nkdesk.services.ward_calendar import ward_calendar
from nkdesk.store.problem import StoreProblem
from nkdesk.ui.calendar import reading
from nkdesk.ui.calendar.place import Place
from nkdesk.ui.calendar.screen import CalendarScreen
from nkdesk.ui.common.ward_panel import Shown, WardPanel
from nkdesk.ui.defer.dialog import DeferDialog
from nkdesk.ui.rail_order import Place as Rail
from tests.sheets.builders import line
from tests.ui.test_calendar_grid import LONG, chip_at, drag, middle

TODAY = date(2026, 3, 12)


@pytest.fixture
def screen(qtbot, text_size, desk):
    made = CalendarScreen(desk)
    qtbot.addWidget(made)
    made.resize(1300, 600)
    made.refresh()
    made.show()
    qtbot.waitExposed(made)
    return made


def place_of(screen, want):
    """Return the first place whose item is wanted."""
    facts = screen.facts
    for row in range(len(facts.rows)):
        for column in range(facts.days):
            for nth, cell in enumerate(facts.cell(row, column)):
                if want(cell):
                    return Place(row, column, nth)
    raise LookupError


def due(screen):
    return place_of(screen, lambda cell: cell.status is DayStatus.DUE and cell.label == "NK1")


def item(screen, place):
    return screen.facts.cell(place.row, place.column)[place.nth]


def test_the_calendar_begins_on_the_monday_of_this_week_and_names_its_days(screen):
    assert screen.facts.first == date(2026, 3, 9)
    assert screen.title == "Calendar  09-Mar to 22-Mar-2026"


def test_every_patient_has_a_row_in_the_order_of_the_ward(screen, desk):
    read = ward_calendar(desk, date(2026, 3, 9), 14)
    assert [row.patient_id for row in screen.facts.rows] == [
        row.line.patient.id for row in read.rows
    ]


def test_weeks_turn_and_today_leads_back(screen, qtbot):
    with qtbot.waitSignal(screen.titled):
        screen.step(1)
    assert screen.facts.first == date(2026, 3, 16)
    screen.tools.back.click()
    screen.tools.back.click()
    assert screen.facts.first == date(2026, 3, 2)
    screen.tools.today.click()
    assert screen.facts.first == date(2026, 3, 9)


def test_the_current_patient_and_day_stay_while_weeks_turn(screen):
    screen.grid.take(Place(4, 8))
    screen.step(1)
    assert screen.grid.current == Place(4, 1)
    screen.step(1)
    assert screen.grid.current is None


@pytest.mark.parametrize("days", [7, 14, 28, 180])
def test_every_span_shows_its_days(screen, days):
    screen.controls.spans[days].click()
    assert screen.facts.days == days
    assert screen.grid.geometry_now.days == days


def test_a_long_span_is_read_as_it_comes_into_sight(screen, qtbot, monkeypatch):
    asked = []

    def noted(desk, first, days):
        asked.append(days)
        return ward_calendar(desk, first, days)

    monkeypatch.setattr(reading, "ward_calendar", noted)
    screen.show_days(180)
    assert sum(asked) == 28
    screen.grid.horizontalScrollBar().setValue(10_000)
    qtbot.waitUntil(lambda: screen.facts.day(179) is not None)
    assert sum(asked) < 100


def test_a_span_beyond_what_is_known_of_moved_working_days_says_so(screen):
    assert "Moved working days" not in screen.foot.text()
    screen.go_to(date(2027, 1, 4))
    assert "Moved working days are known up to 31-Dec-2026" in screen.foot.text()


def test_days_that_cannot_be_read_now_are_said_and_asked_for_again(screen, qtbot, monkeypatch):
    def busy(*_):
        raise StoreError(StoreProblem.BUSY)

    screen.show_days(180)
    monkeypatch.setattr(reading, "ward_calendar", busy)
    screen.grid.horizontalScrollBar().setValue(10_000)
    qtbot.waitUntil(lambda: "Another window" in screen.foot.text())
    monkeypatch.undo()
    screen.grid.horizontalScrollBar().setValue(8_000)
    qtbot.waitUntil(lambda: screen.facts.day(150) is not None)


def test_nobody_is_chosen_until_a_person_chooses(screen):
    assert screen.chosen_item is None
    assert screen.panel.isHidden()


def test_the_chosen_item_is_the_open_one_at_the_current_cell(screen):
    place = due(screen)
    screen.grid.take(place)
    assert screen.chosen_item.item_id == item(screen, place).item_id
    screen.grid.take(place_of(screen, lambda cell: cell.status is DayStatus.GIVEN))
    assert screen.chosen_item is None


def test_a_click_opens_the_panel_with_details_and_buttons(screen, qtbot):
    place = due(screen)
    at = chip_at(screen.grid, place.row, place.column)
    qtbot.mouseClick(screen.grid.viewport(), Qt.MouseButton.LeftButton, pos=at)
    who = screen.facts.rows[place.row].line
    words = screen.panel.accessibleName()
    for part in ("Thu 12-Mar-2026", "Due", who.patient.name.full, who.patient.trial_number):
        assert part in words
    for one in (screen.panel.record, screen.panel.defer, screen.panel.not_given):
        assert not one.isHidden()


def test_the_panel_does_not_move_a_day_under_the_hand(screen, qtbot):
    screen.grid.take(Place(0, 1))
    before = screen.grid.body.cell_box(0, 1)
    screen.beside.open_cell()
    qtbot.wait(1)
    assert screen.grid.body.cell_box(0, 1) == before
    assert screen.grid.geometry_now.day == before.width()


def test_the_panel_follows_the_arrow_keys_and_closes(screen, qtbot):
    screen.grid.take(due(screen))
    qtbot.keyClick(screen.grid, Qt.Key.Key_Space)
    qtbot.keyClick(screen.grid, Qt.Key.Key_Right)
    assert "Fri 13-Mar-2026" in screen.panel.accessibleName()
    screen.panel.close_button.click()
    assert screen.panel.isHidden()


@pytest.mark.parametrize(
    ("name", "signal"),
    [
        ("record", "record_asked"),
        ("defer", "defer_asked"),
        ("not_given", "not_given_asked"),
    ],
)
def test_the_buttons_of_the_panel_ask_for_the_chosen_item(screen, qtbot, name, signal):
    place = due(screen)
    screen.grid.take(place)
    screen.beside.open_cell()
    with qtbot.waitSignal(getattr(screen, signal)) as asked:
        getattr(screen.panel, name).click()
    assert asked.args[0].item_id == item(screen, place).item_id


def test_patient_and_laboratory_buttons_ask_for_theirs(screen, qtbot):
    screen.grid.take(Place(2, 0))
    screen.beside.open_cell()
    with qtbot.waitSignal(screen.patient_asked) as asked:
        screen.panel.patient.click()
    assert asked.args == [screen.facts.rows[2].patient_id]
    with qtbot.waitSignal(screen.replace_asked):
        screen.controls.replace.click()


def test_a_whole_day_lists_every_entry_of_it_and_each_can_be_chosen(screen):
    column = screen.facts.column_of(TODAY)
    screen.beside.open_day(column)
    expected = [
        cell.item_id
        for row in range(len(screen.facts.rows))
        for cell in screen.facts.cell(row, column)
    ]
    listed = [entry.item_id for entry in screen.panel.model.rows]
    assert listed == expected
    assert screen.panel.defer.isHidden()
    screen.panel.table.selectRow(len(listed) - 1)
    assert screen.grid.current_item().item_id == listed[-1]
    assert [entry.item_id for entry in screen.panel.model.rows] == listed


def test_f3_without_an_open_item_says_what_to_do(screen, qtbot):
    screen.grid.take(place_of(screen, lambda cell: cell.status is DayStatus.GIVEN))
    with qtbot.assertNotEmitted(screen.defer_asked), qtbot.waitSignal(screen.said):
        qtbot.keyClick(screen.grid, Qt.Key.Key_F3)


def test_a_drag_asks_for_the_defer_form_with_its_day_and_saves_nothing(screen, qtbot, desk):
    place = place_of(screen, lambda cell: cell.status is DayStatus.PLANNED and cell.label == "NK1")
    before = revision(desk)
    start = chip_at(screen.grid, place.row, place.column)
    end = middle(screen.grid, place.row, place.column + 2)
    with qtbot.waitSignal(screen.defer_asked) as asked:
        drag(qtbot, screen.grid, start, end)
    chosen, to = asked.args
    assert chosen.item_id == item(screen, place).item_id
    assert to == screen.facts.date_of(place.column) + timedelta(days=2)
    assert revision(desk) == before
    assert item(screen, place).item_id == chosen.item_id


def test_dragging_what_was_closed_meanwhile_asks_nothing(screen, qtbot, desk):
    place = due(screen)
    cell = item(screen, place)
    record_given(desk, GivenForm(cell.item_id, "12.03.2026"))
    with qtbot.assertNotEmitted(screen.defer_asked):
        screen.grid.dropped.emit(cell, TODAY + timedelta(days=1))
    assert "closed meanwhile" in screen.foot.text()


def test_reading_again_moves_no_row_and_marks_what_changed(screen, desk):
    place = due(screen)
    screen.grid.take(place)
    screen.resize(700, 320)
    screen.grid.verticalScrollBar().setValue(40)
    rows = [row.patient_id for row in screen.facts.rows]
    cell = item(screen, place)
    record_given(desk, GivenForm(cell.item_id, "12.03.2026"))
    screen.reread(elsewhere=True)
    assert [row.patient_id for row in screen.facts.rows] == rows
    assert screen.grid.current == place
    assert screen.grid.verticalScrollBar().value() == 40
    assert screen.grid.body.changed == {cell.item_id}
    assert screen.grid.accessibleName().endswith("changed")
    assert item(screen, place).status is DayStatus.GIVEN
    assert "1 entry changed" in screen.foot.text()
    screen.refresh()
    assert screen.grid.body.changed == frozenset()


def test_a_filter_says_of_how_many_and_clears(screen):
    screen.controls.filters.name.setText("семе")
    assert screen.bar.words.text() == "Filtered: 2 of 12"
    assert not screen.bar.isHidden()
    screen.bar.clear.click()
    assert len(screen.facts.rows) == 12
    assert screen.bar.isHidden()


def test_a_filter_by_status_looks_at_the_whole_span(screen):
    filters = screen.controls.filters
    screen.show_days(180)
    filters.status.setCurrentIndex(filters.status.findData(DayStatus.OVERDUE.value))
    late = {row.patient_id for row in screen.facts.rows}
    assert late
    for patient in late:
        assert DayStatus.OVERDUE in screen.facts.statuses(patient)
    assert screen.facts.missing(range(180)) == []


def test_a_filter_by_arm_offers_the_titles_of_the_arms_in_use(screen):
    arm = screen.controls.filters.arm
    assert arm.count() > 2
    arm.setCurrentIndex(1)
    assert 0 < len(screen.facts.rows) < 12
    assert {row.arm for row in screen.facts.rows} == {arm.code}


def test_a_filter_that_leaves_nobody_in_leads_back(screen):
    screen.controls.filters.name.setText("nobody of that name")
    assert screen._stack.currentIndex() == 2
    assert screen.bar.words.text() == "Filtered: 0 of 12"


def test_a_ward_without_patients_leads_to_adding_one(screen, qtbot, monkeypatch, desk):
    empty = replace(ward_calendar(desk, TODAY, 14), rows=(), total=0)
    monkeypatch.setattr(reading, "ward_calendar", lambda *_: empty)
    screen.refresh()
    page = screen._stack.currentWidget()
    assert "No patients enrolled" in page.accessibleName()
    add = next(one for one in page.findChildren(type(screen.panel.record)))
    with qtbot.waitSignal(screen.add_asked):
        add.click()


def test_at_midnight_a_new_week_is_shown_unless_another_was_chosen(screen, turned_clock):
    turned_clock.turn(days=4)
    screen.reread()
    assert screen.facts.first == date(2026, 3, 16)
    screen.step(2)
    turned_clock.turn(days=7)
    screen.reread()
    assert screen.facts.first == date(2026, 3, 30)


def test_the_calendar_fits_the_smallest_screen(screen):
    assert screen.minimumSizeHint().width() <= 1093 - 112 - 8
    assert screen.controls.height() >= 44


def test_a_name_of_200_letters_in_the_panel_makes_no_window_higher(qtbot, text_size):
    panel = WardPanel()
    qtbot.addWidget(panel)
    panel.show_content(Shown(TODAY, (), (), line(1, name=LONG)))
    assert panel.minimumSizeHint().height() <= 200
    assert LONG.full in panel.accessibleName()
    panel.resize(panel.width(), 400)
    panel.show_content(Shown(TODAY, ("a note",), (), line(1)))
    assert panel.who.height() >= panel.who.heightForWidth(panel.who.width())


def test_larger_text_widens_the_panel_and_the_days_keep_their_room(screen, text_size, qtbot):
    screen.grid.take(due(screen))
    screen.beside.open_cell()
    before = screen.panel.width()
    try:
        text_size.change(5)
        qtbot.waitUntil(lambda: screen.grid.geometry_now.unit == 1.5)
        qtbot.waitUntil(lambda: screen.grid.panel_room == screen.panel.width() > before)
    finally:
        text_size.change(0)


def test_clicking_under_the_rows_or_beside_the_days_does_no_harm(screen, qtbot):
    screen.resize(1300, 1800)
    port = screen.grid.viewport()
    for at in (QPoint(600, 1600), QPoint(20, 1600), QPoint(20, 10)):
        qtbot.mouseClick(port, Qt.MouseButton.LeftButton, pos=at)
    assert screen.grid.current is None


# ---- in the window


def test_the_keys_of_the_window_turn_weeks_and_lead_back_to_today(view, qtbot):
    view.go(Rail.CALENDAR)
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(view.screen.grid, Qt.Key.Key_Right, control)
    assert "16-Mar to 29-Mar-2026" in view.frame.top.title.text()
    qtbot.keyClick(view.screen.grid, Qt.Key.Key_Left, control)
    qtbot.keyClick(view.screen.grid, Qt.Key.Key_Left, control)
    assert "02-Mar to 15-Mar-2026" in view.frame.top.title.text()
    qtbot.keyClick(view.screen.grid, Qt.Key.Key_T, control)
    assert "09-Mar to 22-Mar-2026" in view.frame.top.title.text()


def test_a_drop_opens_the_defer_form_on_its_day_and_nothing_is_saved(view, qtbot):
    view.go(Rail.CALENDAR)
    screen, before = view.screen, revision(view.desk)
    place = place_of(screen, lambda cell: cell.status is DayStatus.DUE and cell.label == "NK1")
    screen.grid.show_place(place)
    start = chip_at(screen.grid, place.row, place.column)
    drag(qtbot, screen.grid, start, middle(screen.grid, place.row, place.column + 1))
    assert isinstance(view.acts.dialog, DeferDialog)
    assert revision(view.desk) == before
    view.acts.dialog.reject()
    assert revision(view.desk) == before


def test_escape_while_dragging_lets_go_and_leaves_no_screen(view, qtbot):
    view.open_patient(3)
    view.go(Rail.CALENDAR)
    screen = view.screen
    screen.grid.setFocus()
    place = place_of(screen, lambda cell: cell.status is DayStatus.DUE and cell.label == "NK1")
    start = chip_at(screen.grid, place.row, place.column)
    qtbot.mousePress(screen.grid.viewport(), Qt.MouseButton.LeftButton, pos=start)
    qtbot.keyClick(screen.grid, Qt.Key.Key_Escape)
    qtbot.mouseRelease(screen.grid.viewport(), Qt.MouseButton.LeftButton, pos=start)
    assert view.screen is screen
    assert screen.foot.text() == "Not moved."
