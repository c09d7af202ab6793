from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nkdesk.model.dates import DateProblem, read_date


@pytest.mark.parametrize(
    "typed", ["12.03.2026", "12.3.2026", " 12-Mar-2026 ", "12 mar 2026", "2026-03-12"]
)
def test_a_date_is_read_in_every_unambiguous_form(typed):
    assert read_date(typed) == date(2026, 3, 12)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", DateProblem.EMPTY),
        ("   ", DateProblem.EMPTY),
        ("12.03.26", DateProblem.SHORT_YEAR),
        ("12-Mar-26", DateProblem.SHORT_YEAR),
        ("03/04/2026", DateProblem.AMBIGUOUS),
        ("2026/03/04", DateProblem.AMBIGUOUS),
        ("31.04.2026", DateProblem.NO_SUCH_DAY),
        ("29.02.2027", DateProblem.NO_SUCH_DAY),
        ("00.01.2026", DateProblem.NO_SUCH_DAY),
        ("01.01.0000", DateProblem.NO_SUCH_DAY),
        ("26", DateProblem.NOT_A_DATE),
        ("tomorrow", DateProblem.NOT_A_DATE),
        ("12-Foo-2026", DateProblem.NOT_A_DATE),
        ("١٢.٠٣.٢٠٢٦", DateProblem.NOT_A_DATE),
    ],
)
def test_everything_else_is_refused_with_its_reason(typed, problem):
    assert read_date(typed) is problem


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_comes_back_from_its_own_writing(day):
    assert read_date(f"{day.day:02}.{day.month:02}.{day.year}") == day
    assert read_date(day.isoformat()) == day


@given(st.text())
def test_no_text_breaks_the_reader(typed):
    assert isinstance(read_date(typed), date | DateProblem)
