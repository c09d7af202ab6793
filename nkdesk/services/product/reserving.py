"""A dose reserved for one infusion of its own patient."""

from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.product_forms import ReserveForm


def reserve(desk: Desk, form: ReserveForm) -> Saved | Unsaved:
    """Reserve a dose for an infusion, or free it; both numbers are typed again."""
    raise NotImplementedError
