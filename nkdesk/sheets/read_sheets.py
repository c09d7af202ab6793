"""The sheets around an infusion read from the ward, as they would be printed now."""

from nkdesk.services.desk import Desk
from nkdesk.services.infusions import bedside_page
from nkdesk.services.product import lot_view, products_board
from nkdesk.services.product_models import DonorLine, LotView
from nkdesk.services.steps import revision
from nkdesk.services.ward import ward_site
from nkdesk.sheets.card_words import CardSheet
from nkdesk.sheets.product_sheet_words import ProductSheet


def card_sheet(desk: Desk, item_id: int) -> CardSheet | None:
    """Return the bedside card of an infusion, None for what has no product."""
    page = bedside_page(desk, item_id)
    if page is None:
        return None
    site = ward_site(desk)
    return CardSheet(page, site.ward, site.sample)


def lot_sheet(desk: Desk, lot_id: int) -> ProductSheet | None:
    """Return the donor and product sheet of a lot, None where there is no such lot."""
    read_at = revision(desk)
    view = lot_view(desk, lot_id)
    if view is None:
        return None
    site = ward_site(desk)
    return ProductSheet(view, _donor(desk, view), site.ward, site.sample, read_at)


def _donor(desk: Desk, view: LotView) -> DonorLine | None:
    """Return what is known of the lot's donor; None where the patient has another one by now."""
    known = (one.donor for one in products_board(desk).recipients)
    return next((one for one in known if one and one.donor.id == view.lot.donor_id), None)
