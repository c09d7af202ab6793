import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from nkdesk.services.patient_page import patient_page, why_item
from nkdesk.services.read_models import DayStatus
from nkdesk.ui.patient.lanes import lanes_of, scale_of
from nkdesk.ui.patient.screen import PatientScreen
from nkdesk.ui.patient.timeline import Timeline
from nkdesk.ui.patient.why_words import why_words


@pytest.fixture
def screen(qtbot, text_size, desk):
    made = PatientScreen(desk, 3)
    qtbot.addWidget(made)
    made.resize(970, 480)
    made.refresh()
    made.show()
    return made


@pytest.fixture
def page(desk):
    return patient_page(desk, 3).cycles[0]


@pytest.fixture
def timeline(qtbot, text_size, desk, page):
    made = Timeline(page, desk.clock.today())
    qtbot.addWidget(made)
    made.resize(930, made.sizeHint().height())
    made.show()
    return made


def test_every_item_lies_in_one_lane(page):
    lying = [row for lane in lanes_of(page) for row in lane.rows]
    assert sorted(row.item_id for row in lying) == sorted(row.item_id for row in page.rows)


def test_every_date_of_every_item_is_on_the_scale(page, desk):
    scale = scale_of(page, desk.clock.today(), 100, 900)
    for row in page.rows:
        for day in (row.item.planned, row.item.original, row.item.actual or row.item.planned):
            assert 100 <= scale.x(day) <= 900 - scale.day + 0.01


def test_the_arrow_keys_walk_through_every_item_in_time(timeline, page, qtbot):
    walked = []
    for _ in page.rows:
        qtbot.keyClick(timeline, Qt.Key.Key_Right)
        walked.append(timeline.current)
    assert [row.item.actual or row.item.planned for row in walked] == sorted(
        row.item.actual or row.item.planned for row in page.rows
    )
    qtbot.keyClick(timeline, Qt.Key.Key_Home)
    assert timeline.current is walked[0]
    assert walked[0].item.label in timeline.accessibleName()


def test_a_click_chooses_the_item_under_the_pointer(timeline, qtbot):
    timeline.grab()
    box, row = next(pair for pair in timeline._boxes if pair[1].nth == (2, 3))
    with qtbot.waitSignal(timeline.chosen) as chosen:
        qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert chosen.args == [row]


def test_given_and_planned_days_differ_in_grey(timeline):
    picture = timeline.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)

    def dark(row):
        box = next(one for one, other in timeline._boxes if other is row).toRect()
        points = [
            (x, y) for x in range(box.left(), box.right()) for y in range(box.top(), box.bottom())
        ]
        return sum(picture.pixelColor(x, y).lightness() < 160 for x, y in points) / len(points)

    rows = [row for _, row in timeline._boxes]
    given = next(row for row in rows if row.status is DayStatus.GIVEN)
    planned = next(row for row in rows if row.status is DayStatus.PLANNED and row.nth is None)
    assert dark(given) > 2 * dark(planned)


def test_what_is_chosen_in_the_timeline_is_chosen_in_the_table(screen, qtbot):
    section = screen.sections[0]
    qtbot.keyClick(section.timeline, Qt.Key.Key_End)
    assert section.chosen_row is section.timeline.current
    assert not screen.detail.isHidden()


def test_the_panel_says_why_the_item_stands_on_its_date(screen, desk):
    row = next(one for one in screen.sections[0].model.rows if one.nth == (3, 3))
    screen.choose(row.item_id)
    why = screen.detail.why.text()
    assert "counted from" in why
    assert "One day earlier:" in why
    assert "One day later:" in why


def test_what_stops_a_closed_item_on_both_sides_is_said_once(screen):
    row = next(one for one in screen.sections[0].model.rows if one.nth == (2, 3))
    screen.choose(row.item_id)
    assert screen.detail.why.text().count("closed already") == 1


def test_why_has_words_for_every_item_of_the_ward(desk):
    for patient_id in range(1, 13):
        for cycle in patient_page(desk, patient_id).cycles:
            for row in cycle.rows:
                sentences = why_words(why_item(desk, row.item_id), {})
                assert len(sentences) >= 4
                assert not [one for one in sentences if "{" in one]


def test_only_an_open_item_can_be_recorded(screen):
    rows = screen.sections[0].model.rows
    screen.choose(next(row.item_id for row in rows if row.status is DayStatus.GIVEN))
    assert screen.chosen_item is None
    assert screen.detail.record.isHidden()
    screen.choose(next(row.item_id for row in rows if row.item.is_open))
    assert screen.chosen_item is not None
    assert not screen.detail.record.isHidden()


def test_the_banner_states_exactly_one_of_four_allergy_states(screen):
    states = ("Known allergies", "No known allergies", "Allergies not recorded", "unavailable")
    assert sum(state in screen.banner.spoken() for state in states) == 1


def test_reading_again_keeps_the_choice_and_the_place(screen):
    row = next(one for one in screen.sections[0].model.rows if one.nth == (3, 3))
    screen.choose(row.item_id)
    screen._area.verticalScrollBar().setValue(200)
    screen.reread(elsewhere=True)
    assert screen.sections[0].chosen_row.item_id == row.item_id
    assert screen._area.verticalScrollBar().value() == 200


def test_a_patient_without_a_cycle_leads_to_planning_one(qtbot, text_size, desk):
    made = PatientScreen(desk, 11)
    qtbot.addWidget(made)
    made.refresh()
    assert made.sections == []
    assert made.chosen_item is None
