"""What happened to a patient, step by step, newest first."""

import json

from nkdesk.services.desk import Desk
from nkdesk.services.read_models import HistoryLine
from nkdesk.services.reasons import reason_title
from nkdesk.services.step_changes import StepChange, change_of
from nkdesk.services.step_products import ProductsOfSteps
from nkdesk.store import journal
from nkdesk.store.journal import JournalRow, StoredStep

HISTORY_LINES = 200


def patient_history(desk: Desk, patient_id: int) -> tuple[HistoryLine, ...]:
    """Return the newest steps that changed something of a patient."""
    steps = journal.patient_history(desk.store, patient_id, HISTORY_LINES)
    rows = journal.rows_of_steps(desk.store, [step.seq for step in steps])
    products = ProductsOfSteps(desk, [row for of_step in rows.values() for row in of_step])
    return tuple(
        _line(desk, step, (patient_id, rows.get(step.seq, ())), products) for step in steps
    )


def _line(
    desk: Desk,
    step: StoredStep,
    of: tuple[int, tuple[JournalRow, ...]],
    products: ProductsOfSteps,
) -> HistoryLine:
    patient_id, rows = of
    change = change_of(rows, patient_id)
    item = _item(rows) if change is None else _short(change)
    item = item or products.told(rows, patient_id).numbers
    reason = step.why if change is None else change.reason
    return HistoryLine(
        seq=step.seq,
        at=step.at,
        who=step.actor,
        what=step.what,
        why=step.why,
        item=item,
        reason=reason_title(reason, desk),
        was=None if change is None else change.was,
        becomes=None if change is None else change.becomes,
        scope="" if change is None else change.scope,
        note="" if change is None else change.note,
        physician="" if change is None else change.physician,
    )


def _short(change: StepChange) -> str:
    """Return the code and day of the item a change was about, as lines of history name items."""
    return change.item.partition("/")[2]


def _item(rows: tuple[JournalRow, ...]) -> str:
    """Return the code and day of the item a step was about, "" when it was about more."""
    changed = [json.loads(row.after) for row in rows if row.table == "item" and row.after]
    stood = [one for one in changed if one["state"] != "planned"]
    if len(stood) != 1:
        return ""
    day = stood[0]["address_day"]
    return f"{stood[0]['code']}" + ("" if day is None else f"@{day}")
