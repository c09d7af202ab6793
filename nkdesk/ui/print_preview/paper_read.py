"""The sheets around an infusion read from the ward, as they would be printed now."""

from nkdesk.services.desk import Desk
from nkdesk.sheets.read_sheets import card_sheet, lot_sheet
from nkdesk.ui.print_preview.paper_kinds import CardPaper, ProductPaper


def card_paper(desk: Desk, item_id: int) -> CardPaper | None:
    """Return the bedside card of an infusion, None for what has no product."""
    sheet = card_sheet(desk, item_id)
    return None if sheet is None else CardPaper(sheet)


def product_paper(desk: Desk, lot_id: int) -> ProductPaper | None:
    """Return the donor and product sheet of a lot, None where there is no such lot."""
    sheet = lot_sheet(desk, lot_id)
    return None if sheet is None else ProductPaper(sheet, desk.clock.today())
