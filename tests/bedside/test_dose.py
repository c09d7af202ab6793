from decimal import Decimal

import pytest

from nkdesk.bedside.dose import Body, DoseUnknown, dose_rule
from nkdesk.model.protocol import DoseBasis, DoseCondition, DoseRule, Item, ItemKind
from nkdesk.model.words import Words

PER_M2 = DoseRule(DoseBasis.MG_M2, Decimal(30))


def _item(*rules):
    return Item(
        code="FLU",
        title=Words("fludarabine"),
        kind=ItemKind.CHEMO,
        arms=("flag",),
        cycles=(1,),
        anchor="chemo",
        days=(1,),
        doses=rules,
    )


def _when(**limits):
    return DoseRule(DoseBasis.MG_KG, Decimal(1), DoseCondition(**limits))


def test_an_item_without_a_dose_says_so():
    assert dose_rule(_item(), Body(60)) is DoseUnknown.NOT_STATED


def test_an_unconditional_rule_holds_without_a_weight():
    assert dose_rule(_item(PER_M2), Body(60)) is PER_M2


@pytest.mark.parametrize(
    ("limits", "body", "fires"),
    [
        ({"weight_below_kg": Decimal(10)}, Body(60, 9999), True),
        ({"weight_below_kg": Decimal(10)}, Body(60, 10000), False),
        ({"weight_from_kg": Decimal(10)}, Body(60, 10000), True),
        ({"weight_from_kg": Decimal(10)}, Body(60, 9999), False),
        ({"age_below_months": 12}, Body(11), True),
        ({"age_below_months": 12}, Body(12), False),
        ({"age_from_months": 12}, Body(12), True),
        ({"age_from_months": 12}, Body(11), False),
        # 0.5 m2 exactly: sqrt(90 cm * 10 kg / 3600) = 0.5
        ({"bsa_below_m2": Decimal("0.5")}, Body(60, 10000, 900), False),
        ({"bsa_below_m2": Decimal("0.5")}, Body(60, 9999, 900), True),
    ],
)
def test_the_first_rule_whose_limits_hold_is_taken(limits, body, fires):
    rule = _when(**limits)
    assert dose_rule(_item(rule, PER_M2), body) is (rule if fires else PER_M2)


@pytest.mark.parametrize(
    ("limits", "body", "why"),
    [
        ({"weight_below_kg": Decimal(10)}, Body(60), DoseUnknown.NO_WEIGHT),
        ({"bsa_below_m2": Decimal(1)}, Body(60), DoseUnknown.NO_WEIGHT),
        ({"bsa_below_m2": Decimal(1)}, Body(60, 10000), DoseUnknown.NO_HEIGHT),
    ],
)
def test_a_rule_that_cannot_be_judged_is_never_skipped(limits, body, why):
    assert dose_rule(_item(_when(**limits), PER_M2), body) is why


def test_age_decides_before_a_weight_is_asked_for():
    infant = _when(age_below_months=12, weight_below_kg=Decimal(10))
    assert dose_rule(_item(infant, PER_M2), Body(12)) is PER_M2


def test_no_rule_that_holds_is_said():
    assert dose_rule(_item(_when(age_below_months=1)), Body(60)) is DoseUnknown.NO_RULE
