"""Why an infusion was paused, ended before it was whole, or given up: shipped and site's own."""

from nkdesk.services.change_forms import ChangeReason
from nkdesk.services.desk import Desk
from nkdesk.services.reason_checks import PAUSE, STOP
from nkdesk.services.reasons import reasons_of

__all__ = ["end_reasons", "pause_reasons"]


def pause_reasons(desk: Desk | None = None) -> tuple[ChangeReason, ...]:
    """Return why an infusion may be paused, in the order offered; a ward adds its site's own."""
    return reasons_of(PAUSE, desk)


def end_reasons(desk: Desk | None = None) -> tuple[ChangeReason, ...]:
    """Return why one may be stopped, given in part or given up; a ward adds its site's own."""
    return reasons_of(STOP, desk)
