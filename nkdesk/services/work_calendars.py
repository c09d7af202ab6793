"""Working calendars from three sources: protocol rules, public holidays, the site's own days.

Public holidays and moved working days come from the ``holidays`` package. It lists Easter Sundays
as entries and has returned moved days of other years, so everything is filtered by year; moved
days bind five-day-week staff and only warn (clinical facts §8, ux §6).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from nkdesk.model.change import SiteCapacity
from nkdesk.model.protocol import CalendarRules, Protocol
from nkdesk.model.site import SiteDay
from nkdesk.model.words import Language
from nkdesk.model.work_calendar import WorkCalendar

_DECREE_YEARS = range(2020, 2061)
"""The years plans may lie in; moved days are looked for among them."""


@dataclass(frozen=True, slots=True)
class PublicHolidays:
    """One country's closed days with their names and its working weekend days.

    ``moved_days_known_until`` is the end of the last year for which moved working days have been
    published, None where the country moves none. ``version`` names the holiday data.
    """

    closed: dict[date, str]
    worked: frozenset[date]
    moved_days_known_until: date | None
    version: str


def work_calendars(
    protocol: Protocol,
    years: Iterable[int],
    site_days: Iterable[SiteDay] = (),
    capacities: Iterable[SiteCapacity] = (),
    language: Language = "en",
) -> dict[str, WorkCalendar]:
    """Return the working calendar of each of a protocol's calendars, by id."""
    span = tuple(sorted(set(years)))
    said = (tuple(site_days), tuple(capacities))
    return {rules.id: _calendar(rules, span, said, language) for rules in protocol.calendars}


def _calendar(
    rules: CalendarRules,
    years: tuple[int, ...],
    said: tuple[tuple[SiteDay, ...], tuple[SiteCapacity, ...]],
    language: Language,
) -> WorkCalendar:
    own = [one for one in said[0] if one.calendar == rules.id]
    capacity_on = {one.day: one.capacity for one in said[1] if one.calendar == rules.id}
    closed = {one.day: one.note for one in own if not one.is_open}
    opened = frozenset(one.day for one in own if one.is_open)
    if rules.holidays is None:
        return WorkCalendar(
            rules.id,
            rules.closed_weekdays,
            closed=closed,
            opened=opened,
            capacity=rules.capacity,
            capacity_on=capacity_on,
        )
    public = public_holidays(rules.holidays, years, language)
    return WorkCalendar(
        rules.id,
        rules.closed_weekdays,
        holidays=public.closed,
        worked=public.worked,
        closed=closed,
        opened=opened,
        capacity=rules.capacity,
        capacity_on=capacity_on,
        holidays_version=public.version,
        moved_days_known_until=public.moved_days_known_until,
    )


@cache
def public_holidays(country: str, years: tuple[int, ...], language: Language) -> PublicHolidays:
    """Return a country's holidays in the years asked for; slow the first time, then kept."""
    from importlib.metadata import version  # noqa: PLC0415 -- as below

    import holidays  # noqa: PLC0415 -- half a second that no first paint may wait for

    wanted = holidays.country_holidays(country, years=years)
    spoken = {"en": "en_US", "ru": "ru", "be": "be"}[language]
    if spoken in wanted.supported_languages:
        wanted = holidays.country_holidays(country, years=years, language=spoken)
    return PublicHolidays(
        closed={day: name for day, name in sorted(wanted.items()) if day.year in years},
        worked=frozenset(day for day in wanted.weekend_workdays if day.year in years),
        moved_days_known_until=_known_until(country),
        version=f"holidays {version('holidays')}",
    )


@cache
def _known_until(country: str) -> date | None:
    import holidays  # noqa: PLC0415 -- as above

    moved = holidays.country_holidays(country, years=_DECREE_YEARS).weekend_workdays
    years = [day.year for day in moved if day.year in _DECREE_YEARS]
    return date(max(years), 12, 31) if years else None
