from datetime import UTC, date, datetime

import pytest

from nkdesk.model.age import Age
from nkdesk.sheets.wording.dates import (
    MONTHS,
    WEEKDAYS,
    age_months_text,
    age_text,
    born_text,
    clock_text,
    date_text,
    day_text,
    duration_text,
    moment_text,
    planned_time_text,
    weekday_text,
    window_text,
)

DAY = date(2026, 3, 12)


def test_a_planning_date_stands_with_its_weekday():
    assert day_text(DAY) == "Thu 12-Mar-2026"


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "Thu 12-Mar-2026"), ("ru", "Чт 12-мар-2026"), ("be", "Чц 12-сак-2026")],
)
def test_every_language_has_its_own_tables(language, shown):
    assert day_text(DAY, language) == shown


@pytest.mark.parametrize("language", ["en", "ru", "be"])
def test_every_month_and_weekday_has_a_name_of_its_own(language):
    assert len(set(MONTHS[language])) == 12
    assert {len(month) for month in MONTHS[language]} == {3}
    assert len(set(WEEKDAYS[language])) == 7


def test_months_run_through_the_year_in_order():
    year = [date_text(date(2026, month, 1)) for month in range(1, 13)]
    assert year[0] == "01-Jan-2026"
    assert year[8] == "01-Sep-2026"
    assert year[11] == "01-Dec-2026"


def test_belarusian_july_and_november_differ():
    july, november = date(2026, 7, 1), date(2026, 11, 1)
    assert day_text(july, "be") == "Ср 01-ліп-2026"
    assert day_text(november, "be") == "Нд 01-ліс-2026"


def test_a_date_is_padded_to_two_digits_and_four():
    assert date_text(date(2026, 1, 2)) == "02-Jan-2026"
    assert weekday_text(date(2026, 1, 2)) == "Fri"


def test_midnight_is_written_as_zero_hours():
    midnight = datetime(2026, 3, 12, 0, 0, 5, tzinfo=UTC)
    assert clock_text(midnight) == "00:00"
    assert moment_text(midnight) == "12-Mar-2026 00:00"
    assert moment_text(midnight, seconds=True) == "12-Mar-2026 00:00:05"


def test_an_unknown_time_is_said_in_words():
    assert planned_time_text("09:00") == "09:00"
    assert planned_time_text("") == "not stated"


@pytest.mark.parametrize(
    ("minutes", "shown"), [(30, "30min"), (60, "1hr"), (90, "1hr 30min"), (0, "0min")]
)
def test_a_duration_is_written_in_whole_units(minutes, shown):
    assert duration_text(minutes) == shown


@pytest.mark.parametrize(
    ("age", "shown"),
    [(Age(0, 7), "7m"), (Age(1, 11), "23m"), (Age(2, 0), "2y"), (Age(11, 4), "11y")],
)
def test_an_age_below_two_years_is_written_in_months(age, shown):
    assert age_text(age) == shown


@pytest.mark.parametrize(("months", "shown"), [(36, "3y"), (18, "18m"), (42, "42m"), (12, "12m")])
def test_an_age_limit_keeps_its_months(months, shown):
    assert age_months_text(months) == shown


def test_a_birth_date_stands_with_the_age():
    assert born_text(date(2015, 3, 12), Age(11, 0)) == "12-Mar-2015 (11y)"


@pytest.mark.parametrize(
    ("earliest", "latest", "shown"),
    [
        (None, None, "no limit"),
        (DAY, None, "from Thu 12-Mar-2026"),
        (None, DAY, "until Thu 12-Mar-2026"),
        (DAY, DAY, "Thu 12-Mar-2026 only"),
        (DAY, date(2026, 3, 16), "Thu 12-Mar-2026 to Mon 16-Mar-2026"),
    ],
)
def test_a_window_names_both_sides(earliest, latest, shown):
    assert window_text(earliest, latest) == shown
