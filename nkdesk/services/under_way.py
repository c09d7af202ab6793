"""Infusions under way as every list shows them; asked for many items by one query."""

from collections.abc import Iterable, Mapping

from nkdesk.model.infusion import Infusion, InfusionAct, InfusionState
from nkdesk.services.desk import Desk
from nkdesk.services.row_products import RunningLine
from nkdesk.store import infusions

_OVER = (InfusionState.COMPLETE, InfusionState.ABANDONED)


def running_lines(desk: Desk, item_ids: Iterable[int]) -> Mapping[int, RunningLine]:
    """Return what lists say of those infusions that are under way, by item; others have no entry.

    Under way is one from the opening of its check to the end of observation.
    """
    wanted = set(item_ids)
    if not wanted:
        return {}
    found = (one for one in infusions.running(desk.store) if one.item_id in wanted)
    return {one.item_id: _line(desk, one) for one in found}


def _line(desk: Desk, record: Infusion) -> RunningLine:
    events = infusions.events(desk.store, record.id)
    begun = next((one for one in events if one.act is InfusionAct.START), events[0])
    return RunningLine(record, begun.at, begun.person)
