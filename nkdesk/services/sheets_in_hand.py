"""The register of printed sheets: what is in somebody's hand, and what of it is no longer true.

A sheet has its number before it leaves the program, and is compared row by row with what it would
say if it were printed now. Source: safety hazard H06.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import assert_never

from nkdesk.model.cycle import ItemState
from nkdesk.model.naming import tidy
from nkdesk.model.printed_sheet import PrintedSheet, SheetKind, SheetRow
from nkdesk.model.refusal import BrokenRule, Refused, RuleCode
from nkdesk.services.day_list import day_list
from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.infusions.page import bedside_page
from nkdesk.services.lines import PatientLines
from nkdesk.services.product.lot_views import lot_view
from nkdesk.services.sheet_models import SHIFT, StaleRow, StaleSheet
from nkdesk.services.sheet_prints import rows_of_card, rows_of_day, rows_of_lot, still_true
from nkdesk.services.steps import StepKind
from nkdesk.store import cycles, printed_sheets
from nkdesk.store.ward_rows import patients_of

CHANGED, GONE, NEW = "changed", "gone", "new"

Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SheetContent:
    """What is about to be printed: which sheet, read at which step, its rows."""

    kind: SheetKind
    day: date
    subject: int
    seq: int
    rows: tuple[SheetRow, ...]


def register_sheet(desk: Desk, content: SheetContent) -> PrintedSheet:
    """Enter a sheet before it is printed, and return it with the number to print on it.

    Whoever then cannot print it recalls it. StoreError when nothing can be saved.
    """
    now = desk.clock.now()
    with desk.store.step(actor=desk.actor, what=StepKind.PRINT_SHEET) as step:
        sheet = PrintedSheet(
            number=_next_number(desk, content.day),
            kind=content.kind,
            day=content.day,
            subject=content.subject,
            seq=content.seq,
            printed_at=now,
            printed_by=desk.actor,
            valid_until=valid_until(content, now),
            rows=content.rows,
        )
        printed_sheets.add(step, sheet)
    return sheet


def valid_until(content: SheetContent, now: datetime) -> datetime:
    """Return how long a sheet is in use: one shift; a card also to the end of its day."""
    shift = now + SHIFT
    if content.kind is not SheetKind.BEDSIDE:
        return shift
    midnight = datetime.combine(content.day + timedelta(days=1), time.min, now.tzinfo)
    return max(shift, midnight)


def _next_number(desk: Desk, day: date) -> str:
    """Return the first free number of a day: ``2026-03-12/3``."""
    nth = 1
    while printed_sheets.by_number(desk.store, f"{day.isoformat()}/{nth}") is not None:
        nth += 1
    return f"{day.isoformat()}/{nth}"


def sheet_rows(desk: Desk, kind: SheetKind, day: date, subject: int) -> tuple[SheetRow, ...]:
    """Return the rows a sheet would have if it were printed now; none where there is nothing."""
    match kind:
        case SheetKind.DAY:
            return rows_of_day(day_list(desk, day, with_closures=False))
        case SheetKind.BEDSIDE:
            page = bedside_page(desk, subject)
            return () if page is None else rows_of_card(page)
        case SheetKind.PRODUCT:
            view = lot_view(desk, subject)
            return () if view is None else rows_of_lot(view)
        case _:
            assert_never(kind)


def stale_sheets(desk: Desk) -> tuple[StaleSheet, ...]:
    """Return the sheets still in use that no longer say what is so, oldest first, row by row."""
    now: dict[tuple[SheetKind, date, int], tuple[SheetRow, ...]] = {}
    found = []
    for sheet in printed_sheets.open_sheets(desk.store, desk.clock.now()):
        asked = (sheet.kind, sheet.day, sheet.subject)
        if asked not in now:
            now[asked] = sheet_rows(desk, *asked)
        stale = _differences(desk, sheet.rows, now[asked])
        if stale:
            found.append((sheet, stale))
    return _with_lines(desk, found)


def _differences(
    desk: Desk, printed: Iterable[SheetRow], now: Iterable[SheetRow]
) -> dict[Key, str]:
    """Return every row that is no longer true, in the order printed, then the new ones."""
    was, is_now = _by_key(printed), _by_key(now)
    stale = {}
    for key, fingerprint in was.items():
        if key not in is_now:
            if not _was_given(desk, key[1]):
                stale[key] = GONE
        elif not still_true(fingerprint, is_now[key]):
            stale[key] = CHANGED
    return stale | dict.fromkeys((key for key in is_now if key not in was), NEW)


def _was_given(desk: Desk, item_id: int) -> bool:
    """Whether a row is gone because it was done: what was late has left the list of today."""
    entry = cycles.day_item(desk.store, item_id)
    return entry is not None and entry.item.state is ItemState.GIVEN


def _by_key(rows: Iterable[SheetRow]) -> dict[Key, str]:
    return {(row.patient_id, row.item_id): row.fingerprint for row in rows}


def _with_lines(
    desk: Desk, found: list[tuple[PrintedSheet, dict[Key, str]]]
) -> tuple[StaleSheet, ...]:
    if not found:
        return ()
    people = patients_of(desk.store, {patient for _, stale in found for patient, _ in stale})
    lines = PatientLines(desk, desk.clock.today())
    return tuple(
        StaleSheet(
            sheet,
            tuple(
                StaleRow(lines.line(people[patient]), item, what)
                for (patient, item), what in stale.items()
            ),
        )
        for sheet, stale in found
    )


def recall(desk: Desk, number: str) -> Saved | Unsaved:
    """Take a sheet out of use by its number; refused for one that is none, or was recalled."""
    sheet = printed_sheets.by_number(desk.store, number)
    if sheet is None or sheet.recalled_by or not tidy(desk.actor):
        code = RuleCode.UNKNOWN_ITEM if sheet is None else RuleCode.ALREADY_CLOSED
        return Unsaved((), Refused((BrokenRule(code),)))
    with desk.store.step(actor=desk.actor, what=StepKind.RECALL_SHEET, why=number) as step:
        printed_sheets.recall(step, number, desk.actor)
    return Saved(step.seq)
