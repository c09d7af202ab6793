"""The gate before a later cycle: frozen evaluations and the signatures under them.

Waivers and alerts are kept in modules of their own; they are imported here too, so that one
module serves.
"""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from nkdesk.model.eligibility import Evaluation, Gate, GateClosed
from nkdesk.store.gate_alerts import StoredAlert, add_alert, alerts, see_alert
from nkdesk.store.journal import iso_times
from nkdesk.store.problem import StoreConflictError
from nkdesk.store.step import Step
from nkdesk.store.waivers import add_waiver, results_since, waivers, waivers_of
from nkdesk.store.ward_store import Store

__all__ = [
    "StoredAlert",
    "add_alert",
    "add_evaluation",
    "add_gate",
    "add_waiver",
    "alerts",
    "close_gate",
    "evaluation",
    "evaluation_of_gate",
    "gate",
    "gate_of_cycle",
    "gates",
    "newest_gate",
    "newest_gates",
    "open_gate",
    "open_gates",
    "results_since",
    "see_alert",
    "waivers",
    "waivers_of",
]

_GATE = (
    "SELECT gate.id, gate.patient_id, gate.cycle, on_day, gate.valid_until, signed_by, role,"
    " signed_at, hash, closed_why, closed_by FROM gate"
    " JOIN evaluation ON evaluation.id = gate.evaluation_id"
)
_OPEN = " ".join((_GATE, "WHERE gate.patient_id = ? AND gate.cycle = ? AND closed_why = ''"))
_NEWEST = " ".join(
    (_GATE, "WHERE gate.patient_id = ? AND gate.cycle = ? ORDER BY gate.id DESC LIMIT 1")
)
_ONE = " ".join((_GATE, "WHERE gate.id = ?"))
_OF_PATIENT = " ".join((_GATE, "WHERE gate.patient_id = ? ORDER BY gate.id"))
_OPEN_OF_ALL = " ".join((_GATE, "WHERE closed_why = '' ORDER BY gate.patient_id, gate.cycle"))
_NEWEST_OF_ALL = " ".join(
    (_GATE, "WHERE gate.id IN (SELECT max(id) FROM gate GROUP BY patient_id, cycle)")
)


def add_evaluation(
    step: Step, patient_id: int, evaluation: Evaluation, frozen: bytes, protocol_hash: str
) -> int:
    """Keep a patient's evaluation for ever as it was frozen, and return its id.

    ``frozen`` is its canonical text. StoreError RULE when the two differ in what they say, when
    an eligible one leaves a criterion of the protocol without an answer or a waiver, and for
    another protocol than the patient's.
    """
    return step.insert(
        "evaluation",
        {
            "patient_id": patient_id,
            "cycle": evaluation.cycle,
            "on_day": evaluation.on.isoformat(),
            "outcome": evaluation.outcome,
            "valid_until": _iso(evaluation.valid_until),
            "frozen": frozen.decode(),
            "hash": hashlib.sha256(frozen).hexdigest(),
            "protocol_hash": protocol_hash,
        },
    )


def evaluation(store: Store, evaluation_id: int) -> bytes | None:
    """Return the frozen text of an evaluation, None when there is none of that id."""
    rows = store.read("SELECT frozen FROM evaluation WHERE id = ?", (evaluation_id,))
    return rows[0][0].encode() if rows else None


def evaluation_of_gate(store: Store, gate_id: int) -> bytes | None:
    """Return the frozen text a gate was signed on, None when there is no such gate."""
    rows = store.read(
        "SELECT frozen FROM gate JOIN evaluation ON evaluation.id = evaluation_id"
        " WHERE gate.id = ?",
        (gate_id,),
    )
    return rows[0][0].encode() if rows else None


def add_gate(step: Step, evaluation_id: int, signed_by: str, role: str) -> int:
    """Open a cycle by a signature under its newest evaluation, and return the gate's id.

    StoreConflictError when there is no such evaluation; StoreError RULE when it is not eligible
    or not the newest, is signed already, is of the first cycle, or the gate stands open.
    """
    found = step.store.read(
        "SELECT patient_id, cycle, valid_until FROM evaluation WHERE id = ?", (evaluation_id,)
    )
    if not found:
        raise StoreConflictError("evaluation", None)
    patient_id, cycle, valid_until = found[0]
    return step.insert(
        "gate",
        {
            "patient_id": patient_id,
            "cycle": cycle,
            "evaluation_id": evaluation_id,
            "signed_by": signed_by,
            "role": role,
            "signed_at": _now(step),
            "valid_until": valid_until,
            "closed_why": "",
            "closed_by": "",
        },
    )


def close_gate(step: Step, gate_id: int, why: GateClosed, criterion: str = "") -> None:
    """Close a gate for good; ``criterion`` is the one that closed it, or "".

    StoreError RULE while its cycle is planned, and for one that is closed.
    """
    step.update("gate", (gate_id,), {"closed_why": why, "closed_by": criterion})


def gate(store: Store, gate_id: int) -> Gate | None:
    """Return a gate, None when there is none of that id."""
    return _first(store.read(_ONE, (gate_id,)))


def open_gate(store: Store, patient_id: int, cycle: int) -> Gate | None:
    """Return the gate before a cycle that is signed and not closed, None when there is none."""
    return _first(store.read(_OPEN, (patient_id, cycle)))


def newest_gate(store: Store, patient_id: int, cycle: int) -> Gate | None:
    """Return the gate before a cycle that was signed last, None when none ever was."""
    return _first(store.read(_NEWEST, (patient_id, cycle)))


def gates(store: Store, patient_id: int) -> tuple[Gate, ...]:
    """Return every gate that was ever signed for a patient, oldest first."""
    return tuple(_gate(row) for row in store.read(_OF_PATIENT, (patient_id,)))


def open_gates(store: Store) -> tuple[Gate, ...]:
    """Return every gate that stands open, by patient."""
    return tuple(_gate(row) for row in store.read(_OPEN_OF_ALL))


def newest_gates(store: Store) -> Mapping[tuple[int, int], Gate]:
    """Return the gate signed last before each cycle, by patient and cycle."""
    found = (_gate(row) for row in store.read(_NEWEST_OF_ALL))
    return {(one.patient_id, one.cycle): one for one in found}


def gate_of_cycle(store: Store, patient_id: int, cycle: int) -> Gate | None:
    """Return the gate a planned cycle stands behind, None for the first or none."""
    rows = store.read(
        "SELECT gate_id FROM cycle WHERE patient_id = ? AND number = ?", (patient_id, cycle)
    )
    return gate(store, rows[0][0]) if rows and rows[0][0] is not None else None


def _first(rows: list[tuple[Any, ...]]) -> Gate | None:
    return _gate(rows[0]) if rows else None


def _gate(row: tuple[Any, ...]) -> Gate:
    number, patient_id, cycle, on, until, signed_by, role, at, sealed, why, criterion = row
    return Gate(
        number,
        patient_id,
        cycle,
        date.fromisoformat(on),
        None if until is None else date.fromisoformat(until),
        signed_by,
        role,
        datetime.fromisoformat(at),
        sealed,
        GateClosed(why) if why else None,
        criterion,
    )


def _now(step: Step) -> str:
    return iso_times(step.store.moment())[1]


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
