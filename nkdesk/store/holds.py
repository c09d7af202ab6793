"""What holds infusions back: placed for a reason, lifted once by somebody, never removed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from nkdesk.model.product import Hold, HoldKind
from nkdesk.store.columns import moment_of, stamp, stamp_or_none
from nkdesk.store.rows import canonical
from nkdesk.store.step import Step
from nkdesk.store.ward_store import Store

_HOLD = (
    "SELECT patient_id, kind, since, who, why, until, lot_id, value, lifted, lifted_by,"
    " lifted_why, id FROM hold"
)
_ONE = " ".join((_HOLD, "WHERE id = ?"))
_ALL = " ".join((_HOLD, "ORDER BY patient_id, id"))
_OPEN = " ".join((_HOLD, "WHERE lifted IS NULL ORDER BY patient_id, id"))
_OF_PATIENT = " ".join((_HOLD, "WHERE patient_id = ? ORDER BY id"))
_OPEN_OF_PATIENT = " ".join((_HOLD, "WHERE patient_id = ? AND lifted IS NULL ORDER BY id"))
_OPEN_OF_PATIENTS = " ".join(
    (
        *(_HOLD, "WHERE patient_id IN (SELECT value FROM json_each(?) AS wanted)"),
        "AND lifted IS NULL ORDER BY patient_id, id",
    )
)


def add_hold(step: Step, hold: Hold) -> int:
    """Place a hold and return its id; ``hold.id`` is not looked at.

    StoreError RULE for a lot of another patient, and without a reason or a value.
    """
    return step.insert(
        "hold",
        {
            "patient_id": hold.patient_id,
            "lot_id": hold.lot_id,
            "kind": hold.kind,
            "since": stamp(hold.since),
            "until": stamp_or_none(hold.until),
            "who": hold.who,
            "why": hold.why,
            "value": hold.value,
            "lifted": stamp_or_none(hold.lifted),
            "lifted_by": hold.lifted_by,
            "lifted_why": hold.lifted_why,
        },
    )


def lift(step: Step, before: Hold, lifted: datetime, lifted_by: str, why: str) -> None:
    """Lift a hold; StoreConflictError when somebody has, or when there is none of that id.

    StoreError RULE by nobody and for no reason.
    """
    step.update(
        "hold",
        (before.id,),
        {"lifted": stamp(lifted), "lifted_by": lifted_by, "lifted_why": why},
        expected={"lifted": stamp_or_none(before.lifted)},
    )


def hold(store: Store, hold_id: int) -> Hold | None:
    """Return a hold, None when there is none of that id."""
    return next(iter(_holds(store.read(_ONE, (hold_id,)))), None)


def holds(
    store: Store, patient_id: int | None = None, *, open_only: bool = False
) -> tuple[Hold, ...]:
    """Return the holds of a patient, or of all by patient, in the order they were placed.

    ``open_only``: those nobody lifted; whether one holds at a moment is the hold's to say.
    """
    if patient_id is None:
        return _holds(store.read(_OPEN if open_only else _ALL))
    return _holds(store.read(_OPEN_OF_PATIENT if open_only else _OF_PATIENT, (patient_id,)))


def open_holds_of(store: Store, patient_ids: Iterable[int]) -> tuple[Hold, ...]:
    """Return the holds of many patients that nobody lifted, by one query."""
    return _holds(store.read(_OPEN_OF_PATIENTS, (canonical(sorted(patient_ids)),)))


def _holds(rows: Iterable[tuple[Any, ...]]) -> tuple[Hold, ...]:
    return tuple(_hold(row) for row in rows)


def _hold(row: tuple[Any, ...]) -> Hold:
    patient_id, kind, since, who, why, until, lot_id, value, lifted, *rest = row
    return Hold(
        patient_id,
        HoldKind(kind),
        datetime.fromisoformat(since),
        who,
        why,
        moment_of(until),
        lot_id,
        value,
        moment_of(lifted),
        *rest,
    )
