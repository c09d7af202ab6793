"""Lots: opened for a patient's donor, and moved from state to state."""

from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.product_forms import LotForm, LotMoveForm


def open_lot(desk: Desk, form: LotForm) -> Saved | Unsaved:
    """Open a lot of the patient's donor."""
    raise NotImplementedError


def move_lot(desk: Desk, form: LotMoveForm) -> Saved | Unsaved:
    """Move a lot on as one step, or say what stands against it."""
    raise NotImplementedError
