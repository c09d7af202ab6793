"""Every code of products, holds and tests in words, and amounts always said twice."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from nkdesk.model.cycle import Address
from nkdesk.model.patient import Weight
from nkdesk.model.product import (
    Bag,
    CellOrder,
    DoseForm,
    DoseState,
    Hold,
    HoldKind,
    LotState,
    TestResult,
)
from nkdesk.model.product_rules import Limit, ReleaseTest
from nkdesk.model.words import Words
from nkdesk.sheets.wording.amounts import cells_text, no_order_text, order_text, per_kg_text
from nkdesk.sheets.wording.holds import hold_kind_text, hold_text, lifted_text
from nkdesk.sheets.wording.products import (
    bag_numbers_text,
    bag_text,
    dose_form_text,
    dose_state_symbol,
    dose_state_text,
    expiry_text,
    lot_state_symbol,
    lot_state_text,
    thaw_text,
)
from nkdesk.sheets.wording.release_tests import (
    limit_text,
    passed_symbol,
    passed_text,
    release_test_title,
    reported_text,
    result_text,
)

AT = datetime(2026, 3, 12, 9, 10, tzinfo=UTC)
WEIGHT = Weight(38000, date(2026, 3, 11))


@pytest.mark.parametrize(
    "words",
    [
        [lot_state_text(one) for one in LotState],
        [dose_state_text(one) for one in DoseState],
        [dose_form_text(one) for one in DoseForm],
        [hold_kind_text(one) for one in HoldKind],
    ],
)
def test_every_code_has_words_of_its_own(words):
    assert all(words)
    assert len(set(words)) == len(words)


def test_states_that_decide_differ_by_shape():
    decided = (LotState.IN_TEST, LotState.RELEASED, LotState.CONDITIONAL, LotState.REJECTED)
    assert len({lot_state_symbol(state) for state in decided}) == len(decided)
    assert {lot_state_symbol(state) for state in LotState} == set("○◐●◆✕")
    assert [dose_state_symbol(state) for state in DoseState] == ["○", "◐", "●", "◐", "✕"]


def test_cells_stand_per_kg_and_in_all_with_the_weight_and_its_day():
    said = "40 \u00d710⁶/kg · 1,520 \u00d710⁶ in all (38 kg, Wed 11-Mar-2026)"
    assert cells_text(1_520_000, WEIGHT) == said


def test_cells_per_kg_are_rounded_for_reading_and_the_total_never_is():
    text = cells_text(1_520_123, WEIGHT)
    assert text.startswith("40 \u00d710⁶/kg · 1,520.123 \u00d710⁶ in all")
    assert per_kg_text(Decimal("39.995")) == "40 \u00d710⁶/kg"
    assert per_kg_text(Decimal("39.985")) == "39.98 \u00d710⁶/kg"


def test_cells_without_a_weight_say_what_is_missing():
    assert cells_text(1_520_000, None) == (
        "1,520 \u00d710⁶ in all (per kg not known: record a weight)"
    )


def test_an_order_is_said_as_it_was_ordered_even_where_its_halves_disagree():
    order = CellOrder(1, Address(1, "NK1"), 40_000, 1_500_000, WEIGHT, "Dr A", AT)
    assert order_text(order).startswith("40 \u00d710⁶/kg · 1,500 \u00d710⁶ in all (38 kg")
    assert no_order_text() == "no cell dose ordered"


def hold(**changes):
    known = {"patient_id": 1, "kind": HoldKind.FEVER, "since": AT, "who": "Nurse A", "why": ""}
    return Hold(**known | changes)


def test_a_hold_says_since_when_why_by_whom_and_until_when():
    today = AT.date()
    assert hold_text(hold(value="38.6 °C"), today) == (
        "Held since 09:10: fever 38.6 °C (Nurse A), until it is lifted"
    )
    until = AT.replace(day=13, hour=8)
    assert hold_text(hold(why="chills", until=until), today) == (
        "Held since 09:10: fever, chills (Nurse A), until Fri 13-Mar-2026 08:10"
    )
    assert hold_text(hold()).startswith("Held since Thu 12-Mar-2026 09:10: fever")


def test_a_hold_the_program_placed_names_the_test_that_failed():
    placed = hold(kind=HoldKind.STERILITY, who="", why="sterility_14_day")
    assert "sterility, sterility 14 day (placed by nkdesk)" in hold_text(placed)


def test_a_lifted_hold_says_who_lifted_it_and_why():
    assert lifted_text(hold()) == ""
    lifted = hold(lifted=AT, lifted_by="Dr B", lifted_why="36.8 °C twice")
    assert lifted_text(lifted) == "Lifted Thu 12-Mar-2026 09:10 by Dr B: 36.8 °C twice"


def bag(nth=1, **changes):
    known = {"id": nth, "dose_id": 1, "number": f"D24-0117-{nth}", "nth": nth}
    return Bag(**known | {"volume": 35_500, "cells": 760_000, "expires": AT} | changes)


def test_bags_stand_in_their_order_with_volume_viability_and_minute():
    assert bag_numbers_text((bag(2), bag(1))) == "D24-0117-1, D24-0117-2"
    assert bag_text(bag(), 2) == "bag 1 of 2, 35.5 mL"
    assert bag_text(bag(viability=925), 2) == "bag 1 of 2, 35.5 mL, viability 92.5 %"
    assert expiry_text(bag()) == "expires Thu 12-Mar-2026 09:10"
    assert thaw_text(bag()) == ""
    assert thaw_text(bag(thaw_from=AT)) == "do not thaw before Thu 12-Mar-2026 09:10"


def measured(limit, **changes):
    plain = {"unit": "%", "limit": limit, "bound": Decimal(70)}
    return ReleaseTest("viability", Words("viability"), **plain | changes)


def result(value, **changes):
    return TestResult(1, "viability", value, AT, "B. Lab", **changes)


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        (Limit.BELOW, "below 70 %"),
        (Limit.AT_MOST, "at most 70 %"),
        (Limit.ABOVE, "above 70 %"),
        (Limit.AT_LEAST, "at least 70 %"),
    ],
)
def test_a_limit_says_what_passes(limit, said):
    assert limit_text(measured(limit)) == said


def test_a_told_test_names_the_answer_that_passes():
    told = ReleaseTest("mycoplasma", Words("mycoplasma"), passes="negative", answers=("negative",))
    assert limit_text(told) == "negative"
    assert result_text(told, result("negative")) == "negative"
    assert release_test_title(told) == "Mycoplasma"


def test_a_limit_per_kg_is_shown_with_the_weight_it_was_judged_by():
    test = measured(Limit.BELOW, unit="10^6", bound=Decimal("0.2"), per_kg=True)
    assert limit_text(test) == "below 0.2 \u00d710⁶/kg"
    judged = result_text(test, result(Decimal("3.8"), weight=WEIGHT), Decimal("0.1"))
    assert judged == "3.8 10⁶ = 0.1 \u00d710⁶/kg (38 kg on 11-Mar-2026)"


def test_a_result_says_when_the_laboratory_told_it():
    test = measured(Limit.AT_LEAST)
    assert result_text(test, None) == "no result yet"
    assert result_text(test, result(Decimal("92.5"))) == "92.5 %"
    assert reported_text(result(Decimal(92))) == "Thu 12-Mar-2026 09:10, B. Lab"


def test_a_test_is_passed_failed_or_open_by_shape_and_word():
    shapes = [passed_symbol(passed=one) for one in (True, False, None)]
    assert shapes == ["✔", "✖", "○"]
    assert passed_text(passed=True) == "Passed"
    assert passed_text(passed=False) == "FAILED"
    assert passed_text(passed=None) == "Open"
    late = passed_text(passed=None, at_release=False)
    assert late == "Open, its result comes after release"
