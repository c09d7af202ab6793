"""Doses of a lot with their bags: prepared, reserved, issued, infused, returned or discarded."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from nkdesk.model.cycle import Address
from nkdesk.model.product import Bag, DoseForm, DoseMove, DoseState, ProductDose
from nkdesk.store.columns import moment_of, place_columns, place_of, stamp, stamp_or_none
from nkdesk.store.rows import TABLES, canonical
from nkdesk.store.step import Step
from nkdesk.store.ward_store import Store

_DOSE = (
    "SELECT dose.id, dose.lot_id, dose.patient_id, dose.form, dose.state, dose.cycle, dose.code,"
    " dose.day, bag.id, bag.dose_id, bag.number, bag.nth, bag.volume, bag.cells, bag.expires,"
    " bag.viability, bag.thaw_from FROM product_dose AS dose"
    " LEFT JOIN bag ON bag.dose_id = dose.id"
)
_IN_ORDER = "ORDER BY dose.patient_id, dose.id, bag.nth"
_ALL = " ".join((_DOSE, _IN_ORDER))
_OF_PATIENT = " ".join((_DOSE, "WHERE dose.patient_id = ?", _IN_ORDER))
_OF_PATIENTS = " ".join(
    (
        *(_DOSE, "WHERE dose.patient_id IN (SELECT value FROM json_each(?) AS wanted)"),
        _IN_ORDER,
    )
)
_OF_LOT = " ".join((_DOSE, "WHERE dose.lot_id = ?", _IN_ORDER))
_ONE = " ".join((_DOSE, "WHERE dose.id = ? ORDER BY bag.nth"))
# One that can still be given or was, before one that went back.
_RESERVED = " ".join(
    (
        *(_DOSE, "WHERE dose.id = (SELECT id FROM product_dose"),
        "WHERE patient_id = ? AND cycle = ? AND code = ? AND day IS ?",
        "ORDER BY state IN ('returned', 'discarded'), id DESC LIMIT 1) ORDER BY bag.nth",
    )
)


def add_dose(step: Step, dose: ProductDose) -> int:
    """Save a dose with all its bags and return its id; no id in it is looked at.

    StoreError RULE for the recipient of another lot, a bag's number that is taken, another state
    than prepared, and an infusion that has a dose already.
    """
    dose_id = step.insert(
        "product_dose",
        {
            "patient_id": dose.patient_id,
            "lot_id": dose.lot_id,
            "form": dose.form,
            "state": dose.state,
            **place_columns(dose.address),
        },
    )
    for bag in dose.bags:
        owner = {"patient_id": dose.patient_id, "dose_id": dose_id}
        step.insert("bag", {**owner, **_bag_columns(bag)})
    return dose_id


def reserve(step: Step, dose: ProductDose, address: Address | None) -> None:
    """Reserve a dose for an infusion of its patient, or for none.

    StoreConflictError when it is not as ``dose`` any more; StoreError RULE when the infusion has
    a dose already, and for a dose that is at the bed, infused or discarded.
    """
    step.update("product_dose", (dose.id,), place_columns(address), expected=_as_read(dose))


def move_dose(step: Step, dose: ProductDose, move: DoseMove) -> int:
    """Move a dose on as somebody signed, and return the move's id.

    StoreConflictError when it is not as ``dose`` any more; StoreError RULE for a move that doses
    do not make, by nobody, and to infused without an infusion that began.
    """
    step.stored(TABLES["product_dose"], (dose.id,), _as_read(dose))
    number = step.insert(
        "dose_move",
        {
            "patient_id": dose.patient_id,
            "dose_id": dose.id,
            "was": move.was,
            "becomes": move.becomes,
            "at": stamp(move.at),
            "person": move.person,
            "reason": move.reason,
            "note": move.note,
            "entered_by": move.entered_by,
        },
    )
    step.update("product_dose", (dose.id,), {"state": move.becomes})
    return number


def doses(store: Store, patient_id: int | None = None) -> tuple[ProductDose, ...]:
    """Return the doses of a patient, or of all by patient, in the order they were entered."""
    if patient_id is None:
        return _doses(store.read(_ALL))
    return _doses(store.read(_OF_PATIENT, (patient_id,)))


def doses_of(store: Store, patient_ids: Iterable[int]) -> tuple[ProductDose, ...]:
    """Return the doses of many patients by one query."""
    return _doses(store.read(_OF_PATIENTS, (canonical(sorted(patient_ids)),)))


def doses_of_lot(store: Store, lot_id: int) -> tuple[ProductDose, ...]:
    """Return the doses of a lot in the order they were entered."""
    return _doses(store.read(_OF_LOT, (lot_id,)))


def dose(store: Store, dose_id: int) -> ProductDose | None:
    """Return a dose, None when there is none of that id."""
    return next(iter(_doses(store.read(_ONE, (dose_id,)))), None)


def dose_of_item(store: Store, patient_id: int, address: Address) -> ProductDose | None:
    """Return the dose reserved for an infusion, None when there is none.

    One that was returned or discarded is named only where no other is reserved.
    """
    place = (patient_id, address.cycle, address.code, address.day)
    return next(iter(_doses(store.read(_RESERVED, place))), None)


def bag_by_number(store: Store, number: str) -> Bag | None:
    """Return the bag of a product number, None when there is none."""
    rows = store.read(
        "SELECT id, dose_id, number, nth, volume, cells, expires, viability, thaw_from FROM bag"
        " WHERE number = ?",
        (number,),
    )
    return _bag(rows[0]) if rows else None


def moves(store: Store, dose_id: int) -> tuple[DoseMove, ...]:
    """Return every move of a dose, oldest first."""
    rows = store.read(
        "SELECT dose_id, was, becomes, at, person, reason, note, entered_by, id FROM dose_move"
        " WHERE dose_id = ? ORDER BY id",
        (dose_id,),
    )
    return tuple(
        DoseMove(dose_id, DoseState(was), DoseState(becomes), datetime.fromisoformat(at), *rest)
        for dose_id, was, becomes, at, *rest in rows
    )


def _doses(rows: Iterable[tuple[Any, ...]]) -> tuple[ProductDose, ...]:
    return tuple(
        ProductDose(
            *(number, lot_id, patient_id, DoseForm(form)),
            tuple(_bag(row[8:]) for row in found if row[8] is not None),
            DoseState(state),
            place_of(*place),
        )
        for (number, lot_id, patient_id, form, state, *place), found in groupby(
            rows, key=itemgetter(slice(0, 8))
        )
    )


def _bag(row: tuple[Any, ...]) -> Bag:
    number, dose_id, label, nth, volume, cells, expires, viability, thaw_from = row
    return Bag(
        number,
        dose_id,
        label,
        nth,
        volume,
        cells,
        datetime.fromisoformat(expires),
        viability,
        moment_of(thaw_from),
    )


def _bag_columns(bag: Bag) -> dict[str, object]:
    return {
        "number": bag.number,
        "nth": bag.nth,
        "volume": bag.volume,
        "cells": bag.cells,
        "viability": bag.viability,
        "expires": stamp(bag.expires),
        "thaw_from": stamp_or_none(bag.thaw_from),
    }


def _as_read(dose: ProductDose) -> dict[str, object]:
    return {"state": dose.state, **place_columns(dose.address)}
