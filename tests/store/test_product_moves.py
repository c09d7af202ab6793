"""How lots, doses and infusions move: every pair of states, allowed or refused (H13, H15).

The tables are written out here; what the program decides by and what the store refuses by are
held against them both.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from nkdesk.bedside.infusing import ACTS
from nkdesk.bedside.lots import DOSE_MOVES, LOT_MOVES
from nkdesk.model.infusion import Infusion, InfusionState, Outcome
from nkdesk.model.product import DoseState, Lot, LotState, ProductDose
from nkdesk.store import infusions, lots, product_doses
from nkdesk.store.problem import StoreError, StoreProblem
from nkdesk.store.rows import TABLES
from nkdesk.store.step import Step
from nkdesk.store.store import Store
from tests.store.made_up import Ward
from tests.store.product_made_up import (
    Product,
    added_dose,
    at,
    check,
    dose_move,
    dose_moved,
    lot_move,
    moved,
    new_dose,
    new_infusion,
    new_lot,
    opened_lot,
    product,
    started,
)

L, D, S = LotState, DoseState, InfusionState

LOT_TABLE: dict[LotState, set[LotState]] = {
    L.NOT_STARTED: {L.COLLECTED, L.REJECTED},
    L.COLLECTED: {L.EXPANDING, L.REJECTED},
    L.EXPANDING: {L.HARVESTED, L.REJECTED},
    L.HARVESTED: {L.IN_TEST, L.REJECTED},
    L.IN_TEST: {L.RELEASED, L.CONDITIONAL, L.REJECTED},
    L.RELEASED: {L.REJECTED},
    L.CONDITIONAL: {L.RELEASED, L.REJECTED},
    L.REJECTED: set(),
}
DOSE_TABLE: dict[DoseState, set[DoseState]] = {
    D.PREPARED: {D.ISSUED, D.DISCARDED},
    D.ISSUED: {D.INFUSED, D.RETURNED, D.DISCARDED},
    D.RETURNED: {D.ISSUED, D.DISCARDED},
    D.INFUSED: set(),
    D.DISCARDED: set(),
}
INFUSION_TABLE: dict[InfusionState, set[InfusionState]] = {
    S.CHECKING: {S.CHECKED, S.ABANDONED},
    S.CHECKED: {S.RUNNING, S.ABANDONED},
    S.RUNNING: {S.PAUSED, S.OBSERVING},
    S.PAUSED: {S.RUNNING, S.OBSERVING},
    S.OBSERVING: {S.COMPLETE},
    S.COMPLETE: set(),
    S.ABANDONED: set(),
}
TO_LOT: dict[LotState, tuple[LotState, ...]] = {
    L.NOT_STARTED: (),
    L.COLLECTED: (L.COLLECTED,),
    L.EXPANDING: (L.COLLECTED, L.EXPANDING),
    L.HARVESTED: (L.COLLECTED, L.EXPANDING, L.HARVESTED),
    L.IN_TEST: (L.COLLECTED, L.EXPANDING, L.HARVESTED, L.IN_TEST),
    L.RELEASED: (L.COLLECTED, L.EXPANDING, L.HARVESTED, L.IN_TEST, L.RELEASED),
    L.CONDITIONAL: (L.COLLECTED, L.EXPANDING, L.HARVESTED, L.IN_TEST, L.CONDITIONAL),
    L.REJECTED: (L.REJECTED,),
}


class TakenBackError(Exception):
    """Leaves a step without saving it."""


@contextmanager
def trying(store: Store) -> Iterator[Step]:
    """A step that is never kept."""
    with pytest.raises(TakenBackError), store.step(actor="nurse", what="try") as step:
        yield step
        raise TakenBackError


def passes(store: Store, table: str, number: int, changes: dict[str, object]) -> bool:
    """Whether the store lets a row change so in the step that is open."""
    before = store.read(" ".join(("SELECT rev FROM", table, "WHERE id = ?")), (number,))
    names = ", ".join(f"{name} = ?" for name in changes)
    sql = " ".join(("UPDATE", table, "SET", names, ", rev = ? WHERE id = ?"))
    try:
        store.write(sql, (*changes.values(), before[0][0] + 1, number))
    except StoreError as error:
        return error.problem is not StoreProblem.RULE
    return True


def test_the_program_decides_by_the_same_tables() -> None:
    assert {state: set(found) for state, found in LOT_MOVES.items()} == LOT_TABLE
    assert {state: set(found) for state, found in DOSE_MOVES.items()} == DOSE_TABLE
    # The last check of a bag makes an infusion checked; the table of acts leaves that open.
    led = {state: set(found.values()) - {state} for state, found in ACTS.items()}
    led[S.CHECKING].add(S.CHECKED)
    assert led == INFUSION_TABLE


def lot_in(ward: Ward, state: LotState) -> Lot:
    """A second lot of patient 1's donor; the first one's moves are what others are made like."""
    product(ward.store)
    return moved(ward.store, opened_lot(ward.store, new_lot(number="L-9")), *TO_LOT[state])


@pytest.mark.parametrize("was", LOT_TABLE)
def test_a_lot_goes_from_each_state_only_where_it_may(ward: Ward, was: LotState) -> None:
    store = ward.store
    lot = lot_in(ward, was)
    allowed = set()
    for becomes in set(LotState) - {was}:
        with trying(store) as step:
            said = {**_row(step, "lot_move"), "lot_id": lot.id, "was": was, "becomes": becomes}
            step.insert("lot_move", said)
            if passes(store, "lot", lot.id, {"state": becomes}):
                allowed.add(becomes)
    assert allowed == LOT_TABLE[was]


def _row(step: Step, table: str) -> dict[str, Any]:
    """A row like the first one of a table, without its number."""
    (found, *_) = step.store.read(TABLES[table].select_all)
    row = dict(zip(TABLES[table].columns, found, strict=True))
    return {name: value for name, value in row.items() if name not in ("id", "rev")}


def dose_in(store: Store, made: Product, state: DoseState) -> ProductDose:
    """A dose in a state, its infusion begun where there could be one."""
    if state in (D.PREPARED, D.ISSUED, D.RETURNED, D.DISCARDED):
        dose = added_dose(store, new_dose(made.lot, "N-9", address=None))
        path = {D.ISSUED: (D.ISSUED,), D.RETURNED: (D.ISSUED, D.RETURNED)}
        way = path.get(state, () if state is D.PREPARED else (state,))
        return dose_moved(store, dose, *way)
    return dose_moved(store, made.dose, D.INFUSED)


@pytest.mark.parametrize("was", DOSE_TABLE)
def test_a_dose_goes_from_each_state_only_where_it_may(ward: Ward, was: DoseState) -> None:
    """That it may be infused holds for one whose infusion began, and for no other."""
    store = ward.store
    made = product(store)
    with store.step(actor="nurse", what="start") as step:
        started(step, made)
    dose = dose_in(store, made, was)
    assert _dose_moves(store, dose) == DOSE_TABLE[was] - {D.INFUSED}
    if was is D.ISSUED:
        assert _dose_moves(store, made.dose) == {D.INFUSED}


def _dose_moves(store: Store, dose: ProductDose) -> set[DoseState]:
    allowed = set()
    for becomes in set(DoseState) - {dose.state}:
        with trying(store) as step:
            said = {"dose_id": dose.id, "was": dose.state, "becomes": becomes}
            step.insert("dose_move", {**_row(step, "dose_move"), **said})
            if passes(store, "product_dose", dose.id, {"state": becomes}):
                allowed.add(becomes)
    return allowed


NEEDS: dict[InfusionState, dict[str, object]] = {
    S.CHECKING: {},
    S.CHECKED: {},
    S.ABANDONED: {},
    S.RUNNING: {"started": at(0)},
    S.PAUSED: {"started": at(0)},
    S.OBSERVING: {"started": at(0), "ended": at(60), "outcome": Outcome.WHOLE},
    S.COMPLETE: {"started": at(0), "ended": at(60), "outcome": Outcome.WHOLE},
}
TO_INFUSION: dict[InfusionState, tuple[InfusionState, ...]] = {
    S.CHECKING: (),
    S.CHECKED: (S.CHECKED,),
    S.ABANDONED: (S.ABANDONED,),
    S.RUNNING: (S.CHECKED, S.RUNNING),
    S.PAUSED: (S.CHECKED, S.RUNNING, S.PAUSED),
    S.OBSERVING: (S.CHECKED, S.RUNNING, S.OBSERVING),
    S.COMPLETE: (S.CHECKED, S.RUNNING, S.OBSERVING, S.COMPLETE),
}


@pytest.fixture
def made(ward: Ward) -> Product:
    return product(ward.store)


def infusion_in(store: Store, made: Product, state: InfusionState) -> Infusion:
    with store.step(actor="nurse", what="infusion") as step:
        one = new_infusion(made)
        one = replace(one, id=infusions.add_infusion(step, one))
        for bag in made.dose.bags:
            infusions.add_check(step, check(one.id, bag, 1))
            infusions.add_check(step, check(one.id, bag, 2))
        for becomes in TO_INFUSION[state]:
            after = replace(one, state=becomes, **NEEDS[becomes])
            infusions.change_infusion(step, one, after)
            one = after
    return one


@pytest.mark.parametrize("was", INFUSION_TABLE)
def test_an_infusion_goes_from_each_state_only_where_it_may(
    ward: Ward, made: Product, was: InfusionState
) -> None:
    store = ward.store
    one = infusion_in(store, made, was)
    allowed = set()
    for becomes in set(InfusionState) - {was}:
        known = {**dict.fromkeys(("started", "ended", "outcome")), **NEEDS[becomes]}
        with trying(store) as step:
            if changes(step, one, replace(one, state=becomes, **known)):
                allowed.add(becomes)
    assert allowed == INFUSION_TABLE[was]


def changes(step: Step, before: Infusion, after: Infusion) -> bool:
    """Whether the store lets an infusion change so in the step that is open."""
    try:
        infusions.change_infusion(step, before, after)
    except StoreError as error:
        return error.problem is not StoreProblem.RULE
    return True


@pytest.mark.parametrize(
    ("changes", "may"),
    [
        ({"person": "Dr Lab"}, True),
        ({"person": " "}, False),
        ({"reason": ""}, False),
        ({"was": L.HARVESTED}, False),
    ],
)
def test_a_lot_is_released_on_condition_only_by_somebody_for_a_reason(
    ward: Ward, changes: dict[str, object], *, may: bool
) -> None:
    store = ward.store
    lot = lot_in(ward, L.IN_TEST)
    move = lot_move(lot, L.CONDITIONAL, **changes)
    if not may:
        with pytest.raises(StoreError), store.step(actor="nurse", what="release") as step:
            lots.move_lot(step, lot, move)
        assert lots.lot(store, lot.id) == lot
        return
    with store.step(actor="nurse", what="release") as step:
        lots.move_lot(step, lot, move)
    assert lots.lot(store, lot.id) == replace(lot, state=L.CONDITIONAL)


def test_whoever_moves_second_is_told(ward: Ward, made: Product) -> None:
    store = ward.store
    stale = replace(made.lot, state=L.IN_TEST)
    with pytest.raises(StoreError) as caught, store.step(actor="nurse", what="release") as step:
        lots.move_lot(step, stale, lot_move(stale, L.RELEASED))
    assert caught.value.problem is StoreProblem.CONFLICT
    prepared = replace(made.dose, state=D.PREPARED)
    with pytest.raises(StoreError) as caught, store.step(actor="nurse", what="issue") as step:
        product_doses.move_dose(step, prepared, dose_move(prepared, D.ISSUED))
    assert caught.value.problem is StoreProblem.CONFLICT
    with pytest.raises(StoreError) as caught, store.step(actor="nurse", what="reserve") as step:
        product_doses.reserve(step, replace(made.dose, address=None), None)
    assert caught.value.problem is StoreProblem.CONFLICT
