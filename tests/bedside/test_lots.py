"""The states of lots and doses as tables, and what each move of a lot needs."""

from dataclasses import replace
from itertools import product

import pytest

from nkdesk.bedside.lots import (
    DOSE_MOVES,
    LOT_MOVES,
    LotAsk,
    LotRefusal,
    dose_next,
    lot_next,
    lot_refusal,
)
from nkdesk.bedside.release import verdicts
from nkdesk.model.eligibility import Outcome
from nkdesk.model.product import DoseState, LotState
from tests.bedside.products import PASSED, RULES, result

# One row a state, one column a state it may become, in the order of the enum: x is allowed.
LOTS = """
not_started  .x.....x
collected    ..x....x
expanding    ...x...x
harvested    ....x..x
in_test      .....xxx
released     .......x
conditional  .....x.x
rejected     ........
"""
DOSES = """
prepared   .x..x
issued     ..xxx
infused    .....
returned   .x..x
discarded  .....
"""


def allowed(table: str, states: type[LotState] | type[DoseState]) -> set[tuple[str, str]]:
    rows = [line.split() for line in table.strip().splitlines()]
    assert [name for name, _ in rows] == [state.value for state in states]
    return {
        (name, to.value)
        for name, marks in rows
        for to, mark in zip(states, marks, strict=True)
        if mark == "x"
    }


LOT_TABLE, DOSE_TABLE = allowed(LOTS, LotState), allowed(DOSES, DoseState)
RELEASED = verdicts(RULES, (*PASSED, result("sterility", "negative", id=9)))


@pytest.mark.parametrize(("was", "to"), list(product(LotState, LotState)))
def test_a_lot_moves_as_the_table_says(was: LotState, to: LotState) -> None:
    may = (was.value, to.value) in LOT_TABLE
    refused = lot_refusal(LotAsk(was, to, "Physician", "because", "Second", tests=RELEASED))

    assert (to in LOT_MOVES[was]) is may
    assert (to in lot_next(was)) is may
    assert refused == (() if may else (LotRefusal.NOT_FROM_HERE,))


@pytest.mark.parametrize(("was", "to"), list(product(DoseState, DoseState)))
def test_a_dose_moves_as_the_table_says(was: DoseState, to: DoseState) -> None:
    may = (was.value, to.value) in DOSE_TABLE

    assert (to in DOSE_MOVES[was]) is may
    assert (to in dose_next(was)) is may


def test_the_next_states_stand_in_the_order_of_manufacture() -> None:
    assert lot_next(LotState.IN_TEST) == (
        LotState.RELEASED,
        LotState.CONDITIONAL,
        LotState.REJECTED,
    )


RELEASE = LotAsk(
    LotState.IN_TEST,
    LotState.RELEASED,
    "Physician",
    second="Somebody Else",
    tests=verdicts(RULES, PASSED),
)
CONDITIONAL = replace(RELEASE, to=LotState.CONDITIONAL, reason="no other dose in time")


def test_a_lot_is_released_while_only_a_late_test_is_open() -> None:
    assert lot_refusal(RELEASE) == ()


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_a_release_needs_every_test_that_is_known_at_release(missing: int) -> None:
    some = tuple(row for place, row in enumerate(PASSED) if place != missing)
    tests = verdicts(RULES, some)

    assert lot_refusal(replace(RELEASE, tests=tests)) == (LotRefusal.TESTS_OPEN,)
    assert lot_refusal(replace(CONDITIONAL, tests=tests)) == ()


@pytest.mark.parametrize("asked", [RELEASE, CONDITIONAL])
def test_a_failed_test_refuses_any_release_but_not_a_rejection(asked: LotAsk) -> None:
    tests = verdicts(RULES, (*PASSED, result("sterility", "positive", id=9)))
    reject = replace(asked, to=LotState.REJECTED, reason="contaminated", tests=tests)

    assert lot_refusal(replace(asked, tests=tests)) == (LotRefusal.TEST_FAILED,)
    assert lot_refusal(reject) == ()


@pytest.mark.parametrize("to", [LotState.CONDITIONAL, LotState.REJECTED])
def test_a_conditional_release_and_a_rejection_need_a_reason(to: LotState) -> None:
    assert lot_refusal(replace(CONDITIONAL, to=to, reason=" ")) == (LotRefusal.NEEDS_REASON,)


def test_every_move_names_a_person() -> None:
    move = LotAsk(LotState.COLLECTED, LotState.EXPANDING, "  ")

    assert lot_refusal(move) == (LotRefusal.NEEDS_PERSON,)


@pytest.mark.parametrize(
    ("second", "refused"),
    [
        ("", (LotRefusal.NEEDS_SECOND,)),
        ("  ", (LotRefusal.NEEDS_SECOND,)),
        ("Somebody Else", ()),
        ("physician", (LotRefusal.SAME_PERSON,)),
        (" PHYSICIAN ", (LotRefusal.SAME_PERSON,)),
    ],
)
def test_a_release_needs_two_persons_and_nobody_signs_twice(
    second: str, refused: tuple[LotRefusal, ...]
) -> None:
    assert lot_refusal(replace(RELEASE, second=second)) == refused


@pytest.mark.parametrize(
    ("was", "to", "refuses"),
    [
        (LotState.NOT_STARTED, LotState.COLLECTED, True),
        (LotState.COLLECTED, LotState.EXPANDING, False),
        (LotState.IN_TEST, LotState.RELEASED, True),
        (LotState.IN_TEST, LotState.CONDITIONAL, True),
        (LotState.IN_TEST, LotState.REJECTED, False),
    ],
)
def test_cells_of_a_donor_who_fails_are_neither_collected_nor_released(
    was: LotState, to: LotState, *, refuses: bool
) -> None:
    asked = replace(CONDITIONAL, was=was, to=to, donor=Outcome.NOT_ELIGIBLE)

    assert lot_refusal(asked) == ((LotRefusal.DONOR_NOT_ELIGIBLE,) if refuses else ())
    assert lot_refusal(replace(asked, donor=Outcome.INCOMPLETE)) == ()


def test_every_reason_is_said_at_once() -> None:
    asked = LotAsk(
        LotState.EXPANDING,
        LotState.RELEASED,
        "",
        tests=verdicts(RULES, (result("gram", "seen"),)),
        donor=Outcome.NOT_ELIGIBLE,
    )

    assert lot_refusal(asked) == (
        LotRefusal.NOT_FROM_HERE,
        LotRefusal.TESTS_OPEN,
        LotRefusal.TEST_FAILED,
        LotRefusal.NEEDS_PERSON,
        LotRefusal.NEEDS_SECOND,
        LotRefusal.DONOR_NOT_ELIGIBLE,
    )
