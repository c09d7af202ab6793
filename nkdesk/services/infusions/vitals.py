"""Measurements at the bed."""

from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.infusion_models import VitalsForm


def record_vitals(desk: Desk, form: VitalsForm) -> Saved | Unsaved:
    """Save a row of measurements, or a later row that corrects one, as one step."""
    raise NotImplementedError
