"""The start of an infusion."""

from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.infusion_models import AlreadyStarted, StartForm


def start(desk: Desk, form: StartForm) -> Saved | Unsaved | AlreadyStarted:
    """Save the start as one step."""
    raise NotImplementedError
