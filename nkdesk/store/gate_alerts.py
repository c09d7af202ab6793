"""What a physician must be told of a gate: that it closed, or a result after the first dose."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nkdesk.model.eligibility import GateClosed
from nkdesk.store.journal import iso_times
from nkdesk.store.problem import StoreConflictError
from nkdesk.store.step import Step
from nkdesk.store.ward_store import Store

_ALERT = (
    "SELECT gate_alert.id, gate_alert.patient_id, cycle, gate_id, why, criterion, after_start,"
    " raised_at, seen_by, seen_at FROM gate_alert JOIN gate ON gate.id = gate_id"
)
_UNSEEN = " ".join((_ALERT, "WHERE seen_by = '' ORDER BY gate_alert.id DESC"))
_ALERTS = " ".join((_ALERT, "ORDER BY gate_alert.id DESC"))


@dataclass(frozen=True, slots=True)
class StoredAlert:
    """What a physician must be told of a gate; ``criterion`` is "" where it is about none.

    ``seen_by`` is "" and ``seen_at`` None while nobody has looked at it.
    """

    id: int
    patient_id: int
    cycle: int
    gate_id: int
    why: GateClosed
    criterion: str
    after_start: bool
    raised_at: datetime
    seen_by: str = ""
    seen_at: datetime | None = None


def add_alert(
    step: Step, gate_id: int, why: GateClosed, criterion: str = "", *, after_start: bool = False
) -> int:
    """Keep what a physician must be told of a gate and return its id.

    ``after_start`` says that the cycle had begun and nothing was taken away. StoreConflictError
    when there is no such gate.
    """
    found = step.store.read("SELECT patient_id FROM gate WHERE id = ?", (gate_id,))
    if not found:
        raise StoreConflictError("gate", None)
    return step.insert(
        "gate_alert",
        {
            "patient_id": found[0][0],
            "gate_id": gate_id,
            "why": why,
            "criterion": criterion,
            "after_start": after_start,
            "raised_at": iso_times(step.store.moment())[1],
            "seen_by": "",
            "seen_at": None,
        },
    )


def alerts(store: Store, *, unseen_only: bool = False) -> tuple[StoredAlert, ...]:
    """Return what was told of gates, newest first; ``unseen_only``: what nobody has seen yet."""
    return tuple(_alert(row) for row in store.read(_UNSEEN if unseen_only else _ALERTS))


def see_alert(step: Step, alert_id: int, seen_by: str) -> None:
    """Record who has seen an alert; StoreConflictError when there is none of that id.

    StoreError RULE when somebody has.
    """
    step.update(
        "gate_alert",
        (alert_id,),
        {"seen_by": seen_by, "seen_at": iso_times(step.store.moment())[1]},
    )


def _alert(row: tuple[Any, ...]) -> StoredAlert:
    number, who, cycle, gate_id, why, criterion, after_start, raised_at, seen_by, seen_at = row
    return StoredAlert(
        number,
        who,
        cycle,
        gate_id,
        GateClosed(why),
        criterion,
        bool(after_start),
        datetime.fromisoformat(raised_at),
        seen_by,
        None if seen_at is None else datetime.fromisoformat(seen_at),
    )
