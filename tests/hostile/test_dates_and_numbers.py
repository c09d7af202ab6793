"""Dates and numbers are read as they were meant or not at all (hazards H03, H16)."""

import random
import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nkdesk.model.dates import DateProblem, read_date
from nkdesk.services.reading import Reader
from tests.hostile.corpus import CORPUS

TODAY = date(2026, 3, 12)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SIGNS = "0123456789./- :TZJanFebMar\u0661\u0969\uff13\u00b2"


def numbered(seed):
    """Chance that is the same in every run."""
    return random.Random(seed)  # noqa: S311 -- invented cases, no secret


def spellings(day):
    """Every way a day may be typed."""
    return (
        f"{day.day:02}.{day.month:02}.{day.year:04}",
        f"{day.day}.{day.month}.{day.year:04}",
        f"{day.day:02}-{MONTHS[day.month - 1]}-{day.year:04}",
        f" {day.year:04}-{day.month:02}-{day.day:02} ",
    )


def any_day(chance):
    return date.fromordinal(chance.randint(1, date.max.toordinal()))


def test_every_day_is_read_as_itself_however_it_may_be_typed():
    chance = numbered(1)
    for day in (any_day(chance) for _ in range(2_000)):
        assert {read_date(typed) for typed in spellings(day)} == {day}


def test_digits_of_other_scripts_and_years_of_two_digits_are_no_date():
    chance = numbered(2)
    for day in (any_day(chance) for _ in range(1_000)):
        zero = chance.choice((0x660, 0x966, 0xFF10))
        foreign = {ord("0") + nth: chr(zero + nth) for nth in range(10)}
        for typed in spellings(day):
            assert read_date(typed.translate(foreign)) is DateProblem.NOT_A_DATE
        short = f"{day.day:02}.{day.month:02}.{day.year % 100:02}"
        assert read_date(short) is DateProblem.SHORT_YEAR
        slashed = f"{day.day:02}/{day.month:02}/{day.year:04}"
        assert read_date(slashed) is DateProblem.AMBIGUOUS


def test_a_day_that_does_not_exist_is_never_moved_to_one_that_does():
    chance = numbered(3)
    several = ((chance.randint(0, 40), chance.randint(0, 14)) for _ in range(2_000))
    asked = [(29, 2, 2027), (31, 4, 2026), *((*one, chance.randint(0, 9999)) for one in several)]
    for day, month, year in asked:
        read = read_date(f"{day:02}.{month:02}.{year:04}")
        try:
            meant = date(year, month, day)
        except ValueError:
            meant = DateProblem.NO_SUCH_DAY
        assert read == meant


def test_whatever_is_typed_a_date_that_is_read_stands_there_with_four_digits():
    chance = numbered(4)
    typed = ("".join(chance.choices(SIGNS, k=chance.randint(0, 12))) for _ in range(3_000))
    slips = (slip(chance, chance.choice(spellings(any_day(chance)))) for _ in range(3_000))
    read = [looks_at(one) for one in ("26", "03/04/2026", "9" * 5000, *CORPUS, *typed, *slips)]
    assert 300 < sum(read) < 3_000


def slip(chance, typed):
    """Change one sign of what is typed."""
    at = chance.randrange(len(typed))
    return typed[:at] + chance.choice(SIGNS) + typed[at + 1 :]


def looks_at(typed):
    """Whether a text is read as a date: then day, month and year all stand in it."""
    read = read_date(typed)
    if not isinstance(read, date):
        assert isinstance(read, DateProblem)
        return False
    numbers = {int(one) for one in re.findall("[0-9]+", typed)}
    assert f"{read.year:04}" in typed
    assert {read.day, read.year} <= numbers
    assert read.month in numbers or MONTHS[read.month - 1].lower() in typed.lower()
    return True


RIGHT = {
    **{f"{kg}{sign}{part}": kg * 1000 + int(f"{part:<03}") for kg in (2, 12, 24, 99, 249)
       for sign in ",." for part in ("5", "50", "500", "05", "125", "001", "999")},
    **{f" {kg} ": kg * 1000 for kg in range(2, 22)},
}  # fmt: skip
NO_NUMBER = (
    "NaN", "nan", "inf", "-inf", "Infinity", "1e308", "1e1", "1E2", "0x18", "1_2", "1/2", "½",
    "²", "-12", "+12", "−12", "--12", "12-", "12,5,5", "12.5.5", "1,234.5", "1.234,5", "1 234",
    "12 5", "1\u202f234", "1\u00a0234", "1'234", "12kg", "12 kg", "26 lb", "12500 g",
    "<12", "=12", ",5", ".5", "12,", "12.", "12,5000", "12.3456", "1000", "12500", "24500",
    "2147483648", "9" * 400, "٢٤", "२४", "２４", "２４,５", "Ⅻ", "двенадцать", "l2", "1O",
    "12:5", "12\t5", "9223372036854775808", "9" * 5000, "0" * 5000, "1e-5", "None",
    "null", "True", "12%", "12,5%", "12\u200b5", "12\x005", "\ud800", "12\u066b5", "12·5", "12،5",
    "(12)", "[12]", "{12}", "#12", "12|5", "12\\5", "$12", "12,-", "12.-5", "12,+5", "1 2",
    "12..5", "12,,5", "12.,5", "0,5,0",
    *(f"{kg},{part}" for kg in ("1234", "0000", "2000") for part in ("0", "5", "55", "555")),
)  # fmt: skip
OUT_OF_RANGE = (
    *("0", "00", "000", "0,0", "0.001", "1", "1,9", "1,999", "1.999", "250,001", "250.5", "251"),
    *("999", "999,999", "0,245", "0.038", "500", "380", "700", "720", "255"),
)  # fmt: skip


def grams(typed):
    reader = Reader(TODAY)
    found = reader.grams("weight", typed)
    return found, [str(one.code) for one in reader.problems]


def test_two_hundred_weights_are_read_exactly_or_refused():
    assert len(RIGHT) + len(set(NO_NUMBER)) + len(set(OUT_OF_RANGE)) >= 200
    for typed, meant in RIGHT.items():
        assert grams(typed) == (meant, []), typed
    for typed in NO_NUMBER:
        assert grams(typed) == (None, ["not_a_number"]), ascii(typed[:40])
    for typed in OUT_OF_RANGE:
        assert grams(typed) == (None, ["out_of_range"]), typed


@settings(max_examples=200, deadline=None, database=None)
@given(st.one_of(st.text(max_size=10), st.floats().map(str), st.integers().map(str)))
def test_a_weight_that_is_read_is_the_number_typed_to_the_gram(typed):
    found, problems = grams(typed)
    if found is not None:
        assert Decimal(found) == Decimal(typed.strip().replace(",", ".")) * 1000
        assert 2_000 <= found <= 250_000
    else:
        assert problems or not typed.strip()


@pytest.mark.parametrize("typed", ["24,5", "24.5", "24,50"])
def test_a_decimal_comma_is_a_point(typed):
    assert grams(typed) == (24_500, [])
