"""Which backups stay: exact, as a table of what was made and what is left."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from nkdesk.store.thinning import too_many

ZONE = ZoneInfo("Europe/Minsk")
NOW = datetime(2026, 3, 12, 14, 0, tzinfo=ZONE)


@dataclass(frozen=True)
class Made:
    made_at: datetime
    for_ever: bool = False


def at(text, *, for_ever=False):
    return Made(datetime.fromisoformat(text).replace(tzinfo=ZONE), for_ever)


def left(made, now=NOW):
    going = too_many(made, now)
    return [f"{one.made_at:%Y-%m-%d %H:%M}" for one in made if one not in going]


# Made on the left, newest first; whether it stays on the right.
TABLE = [
    ("2026-03-12 13:30", True),  # the last 48 hours: all
    ("2026-03-12 13:00", True),
    ("2026-03-11 09:00", True),
    ("2026-03-11 08:30", True),
    ("2026-03-10 14:30", True),  # 47 h 30 min
    ("2026-03-10 14:00", True),  # 48 h exactly
    ("2026-03-10 13:59", False),  # a minute older, and the day has a newer one
    ("2026-03-09 20:00", True),  # the newest of its day
    ("2026-03-09 08:00", False),
    *((f"2026-03-{day:02d} 20:00", True) for day in range(8, 0, -1)),  # days 5 to 12
    ("2026-02-28 20:00", True),  # the newest of February
    ("2026-02-27 20:00", False),  # its week has the one of 1 March
    ("2026-02-22 20:00", True),  # weeks 4 to 10, each on its Sunday
    ("2026-02-21 20:00", False),
    *((f"2026-{day} 20:00", True) for day in ("02-15", "02-08", "02-01", "01-25", "01-18")),
    ("2026-01-11 20:00", True),  # the tenth week
    ("2026-01-04 20:00", False),
    ("2025-12-28 20:00", True),  # no week any more, but the newest of December
    ("2025-12-21 20:00", False),
    *((f"2025-{day} 20:00", True) for day in ("11-30", "10-31", "09-30", "08-31")),
    ("2025-07-31 20:00", True),  # the ninth month
    ("2025-06-30 20:00", False),
    ("2024-06-30 20:00", False),
]


def test_the_table_is_kept_to_the_letter():
    """B: all 48 h, 12 daily, 10 weekly, 9 monthly."""
    made = [at(text) for text, _ in TABLE]
    assert left(made) == [text for text, stays in TABLE if stays]


@pytest.mark.parametrize(
    "turned", [list, lambda made: made[::-1], lambda made: made[1::2] + made[::2]]
)
def test_the_order_they_are_found_in_does_not_matter(turned):
    made = [at(text) for text, _ in TABLE]
    assert set(too_many(turned(made), NOW)) == set(too_many(made, NOW))


def test_what_goes_goes_oldest_first():
    made = [at(text) for text, _ in TABLE]
    going = too_many(made, NOW)
    assert [one.made_at for one in going] == sorted(one.made_at for one in going)
    assert len(going) == sum(not stays for _, stays in TABLE)


def test_what_was_made_before_a_new_version_stays_for_ever():
    made = [at(text) for text, _ in TABLE] + [at("2019-01-01 10:00", for_ever=True)]
    assert left(made)[-1] == "2019-01-01 10:00"


def test_one_kept_for_ever_takes_no_other_ones_place():
    day = [at("2026-02-01 10:00"), at("2026-02-01 12:00", for_ever=True)]
    months = [at(f"2025-{month:02d}-01 10:00") for month in (12, 11, 10, 9, 8, 7, 6)]
    assert "2026-02-01 12:00" in left([*day, *months])


def test_a_backup_from_the_future_stays():
    """The clock is wrong, not the backup."""
    assert left([at("2027-01-01 10:00"), at("2027-01-01 09:00")]) == [
        "2027-01-01 10:00",
        "2027-01-01 09:00",
    ]


def test_the_newest_always_stays_however_old_it_is():
    assert left([at("2011-01-01 10:00")]) == ["2011-01-01 10:00"]
    assert too_many([], NOW) == ()


def test_thinning_twice_takes_nothing_more():
    made = [at(text) for text, _ in TABLE]
    kept = [one for one in made if one not in too_many(made, NOW)]
    assert too_many(kept, NOW) == ()


def test_a_year_of_half_hours_is_thinned_to_a_few_hands_full():
    """As it happens: one more every 30 minutes of a working day, thinned each time."""
    kept: list[Made] = []
    for day in range(365):
        for half_hour in range(0, 16, 4):
            now = NOW + timedelta(days=day, minutes=30 * half_hour)
            kept.append(Made(now))
            going = set(too_many(kept, now))
            kept = [one for one in kept if one not in going]
    ages = [(now - one.made_at).days for one in kept]
    assert len(kept) <= 12 + 12 + 10 + 9
    assert max(ages) > 200
    assert len({one.made_at.date() for one in kept if (now - one.made_at).days < 12}) == 12
