"""The day each patient's next cycle begins: planned, or forecast while it is not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from nkdesk.model.cycle import Cycle
from nkdesk.model.patient import Patient
from nkdesk.model.work_calendar import WorkCalendar
from nkdesk.scheduler import Course, forecast
from nkdesk.services.calendars import calendars_for
from nkdesk.services.desk import Desk
from nkdesk.store import cycles
from nkdesk.store.board_rows import PlanLine
from nkdesk.store.site import site_capacities, site_days


@dataclass(frozen=True, slots=True)
class NextDay:
    """Day 1 of a patient's next cycle. ``day`` None: none is planned and none can be foreseen.

    ``first`` is day 1 of cycle 1, None while it is not planned.
    """

    cycle: int
    day: date | None
    forecast: bool
    first: date | None


def next_days(
    desk: Desk, people: Iterable[Patient], plans: Mapping[int, tuple[PlanLine, ...]]
) -> dict[int, NextDay]:
    """Return the next cycle's day 1 by patient; no entry for whom no further cycle begins."""
    listed = {one.id: one for one in people}
    found = {one.id: _planned(desk, one, plans.get(one.id, ())) for one in listed.values()}
    waiting = [one for one, day in found.items() if day is not None and day.forecast]
    foreseen = _forecasts(desk, {one: listed[one] for one in waiting}, plans)
    return {
        one: replace(day, day=foreseen[one]) if day.forecast else day
        for one, day in found.items()
        if day is not None
    }


def _planned(desk: Desk, patient: Patient, plan: tuple[PlanLine, ...]) -> NextDay | None:
    if not plan:
        return NextDay(1, None, forecast=False, first=None)
    first, last = plan[0].start, plan[-1]
    if not last.begun:
        return NextDay(last.number, last.start, forecast=False, first=first)
    if last.number >= desk.protocol(patient.protocol_hash).cycles:
        return None
    return NextDay(last.number + 1, None, forecast=True, first=first)


def _forecasts(
    desk: Desk, people: Mapping[int, Patient], plans: Mapping[int, tuple[PlanLine, ...]]
) -> dict[int, date | None]:
    """Return the forecasts' first days.

    One that was computed is kept until the patient's plan, what others take or a day of the site
    is another.
    """
    if not people:
        return {}
    ward = _ward(desk, {patient.protocol_hash for patient in people.values()})
    if desk.forecasts is None or desk.forecasts[0] != ward.key:
        desk.forecasts = (ward.key, {})
    kept = desk.forecasts[1]
    stale = [one for one in people if one not in kept or kept[one][0] != plans[one]]
    stored = cycles.cycles_of_all(desk.store, stale) if stale else {}
    for one in stale:
        course = _course(desk, people[one], stored[one], ward)
        placed = forecast(course, len(course.cycles) + 1, desk.clock.today())
        kept[one] = (plans[one], placed.start if isinstance(placed, Cycle) else None)
    return {one: kept[one][1] for one in people}


@dataclass(frozen=True, slots=True)
class _Ward:
    """What every forecast depends on beside the patient's own plan; ``key`` tells it apart."""

    key: object
    calendars: Mapping[str, Mapping[str, WorkCalendar]]
    taken: Mapping[str, Mapping[date, int]]


def _ward(desk: Desk, protocol_hashes: Iterable[str]) -> _Ward:
    today = desk.clock.today()
    calendars = {
        one: calendars_for(desk, desk.protocol(one), today, today)
        for one in sorted(protocol_hashes)
    }
    names = sorted({name for one in calendars.values() for name in one})
    taken = {name: cycles.taken(desk.store, name, since=today) for name in names}
    own_days = (tuple(site_days(desk.store)), tuple(site_capacities(desk.store)))
    return _Ward((today, taken, own_days), calendars, taken)


def _course(desk: Desk, patient: Patient, stored: tuple[Cycle, ...], ward: _Ward) -> Course:
    """Return a course to forecast from.

    What the patient takes is counted with the rest: the next cycle begins after all of it.
    """
    return Course(
        protocol=desk.protocol(patient.protocol_hash),
        arm=patient.arm,
        calendars=ward.calendars[patient.protocol_hash],
        taken=ward.taken,
        cycles=stored,
        opened=frozenset([1, *(cycle.number for cycle in stored)]),
    )
