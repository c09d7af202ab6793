"""Infusions as they happen: one of each item and dose, with what was checked and done.

Two persons who do the same at once never both succeed: whoever comes second is told what is
stored by then.
"""

from datetime import datetime
from typing import Any

from nkdesk.model.folding import fold
from nkdesk.model.infusion import (
    BagCheck,
    Infusion,
    InfusionAct,
    InfusionEvent,
    InfusionState,
    Outcome,
)
from nkdesk.store.columns import moment_of, stamp, stamp_or_none, weight_columns, weight_of
from nkdesk.store.problem import StoreConflictError
from nkdesk.store.rows import TABLES
from nkdesk.store.step import Step
from nkdesk.store.ward_store import Store

_INFUSION = (
    "SELECT o.id, o.patient_id, o.item_id, o.dose_id, o.state, o.weight_day, o.weight_grams,"
    " o.after_the_fact, o.started, o.ended, o.outcome, o.remaining, o.infused, o.reason, o.note"
    " FROM infusion AS o"
)
_ONE = " ".join((_INFUSION, "WHERE o.id = ?"))
_OF_ITEM = " ".join((_INFUSION, "WHERE o.item_id = ? AND o.state <> 'abandoned'"))
_EVERY_OF_ITEM = " ".join((_INFUSION, "WHERE o.item_id = ? ORDER BY o.id"))
_OF_LOT = " ".join(
    (
        *(_INFUSION, "JOIN product_dose AS dose ON dose.id = o.dose_id"),
        "WHERE dose.lot_id = ? AND o.started IS NOT NULL ORDER BY o.started, o.id",
    )
)
_RUNNING = " ".join(
    (
        *(_INFUSION, "WHERE o.state IN"),
        "('checking', 'checked', 'running', 'paused', 'observing') ORDER BY o.id",
    )
)
_STANDING = (
    "SELECT id FROM infusion WHERE item_id = ?1 AND state <> 'abandoned'"
    " UNION ALL SELECT id FROM infusion WHERE dose_id = ?2 AND state <> 'abandoned' LIMIT 1"
)
_EVENT = (
    "SELECT infusion_id, act, at, recorded, person, intended, detail, note, id FROM infusion_event"
)
_EVENTS = " ".join((_EVENT, "WHERE infusion_id = ? ORDER BY id"))
_NEWEST_EVENT = " ".join((_EVENT, "WHERE infusion_id = ? ORDER BY id DESC LIMIT 1"))


def add_infusion(step: Step, infusion: Infusion) -> int:
    """Open the record of an infusion and return its id; ``infusion.id`` is not looked at.

    StoreConflictError when the item or the dose has one that was not abandoned; StoreError RULE
    for a dose that is not reserved for the item, and any other state than checking.
    """
    found = step.store.read(_STANDING, (infusion.item_id, infusion.dose_id))
    if found:
        raise StoreConflictError("infusion", step.stored(TABLES["infusion"], found[0]))
    return step.insert("infusion", _columns(infusion))


def change_infusion(step: Step, before: Infusion, after: Infusion) -> None:
    """Save what an act made of an infusion.

    StoreConflictError when it is not stored as ``before`` any more: somebody else was faster.
    StoreError RULE for a state that does not follow, and a start without two persons' checks, of
    a product that is not released or not in date, or while something holds it back.
    """
    step.update("infusion", (before.id,), _columns(after), expected=_columns(before))


def infusion(store: Store, infusion_id: int) -> Infusion | None:
    """Return an infusion, None when there is none of that id."""
    return _first(store.read(_ONE, (infusion_id,)))


def of_item(store: Store, item_id: int) -> Infusion | None:
    """Return the infusion of an item that was not abandoned, None when there is none."""
    return _first(store.read(_OF_ITEM, (item_id,)))


def every_of_item(store: Store, item_id: int) -> tuple[Infusion, ...]:
    """Return every infusion of an item, the abandoned ones too, oldest first."""
    return tuple(_infusion(row) for row in store.read(_EVERY_OF_ITEM, (item_id,)))


def any_in_cycle(store: Store, patient_id: int, cycle: int) -> bool:
    """Whether an infusion of a patient's cycle has a record, even one that was given up."""
    rows = store.read(
        "SELECT 1 FROM infusion JOIN item ON item.id = infusion.item_id"
        " JOIN cycle ON cycle.id = item.cycle_id"
        " WHERE infusion.patient_id = ? AND cycle.number = ? LIMIT 1",
        (patient_id, cycle),
    )
    return bool(rows)


def of_lot(store: Store, lot_id: int) -> tuple[Infusion, ...]:
    """Return the infusions of a lot that began, in the order they did: who received it."""
    return tuple(_infusion(row) for row in store.read(_OF_LOT, (lot_id,)))


