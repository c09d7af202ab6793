"""An infusion entered from paper."""

from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.infusion_models import LateForm


def late_entry(desk: Desk, form: LateForm) -> Saved | Unsaved:
    """Save a whole infusion from paper as one step."""
    raise NotImplementedError
