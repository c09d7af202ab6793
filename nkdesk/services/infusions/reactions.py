"""Reactions and the grade of cytokine release syndrome."""

from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.infusion_models import CrsView, ReactionForm
from nkdesk.services.product_forms import HoldForm


def react(desk: Desk, form: ReactionForm) -> Saved | Unsaved:
    """Save a reaction, or a later row that corrects one, as one step."""
    raise NotImplementedError


def crs(desk: Desk, infusion_id: int, form: ReactionForm) -> CrsView | Unsaved:
    """Return the grade of the signs typed; saves nothing."""
    raise NotImplementedError


def hold_to_ask(desk: Desk, infusion_id: int) -> HoldForm | None:
    """Return the hold a person is asked to place because of a reaction that goes on."""
    raise NotImplementedError
