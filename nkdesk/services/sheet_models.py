"""Sheets in somebody's hand: what was printed, and what has changed since."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from nkdesk.services.read_models import PatientLine


class SheetKind(StrEnum):
    """What is printed and can be out of date."""

    DAY = "day"
    BEDSIDE = "bedside"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a sheet: whose, which item, and the fingerprint of what was printed of it."""

    patient_id: int
    item_id: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class PrintedSheet:
    """A sheet as printed. ``number`` is what stands on it; ``seq`` the newest step it was read at.

    ``subject`` is the item of a bedside card, the lot of a product sheet, 0 for a day's list.
    """

    number: str
    kind: SheetKind
    day: date
    subject: int
    seq: int
    printed_at: datetime
    printed_by: str
    valid_until: datetime
    rows: tuple[SheetRow, ...]
    recalled_by: str = ""
    id: int = 0


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
