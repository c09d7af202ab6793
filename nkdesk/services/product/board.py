"""All recipients with their donors, lots, doses and holds."""

from nkdesk.services.desk import Desk
from nkdesk.services.product_models import ProductsBoard


def products_board(desk: Desk) -> ProductsBoard:
    """Return all patients with donor, lots and holds, those with something to decide first."""
    raise NotImplementedError
