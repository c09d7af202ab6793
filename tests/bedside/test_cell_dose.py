"""Cells per kg and in total; what is doubted, what stops, and which slip is named."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from nkdesk.bedside.cell_dose import (
    DoseDoubt,
    DoubtCode,
    OrderNumbers,
    Slip,
    in_range,
    judge_label,
    judge_order,
    judge_weight,
    per_kg,
    total_for,
)
from nkdesk.model.patient import Weight
from tests.bedside.products import DAY, ORDER, RULES, WEIGHT


def test_cells_per_kg_are_exact() -> None:
    assert per_kg(1_520_000, 38_000) == 40
    assert per_kg(210_000, 7_000) == 30


def test_a_total_is_rounded_to_the_nearest_thousand() -> None:
    assert total_for(Decimal(40), 38_000) == 1_520_000
    assert total_for(Decimal("0.0001"), 4_999) == 0
    assert total_for(Decimal("0.0001"), 5_000) == 1


def test_an_order_that_agrees_with_itself_is_not_doubted() -> None:
    assert judge_order(OrderNumbers(40_000, 1_520_000), RULES, WEIGHT) == ()
    assert judge_order(OrderNumbers(40_000, 1_520_000), RULES, WEIGHT, ORDER) == ()


@pytest.mark.parametrize(
    ("thousands", "inside"),
    [(29_999, False), (30_000, True), (100_000, True), (100_001, False)],
)
def test_the_ends_of_the_range_belong_to_it(thousands: int, *, inside: bool) -> None:
    doubts = judge_order(OrderNumbers(thousands, thousands * 38), RULES, WEIGHT)

    assert in_range(thousands * 38, 38_000, RULES) is inside
    assert doubts == (() if inside else (DoseDoubt(DoubtCode.OUT_OF_RANGE),))


@pytest.mark.parametrize(
    ("millions", "slip"),
    [
        (300, Slip.TENFOLD_MORE),  # ten times the lower end of the range
        (400, Slip.TENFOLD_MORE),
        (1_000, Slip.TENFOLD_MORE),
        (10, Slip.TENFOLD_LESS),  # a tenth of its upper end
        (4, Slip.TENFOLD_LESS),
        (4_000, Slip.HUNDREDFOLD_MORE),
        (Decimal("0.4"), Slip.HUNDREDFOLD_LESS),
        (40_000, Slip.THOUSANDFOLD_MORE),
        (Decimal("0.04"), Slip.THOUSANDFOLD_LESS),
    ],
)
def test_a_power_of_ten_off_the_range_stops(millions: Decimal | int, slip: Slip) -> None:
    thousands = int(millions * 1000)
    doubts = judge_order(OrderNumbers(thousands, thousands * 38), RULES, WEIGHT)

    assert doubts == (DoseDoubt(DoubtCode.OUT_OF_RANGE, stops=True, slip=slip),)


@pytest.mark.parametrize(
    ("total", "slip"),
    [
        (15_200_000, Slip.TENFOLD_MORE),
        (152_000, Slip.TENFOLD_LESS),
        (152_000_000, Slip.HUNDREDFOLD_MORE),
        (15_200, Slip.HUNDREDFOLD_LESS),
        (1_520_000_000, Slip.THOUSANDFOLD_MORE),
        (1_520, Slip.THOUSANDFOLD_LESS),
        (3_351_000, Slip.POUNDS),
        (689_500, Slip.POUNDS),
        (40_000, Slip.PER_KG_AS_TOTAL),
        (15_960_000, Slip.TENFOLD_MORE),  # five per cent off ten times
        (15_960_001, None),
        (2_000_000, None),
    ],
)
def test_two_numbers_that_disagree_stop_and_the_likely_slip_is_named(
    total: int, slip: Slip | None
) -> None:
    doubts = judge_order(OrderNumbers(40_000, total), RULES, WEIGHT)

    assert doubts == (
        DoseDoubt(DoubtCode.PER_KG_AND_TOTAL_DISAGREE, stops=True, slip=slip, expected=1_520_000),
    )


def test_a_total_typed_as_cells_per_kg_is_named() -> None:
    disagree, _ = judge_order(OrderNumbers(1_520_000, 1_520_000), RULES, WEIGHT)

    assert disagree.slip is Slip.TOTAL_AS_PER_KG


@pytest.mark.parametrize(("total", "stops"), [(1_535_200, False), (1_535_201, True)])
def test_one_per_cent_of_rounding_is_let_pass(total: int, *, stops: bool) -> None:
    assert bool(judge_order(OrderNumbers(40_000, total), RULES, WEIGHT)) is stops


@pytest.mark.parametrize(("previous", "asks"), [(50_000, False), (50_001, True)])
def test_an_order_unlike_the_one_before_asks(previous: int, *, asks: bool) -> None:
    doubts = judge_order(
        OrderNumbers(40_000, 1_520_000), RULES, WEIGHT, replace(ORDER, per_kg=previous)
    )

    unlike = DoseDoubt(DoubtCode.UNLIKE_PREVIOUS, expected=previous)
    assert doubts == ((unlike,) if asks else ())


@pytest.mark.parametrize(
    ("labelled", "asks"),
    [(1_216_000, False), (1_215_999, True), (1_824_000, False), (1_824_001, True)],
)
def test_a_label_further_from_the_order_than_the_protocol_says_asks(
    labelled: int, *, asks: bool
) -> None:
    unlike = DoseDoubt(DoubtCode.UNLIKE_LABEL, expected=1_520_000)

    assert judge_label(labelled, ORDER, RULES) == ((unlike,) if asks else ())


@pytest.mark.parametrize(
    ("labelled", "slip"), [(15_200_000, Slip.TENFOLD_MORE), (40_000, Slip.PER_KG_AS_TOTAL)]
)
def test_a_slip_in_a_label_is_named_but_asks_only(labelled: int, slip: Slip) -> None:
    """A lot may have grown too little; that is a physician's decision, not an error."""
    (doubt,) = judge_label(labelled, ORDER, RULES)

    assert (doubt.slip, doubt.stops) == (slip, False)


@pytest.mark.parametrize(("taken", "old"), [(date(2026, 2, 26), False), (date(2026, 2, 25), True)])
def test_a_weight_older_than_the_protocol_allows_asks(taken: date, *, old: bool) -> None:
    doubts = judge_weight(Weight(38_000, taken), None, DAY, RULES)

    assert doubts == ((DoseDoubt(DoubtCode.WEIGHT_OLD),) if old else ())


@pytest.mark.parametrize(
    ("grams", "changed"), [(41_800, False), (41_801, True), (34_200, False), (34_199, True)]
)
def test_a_weight_changed_by_more_than_the_protocol_allows_asks(
    grams: int, *, changed: bool
) -> None:
    doubt = DoseDoubt(DoubtCode.WEIGHT_CHANGED, expected=38_000)

    assert judge_weight(Weight(grams, DAY), WEIGHT, DAY, RULES) == ((doubt,) if changed else ())


def test_a_weight_in_pounds_is_named() -> None:
    (doubt,) = judge_weight(Weight(83_800, DAY), WEIGHT, DAY, RULES)

    assert doubt.slip is Slip.POUNDS
