"""Results of a lot's tests; one that fails after release holds what is left of the lot."""

from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.product_forms import TestForm


def enter_test(desk: Desk, form: TestForm) -> Saved | Unsaved:
    """Save a result of a lot's test, or the correction of one."""
    raise NotImplementedError
