"""The working calendars of this ward: protocol rules, public holidays, the site's own days."""

from collections.abc import Iterable
from datetime import date

from nkdesk.model.change import SiteCapacity
from nkdesk.model.protocol import Protocol
from nkdesk.model.site import SiteDay
from nkdesk.model.work_calendar import WorkCalendar
from nkdesk.services.desk import Desk
from nkdesk.services.read_models import DayClosure
from nkdesk.services.work_calendars import public_holidays, work_calendars
from nkdesk.store import cycles
from nkdesk.store.site import site_capacities, site_days


def calendars_for(
    desk: Desk,
    protocol: Protocol,
    first: date,
    last: date,
    also: Iterable[SiteDay | SiteCapacity] = (),
) -> dict[str, WorkCalendar]:
    """Return a protocol's calendars by id, holidays known over the years of a span.

    ``also`` are days the site has not saved yet: they hold in place of what it says of them.
    """
    days = {(one.calendar, one.day): one for one in site_days(desk.store)}
    capacities = {(one.calendar, one.day): one for one in site_capacities(desk.store)}
    for one in also:
        if isinstance(one, SiteDay):
            days[one.calendar, one.day] = one
        else:
            capacities[one.calendar, one.day] = one
    return work_calendars(protocol, _years(first, last), days.values(), capacities.values())


def holidays_needed(desk: Desk, day: date) -> frozenset[tuple[str, tuple[int, ...]]]:
    """Return the countries and years whose holidays the lists around a day ask for."""
    hashes = cycles.protocols_in_use(desk.store)
    rules = [rule for one in hashes for rule in desk.protocol(one).calendars]
    years = tuple(_years(day, day))
    return frozenset((rule.holidays, years) for rule in rules if rule.holidays is not None)


def look_up(needed: Iterable[tuple[str, tuple[int, ...]]]) -> None:
    """Compute public holidays ahead of use; safe on any thread, it touches no store."""
    for country, years in sorted(needed):
        public_holidays(country, years, "en")


def _years(first: date, last: date) -> range:
    """Return the years around a span: a window or an evaluation day may reach over its ends."""
    return range(first.year - 1, last.year + 2)


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
