"""What the bedside screen shows."""

from nkdesk.services.desk import Desk
from nkdesk.services.infusion_models import BedsidePage


def bedside_page(desk: Desk, item_id: int) -> BedsidePage | None:
    """Return everything of one infusion."""
    raise NotImplementedError
