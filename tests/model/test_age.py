from datetime import date

import pytest

from nkdesk.model.age import Age, age_on


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2010, 3, 12), date(2026, 3, 11), Age(15, 11)),
        (date(2010, 3, 12), date(2026, 3, 12), Age(16, 0)),
        (date(2025, 9, 12), date(2026, 3, 11), Age(0, 5)),
        (date(2025, 9, 12), date(2026, 3, 12), Age(0, 6)),
        (date(2025, 8, 31), date(2026, 2, 28), Age(0, 5)),
        (date(2025, 8, 31), date(2026, 3, 1), Age(0, 6)),
        (date(2024, 2, 29), date(2025, 2, 28), Age(0, 11)),
        (date(2024, 2, 29), date(2025, 3, 1), Age(1, 0)),
        (date(2024, 2, 29), date(2028, 2, 29), Age(4, 0)),
        (date(2026, 3, 12), date(2026, 3, 12), Age(0, 0)),
    ],
)
def test_a_month_is_complete_on_its_day_or_on_the_first_of_the_next(born, day, age):
    assert age_on(day, born) == age


def test_age_before_birth_is_refused():
    with pytest.raises(ValueError, match="before birth"):
        age_on(date(2026, 3, 11), date(2026, 3, 12))


def test_age_counts_all_completed_months():
    assert Age(2, 3).in_months == 27
