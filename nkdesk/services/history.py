"""What happened to a patient, step by step, newest first."""

import json

from nkdesk.services.desk import Desk
from nkdesk.services.read_models import HistoryLine
from nkdesk.store import journal
from nkdesk.store.journal import JournalRow

HISTORY_LINES = 200


def patient_history(desk: Desk, patient_id: int) -> tuple[HistoryLine, ...]:
    """Return the newest steps that changed something of a patient."""
    return tuple(
        HistoryLine(
            seq=step.seq,
            at=step.at,
            who=step.actor,
            what=step.what,
            why=step.why,
            item=_item(journal.journal_rows(desk.store, step.seq)),
        )
        for step in journal.patient_history(desk.store, patient_id, HISTORY_LINES)
    )


def _item(rows: tuple[JournalRow, ...]) -> str:
    """Return the code and day of the item a step was about, "" when it was about more."""
    changed = [json.loads(row.after) for row in rows if row.table == "item" and row.after]
    stood = [one for one in changed if one["state"] != "planned"]
    if len(stood) != 1:
        return ""
    day = stood[0]["address_day"]
    return f"{stood[0]['code']}" + ("" if day is None else f"@{day}")
