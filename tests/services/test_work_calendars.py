"""Working calendars: what the holiday data says, filtered, under the site's own days."""

from datetime import date

import pytest

from nkdesk.model.site import SiteDay
from nkdesk.model.work_calendar import Closure, ClosureReason
from nkdesk.services.work_calendars import public_holidays, work_calendars
from tests.scheduler.building import protocol_of

TEXT = """
anchor = {}
item = []
[calendar.ward]
[calendar.lab]
closed_weekdays = ["sat", "sun"]
holidays = "BY"
capacity = 2
"""


def lab(*site_days, years=(2026,), **more):
    return work_calendars(protocol_of(TEXT), years, site_days, **more)["lab"]


def test_the_moved_monday_of_2026_is_closed_and_its_saturday_worked():
    calendar = lab()
    assert not calendar.is_open(date(2026, 4, 20))
    assert calendar.is_open(date(2026, 4, 25))
    assert not calendar.is_open(date(2026, 4, 18))


@pytest.mark.parametrize("day", [date(2026, 4, 21), date(2027, 5, 11), date(2028, 4, 25)])
def test_radunitsa_is_nine_days_after_orthodox_easter(day):
    closure = lab(years=(2026, 2027, 2028)).closure(day)
    assert closure.reason is ClosureReason.HOLIDAY
    assert "Radunitsa" in closure.name


def test_moved_days_of_other_years_are_left_out():
    assert lab().worked == {date(2026, 4, 25)}
    assert all(day.year == 2026 for day in lab().holidays)


def test_easter_sundays_are_entries_and_close_no_more_than_the_sunday_does():
    names = lab().holidays
    assert "Easter" in names[date(2026, 4, 5)]
    assert "Easter" in names[date(2026, 4, 12)]
    assert date(2026, 4, 6) not in names


@pytest.mark.parametrize(
    ("language", "word"), [("en", "Radunitsa"), ("ru", "Радуница"), ("be", "Радаўніца")]
)
def test_holidays_are_named_in_the_language_asked_for(language, word):
    assert word in lab(language=language).holidays[date(2026, 4, 21)]


def test_a_country_without_the_language_keeps_its_own():
    assert public_holidays("DE", (2026,), "be").closed[date(2026, 12, 25)]


def test_a_country_that_moves_no_days_has_no_horizon():
    assert public_holidays("DE", (2026,), "en").moved_days_known_until is None


def test_the_data_names_its_version_and_how_far_it_knows():
    assert lab().holidays_version.startswith("holidays 0.")
    assert lab().moved_days_known_until == date(2026, 12, 31)


def test_the_site_closes_and_opens_its_own_days():
    calendar = lab(
        SiteDay("lab", date(2026, 4, 25), is_open=False, note="deep clean"),
        SiteDay("lab", date(2026, 4, 21), is_open=True),
        SiteDay("ward", date(2026, 4, 22), is_open=False),
    )
    assert calendar.closure(date(2026, 4, 25)) == Closure(ClosureReason.SITE, "deep clean")
    assert calendar.is_open(date(2026, 4, 21))
    assert calendar.is_open(date(2026, 4, 22))


def test_closed_beats_open_on_the_same_day():
    day = date(2026, 4, 22)
    both = (SiteDay("lab", day, is_open=True), SiteDay("lab", day, is_open=False))
    assert not lab(*both).is_open(day)


def test_a_calendar_without_holidays_is_open_on_them_and_names_no_data():
    ward = work_calendars(protocol_of(TEXT), (2026,))["ward"]
    assert ward.is_open(date(2026, 1, 1))
    assert (ward.holidays_version, ward.capacity, lab().capacity) == ("", None, 2)
