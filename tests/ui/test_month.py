"""The physician's month: what it shows, marks, filters and leads to."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QToolTip

from nkdesk.model.patient import PersonName
from nkdesk.model.protocol import ItemKind
from nkdesk.model.words import Words
from nkdesk.services.calendar_models import MonthDay, MonthEntry, WardMonth
from nkdesk.services.forms import GivenForm
from nkdesk.services.lines import KIND_ORDER
from nkdesk.services.read_models import DayStatus
from nkdesk.services.record import record_given
from nkdesk.services.steps import revision
from nkdesk.ui.month.geometry import Geometry, Place
from nkdesk.ui.month.grid import MonthGrid
from nkdesk.ui.month.lines import Wanted, lines_of
from nkdesk.ui.month.screen import MonthScreen
from tests.sheets.builders import line
from tests.ui.calendars import AS_OF, TODAY, day

START = date(2026, 2, 23)
LONG = PersonName("Щ" * 120, "Ы" * 80)


def entry(item_id, number=1, label="NK1", **changes):
    who = line(number, **changes.pop("patient", {}))
    kind = changes.pop("kind", ItemKind.INFUSION)
    status = changes.pop("status", DayStatus.PLANNED)
    return MonthEntry(item_id, who, "flag", kind, label, Words("x"), status, **changes)


def month_of(entries, weeks=6):
    """A month whose days hold entries by their place among the days."""
    days = tuple(
        MonthDay(day(date.fromordinal(START.toordinal() + at)), tuple(entries.get(at, ())))
        for at in range(7 * weeks)
    )
    arms = (("flag", Words("FLAG")),)
    return WardMonth(2026, 3, TODAY, None, days, arms, AS_OF, 7, sample=False)


@pytest.fixture
def grid(qtbot, text_size):
    made = MonthGrid()
    qtbot.addWidget(made)
    made.resize(1000, 620)
    made.show()
    return made


@pytest.fixture
def screen(qtbot, text_size, desk):
    made = MonthScreen(desk)
    qtbot.addWidget(made)
    made.resize(1700, 900)
    made.refresh()
    made.show()
    qtbot.waitExposed(made)
    return made


def find(screen, want):
    for at, found in enumerate(screen.month.days):
        for one in found.entries:
            if want(one):
                return at, one
    raise LookupError


# ---- the grid on entries made by hand


def test_a_line_is_spoken_with_two_identifiers_its_day_and_its_status(grid):
    grid.show_month(month_of({17: [entry(1, status=DayStatus.DUE, deferred=2)]}), Wanted())
    grid.take(Place(17, 0))
    for words in ("HR-001", line(1).patient.name.full, "Thu 12-Mar-2026", "NK1, Due"):
        assert words in grid.accessibleName()
    assert "deferred +2d" in grid.accessibleName()


def test_a_day_is_spoken_with_its_closure_and_how_much_it_holds(grid):
    grid.show_month(month_of({15: [entry(1)]}), Wanted())
    grid.take(Place(15))
    assert "NK laboratory closed: Invented Holiday" in grid.accessibleName()
    assert "1 entries" in grid.accessibleName()


def test_what_changed_is_marked_by_form_and_said_in_words(grid):
    plain = month_of({17: [entry(1)]})
    changed = month_of({17: [entry(1, changed=True)]})
    pictures = []
    for one in (plain, changed):
        grid.show_month(one, Wanted())
        pictures.append(grid.grab().toImage())
    assert pictures[0] != pictures[1]
    grid.take(Place(17, 0))
    assert grid.accessibleName().endswith("changed")


def test_a_full_day_counts_what_has_no_room_and_a_click_opens_all_of_it(grid, qtbot):
    crowd = [entry(at, at, kind=ItemKind.SAMPLE, label="COUNTS") for at in range(1, 20)]
    grid.show_month(month_of({17: crowd}), Wanted())
    slots = grid._painter.slots(grid.lines[17])
    assert slots[-1].place is None
    box = grid._painter.slot_box(slots[-1], grid.day_box(17))
    with qtbot.waitSignal(grid.picked):
        qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert grid.current == Place(17)


def test_every_line_is_reached_by_the_arrow_keys_also_without_room(grid, qtbot):
    crowd = [entry(at, at, kind=ItemKind.SAMPLE, label="COUNTS") for at in range(1, 20)]
    grid.show_month(month_of({17: crowd}), Wanted())
    grid.take(Place(17))
    reached = []
    for _ in crowd:
        qtbot.keyClick(grid, Qt.Key.Key_Down)
        reached.append(grid.current_entry().item_id)
    assert reached == [one.item_id for one in crowd]
    qtbot.keyClick(grid, Qt.Key.Key_Down)
    assert grid.current == Place(24)


def test_arrows_walk_days_and_weeks_and_stop_at_the_ends(grid, qtbot):
    grid.show_month(month_of({}), Wanted())
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert grid.current == Place(17)  # today
    qtbot.keyClick(grid, Qt.Key.Key_Left)
    qtbot.keyClick(grid, Qt.Key.Key_Up)
    assert grid.current == Place(9)
    for _ in range(9):
        qtbot.keyClick(grid, Qt.Key.Key_Up)
    assert grid.current == Place(2)


def test_what_is_under_the_pointer_is_the_line_painted_there(grid):
    grid.show_month(month_of({17: [entry(1), entry(2, 2)]}), Wanted())
    for at in (0, 1):
        assert grid.place_at(grid.line_box(Place(17, at)).center()) == Place(17, at)
    assert grid.place_at(QPoint(5, 5)) is None


def test_days_never_become_too_narrow_to_read(grid):
    grid.resize(400, 500)
    grid.show_month(month_of({}), Wanted())
    assert grid.geometry_now.day >= 132
    grid.take(Place(6))
    assert grid.day_box(6).right() <= grid.viewport().width()


def test_lines_of_a_day_never_overlap_and_stay_in_its_box():
    for height in range(300, 1200, 37):
        geometry = Geometry(1000, height, 6, 1.0)
        for count in range(12):
            slots = geometry.slots([17, 34] * count)
            for first, second in pairwise(slots):
                assert first.top + first.height <= second.top
            if slots:
                assert slots[-1].top + slots[-1].height <= geometry.week


def test_drugs_of_one_patient_and_status_share_a_line():
    drugs = [entry(at, kind=ItemKind.CHEMO, label=f"FLU {at}") for at in (1, 2)]
    other = entry(3, 2, kind=ItemKind.CHEMO, label="IDA 1")
    late = entry(4, kind=ItemKind.CHEMO, label="CYT 1", status=DayStatus.OVERDUE)
    assert [one.label for one in lines_of([*drugs, other, late])] == ["2 drugs", "IDA 1", "CYT 1"]


def test_an_empty_month_and_a_name_of_200_letters_are_painted(grid):
    grid.grab()
    grid.show_month(month_of({17: [entry(1, patient={"name": LONG})]}), Wanted())
    grid.grab()
    grid.take(Place(17, 0))
    assert LONG.full in grid.accessibleName()


def test_the_wheel_only_scrolls(grid):
    grid.resize(1000, 300)
    grid.show_month(month_of({}), Wanted())
    grid.take(Place(0))
    at = QPointF(300, 200)
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
    assert grid.current == Place(0)


def test_a_resting_pointer_is_told_the_whole_line(grid):
    grid.show_month(month_of({17: [entry(1, patient={"name": LONG})]}), Wanted())
    port, at = grid.viewport(), grid.line_box(Place(17, 0)).center()
    QApplication.sendEvent(port, QHelpEvent(QEvent.Type.ToolTip, at, port.mapToGlobal(at)))
    assert LONG.full in QToolTip.text()


def test_a_double_click_on_a_line_opens_its_patient(grid, qtbot):
    grid.show_month(month_of({17: [entry(1, 5)]}), Wanted())
    at = grid.line_box(Place(17, 0)).center()
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=at)
    with qtbot.waitSignal(grid.opened) as opened:
        qtbot.mouseDClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert opened.args == [5]


def test_late_conflicting_and_changed_entries_without_room_are_still_marked(grid):
    def foot(**changes):
        crowd = [entry(at, at, kind=ItemKind.SAMPLE, label="COUNTS") for at in range(1, 9)]
        grid.show_month(month_of({17: [*crowd, entry(9, 9, **changes)]}), Wanted())
        slots = grid._painter.slots(grid.lines[17])
        return (
            grid.viewport()
            .grab()
            .toImage()
            .copy(grid._painter.slot_box(slots[-1], grid.day_box(17)))
        )

    plain = foot()
    assert foot(status=DayStatus.OVERDUE) != plain
    assert foot(conflict=True) != plain
    assert foot(changed=True) != plain


def test_a_day_over_capacity_is_marked_by_form(grid):
    def head(used):
        month = month_of({17: [entry(1)]})
        days = list(month.days)
        days[17] = MonthDay(day(TODAY, used), days[17].entries)
        grid.show_month(replace(month, days=tuple(days)), Wanted())
        return grid.viewport().grab().toImage().copy(grid.day_box(17))

    assert head(2) != head(3)


def test_larger_text_lays_the_month_out_anew(grid, text_size):
    grid.show_month(month_of({17: [entry(1)]}), Wanted())
    before = grid.geometry_now.line
    try:
        text_size.change(5)
        assert grid.geometry_now.line > before
    finally:
        text_size.change(0)


# ---- the screen on the sample ward


def test_the_month_is_shown_in_whole_weeks_monday_first(screen):
    days = [one.column.day for one in screen.month.days]
    assert days[0] == date(2026, 2, 23)
    assert days[-1].isoweekday() == 7
    assert screen.title == "Month  Mar-2026"


def test_infusions_stand_first_on_every_day(screen):
    for lines in screen.grid.lines:
        ranks = [KIND_ORDER[one.first.kind] for one in lines]
        assert ranks == sorted(ranks)


@pytest.mark.parametrize(("steps", "title"), [(1, "Apr-2026"), (-3, "Dec-2025"), (10, "Jan-2027")])
def test_months_turn_over_years_and_this_month_leads_back(screen, steps, title):
    screen.step(steps)
    assert screen.title.endswith(title)
    screen.tools.today.click()
    assert screen.title.endswith("Mar-2026")


def test_the_page_keys_turn_the_month(screen, qtbot):
    qtbot.keyClick(screen.grid, Qt.Key.Key_PageDown)
    assert screen.title.endswith("Apr-2026")
    qtbot.keyClick(screen.grid, Qt.Key.Key_PageUp)
    assert screen.title.endswith("Mar-2026")


def test_a_filter_by_kind_says_of_how_many_and_clears(screen):
    kind = screen.controls.kind
    kind.setCurrentIndex(kind.findData(ItemKind.INFUSION.value))
    kinds = {one.first.kind for lines in screen.grid.lines for one in lines}
    assert kinds == {ItemKind.INFUSION}
    assert screen.bar.words.text().startswith("Filtered: ")
    screen.bar.clear.click()
    assert screen.bar.isHidden()
    assert not screen.controls.wanted.is_active


def test_a_filter_by_arm_leaves_in_only_its_patients(screen):
    screen.controls.arm.setCurrentIndex(1)
    arms = {one.first.arm for lines in screen.grid.lines for one in lines}
    assert arms == {screen.controls.arm.code}


def test_what_changed_since_a_day_is_marked_and_can_be_shown_alone(screen):
    assert not any(one.changed for found in screen.month.days for one in found.entries)
    screen.controls.since.setText("11.03.2026")
    assert screen.controls.echo.text() == "Wed 11-Mar-2026 or later"
    changed = {one.item_id for found in screen.month.days for one in found.entries if one.changed}
    assert changed
    screen.controls.only.click()
    left = {one.item_id for lines in screen.grid.lines for ln in lines for one in ln.entries}
    assert left == changed


def test_a_date_that_is_none_marks_nothing_and_says_what_to_type(screen):
    screen.controls.since.setText("11.03.2026")
    screen.controls.since.setText("3/12")
    assert screen.month.since is None
    assert "Type" in screen.controls.echo.text()
    assert screen.controls.only.isHidden()


def test_a_click_on_a_line_opens_its_whole_day_with_its_details(screen, qtbot):
    at, found = find(screen, lambda one: one.status is DayStatus.DUE)
    box = screen.grid.line_box(Place(at, 0))
    qtbot.mouseClick(screen.grid.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert len(screen.panel.model.rows) == len(screen.month.days[at].entries)
    words = screen.panel.accessibleName()
    assert found.line.patient.name.full in words
    assert "Due" in words
    assert not screen.panel.defer.isHidden()


@pytest.mark.parametrize(
    ("name", "signal"),
    [("record", "record_asked"), ("defer", "defer_asked"), ("not_given", "not_given_asked")],
)
def test_the_buttons_of_the_panel_ask_for_the_chosen_entry(screen, qtbot, name, signal):
    at, found = find(screen, lambda one: one.status is DayStatus.DUE)
    screen.grid.take(Place(at, 0))
    screen._open_panel()
    with qtbot.waitSignal(getattr(screen, signal)) as asked:
        getattr(screen.panel, name).click()
    assert asked.args[0].item_id == found.item_id
    assert screen.chosen_item.item_id == found.item_id


def test_every_entry_of_a_day_can_be_chosen_in_the_panel(screen):
    at, _ = find(screen, lambda one: one.status is DayStatus.DUE)
    screen.grid.take(Place(at))
    screen._open_panel()
    assert screen.panel.defer.isHidden()
    for place, listed in enumerate(screen.panel.model.rows):
        screen.panel.table.selectRow(place)
        assert screen._chosen_id() == listed.item_id


def test_enter_and_the_panel_open_the_patient(screen, qtbot):
    at, found = find(screen, lambda one: one.status is DayStatus.DUE)
    screen.grid.take(Place(at, 0))
    with qtbot.waitSignal(screen.patient_asked) as asked:
        qtbot.keyClick(screen.grid, Qt.Key.Key_Return)
    assert asked.args == [found.line.patient.id]
    qtbot.keyClick(screen.grid, Qt.Key.Key_Space)
    with qtbot.waitSignal(screen.patient_asked):
        screen.panel.patient.click()


def test_reading_again_finds_the_chosen_entry_where_it_now_stands(screen, desk):
    at, found = find(screen, lambda one: one.status is DayStatus.DUE)
    screen.grid.take(Place(at, 0))
    screen._open_panel()
    record_given(desk, GivenForm(found.item_id, "12.03.2026"))
    before = revision(desk)
    screen.reread(elsewhere=True)
    assert screen.grid.current_entry().status is DayStatus.GIVEN
    assert screen.panel.defer.isHidden()
    assert revision(desk) == before


def test_f3_without_an_entry_says_what_to_do(screen, qtbot):
    screen.grid.take(Place(0))
    with qtbot.assertNotEmitted(screen.defer_asked), qtbot.waitSignal(screen.said):
        qtbot.keyClick(screen.grid, Qt.Key.Key_F3)


def test_the_month_moves_on_with_the_ward_unless_another_was_chosen(screen, turned_clock):
    turned_clock.turn(days=25)
    screen.reread()
    assert screen.title.endswith("Apr-2026")
    screen.step(-2)
    turned_clock.turn(days=30)
    screen.reread()
    assert screen.title.endswith("Feb-2026")


def test_the_month_fits_the_smallest_screen(screen):
    assert screen.minimumSizeHint().width() <= 1093 - 112 - 8
