"""What the register keeps of each kind of sheet."""

from datetime import date

from nkdesk.services.infusion_models import BedsidePage
from nkdesk.services.product_models import LotView
from nkdesk.services.read_models import DayList
from nkdesk.services.sheet_models import SheetKind
from nkdesk.services.sheet_prints import rows_of_card, rows_of_day, rows_of_lot
from nkdesk.services.sheets_in_hand import SheetContent


def day_content(listed: DayList) -> SheetContent:
    """Return what is kept of a day's list."""
    return SheetContent(SheetKind.DAY, listed.day, 0, listed.revision, rows_of_day(listed))


def card_content(page: BedsidePage) -> SheetContent:
    """Return what is kept of a bedside card; it belongs to the day the infusion is planned on."""
    row, rows = page.row, rows_of_card(page)
    return SheetContent(SheetKind.BEDSIDE, row.item.planned, row.item_id, page.revision, rows)


def lot_content(view: LotView, on: date, read_at: int) -> SheetContent:
    """Return what is kept of a donor and product sheet printed on a day, read at a step."""
    return SheetContent(SheetKind.PRODUCT, on, view.lot.id, read_at, rows_of_lot(view))
