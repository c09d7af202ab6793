"""The table of an infusion: every state with every act, allowed or refused."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest

from nkdesk.bedside.infusing import (
    ACTS,
    Hung,
    InfusionNo,
    InfusionRefusal,
    after,
    bags_before_start,
    bags_checked_twice,
    infused_cells,
    may,
)
from nkdesk.model.infusion import BagCheck, InfusionAct, InfusionState, Outcome
from nkdesk.model.product import Bag, DoseForm, ProductDose

AT = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)

# One row an act, one column a state; a full stop refuses. Written by hand, not from the code.
STATES = ("checking", "checked", "running", "paused", "observing", "complete", "abandoned")
TABLE = """
check       checked   checked   running   paused    .          .          .
premedicate checking  checked   running   paused    .          .          .
thaw        checking  checked   running   paused    .          .          .
start       .         running   .         .         .          .          .
vitals      checking  checked   running   paused    observing  complete   .
rate        .         .         running   .         .          .          .
pause       .         .         paused    .         .          .          .
resume      .         .         .         running   .          .          .
next_bag    .         .         running   paused    .          .          .
reaction    checking  checked   running   paused    observing  complete   .
call        checking  checked   running   paused    observing  complete   .
end         .         .         observing observing .          .          .
complete    .         .         .         .         complete   .          .
abandon     abandoned abandoned .         .         .          .          .
note        checking  checked   running   paused    observing  complete   .
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]
BECOMES = {
    (state, act): one for act, *ones in ROWS for state, one in zip(STATES, ones, strict=True)
}
WITH_BAGS_UNCHECKED = BECOMES | {
    ("checking", "check"): "checking",
    ("checked", "start"): ".",
    ("running", "next_bag"): ".",
    ("paused", "next_bag"): ".",
}


def told(outcome):
    return "." if isinstance(outcome, InfusionRefusal) else outcome.value


def test_the_table_names_every_state_and_every_act():
    assert set(STATES) == {state.value for state in InfusionState}
    assert {act for act, *_ in ROWS} == {act.value for act in InfusionAct}
    assert len(BECOMES) == 105


@pytest.mark.parametrize(("state", "act"), list(product(InfusionState, InfusionAct)))
def test_an_act_leads_where_the_table_says_or_is_refused(state, act):
    assert told(after(state, act, all_checked=True)) == BECOMES[state, act]
    assert told(after(state, act, all_checked=False)) == WITH_BAGS_UNCHECKED[state, act]


@pytest.mark.parametrize("state", InfusionState)
def test_what_a_state_allows_is_what_is_not_refused(state):
    assert may(state) == {act for act in InfusionAct if BECOMES[state, act] != "."}


@pytest.mark.parametrize(
    ("state", "act"), [pair for pair, becomes in BECOMES.items() if becomes == "."]
)
def test_a_refusal_names_the_states_where_the_act_would_be_possible(state, act):
    refusal = after(InfusionState(state), InfusionAct(act), all_checked=True)
    assert isinstance(refusal, InfusionRefusal)
    assert (refusal.why, refusal.state, refusal.act) == (InfusionNo.NOT_FROM_HERE, state, act)
    assert refusal.possible_in == {one for one in STATES if BECOMES[one, act] != "."}
    assert refusal.possible_in


@pytest.mark.parametrize(
    ("state", "act"), [("checked", "start"), ("running", "next_bag"), ("paused", "next_bag")]
)
def test_bags_that_were_not_checked_twice_are_said_to_be_the_reason(state, act):
    refusal = after(InfusionState(state), InfusionAct(act), all_checked=False)
    assert isinstance(refusal, InfusionRefusal)
    assert refusal.why is InfusionNo.NOT_CHECKED


def test_nobody_can_change_the_table():
    with pytest.raises(TypeError):
        ACTS[InfusionState.CHECKING][InfusionAct.START] = InfusionState.RUNNING


# Bags


def bag(number, nth):
    return Bag(number, 1, f"B{number}", nth, 50_000, 760_000, AT)


def dose(form):
    return ProductDose(1, 1, 1, form, (bag(12, 2), bag(11, 1), bag(13, 3)))


def test_every_bag_of_a_fresh_dose_is_checked_before_the_start():
    assert bags_before_start(dose(DoseForm.FRESH)) == (11, 12, 13)


def test_of_a_frozen_dose_the_first_bag_is_checked_before_the_start():
    assert bags_before_start(dose(DoseForm.FROZEN)) == (11,)


FIRST = BagCheck(1, 11, 1, "Nurse A", "P", "B", "clear", AT, AT)
SECOND = replace(FIRST, position=2, person="Nurse B")


@pytest.mark.parametrize(
    ("checks", "twice"),
    [
        ((), set()),
        ((FIRST,), set()),
        ((SECOND,), set()),
        ((FIRST, SECOND), {11}),
        ((SECOND, FIRST), {11}),
        ((FIRST, replace(SECOND, person="nurse  a")), set()),
        ((FIRST, replace(SECOND, person="Nurse \u0410")), set()),  # the last letter is Cyrillic
        ((FIRST, replace(SECOND, bag_id=12)), set()),
        ((FIRST, SECOND, replace(FIRST, bag_id=12)), {11}),
        ((FIRST, replace(SECOND, person="Nurse A"), SECOND), {11}),
        ((FIRST, replace(FIRST, person="Nurse B")), set()),
    ],
)
def test_a_bag_is_checked_twice_by_two_persons_one_first_and_one_second(checks, twice):
    assert bags_checked_twice(checks) == twice


# Cells


@pytest.mark.parametrize(
    ("labelled", "volume", "remaining", "outcome", "cells"),
    [
        (1_520_000, 100_000, None, Outcome.WHOLE, 1_520_000),
        (1_520_000, 100_000, 0, Outcome.WHOLE, 1_520_000),
        (1_520_000, 100_000, 500, Outcome.WHOLE, 1_512_400),
        (1_520_000, 100_000, 25_000, Outcome.PART, 1_140_000),
        (1_520_000, 100_000, 0, Outcome.STOPPED, 1_520_000),
        (1_520_000, 100_000, 100_000, Outcome.STOPPED, 0),
        (1_000, 3_000, 1_000, Outcome.PART, 666),  # down, never up: 666.67
        (1, 3_000, 2_999, Outcome.PART, 0),
        (8_000_000_000, 7, 3, Outcome.PART, 4_571_428_571),  # exact where floats are not
        (1_520_000, 100_000, None, Outcome.PART, None),
        (1_520_000, 100_000, None, Outcome.STOPPED, None),
    ],
)
def test_infused_cells_are_the_part_that_went_in_rounded_down(
    labelled, volume, remaining, outcome, cells
):
    assert infused_cells([Hung(labelled, volume)], remaining, outcome) == cells


@pytest.mark.parametrize(
    ("remaining", "cells"),
    [
        (0, 1_500_000),
        (1, 1_499_990),
        (50_000, 1_000_000),  # the second bag was never hung
        (70_000, 600_000),  # and 20 mL of the first were left: a mean would say 450,000
        (100_000, 0),
    ],
)
def test_what_is_left_is_in_the_bags_hung_last_however_strong_they_are(remaining, cells):
    bags = [Hung(1_000_000, 50_000), Hung(500_000, 50_000)]
    assert infused_cells(bags, remaining, Outcome.PART) == cells


@pytest.mark.parametrize(("volume", "remaining"), [(100, 101), (100, -1), (0, 0)])
def test_more_than_there_was_cannot_remain(volume, remaining):
    with pytest.raises(ValueError, match="remains"):
        infused_cells([Hung(1_000, volume)], remaining, Outcome.PART)
