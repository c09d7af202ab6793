"""Cells ordered, labelled and infused: per kilogram and in total, and slips between the two.

Source: safety hazards H16 and H17; the range and the percentages are the protocol's. Everything
is compared by multiplying whole numbers; nothing rounds a verdict. nkdesk doubts an amount, it
never proposes one.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from nkdesk.model.patient import Weight
from nkdesk.model.product import CellOrder
from nkdesk.model.product_rules import ProductRules

_GRAMS_A_KILOGRAM = 1000
_THOUSANDS_A_MILLION = 1000
_ROUNDED_PERCENT = 1  # two numbers, each rounded to three figures, differ by no more
_NEAR_PERCENT = 5  # how near a quotient must be to a known slip to be named after it
_POUNDS_A_KILOGRAM = Decimal("2.20462")


class DoubtCode(StrEnum):
    """What is doubtful about an amount of cells or the weight behind it."""

    OUT_OF_RANGE = "out_of_range"
    PER_KG_AND_TOTAL_DISAGREE = "per_kg_and_total_disagree"
    UNLIKE_LABEL = "unlike_label"
    UNLIKE_PREVIOUS = "unlike_previous"
    WEIGHT_OLD = "weight_old"
    WEIGHT_CHANGED = "weight_changed"


class Slip(StrEnum):
    """The likeliest way two amounts came to differ: what was typed against what is expected."""

    TENFOLD_MORE = "tenfold_more"
    TENFOLD_LESS = "tenfold_less"
    HUNDREDFOLD_MORE = "hundredfold_more"
    HUNDREDFOLD_LESS = "hundredfold_less"
    THOUSANDFOLD_MORE = "thousandfold_more"
    THOUSANDFOLD_LESS = "thousandfold_less"
    PER_KG_AS_TOTAL = "per_kg_as_total"
    TOTAL_AS_PER_KG = "total_as_per_kg"
    POUNDS = "pounds"


_QUOTIENTS = (
    (Decimal(10), Slip.TENFOLD_MORE),
    (Decimal("0.1"), Slip.TENFOLD_LESS),
    (Decimal(100), Slip.HUNDREDFOLD_MORE),
    (Decimal("0.01"), Slip.HUNDREDFOLD_LESS),
    (Decimal(1000), Slip.THOUSANDFOLD_MORE),
    (Decimal("0.001"), Slip.THOUSANDFOLD_LESS),
    (_POUNDS_A_KILOGRAM, Slip.POUNDS),
    (1 / _POUNDS_A_KILOGRAM, Slip.POUNDS),
)
_POWERS = tuple((quotient, slip) for quotient, slip in _QUOTIENTS if slip is not Slip.POUNDS)


@dataclass(frozen=True, slots=True)
class OrderNumbers:
    """What a physician says twice: thousands of cells per kg, and thousands in total."""

    per_kg: int
    total: int


@dataclass(frozen=True, slots=True)
class DoseDoubt:
    """One doubt. One that ``stops`` can only be typed anew; any other asks for a reason.

    ``expected`` is what the other number says it should be, in thousands of cells (in grams for a
    weight), None where there is no such number. ``slip`` is the likeliest cause.
    """

    code: DoubtCode
    stops: bool = False
    slip: Slip | None = None
    expected: int | None = None


def per_kg(cells: int, grams: int) -> Decimal:
    """Return millions of cells per kg of ``cells`` thousands at ``grams``, to be rounded to show.

    Thousands per gram are millions per kilogram.
    """
    return Decimal(cells) / grams


def total_for(millions_per_kg: Decimal, grams: int) -> int:
    """Return thousands of cells in all for millions per kg, to the nearest thousand."""
    return int((millions_per_kg * grams).to_integral_value(ROUND_HALF_UP))


def judge_order(
    numbers: OrderNumbers, rules: ProductRules, weight: Weight, previous: CellOrder | None = None
) -> tuple[DoseDoubt, ...]:
    """Return what is doubtful about an order.

    Two numbers that disagree stop it. One out of the protocol's range asks, and stops where a
    power of ten would bring it into the range. One that differs from the previous order per kg by
    more than labels may differ asks.
    """
    doubts = [_disagreement(numbers, rules, weight), _range_doubt(numbers, rules)]
    if previous is not None and _apart(numbers.per_kg, previous.per_kg, rules.label_percent):
        slip = _named(numbers.per_kg, previous.per_kg)
        doubts.append(DoseDoubt(DoubtCode.UNLIKE_PREVIOUS, slip=slip, expected=previous.per_kg))
    return tuple(doubt for doubt in doubts if doubt is not None)


def judge_label(labelled: int, order: CellOrder, rules: ProductRules) -> tuple[DoseDoubt, ...]:
    """Return whether labelled cells, in thousands, are too far from the ordered total: it asks.

    A lot may have grown too few cells; that dose is a physician's decision, not an error.
    """
    if not _apart(labelled, order.total, rules.label_percent):
        return ()
    slip = _named(labelled, order.total)
    if slip is None and not _apart(labelled, order.per_kg, _ROUNDED_PERCENT):
        slip = Slip.PER_KG_AS_TOTAL
    return (DoseDoubt(DoubtCode.UNLIKE_LABEL, slip=slip, expected=order.total),)


def judge_weight(
    weight: Weight, before: Weight | None, day: date, rules: ProductRules
) -> tuple[DoseDoubt, ...]:
    """Return what is doubtful about a weight on a day: too old, or unlike the one before; both ask.

    ``before`` is the weight of the order, or the one taken before this one.
    """
    doubts = []
    if (day - weight.on).days > rules.weight_days:
        doubts.append(DoseDoubt(DoubtCode.WEIGHT_OLD))
    if before is not None and _apart(weight.grams, before.grams, rules.weight_change_percent):
        slip = _named(weight.grams, before.grams)
        doubts.append(DoseDoubt(DoubtCode.WEIGHT_CHANGED, slip=slip, expected=before.grams))
    return tuple(doubts)


def in_range(cells: int, grams: int, rules: ProductRules) -> bool:
    """Whether thousands of cells at a weight lie in the protocol's range per kg, ends included."""
    return rules.dose_min * grams <= cells <= rules.dose_max * grams


