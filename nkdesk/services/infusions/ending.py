"""The end of an infusion."""

from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.infusion_models import EndForm


def end(desk: Desk, form: EndForm) -> Saved | Unsaved:
    """Save the end as one step."""
    raise NotImplementedError
