"""What recording an item as not given would do, before it is recorded."""

from nkdesk.model.cycle import ItemState
from nkdesk.model.refusal import Refused
from nkdesk.scheduler import leave_rest, omit
from nkdesk.services.change_forms import ChangePreview
from nkdesk.services.changes.planning import NotPlanned, Planned, item_asked
from nkdesk.services.changes.preview import shown
from nkdesk.services.courses import course_of
from nkdesk.services.desk import Desk
from nkdesk.services.steps import revision


def preview_not_given(desk: Desk, item_id: int) -> ChangePreview:
    """Return the cycle as it would stand; everything else stays. Saves nothing."""
    read_at = revision(desk)
    entry = item_asked(desk, item_id)
    if isinstance(entry, NotPlanned):
        return shown(desk, read_at, entry)
    course = course_of(desk, entry.patient)
    begun = entry.item.state is ItemState.PARTLY_GIVEN
    closed = (leave_rest if begun else omit)(course, entry.item.address)
    if isinstance(closed, Refused):
        return shown(desk, read_at, NotPlanned(refused=closed))
    return shown(desk, read_at, Planned(entry.patient, course, closed, entry.item.address.cycle))
