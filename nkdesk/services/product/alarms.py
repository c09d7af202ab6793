"""Late results that failed: who must be told, until somebody has seen it."""

from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.product_models import ProductAlarm


def unseen_product_alarms(desk: Desk) -> tuple[ProductAlarm, ...]:
    """Return the alarms nobody has seen yet, newest first."""
    raise NotImplementedError


def see_product_alarm(desk: Desk, alarm_id: int) -> Saved | Unsaved:
    """Save who has seen an alarm; refused for one that somebody has seen, or that is none."""
    raise NotImplementedError
