"""What lots, doses, holds and readiness say of themselves."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from nkdesk.model.infusion import VitalSigns
from nkdesk.model.product import Hold, HoldKind
from nkdesk.model.product_rules import Vital
from nkdesk.model.readiness import Go, GoCode, GoReason, Readiness
from tests.bedside.products import CD3, DAY, RULES, bag, dose, moment

NINE = moment("09:00")
FEVER = Hold(4, HoldKind.FEVER, NINE, "Nurse A", "38.6 °C")


def test_a_dose_counts_all_its_bags_and_expires_with_the_first() -> None:
    soon = moment("10:00")
    two = dose(bag(), bag("B-2", cells=1_000, volume=5_000, expires=soon))

    assert (two.cells, two.volume, two.expires) == (1_521_000, 55_000, soon)


@pytest.mark.parametrize(
    ("hold", "minutes", "holds"),
    [
        (FEVER, -1, False),
        (FEVER, 0, True),
        (replace(FEVER, until=moment("10:00")), 59, True),
        (replace(FEVER, until=moment("10:00")), 60, False),
        (replace(FEVER, lifted=moment("09:30")), 29, True),
        (replace(FEVER, lifted=moment("09:30")), 30, False),
    ],
)
def test_a_hold_holds_from_its_minute_until_it_ends_or_is_lifted(
    hold: Hold, minutes: int, *, holds: bool
) -> None:
    assert hold.holds_at(NINE + timedelta(minutes=minutes)) is holds


def test_a_test_is_found_by_its_id_only() -> None:
    assert RULES.test("cd3") is CD3
    with pytest.raises(KeyError):
        RULES.test("potency")


def test_what_was_not_measured_has_no_value() -> None:
    signs = VitalSigns(1, NINE, NINE, "Nurse A", ((Vital.SPO2, Decimal(97)),))

    assert signs.value(Vital.SPO2) == 97
    assert signs.value(Vital.SYSTOLIC) is None


def test_only_reasons_that_ask_wait_for_an_answer() -> None:
    asks = GoReason(GoCode.WEIGHT_OLD, Go.GO, at=moment("00:00", DAY), asks=True)
    remark = GoReason(GoCode.TEST_OPEN, Go.GO, "sterility")

    assert Readiness(Go.GO, (remark, asks), NINE).asks == (asks,)
