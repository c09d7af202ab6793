"""Sheets in somebody's hand: what was printed, and what has changed since."""

from dataclasses import dataclass
from datetime import timedelta

from nkdesk.model.printed_sheet import PrintedSheet, SheetKind, SheetRow
from nkdesk.services.read_models import PatientLine

__all__ = ["SHIFT", "PrintedSheet", "SheetKind", "SheetRow", "StaleRow", "StaleSheet"]

SHIFT = timedelta(hours=12)
"""A printed sheet is good for one shift at most. Source: safety hazard H06, print rule P3."""


@dataclass(frozen=True, slots=True)
class StaleRow:
    """A row of a sheet that is no longer true; ``what`` is changed, gone or new."""

    line: PatientLine
    item_id: int
    what: str


@dataclass(frozen=True, slots=True)
class StaleSheet:
    """A sheet in hand that is out of date, with its rows; none: its time is over."""

    sheet: PrintedSheet
    rows: tuple[StaleRow, ...]
