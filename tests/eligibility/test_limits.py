"""Multiples of a limit: exact when judged, rounded down when shown; units."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from nkdesk.eligibility import in_basic_unit, shown_multiple

NUMBERS = st.decimals("0.000001", "9999999", places=6)


@given(NUMBERS, NUMBERS)
def test_a_multiple_is_shown_rounded_down_never_up(value, uln):
    shown = Fraction(shown_multiple(value, uln))
    exact = Fraction(value) / Fraction(uln)
    assert shown <= exact < shown + Fraction(1, 10)


@given(NUMBERS, NUMBERS)
def test_a_multiple_is_always_shown_with_one_decimal(value, uln):
    assert shown_multiple(value, uln).as_tuple().exponent == -1


@given(st.decimals(0, 10**30, places=40, allow_nan=False))
def test_microkatals_are_turned_into_units_without_any_rounding(value):
    assert Fraction(in_basic_unit(value, "µkat/L")) == Fraction(value) * 60


@given(NUMBERS, st.sampled_from(["", "U/L", "10^9/L", "g/L"]))
def test_any_other_unit_leaves_the_number_as_it_is(value, unit):
    assert in_basic_unit(value, unit) == value


def test_the_micro_sign_and_the_greek_letter_are_one_unit():
    one, other = "\u00b5kat/L", "\u03bckat/L"
    assert in_basic_unit(Decimal(1), one) == in_basic_unit(Decimal(1), other) == 60