def _disagreement(numbers: OrderNumbers, rules: ProductRules, weight: Weight) -> DoseDoubt | None:
    expected = total_for(Decimal(numbers.per_kg) / _THOUSANDS_A_MILLION, weight.grams)
    if not _apart(numbers.total, expected, _ROUNDED_PERCENT):
        return None
    slip = _named(numbers.total, expected)
    if numbers.total == numbers.per_kg:
        inside = in_range(numbers.per_kg, _GRAMS_A_KILOGRAM, rules)
        slip = Slip.PER_KG_AS_TOTAL if inside else Slip.TOTAL_AS_PER_KG
    return DoseDoubt(DoubtCode.PER_KG_AND_TOTAL_DISAGREE, stops=True, slip=slip, expected=expected)


def _range_doubt(numbers: OrderNumbers, rules: ProductRules) -> DoseDoubt | None:
    if in_range(numbers.per_kg, _GRAMS_A_KILOGRAM, rules):
        return None
    slip = next(
        (
            slip
            for quotient, slip in _POWERS
            if rules.dose_min * quotient
            <= Decimal(numbers.per_kg) / _THOUSANDS_A_MILLION
            <= rules.dose_max * quotient
        ),
        None,
    )
    return DoseDoubt(DoubtCode.OUT_OF_RANGE, stops=slip is not None, slip=slip)


def _apart(one: int, other: int, percent: int) -> bool:
    """Whether two amounts differ by more than so many per cent of the second."""
    return abs(one - other) * 100 > other * percent


def _named(one: int, other: int) -> Slip | None:
    """Return the slip whose factor lies nearest between an amount and the one expected."""
    for quotient, slip in _QUOTIENTS:
        wanted = other * quotient
        if abs(one - wanted) * 100 <= wanted * _NEAR_PERCENT:
            return slip
    return None
