"""Why an infusion was paused, ended early or given up."""

from nkdesk.services.change_forms import ChangeReason
from nkdesk.services.desk import Desk


def pause_reasons(desk: Desk | None = None) -> tuple[ChangeReason, ...]:
    """Return why an infusion may be paused, in the order offered."""
    raise NotImplementedError


def end_reasons(desk: Desk | None = None) -> tuple[ChangeReason, ...]:
    """Return why an infusion may be stopped, given in part or given up, in the order offered."""
    raise NotImplementedError
