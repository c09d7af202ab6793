"""Cycles and their items: saving them, and reading them back patient by patient.

What a day shows is read in ``day_items``; it is imported here too, so that one module serves.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType

from nkdesk.model.cycle import Address, Cycle, CycleItem, ItemPart
from nkdesk.store.day_items import (
    day_item,
    day_items,
    next_open_after,
    next_open_by_patient,
    open_between,
    patient_items,
)
from nkdesk.store.lines import items_of_lines
from nkdesk.store.problem import StoreConflictError
from nkdesk.store.rows import canonical
from nkdesk.store.step import Step
from nkdesk.store.ward_store import Store

__all__ = [
    "Remark",
    "add_cycle",
    "cycles",
    "cycles_of_all",
    "day_item",
    "day_items",
    "item_ids",
    "next_open_after",
    "next_open_by_patient",
    "open_between",
    "patient_items",
    "planned_patients",
    "protocols_in_use",
    "remove_cycle",
    "save_cycle",
    "taken",
]


@dataclass(frozen=True, slots=True)
class Remark:
    """What is kept beside an item: the code of why it was not given, and a note."""

    reason: str = ""
    note: str = ""


_NO_REMARKS: Mapping[Address, Remark] = MappingProxyType({})

# The columns of a line, then the cycle's own: a cycle without items has one line of nothing.
_LINES = (
    "SELECT item.id, number, code, address_day, day, kind, calendar, target, earliest, latest,"
    " planned, original, label_day, state, actual, warnings, by_hand, time, done, at,"
    " cycle.patient_id, number, arm, start"
)
_ITEMS = (
    "LEFT JOIN item ON item.cycle_id = cycle.id LEFT JOIN item_part ON item_part.item_id = item.id"
    " ORDER BY cycle.patient_id, number, position, part"
)
_CYCLES_OF_ALL = " ".join((_LINES, "FROM cycle", _ITEMS))
_CYCLES_OF_SOME = " ".join(
    (
        _LINES,
        "FROM json_each(?) AS wanted JOIN cycle ON cycle.patient_id = wanted.value",
        _ITEMS,
    )
)


def add_cycle(
    step: Step, patient_id: int, protocol_hash: str, cycle: Cycle, gate_id: int | None = None
) -> int:
    """Save a patient's new cycle with all its items and return its id.

    ``gate_id`` is the gate before a cycle after the first. StoreError RULE when the patient has
    that cycle already, and for a cycle after the first unless its gate is signed, open and valid
    on the cycle's first day.
    """
    cycle_id = step.insert(
        "cycle",
        {
            "patient_id": patient_id,
            "protocol_hash": protocol_hash,
            "number": cycle.number,
            "arm": cycle.arm,
            "start": cycle.start.isoformat(),
            "gate_id": gate_id,
        },
    )
    for position, item in enumerate(cycle.items):
        place = {"cycle_id": cycle_id, "patient_id": patient_id, "position": position}
        item_id = step.insert("item", {**place, **_item_columns(item), **_remark(Remark())})
        for part, one in enumerate(item.parts, 1):
            owner = {"item_id": item_id, "part": part, "patient_id": patient_id}
            step.insert("item_part", {**owner, **_part_columns(one)})
    return cycle_id


def save_cycle(
    step: Step,
    patient_id: int,
    before: Cycle,
    after: Cycle,
    remarks: Mapping[Address, Remark] = _NO_REMARKS,
) -> None:
    """Save what differs between a cycle as it was read and as it is to be.

    ``remarks`` are kept beside the items they name. StoreConflictError when any item that
    changes is not stored as in ``before``; ValueError when the two have not the same items.
    """
    cycle_id, ids = _stored_ids(step.store, patient_id, before)
    if [item.address for item in before.items] != [item.address for item in after.items]:
        raise ValueError("A saved cycle keeps its items.")
    step.update("cycle", (cycle_id,), _cycle_columns(after), expected=_cycle_columns(before))
    for old, new in zip(before.items, after.items, strict=True):
        remark = remarks.get(new.address)
        if old != new or remark is not None:
            _save_item(step, ids[old.address.code, old.day], (old, new), remark)


def remove_cycle(step: Step, patient_id: int, before: Cycle) -> None:
    """Remove a cycle of which nothing has been given yet, so that it can be planned afresh.

    What was accepted against its rules goes with it; the journal keeps both.
    StoreConflictError when it is not stored as ``before``; StoreError RULE when it has facts.
    """
    cycle_id, ids = _stored_ids(step.store, patient_id, before)
    for item in before.items:
        item_id = ids[item.address.code, item.day]
        for part, one in enumerate(item.parts, 1):
            step.delete("item_part", (item_id, part), expected=_part_columns(one))
        step.delete("item", (item_id,), expected=_item_columns(item))
    for (deviation_id,) in step.store.read(
        "SELECT id FROM deviation WHERE patient_id = ? AND cycle = ? ORDER BY id DESC",
        (patient_id, before.number),
    ):
        step.delete("deviation", (deviation_id,))
    step.delete("cycle", (cycle_id,), expected=_cycle_columns(before))


def cycles(store: Store, patient_id: int) -> tuple[Cycle, ...]:
    """Return a patient's cycles by number, their items in plan order."""
    return cycles_of_all(store, (patient_id,)).get(patient_id, ())


