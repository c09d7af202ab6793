"""Lots: opened once, moved on as somebody signs, tested by results that are only corrected.

What is known of the collection at the donor is kept here as well.
"""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from nkdesk.model.product import DonorFacts, Lot, LotMove, LotState, TestResult
from nkdesk.store.columns import result_of, result_text, stamp, weight_columns, weight_of
from nkdesk.store.rows import TABLES, canonical
from nkdesk.store.step import Step
from nkdesk.store.ward_store import Store

_LOT = "SELECT id, patient_id, donor_id, cycle, number, state, note FROM lot"
_ALL = " ".join((_LOT, "ORDER BY patient_id, id"))
_OF_PATIENT = " ".join((_LOT, "WHERE patient_id = ? ORDER BY id"))
_OF_PATIENTS = " ".join(
    (
        *(_LOT, "WHERE patient_id IN (SELECT value FROM json_each(?) AS wanted)"),
        "ORDER BY patient_id, id",
    )
)
_ONE = " ".join((_LOT, "WHERE id = ?"))
_NUMBERED = " ".join((_LOT, "WHERE number = ?"))
_RESULT = (
    "SELECT o.lot_id, o.test, o.value, o.at, o.person, o.weight_day, o.weight_grams, o.corrects,"
    " o.why, o.entered_by, o.note, o.id FROM lot_test AS o"
)
_COUNTS = "NOT EXISTS (SELECT 1 FROM lot_test AS later WHERE later.corrects = o.id)"
_RESULTS = " ".join((_RESULT, "WHERE o.lot_id = ? AND", _COUNTS, "ORDER BY o.test, o.id"))
_EVERY_RESULT = " ".join((_RESULT, "WHERE o.lot_id = ? ORDER BY o.test, o.id"))
_ONE_RESULT = " ".join((_RESULT, "WHERE o.id = ?"))
_RESULTS_OF_PATIENTS = " ".join(
    (
        *(_RESULT, "WHERE o.patient_id IN (SELECT value FROM json_each(?) AS wanted) AND"),
        *(_COUNTS, "ORDER BY o.lot_id, o.test, o.id"),
    )
)


def add_lot(step: Step, lot: Lot) -> int:
    """Save a new lot and return its id; ``lot.id`` is not looked at.

    StoreError RULE for a number that is taken, a donor of another patient, and any other state
    than not started.
    """
    return step.insert(
        "lot",
        {
            "patient_id": lot.patient_id,
            "donor_id": lot.donor_id,
            "cycle": lot.cycle,
            "number": lot.number,
            "state": lot.state,
            "note": lot.note,
        },
    )


def move_lot(step: Step, lot: Lot, move: LotMove) -> int:
    """Move a lot on as somebody signed, and return the move's id.

    StoreConflictError when the lot is not in ``lot.state`` any more; StoreError RULE for a move
    that lots do not make, by nobody, and without a reason where one is needed.
    """
    step.stored(TABLES["lot"], (lot.id,), {"state": lot.state})
    number = step.insert("lot_move", {**_owner(lot.patient_id, lot.id), **_move_columns(move)})
    step.update("lot", (lot.id,), {"state": move.becomes})
    return number


def lot(store: Store, lot_id: int) -> Lot | None:
    """Return a lot, None when there is none of that id."""
    return next(iter(_lots(store.read(_ONE, (lot_id,)))), None)


def lot_by_number(store: Store, number: str) -> Lot | None:
    """Return the lot of a laboratory's number, None when there is none."""
    return next(iter(_lots(store.read(_NUMBERED, (number,)))), None)


def lots(store: Store, patient_id: int | None = None) -> tuple[Lot, ...]:
    """Return the lots of a patient, or of all by patient, in the order they were opened."""
    if patient_id is None:
        return _lots(store.read(_ALL))
    return _lots(store.read(_OF_PATIENT, (patient_id,)))


def lots_of(store: Store, patient_ids: Iterable[int]) -> tuple[Lot, ...]:
    """Return the lots of many patients by one query."""
    return _lots(store.read(_OF_PATIENTS, (canonical(sorted(patient_ids)),)))


def moves(store: Store, lot_id: int) -> tuple[LotMove, ...]:
    """Return every move of a lot, oldest first."""
    rows = store.read(
        "SELECT lot_id, was, becomes, at, person, reason, note, open_tests, weight_day,"
        " weight_grams, entered_by, id FROM lot_move WHERE lot_id = ? ORDER BY id",
        (lot_id,),
    )
    return tuple(_move(row) for row in rows)


