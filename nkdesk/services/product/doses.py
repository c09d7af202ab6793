"""Doses of a lot: entered as labelled, issued, returned, discarded."""

from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.product_forms import DoseMoveForm, ProductDoseForm


def add_dose(desk: Desk, form: ProductDoseForm) -> Saved | Unsaved:
    """Save a dose with its bags as labelled."""
    raise NotImplementedError


def move_dose(desk: Desk, form: DoseMoveForm) -> Saved | Unsaved:
    """Issue, return or discard a dose."""
    raise NotImplementedError
