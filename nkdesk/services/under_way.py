"""Infusions under way as every list shows them; asked for many items by one query."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from nkdesk.bedside.vitals import next_due, plan
from nkdesk.model.infusion import Infusion, InfusionAct
from nkdesk.services.desk import Desk
from nkdesk.services.row_products import RunningLine
from nkdesk.store import cycles, infusions, vitals


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
    return RunningLine(record, begun.at, begun.person, _next_vitals(desk, record))


def _next_vitals(desk: Desk, record: Infusion) -> datetime | None:
    """Return when the next measurement of the plan is due, None before the start and after all."""
    entry = cycles.day_item(desk.store, record.item_id)
    rules = None if entry is None else desk.protocol(entry.protocol_hash).product
    if rules is None:  # pragma: no cover -- an infusion is of a protocol that has a product
        return None
    measured = vitals.rows(desk.store, record.id)
    rows = plan(rules, record.started, record.ended, desk.clock.now(), measured)
    due = next_due(rows)
    return None if due is None else due.at
