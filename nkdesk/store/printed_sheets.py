"""Sheets in somebody's hand: kept as printed, recalled once by somebody."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from nkdesk.model.printed_sheet import PrintedSheet, SheetKind, SheetRow
from nkdesk.store.columns import stamp
from nkdesk.store.problem import StoreConflictError
from nkdesk.store.rows import canonical
from nkdesk.store.step import Step
from nkdesk.store.ward_store import Store

_SHEET = (
    "SELECT number, kind, day, subject, seq, printed_at, printed_by, valid_until, content,"
    " recalled_by, id FROM printed_sheet"
)
_NUMBERED = " ".join((_SHEET, "WHERE number = ?"))
# The plus keeps SQLite on the sheets still valid, off all that were ever printed.
_OPEN = " ".join(
    (_SHEET, "WHERE recalled_by = '' AND julianday(valid_until) > julianday(?) ORDER BY +id")
)


def add(step: Step, sheet: PrintedSheet) -> int:
    """Keep a sheet as it was printed and return its id; ``sheet.id`` is not looked at.

    StoreError RULE for a number that is taken.
    """
    return step.insert(
        "printed_sheet",
        {
            "number": sheet.number,
            "kind": sheet.kind,
            "day": sheet.day.isoformat(),
            "subject": sheet.subject,
            "seq": sheet.seq,
            "printed_at": stamp(sheet.printed_at),
            "printed_by": sheet.printed_by,
            "valid_until": stamp(sheet.valid_until),
            "content": canonical(
                [[row.patient_id, row.item_id, row.fingerprint] for row in sheet.rows]
            ),
            "recalled_by": sheet.recalled_by,
        },
    )


def recall(step: Step, number: str, recalled_by: str) -> None:
    """Take a sheet out of use; StoreConflictError when there is none of that number.

    StoreError RULE when somebody has, and by nobody.
    """
    found = step.store.read("SELECT id FROM printed_sheet WHERE number = ?", (number,))
    if not found:
        raise StoreConflictError("printed_sheet", None)
    step.update("printed_sheet", found[0], {"recalled_by": recalled_by})


def open_sheets(store: Store, moment: datetime) -> tuple[PrintedSheet, ...]:
    """Return the sheets that are still valid at a moment and not recalled, as they were printed."""
    return _sheets(store.read(_OPEN, (stamp(moment),)))


def by_number(store: Store, number: str) -> PrintedSheet | None:
    """Return the sheet of a number, None when there is none."""
    return next(iter(_sheets(store.read(_NUMBERED, (number,)))), None)


def _sheets(rows: Iterable[tuple[Any, ...]]) -> tuple[PrintedSheet, ...]:
    return tuple(_sheet(row) for row in rows)


def _sheet(row: tuple[Any, ...]) -> PrintedSheet:
    number, kind, day, subject, seq, printed_at, printed_by, until, content, *rest = row
    return PrintedSheet(
        number,
        SheetKind(kind),
        date.fromisoformat(day),
        subject,
        seq,
        datetime.fromisoformat(printed_at),
        printed_by,
        datetime.fromisoformat(until),
        tuple(SheetRow(*cells) for cells in json.loads(content)),
        *rest,
    )
