"""A sheet of paper in somebody's hand: what was printed, read at which step, valid until when."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


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
    ``recalled_by`` is who took it out of use, "" while it is in use.
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
