"""Two checks of every bag."""

from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.infusion_models import CheckAnswer, CheckForm


def open_check(desk: Desk, item_id: int, person: str) -> Saved | Unsaved:
    """Open the record of the dose reserved for an item."""
    raise NotImplementedError


def check_bag(desk: Desk, form: CheckForm) -> CheckAnswer | Unsaved:
    """Judge one person's check of one bag and save it."""
    raise NotImplementedError