def running(store: Store) -> tuple[Infusion, ...]:
    """Return the infusions that are under way, from the first check to the end of observation."""
    return tuple(_infusion(row) for row in store.read(_RUNNING))


def add_event(step: Step, event: InfusionEvent) -> int:
    """Write down what was done and return its id; ``event.id`` is not looked at.

    StoreConflictError when there is no such infusion; StoreError RULE for a second start, end,
    completion or giving up, and for a next bag that two persons have not checked.
    """
    return step.insert(
        "infusion_event",
        {
            **owner(step, event.infusion_id),
            "act": event.act,
            "intended": stamp_or_none(event.intended),
            "at": stamp(event.at),
            "recorded": stamp(event.recorded),
            "person": event.person,
            "detail": event.detail,
            "note": event.note,
        },
    )


def events(store: Store, infusion_id: int) -> tuple[InfusionEvent, ...]:
    """Return what was done about an infusion, in the order it was written down."""
    return tuple(_event(row) for row in store.read(_EVENTS, (infusion_id,)))


def newest_event(store: Store, infusion_id: int) -> InfusionEvent | None:
    """Return what was written down last about an infusion, None for nothing."""
    return next((_event(row) for row in store.read(_NEWEST_EVENT, (infusion_id,))), None)


def add_check(step: Step, check: BagCheck) -> int:
    """Save one person's check of one bag and return its id; ``check.id`` is not looked at.

    StoreConflictError when there is no such infusion; StoreError RULE for a bag of another dose,
    a second check by the same person, and a check that was made already.
    """
    return step.insert(
        "bag_check",
        {
            **owner(step, check.infusion_id),
            "bag_id": check.bag_id,
            "position": check.position,
            "person": check.person,
            "folded": fold(check.person),
            "patient_scan": check.patient_scan,
            "bag_scan": check.bag_scan,
            "visual": check.visual,
            "at": stamp(check.at),
            "recorded": stamp(check.recorded),
        },
    )


def checks(store: Store, infusion_id: int) -> tuple[BagCheck, ...]:
    """Return the checks of an infusion's bags in the order they were made."""
    rows = store.read(
        "SELECT infusion_id, bag_id, position, person, patient_scan, bag_scan, visual, at,"
        " recorded, id FROM bag_check WHERE infusion_id = ? ORDER BY id",
        (infusion_id,),
    )
    return tuple(
        BagCheck(
            infusion_id=row[0],
            bag_id=row[1],
            position=row[2],
            person=row[3],
            patient_scan=row[4],
            bag_scan=row[5],
            visual=row[6],
            at=datetime.fromisoformat(row[7]),
            recorded=datetime.fromisoformat(row[8]),
            id=row[9],
        )
        for row in rows
    )


def owner(step: Step, infusion_id: int) -> dict[str, object]:
    """Return the columns that say which infusion, and whose, a row belongs to.

    StoreConflictError when there is none of that id.
    """
    found = step.store.read("SELECT patient_id FROM infusion WHERE id = ?", (infusion_id,))
    if not found:
        raise StoreConflictError("infusion", None)
    return {"patient_id": found[0][0], "infusion_id": infusion_id}


def _first(rows: list[tuple[Any, ...]]) -> Infusion | None:
    return _infusion(rows[0]) if rows else None


def _infusion(row: tuple[Any, ...]) -> Infusion:
    number, patient_id, item_id, dose_id, state, day, grams, late, started, ended, *rest = row
    outcome, remaining, infused, reason, note = rest
    return Infusion(
        number,
        patient_id,
        item_id,
        dose_id,
        InfusionState(state),
        weight_of(day, grams),
        bool(late),
        moment_of(started),
        moment_of(ended),
        None if outcome is None else Outcome(outcome),
        remaining,
        infused,
        reason,
        note,
    )


def _event(row: tuple[Any, ...]) -> InfusionEvent:
    infusion_id, act, at, recorded, person, intended, detail, note, number = row
    return InfusionEvent(
        infusion_id,
        InfusionAct(act),
        datetime.fromisoformat(at),
        datetime.fromisoformat(recorded),
        person,
        moment_of(intended),
        detail,
        note,
        number,
    )


def _columns(one: Infusion) -> dict[str, object]:
    return {
        "patient_id": one.patient_id,
        "item_id": one.item_id,
        "dose_id": one.dose_id,
        "state": one.state,
        **weight_columns(one.weight),
        "after_the_fact": one.after_the_fact,
        "started": stamp_or_none(one.started),
        "ended": stamp_or_none(one.ended),
        "outcome": one.outcome,
        "remaining": one.remaining,
        "infused": one.infused,
        "reason": one.reason,
        "note": one.note,
    }