def cycles_of_all(
    store: Store, patient_ids: Iterable[int] | None = None
) -> Mapping[int, tuple[Cycle, ...]]:
    """Return the cycles of many patients by one query, each as ``cycles``; without one, no entry.

    ``patient_ids`` leaves all other patients out; None: everybody who has a plan.
    """
    if patient_ids is None:
        rows = store.read(_CYCLES_OF_ALL)
    else:
        rows = store.read(_CYCLES_OF_SOME, (canonical(list(patient_ids)),))
    found: dict[int, list[Cycle]] = {}
    for (patient_id, number, arm, start), group in groupby(rows, key=itemgetter(20, 21, 22, 23)):
        lines = [line for line in group if line[0] is not None]
        items = tuple(item for _, item in items_of_lines(lines))
        placed = Cycle(number, arm, date.fromisoformat(start), items)
        found.setdefault(patient_id, []).append(placed)
    return {patient_id: tuple(placed) for patient_id, placed in found.items()}


def item_ids(store: Store, patient_id: int) -> Mapping[Address, int]:
    """Return the number under which each item of a patient is stored."""
    rows = store.read(
        "SELECT cycle.number, item.code, item.address_day, item.id FROM cycle"
        " JOIN item ON item.cycle_id = cycle.id WHERE cycle.patient_id = ?",
        (patient_id,),
    )
    return {Address(number, code, day): item_id for number, code, day, item_id in rows}


def taken(
    store: Store, calendar: str, except_patient: int | None = None, since: date = date.min
) -> Mapping[date, int]:
    """Return how many infusions of other patients a calendar has on each date from ``since`` on.

    An open one counts on its planned date, a given one on the date it was given.
    """
    rows = store.read(
        "SELECT coalesce(actual, planned), count(*) FROM item WHERE calendar = ?"
        " AND coalesce(actual, planned) >= ? AND patient_id IS NOT ?"
        " AND kind = 'infusion' AND state IN ('planned', 'partly_given', 'given')"
        " GROUP BY coalesce(actual, planned)",
        (calendar, since.isoformat(), except_patient),
    )
    return {date.fromisoformat(day): count for day, count in rows}


def planned_patients(store: Store) -> frozenset[int]:
    """Return the ids of the patients who have a cycle."""
    return frozenset(row[0] for row in store.read("SELECT DISTINCT patient_id FROM cycle"))


def protocols_in_use(store: Store) -> tuple[str, ...]:
    """Return the hashes of the protocols that patients are treated by."""
    rows = store.read(
        "SELECT hash FROM protocol WHERE EXISTS"
        " (SELECT 1 FROM patient WHERE protocol_hash = hash) ORDER BY id, version, hash"
    )
    return tuple(row[0] for row in rows)


def _stored_ids(
    store: Store, patient_id: int, cycle: Cycle
) -> tuple[int, Mapping[tuple[str, int], int]]:
    rows = store.read(
        "SELECT cycle.id, item.code, item.day, item.id FROM cycle"
        " LEFT JOIN item ON item.cycle_id = cycle.id"
        " WHERE cycle.patient_id = ? AND cycle.number = ?",
        (patient_id, cycle.number),
    )
    ids = {(code, day): item_id for _, code, day, item_id in rows if item_id is not None}
    if not rows or set(ids) != {(item.address.code, item.day) for item in cycle.items}:
        raise StoreConflictError("cycle", None)
    return rows[0][0], ids


def _save_item(
    step: Step, item_id: int, change: tuple[CycleItem, CycleItem], remark: Remark | None
) -> None:
    old, new = change
    changes = _item_columns(new) if remark is None else {**_item_columns(new), **_remark(remark)}
    step.update("item", (item_id,), changes, expected=_item_columns(old))
    for part, (was, now) in enumerate(zip(old.parts, new.parts, strict=True), 1):
        key = (item_id, part)
        step.update("item_part", key, _part_columns(now), expected=_part_columns(was))


def _cycle_columns(cycle: Cycle) -> dict[str, object]:
    return {"number": cycle.number, "arm": cycle.arm, "start": cycle.start.isoformat()}


def _item_columns(item: CycleItem) -> dict[str, object]:
    return {
        "code": item.address.code,
        "address_day": item.address.day,
        "day": item.day,
        "kind": item.kind,
        "calendar": item.calendar,
        "target": item.target.isoformat(),
        "earliest": _iso(item.earliest),
        "latest": _iso(item.latest),
        "planned": item.planned.isoformat(),
        "original": item.original.isoformat(),
        "label_day": item.label_day,
        "state": item.state,
        "actual": _iso(item.actual),
        "warnings": " ".join(item.warnings),
        "by_hand": item.by_hand,
    }


def _part_columns(part: ItemPart) -> dict[str, object]:
    return {"time": part.time, "done": _iso(part.done), "at": part.at}


def _remark(remark: Remark) -> dict[str, object]:
    return {"reason": remark.reason, "note": remark.note}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
