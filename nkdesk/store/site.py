"""The ward itself, its own open and closed days, and days on which it can do less or more."""

from datetime import date

from nkdesk.model.change import SiteCapacity
from nkdesk.model.site import Site, SiteDay
from nkdesk.store.problem import StoreError, StoreProblem
from nkdesk.store.rows import TABLES
from nkdesk.store.step import Step
from nkdesk.store.ward_store import Store


def site(store: Store) -> Site:
    """Return the ward this store belongs to."""
    rows = store.read("SELECT uuid, ward, time_zone, sample, sample_today FROM site")
    if not rows:
        raise StoreError(StoreProblem.DAMAGED, "site")
    uuid, ward, time_zone, sample, today = rows[0]
    fixed = None if today is None else date.fromisoformat(today)
    return Site(uuid, ward, time_zone, bool(sample), fixed)


def add_site(step: Step, site: Site) -> None:
    """Save the ward of a new store; there is exactly one."""
    step.insert("site", {"id": 1, **_columns(site)})


def change_site(step: Step, before: Site, after: Site) -> None:
    """Change the ward; StoreConflictError when it is not stored as ``before``."""
    step.update("site", (1,), _columns(after), expected=_columns(before))


def site_days(store: Store) -> tuple[SiteDay, ...]:
    """Return every day the site opened or closed by itself, by date."""
    rows = store.read("SELECT calendar, day, is_open, note FROM site_day ORDER BY day, calendar")
    return tuple(
        SiteDay(calendar, date.fromisoformat(day), bool(is_open), note)
        for calendar, day, is_open, note in rows
    )


def set_site_day(step: Step, day: SiteDay) -> None:
    """Open or close a calendar on a day, whatever was said of that day before."""
    key = (day.calendar, day.day.isoformat())
    values = {"is_open": day.is_open, "note": day.note}
    if step.store.read(TABLES["site_day"].select, key):
        step.update("site_day", key, values)
    else:
        step.insert("site_day", {"calendar": key[0], "day": key[1], **values})


def clear_site_day(step: Step, calendar: str, day: date) -> None:
    """Let the rule hold again on a day; StoreConflictError when nothing was said of it."""
    step.delete("site_day", (calendar, day.isoformat()))


def site_capacities(store: Store) -> tuple[SiteCapacity, ...]:
    """Return every day on which a calendar takes another number of infusions, by date."""
    rows = store.read(
        "SELECT calendar, day, capacity, note FROM site_capacity ORDER BY day, calendar"
    )
    return tuple(
        SiteCapacity(calendar, date.fromisoformat(day), capacity, note)
        for calendar, day, capacity, note in rows
    )


def set_site_capacity(step: Step, capacity: SiteCapacity) -> None:
    """Say how many infusions a calendar takes on a day, whatever was said of it before.

    StoreError RULE for fewer than none or more than 999.
    """
    key = (capacity.calendar, capacity.day.isoformat())
    values = {"capacity": capacity.capacity, "note": capacity.note}
    if step.store.read(TABLES["site_capacity"].select, key):
        step.update("site_capacity", key, values)
    else:
        step.insert("site_capacity", {"calendar": key[0], "day": key[1], **values})


def clear_site_capacity(step: Step, calendar: str, day: date) -> None:
    """Let a calendar's usual number hold again; StoreConflictError when none was set."""
    step.delete("site_capacity", (calendar, day.isoformat()))


def _columns(site: Site) -> dict[str, object]:
    today = None if site.sample_today is None else site.sample_today.isoformat()
    return {
        "uuid": site.uuid,
        "ward": site.ward,
        "time_zone": site.time_zone,
        "sample": site.sample,
        "sample_today": today,
    }
