"""The kinds of hold with the site's thresholds."""

from nkdesk.services.desk import Desk
from nkdesk.services.product_models import HoldKindLine


def hold_kinds(desk: Desk) -> tuple[HoldKindLine, ...]:
    """Return the kinds of hold in the order offered; the site's words and limits count."""
    raise NotImplementedError
