"""One lot with everything of it."""

from nkdesk.services.desk import Desk
from nkdesk.services.product_models import LotView


def lot_view(desk: Desk, lot_id: int) -> LotView | None:
    """Return one lot with everything of it, None when there is none."""
    raise NotImplementedError
