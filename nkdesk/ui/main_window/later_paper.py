"""Previews of the paper around an infusion, made when somebody asks for them."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from nkdesk.services.desk import Desk

if TYPE_CHECKING:
    from nkdesk.ui.print_preview.window import PrintPreview


def print_card(parent: QWidget, desk: Desk, item_id: int) -> "PrintPreview | None":
    """Return the preview of the bedside card of an infusion, None where it has no product."""
    raise NotImplementedError


def print_product_sheet(parent: QWidget, desk: Desk, lot_id: int) -> "PrintPreview | None":
    """Return the preview of the donor and product sheet of a lot, None where there is none."""
    raise NotImplementedError


def print_scanner_sheet(parent: QWidget, desk: Desk) -> "PrintPreview":
    """Return the preview of the sheet that tests a scanner."""
    raise NotImplementedError
