"""The change of a plan that a step was, read from its journal rows."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from nkdesk.store.journal import JournalRow


@dataclass(frozen=True, slots=True)
class StepChange:
    """What the row kept beside a change says: item, reach, dates, reason, note, physician."""

    item: str
    scope: str
    was: date | None
    becomes: date | None
    reason: str
    note: str
    physician: str


def change_of(rows: Iterable[JournalRow], patient_id: int | None = None) -> StepChange | None:
    """Return the change a step was to one patient's plan; None when it was none, or to several.

    Without ``patient_id`` the step must be about one patient. A step that takes a change back
    has it as the row it removes.
    """
    found = [
        json.loads(row.after or row.before or "{}")
        for row in rows
        if row.table == "plan_change" and patient_id in (None, row.patient_id)
    ]
    return _change(found[0]) if len(found) == 1 else None


def _change(row: dict[str, Any]) -> StepChange:
    return StepChange(
        item=row["item"],
        scope=row["scope"] or "",
        was=_day(row["was"]),
        becomes=_day(row["becomes"]),
        reason=row["reason"],
        note=row["note"],
        physician=row["physician"],
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
