"""Alarms about a product: a result that failed after the release, until somebody has seen it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nkdesk.store.columns import moment_of, stamp
from nkdesk.store.step import Step
from nkdesk.store.ward_store import Store

_ALARM = "SELECT id, patient_id, lot_id, result_id, raised_at, seen_by, seen_at FROM product_alarm"
_UNSEEN = " ".join((_ALARM, "WHERE seen_by = '' ORDER BY id DESC"))
_ALL = " ".join((_ALARM, "ORDER BY id DESC"))
_OF_LOT = " ".join((_ALARM, "WHERE lot_id = ? ORDER BY id DESC"))


@dataclass(frozen=True, slots=True)
class StoredProductAlarm:
    """An alarm about a lot; ``result_id`` is the result that raised it.

    ``seen_by`` is "" and ``seen_at`` None while nobody has looked at it.
    """

    id: int
    patient_id: int
    lot_id: int
    result_id: int
    raised_at: datetime
    seen_by: str = ""
    seen_at: datetime | None = None


def add_alarm(step: Step, patient_id: int, lot_id: int, result_id: int) -> int:
    """Raise the alarm of a result of a patient's lot and return its id.

    StoreError RULE for a result of another lot, and when it has raised one.
    """
    return step.insert(
        "product_alarm",
        {
            "patient_id": patient_id,
            "lot_id": lot_id,
            "result_id": result_id,
            "raised_at": stamp(step.store.moment()),
            "seen_by": "",
            "seen_at": None,
        },
    )


def see(step: Step, alarm_id: int, seen_by: str) -> None:
    """Record who has seen an alarm; StoreConflictError when there is none of that id.

    StoreError RULE when somebody has, and by nobody.
    """
    changes = {"seen_by": seen_by, "seen_at": stamp(step.store.moment())}
    step.update("product_alarm", (alarm_id,), changes)


def unseen(store: Store) -> tuple[StoredProductAlarm, ...]:
    """Return the alarms nobody has seen yet, newest first."""
    return _alarms(store.read(_UNSEEN))


def alarms(store: Store, lot_id: int | None = None) -> tuple[StoredProductAlarm, ...]:
    """Return every alarm, or those of a lot, newest first."""
    return _alarms(store.read(_ALL) if lot_id is None else store.read(_OF_LOT, (lot_id,)))


def _alarms(rows: Iterable[tuple[Any, ...]]) -> tuple[StoredProductAlarm, ...]:
    return tuple(
        StoredProductAlarm(
            *(number, patient_id, lot_id, result_id, datetime.fromisoformat(raised), seen_by),
            moment_of(seen_at),
        )
        for number, patient_id, lot_id, result_id, raised, seen_by, seen_at in rows
    )