def add_test(step: Step, patient_id: int, result: TestResult) -> int:
    """Save a result of a lot's test and return its id; ``result.id`` is not looked at.

    StoreError RULE for a lot of another patient, and for a correction without why, of another
    test or lot, or of a result that is corrected already.
    """
    return step.insert(
        "lot_test",
        {
            **_owner(patient_id, result.lot_id),
            "test": result.test,
            "value": result_text(result.value),
            "at": stamp(result.at),
            "person": result.person,
            **weight_columns(result.weight),
            "corrects": result.corrects,
            "why": result.why,
            "entered_by": result.entered_by,
            "note": result.note,
        },
    )


def results(store: Store, lot_id: int) -> tuple[TestResult, ...]:
    """Return the results of a lot that count: by test, oldest first."""
    return _results(store.read(_RESULTS, (lot_id,)))


def all_results(store: Store, lot_id: int) -> tuple[TestResult, ...]:
    """Return every result of a lot, the corrected ones too: by test, oldest first."""
    return _results(store.read(_EVERY_RESULT, (lot_id,)))


def results_of(store: Store, patient_ids: Iterable[int]) -> tuple[TestResult, ...]:
    """Return the results that count of many patients' lots by one query: by lot and test."""
    return _results(store.read(_RESULTS_OF_PATIENTS, (canonical(sorted(patient_ids)),)))


def result(store: Store, result_id: int) -> TestResult | None:
    """Return a result, None when there is none of that id."""
    return next(iter(_results(store.read(_ONE_RESULT, (result_id,)))), None)


def set_donor_facts(step: Step, patient_id: int, facts: DonorFacts) -> None:
    """Save what is known of a patient's donor, whatever was said before.

    StoreError RULE for a donor of another patient.
    """
    key = (facts.donor_id,)
    values = {
        "typing": facts.typing,
        "collected": None if facts.collected is None else facts.collected.isoformat(),
    }
    if step.store.read(TABLES["donor_facts"].select, key):
        step.update("donor_facts", key, values, expected={"patient_id": patient_id})
    else:
        owner = {"donor_id": facts.donor_id, "patient_id": patient_id}
        step.insert("donor_facts", {**owner, **values})


def donor_facts(store: Store, donor_id: int) -> DonorFacts | None:
    """Return what is known of a donor, None when nothing was entered."""
    rows = store.read("SELECT typing, collected FROM donor_facts WHERE donor_id = ?", (donor_id,))
    for typing, day in rows:
        return DonorFacts(donor_id, typing, None if day is None else date.fromisoformat(day))
    return None


def _lots(rows: Iterable[tuple[Any, ...]]) -> tuple[Lot, ...]:
    return tuple(
        Lot(lot_id, patient_id, donor_id, cycle, number, LotState(state), note)
        for lot_id, patient_id, donor_id, cycle, number, state, note in rows
    )


def _move(row: tuple[Any, ...]) -> LotMove:
    lot_id, was, becomes, at, person, reason, note, tests, day, grams, entered_by, number = row
    return LotMove(
        lot_id,
        LotState(was),
        LotState(becomes),
        datetime.fromisoformat(at),
        person,
        reason,
        note,
        tuple(json.loads(tests)),
        weight_of(day, grams),
        entered_by,
        number,
    )


def _results(rows: Iterable[tuple[Any, ...]]) -> tuple[TestResult, ...]:
    return tuple(
        TestResult(
            lot_id,
            test,
            result_of(value),
            datetime.fromisoformat(at),
            person,
            weight_of(day, grams),
            *rest,
        )
        for lot_id, test, value, at, person, day, grams, *rest in rows
    )


def _owner(patient_id: int, lot_id: int) -> dict[str, object]:
    return {"patient_id": patient_id, "lot_id": lot_id}


def _move_columns(move: LotMove) -> dict[str, object]:
    return {
        "was": move.was,
        "becomes": move.becomes,
        "at": stamp(move.at),
        "person": move.person,
        "reason": move.reason,
        "note": move.note,
        "open_tests": canonical(list(move.open_tests)),
        **weight_columns(move.weight),
        "entered_by": move.entered_by,
    }
