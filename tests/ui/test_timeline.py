"""Original, target, window, planned and actual told apart by form alone, on grey paper too."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QLabel

from nkdesk.model.change import Deviation, OffStudy
from nkdesk.model.refusal import BrokenRule, RuleCode
from nkdesk.model.words import Words
from nkdesk.services.read_models import DayStatus
from nkdesk.ui.common.status import paint_status
from nkdesk.ui.patient.forecast import ForecastSection, ForecastTimeline
from nkdesk.ui.patient.lanes import scale_of
from nkdesk.ui.patient.legend import Legend
from nkdesk.ui.patient.notices import deviations_notice, off_study_notice
from nkdesk.ui.patient.screen import PatientScreen
from nkdesk.ui.patient.timeline_paint import AXIS, LABELS, paint_infusion, paint_maybe
from tests.ui.changing import page_of, rows_of

WIDE = 930


def ink(image, box):
    """Return the share of dark points of a grey picture within a box, and how it is spread."""
    across = range(round(box.left()), round(box.right()))
    down = range(round(box.top()), round(box.bottom()))
    return {(x, y) for x in across for y in down if image.pixelColor(x, y).lightness() < 170}


def grey(paint):
    image = QImage(600, 60, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint(painter)
    painter.end()
    return image.convertToFormat(QImage.Format.Format_Grayscale8)


@pytest.fixture
def row(desk, text_size):
    """An infusion whose five dates all differ."""
    found = rows_of(desk, "NK-002")["C1/NK2"]
    day = found.item.target
    item = replace(
        found.item,
        original=day - timedelta(days=3),
        planned=day + timedelta(days=3),
        actual=day + timedelta(days=6),
        earliest=day - timedelta(days=1),
        latest=day + timedelta(days=1),
    )
    return replace(found, item=item)


def painted(row, page):
    scale = scale_of(
        replace(page, rows=(row,), first_day=row.item.original, last_day=row.item.actual),
        date(2027, 1, 1),
        0,
        600,
    )
    return grey(lambda painter: paint_infusion(painter, row, scale, 0)), scale


def test_five_dates_of_an_infusion_have_five_forms(row, desk):
    image, scale = painted(row, page_of(desk, "NK-002").cycles[0])

    def at(day):
        return ink(image, QRectF(scale.middle(day) - 9, 12, 18, 18))

    item = row.item
    given, planned, first = at(item.actual), at(item.planned), at(item.original)
    assert len(given) > 2 * len(planned), "given is filled, planned is a ring"
    assert len(planned) > len(first) > 0, "the first planned is a broken ring"
    above = QRectF(scale.middle(item.target) - 6, 0, 12, 8)
    assert ink(image, above), "the protocol's day has a sign above"
    assert not ink(image, above.translated(scale.middle(item.actual) - above.center().x(), 0))
    ends = [scale.x(item.earliest) + 2, scale.x(item.latest) + scale.day - 2]
    for end in ends:
        assert ink(image, QRectF(end - 1.5, 29, 3, 5)), "the window is a bracket with two ends"


def test_without_a_difference_no_ring_is_painted(row, desk):
    page = page_of(desk, "NK-002").cycles[0]
    item = replace(row.item, planned=row.item.actual, original=row.item.actual)
    image, scale = painted(replace(row, item=item), page)
    before = row.item.actual - timedelta(days=3)
    assert not ink(image, QRectF(scale.middle(before) - 9, 10, 18, 16))


def test_the_legend_names_every_form(qtbot, text_size):
    legend = Legend()
    qtbot.addWidget(legend)
    spoken = legend.accessibleName()
    for words in ("day of the protocol", "window", "planned", "given", "first planned"):
        assert words in spoken
    assert "given on another day" in spoken


def sign(paint):
    return frozenset(ink(grey(lambda one: paint(one, QPointF(30, 30))), QRectF(0, 0, 60, 60)))


def test_the_signs_of_the_legend_differ_without_colour(qtbot, text_size):
    legend = Legend()
    signs = [sign(paint) for paint, _ in legend._entries]
    assert len(set(signs)) == len(signs)
    assert all(signs)


def test_a_narrow_legend_takes_more_rows(qtbot, text_size):
    legend = Legend()
    qtbot.addWidget(legend)
    assert legend.heightForWidth(300) > legend.heightForWidth(2000)
    legend.resize(300, legend.heightForWidth(300))
    assert not legend.grab().isNull()


def test_a_forecast_is_named_in_words(qtbot, text_size, desk):
    page = page_of(desk, "NK-006")
    section = ForecastSection(page.forecast, page.today)
    qtbot.addWidget(section)
    assert "Cycle 2: forecast, not planned" in labels(section)
    assert "Nothing of it" in section.words.text()
    assert "Dose 1 of 3" in section.words.text()


def test_a_forecast_lies_on_hatched_ground_and_says_so_over_it(qtbot, text_size, desk):
    page = page_of(desk, "NK-006")
    forecast = ForecastTimeline(page.forecast, page.today)
    qtbot.addWidget(forecast)
    forecast.resize(WIDE, forecast.sizeHint().height())
    picture = forecast.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    across = range(round(LABELS) + 4, WIDE - 4)
    down = range(forecast.height() - 30, forecast.height() - 10)
    points = [picture.pixelColor(x, y).lightness() < 253 for x in across for y in down]
    assert sum(points) / len(points) > 0.1
    sign = QRectF(WIDE - 90, AXIS + 2, 84, 20)
    assert len(ink(picture, sign)) > 60


def test_a_date_that_is_only_forecast_looks_unlike_a_planned_one(text_size):
    box = QRectF(20, 20, 20, 20)
    planned = ink(grey(lambda one: paint_status(one, DayStatus.PLANNED, box)), box)
    maybe = ink(grey(lambda one: paint_maybe(one, box)), box)
    assert 0 < len(maybe) < 0.8 * len(planned)


def test_nothing_of_a_forecast_takes_the_focus_or_can_be_chosen(qtbot, text_size, desk):
    page = page_of(desk, "NK-006")
    forecast = ForecastTimeline(page.forecast, page.today)
    qtbot.addWidget(forecast)
    assert forecast.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert forecast.accessibleName() == "Forecast of cycle 2, not planned"


def test_a_forecast_is_never_stored(desk):
    page = page_of(desk, "NK-006")
    assert page.forecast.number == 2
    assert {row.item_id for row in page.forecast.rows} == {0}
    assert len(page.cycles) == 1


def labels(widget):
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def test_off_study_is_said_with_day_reason_and_note(qtbot, text_size):
    reasons = {"progression": Words(en="progression", ru="прогрессия", be="прагрэсія")}
    left = OffStudy(1, date(2026, 3, 10), "progression", "перевод")
    notice = off_study_notice(left, reasons)
    qtbot.addWidget(notice)
    assert "Off study since Tue 10-Mar-2026" in labels(notice)
    assert "progression · перевод" in labels(notice)
    unknown = off_study_notice(replace(left, reason="of_the_site"), reasons)
    qtbot.addWidget(unknown)
    assert "of_the_site" in labels(unknown)


def test_deviations_say_who_accepted_them_or_that_nobody_has(qtbot, text_size):
    rule = BrokenRule(RuleCode.OUTSIDE_WINDOW, "C1/NK1", day=date(2026, 3, 10))
    found = [Deviation(1, 1, rule, "Д-р Жук", "fever"), Deviation(1, 1, rule)]
    notice = deviations_notice(found, {"C1/NK1": "NK dose 1 of 3"})
    qtbot.addWidget(notice)
    said = labels(notice)
    assert "Deviations recorded: 2" in said
    assert "NK dose 1 of 3: Tue 10-Mar-2026 lies outside its window" in said
    assert "Accepted by Д-р Жук. fever" in said
    assert "No physician has looked at it yet." in said


@pytest.mark.parametrize(
    ("number", "words"),
    [("NK-002", "Deviations recorded: 2"), ("NK-006", "Cycle 2: forecast, not planned")],
)
def test_the_page_shows_deviations_and_the_forecast_in_words(qtbot, text_size, desk, number, words):
    screen = PatientScreen(desk, page_of(desk, number).line.patient.id)
    qtbot.addWidget(screen)
    screen.refresh()
    assert words in labels(screen)


def test_a_patient_off_study_has_no_forecast_and_nothing_to_defer(qtbot, text_size, desk):
    page = page_of(desk, "NK-002")
    screen = PatientScreen(desk, page.line.patient.id)
    qtbot.addWidget(screen)
    screen.refresh()
    assert "forecast" not in labels(screen)
    assert screen.off_study.isHidden()
    given = next(row for row in screen.sections[0].model.rows if row.status is DayStatus.GIVEN)
    screen.choose(given.item_id)
    assert screen.detail.defer.isHidden()
    assert not screen.detail.correct.isHidden()
