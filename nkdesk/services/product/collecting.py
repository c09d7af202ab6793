"""The donor's collection: what is known of it, and where it stands in the calendar."""

from datetime import date

from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.product_forms import DonorFactsForm
from nkdesk.services.product_models import CollectionMark


def save_donor_facts(desk: Desk, form: DonorFactsForm) -> Saved | Unsaved:
    """Save the typing and the day of collection of a patient's donor."""
    raise NotImplementedError


def collection_marks(desk: Desk, first: date, last: date) -> tuple[CollectionMark, ...]:
    """Return the collections planned or made from one day to another, both included."""
    raise NotImplementedError
