"""Holding infusions back, and lifting it: always by a name, with a reason."""

from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.product_forms import HoldForm, LiftForm


def place_hold(desk: Desk, form: HoldForm) -> Saved | Unsaved:
    """Hold back a patient's infusions, or the doses of one lot."""
    raise NotImplementedError


def lift_hold(desk: Desk, form: LiftForm) -> Saved | Unsaved:
    """Lift a hold; it stays readable with who lifted it and why."""
    raise NotImplementedError
