"""What one row of the journal says, field by field: what stood there before and what after."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from nkdesk.store.journal import JournalRow

Stored = str | int | None

_UNSAID = frozenset({"rev"})
"""The count of a row's own changes: it says nothing that the journal does not."""


_CALLED = ("code", "number", "trial_number", "what", "test", "term", "criterion", "item")


class RowChange(StrEnum):
    """What became of a row."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class AuditField:
    """One field as it was and as it became; None where there was no row or no value."""

    name: str
    old: Stored
    new: Stored


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One row a step changed: the store's table, its key as stored, every field that differs.

    ``called`` is what a person knows the row by, as it is stored: an item's code and day, a lot's
    number; "" where it has nothing of the kind.
    """

    table: str
    key: str
    called: str
    patient_id: int | None
    change: RowChange
    fields: tuple[AuditField, ...]


def audit_rows(rows: Iterable[JournalRow]) -> tuple[AuditRow, ...]:
    """Return what each row of a step says, in the order the step changed them."""
    return tuple(_audit_row(row) for row in rows)


def _audit_row(row: JournalRow) -> AuditRow:
    before, after = _image(row.before), _image(row.after)
    change = RowChange.CHANGED
    if row.before is None:
        change = RowChange.ADDED
    elif row.after is None:
        change = RowChange.REMOVED
    fields = tuple(_differing(before, after))
    key = " ".join(str(part) for part in json.loads(row.key))
    return AuditRow(row.table, key, _called(after or before), row.patient_id, change, fields)


def _called(image: dict[str, Stored]) -> str:
    name = next((str(image[one]) for one in _CALLED if image.get(one) is not None), "")
    day = image.get("address_day")
    return name if day is None else f"{name} D{day}"


def _differing(before: dict[str, Stored], after: dict[str, Stored]) -> Iterator[AuditField]:
    """Yield every field that differs; nothing and an empty text are two things."""
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        if name not in _UNSAID and old != new:
            yield AuditField(name, old, new)


def _image(text: str | None) -> dict[str, Stored]:
    found: dict[str, Stored] = json.loads(text or "{}")
    return found
