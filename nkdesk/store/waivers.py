"""Waivers: one criterion that an investigator signed shall not count for a patient's cycle."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from nkdesk.model.eligibility import Waiver
from nkdesk.store.journal import iso_times
from nkdesk.store.rows import canonical
from nkdesk.store.step import Step
from nkdesk.store.ward_store import Store


def add_waiver(step: Step, waiver: Waiver) -> int:
    """Save an investigator's signed deviation and return its id; ``waiver.id`` is not looked at.

    StoreError RULE for a criterion that cannot be waived and one the protocol has not.
    """
    return step.insert(
        "waiver",
        {
            "patient_id": waiver.patient_id,
            "cycle": waiver.cycle,
            "criterion": waiver.criterion,
            "reason": waiver.reason,
            "investigator": waiver.investigator,
            "signed_at": iso_times(waiver.signed_at)[1],
        },
    )


def waivers(store: Store, patient_id: int, cycle: int | None = None) -> tuple[Waiver, ...]:
    """Return a patient's waivers, of one cycle or of all, oldest first."""
    rows = store.read(
        "SELECT patient_id, cycle, criterion, reason, investigator, signed_at, id FROM waiver"
        " WHERE patient_id = ?1 AND (?2 IS NULL OR cycle = ?2) ORDER BY id",
        (patient_id, cycle),
    )
    return tuple(_waiver(row) for row in rows)


def waivers_of(store: Store, patient_ids: Iterable[int]) -> tuple[Waiver, ...]:
    """Return the waivers of many patients by one query, by patient, oldest first."""
    rows = store.read(
        "SELECT patient_id, cycle, criterion, reason, investigator, signed_at, id FROM waiver"
        " WHERE patient_id IN (SELECT value FROM json_each(?)) ORDER BY patient_id, id",
        (canonical(sorted(patient_ids)),),
    )
    return tuple(_waiver(row) for row in rows)


def results_since(store: Store, patient_ids: Iterable[int]) -> Mapping[int, frozenset[str]]:
    """Return by a waiver's id what kinds of result were entered after it was signed.

    Corrected and struck ones count as well. The journal knows what came first; what it does not
    know yet is being entered by the step that is open.
    """
    rows = store.read(
        "SELECT waiver.id, group_concat(DISTINCT observation.what) FROM waiver"
        " JOIN observation ON observation.patient_id = waiver.patient_id"
        " JOIN journal AS signed ON signed.table_name = 'waiver'"
        " AND signed.row_key = '[' || waiver.id || ']'"
        " LEFT JOIN journal AS entered ON entered.table_name = 'observation'"
        " AND entered.row_key = '[' || observation.id || ']'"
        " WHERE waiver.patient_id IN (SELECT value FROM json_each(?))"
        " AND (entered.step IS NULL OR entered.step > signed.step) GROUP BY waiver.id",
        (canonical(sorted(patient_ids)),),
    )
    return {number: frozenset(kinds.split(",")) for number, kinds in rows}


def _waiver(row: tuple[Any, ...]) -> Waiver:
    who, cycle, criterion, reason, investigator, at, number = row
    signed_at = datetime.fromisoformat(at)
    return Waiver(who, cycle, criterion, reason, investigator, signed_at, number)
