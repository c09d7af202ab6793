"""Protocol days with and without a day 0."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nkdesk.model.protocol import Anchor
from nkdesk.model.words import Words
from nkdesk.scheduler import day_number, offset


def anchor(number, *, day_zero):
    return Anchor("chemo", Words("first day"), number, day_zero)


@pytest.mark.parametrize(
    ("number", "day_zero", "day", "days_after"),
    [
        (1, True, 1, 0),
        (1, True, 0, -1),
        (1, True, -1, -2),
        (1, True, 8, 7),
        (0, True, -7, -7),
        (1, False, 1, 0),
        (1, False, -1, -1),
        (1, False, -7, -7),
        (2, False, -1, -2),
        (-1, False, 1, 1),
        (-1, False, -2, -1),
        (-3, True, 4, 7),
    ],
)
def test_a_day_lies_so_far_from_its_anchor(number, day_zero, day, days_after):
    assert offset(anchor(number, day_zero=day_zero), day) == days_after
    assert day_number(anchor(number, day_zero=day_zero), days_after) == day


def test_day_zero_is_refused_where_there_is_none():
    with pytest.raises(ValueError, match="no day 0"):
        offset(anchor(1, day_zero=False), 0)


@given(st.integers(-60, 60).filter(bool), st.booleans(), st.integers(-400, 400))
def test_days_count_on_one_by_one_and_back(number, day_zero, days_after):
    one = anchor(number, day_zero=day_zero)
    day = day_number(one, days_after)
    assert offset(one, day) == days_after
    following = day_number(one, days_after + 1)
    assert following == day + (2 if day == -1 and not day_zero else 1)
