# ruff: noqa: PLC0415 -- everything here is imported when first asked for, so that the first
# paint does not wait for sheets nobody has printed.
"""Previews of the paper around an infusion, made when somebody asks for them."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from nkdesk.services.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from nkdesk.services.sheet_models import StaleSheet
    from nkdesk.ui.print_preview.sheet_kinds import Sheet
    from nkdesk.ui.print_preview.window import PrintPreview


def print_card(parent: QWidget | None, desk: Desk, item_id: int) -> "PrintPreview | None":
    """Return the preview of the bedside card of an infusion, None where it has no product."""
    from nkdesk.ui.print_preview.paper_read import card_paper

    return _preview(parent, desk, lambda: card_paper(desk, item_id))


def print_product_sheet(parent: QWidget | None, desk: Desk, lot_id: int) -> "PrintPreview | None":
    """Return the preview of the donor and product sheet of a lot, None where there is none."""
    from nkdesk.ui.print_preview.paper_read import product_paper

    return _preview(parent, desk, lambda: product_paper(desk, lot_id))


def print_scanner_sheet(parent: QWidget | None, desk: Desk) -> "PrintPreview":
    """Return the preview of the sheet that tests a scanner."""
    from nkdesk.services.ward import ward_site
    from nkdesk.sheets.scanner_sheet import ScannerSheet
    from nkdesk.ui.print_preview.paper_kinds import ScannerPaper
    from nkdesk.ui.print_preview.window import PrintPreview

    paper = ScannerPaper(ScannerSheet(ward_site(desk).ward))
    return PrintPreview(parent, paper, actor=desk.actor, now=desk.clock.now)


def stale_sheets(desk: Desk) -> "tuple[StaleSheet, ...]":
    """Return the sheets in use that no longer say what is so."""
    from nkdesk.services.sheets_in_hand import stale_sheets as stale

    return stale(desk)


def recall_sheet(desk: Desk, number: str) -> None:
    """Record that the person at work has taken a sheet out of use."""
    from nkdesk.services.sheets_in_hand import recall

    recall(desk, number)


def _preview(
    parent: QWidget | None, desk: Desk, read: "Callable[[], Sheet | None]"
) -> "PrintPreview | None":
    """Return the preview of a sheet that is registered when it leaves."""
    from nkdesk.ui.print_preview.in_hand import Register
    from nkdesk.ui.print_preview.window import PrintPreview

    sheet = read()
    if sheet is None:
        return None
    register = Register(desk, read)
    return PrintPreview(parent, sheet, actor=desk.actor, now=desk.clock.now, register=register)
