"""What a change of dates does to the products of the infusions it moves."""

from nkdesk.scheduler import Course
from nkdesk.services.desk import Desk
from nkdesk.services.product_models import ProductEffect


def effects(
    desk: Desk, patient_id: int, before: Course, after: Course
) -> tuple[ProductEffect, ...]:
    """Return what a change does to the products of the open infusions it moves, in plan order."""
    raise NotImplementedError
