"""The working calendars of this ward: protocol rules, public holidays, the site's own days."""

from collections.abc import Iterable
from datetime import date

from nkdesk.model.protocol import Protocol
from nkdesk.model.work_calendar import WorkCalendar
from nkdesk.services.desk import Desk
from nkdesk.services.read_models import DayClosure
from nkdesk.services.work_calendars import work_calendars
from nkdesk.store.site import site_days


def calendars_for(
    desk: Desk, protocol: Protocol, first: date, last: date
) -> dict[str, WorkCalendar]:
    """Return a protocol's calendars by id, holidays known over the years of a span."""
    years = range(first.year - 1, last.year + 2)
    return work_calendars(protocol, years, site_days(desk.store))


def closures_on(desk: Desk, day: date, protocol_hashes: Iterable[str]) -> tuple[DayClosure, ...]:
    """Return the calendars of these protocols that are closed on a day, each named once."""
    found: dict[str, DayClosure] = {}
    for protocol_hash in sorted(protocol_hashes):
        calendars = calendars_for(desk, desk.protocol(protocol_hash), day, day)
        for name, calendar in sorted(calendars.items()):
            closure = calendar.closure(day)
            if closure is not None:
                found.setdefault(name, DayClosure(name, closure))
    return tuple(found.values())
