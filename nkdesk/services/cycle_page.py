"""A cycle as screens show it: before it is saved and after, from the same rows."""

from collections.abc import Mapping
from datetime import date, timedelta

from nkdesk.bedside.dose import DoseUnknown
from nkdesk.model.cycle import Cycle, CycleItem
from nkdesk.model.day_item import DayItem
from nkdesk.model.protocol import Protocol
from nkdesk.model.work_calendar import Closure, WorkCalendar
from nkdesk.services.calendars import calendars_for
from nkdesk.services.desk import Desk
from nkdesk.services.lines import RowBuilder, numbering, overdue_days, status_on
from nkdesk.services.read_models import CyclePage, ItemRow


def preview_page(desk: Desk, protocol_hash: str, cycle: Cycle) -> CyclePage:
    """Return a laid out cycle that nobody has saved yet; its rows have no item id."""
    protocol = desk.protocol(protocol_hash)
    counts = numbering(protocol, cycle.arm, cycle.number)
    calendars = _calendars(desk, protocol, cycle)
    rows = tuple(
        ItemRow(
            item_id=0,
            item=item,
            title=protocol.item(item.address.code).title,
            nth=counts.get((item.address.code, item.day)),
            status=status_on(item, desk.clock.today()),
            overdue_days=overdue_days(item, desk.clock.today()),
            dose=DoseUnknown.NOT_STATED,
            closure=calendars[item.calendar].closure(item.planned),
        )
        for item in cycle.items
    )
    return _page(cycle, rows, calendars)


def stored_page(
    desk: Desk, cycle: Cycle, entries: tuple[DayItem, ...], builder: RowBuilder
) -> CyclePage:
    """Return a stored cycle; ``entries`` are its items with their ids, in plan order."""
    protocol = desk.protocol(entries[0].protocol_hash)
    calendars = _calendars(desk, protocol, cycle)
    return _page(cycle, tuple(_stored_row(one, builder, calendars) for one in entries), calendars)


def _stored_row(
    entry: DayItem, builder: RowBuilder, calendars: Mapping[str, WorkCalendar]
) -> ItemRow:
    row = builder.row(entry)
    return ItemRow(
        item_id=row.item_id,
        item=row.item,
        title=row.title,
        nth=row.nth,
        status=row.status,
        overdue_days=row.overdue_days,
        dose=row.dose,
        closure=calendars[row.item.calendar].closure(row.item.actual or row.item.planned),
        reason=row.reason,
        note=row.note,
        product=row.product,
        readiness=row.readiness,
        running=row.running,
    )


def _calendars(desk: Desk, protocol: Protocol, cycle: Cycle) -> dict[str, WorkCalendar]:
    first, last = _span(cycle.items, cycle.start)
    return calendars_for(desk, protocol, first, last)


def _span(items: tuple[CycleItem, ...], start: date) -> tuple[date, date]:
    days = [start]
    for item in items:
        days += [one for one in (item.planned, item.target, item.actual) if one is not None]
    return min(days), max(days)


def _page(
    cycle: Cycle, rows: tuple[ItemRow, ...], calendars: Mapping[str, WorkCalendar]
) -> CyclePage:
    first, last = _span(cycle.items, cycle.start)
    used = sorted({item.calendar for item in cycle.items})
    closures = tuple(
        (name, day, closure)
        for name in used
        for day, closure in _closed(calendars[name], first, last)
    )
    return CyclePage(cycle.number, cycle.start, first, last, rows, closures)


def _closed(calendar: WorkCalendar, first: date, last: date) -> list[tuple[date, Closure]]:
    days = [first + timedelta(days=after) for after in range((last - first).days + 1)]
    return [(day, found) for day in days if (found := calendar.closure(day)) is not None]
