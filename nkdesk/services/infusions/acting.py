"""What is done beside the start and the end."""

from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.infusion_models import ActForm


def act(desk: Desk, form: ActForm) -> Saved | Unsaved:
    """Save an act as one step."""
    raise NotImplementedError


def complete(desk: Desk, infusion_id: int, person: str, note: str = "") -> Saved | Unsaved:
    """Save that the observation is over; before its time a note is needed."""
    raise NotImplementedError
