"""The vitals plan of an infusion: what is due when, what came late, what is out of the usual.

The plan and what is usual at an age are the protocol's; nothing here stops anything (clinical
facts §5). A measurement answers the minute of the plan it names.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from nkdesk.model.infusion import VitalSigns
from nkdesk.model.product_rules import ProductRules, Vital, VitalLimit

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class _Times:
    """When an infusion started and ended (None: not yet), and what time it is."""

    started: datetime | None
    ended: datetime | None
    now: datetime


@dataclass(frozen=True, slots=True)
class DueVitals:
    """One minute of the plan. ``at`` is None before the start, or the end, it counts from.

    ``late_by`` whole minutes past its time: of the measurement, or until now where there is none;
    0 while that is less than the protocol's ``late_minutes``.
    """

    due: int
    after_end: bool
    at: datetime | None
    signs: VitalSigns | None
    late_by: int = 0


def plan(
    rules: ProductRules,
    started: datetime | None,
    ended: datetime | None,
    now: datetime,
    measured: Iterable[VitalSigns],
) -> tuple[DueVitals, ...]:
    """Return every minute of the plan in its order, each with the measurement that answers it.

    ``started`` and ``ended`` are None while it has not. ``measured`` are the rows that count: a
    corrected one is not among them. A minute the infusion did not last to is left out, unless it
    was measured.
    """
    by_minute: dict[tuple[int, bool], VitalSigns] = {}
    for signs in sorted(measured, key=lambda one: one.at):
        if signs.due is not None:
            by_minute.setdefault((signs.due, signs.after_end), signs)
    times = _Times(started, ended, now)
    rows = [_row(rules, times, minute, by_minute.get(minute)) for minute in _minutes(rules)]
    return tuple(row for row in rows if row.signs is not None or _lasted(times, row))


def extra(rules: ProductRules, measured: Iterable[VitalSigns]) -> tuple[VitalSigns, ...]:
    """Return the measurements that answer no minute of the plan, the earliest first."""
    taken: set[tuple[int, bool]] = set()
    found = []
    for signs in sorted(measured, key=lambda one: one.at):
        minute = None if signs.due is None else (signs.due, signs.after_end)
        if minute is None or minute in taken or minute not in set(_minutes(rules)):
            found.append(signs)
        else:
            taken.add(minute)
    return tuple(found)


def next_due(rows: Iterable[DueVitals]) -> DueVitals | None:
    """Return the first minute that is still to be measured and whose time is known."""
    open_rows = [row for row in rows if row.signs is None and row.at is not None]
    return open_rows[0] if open_rows else None


def usual(limits: Iterable[VitalLimit], age_months: int) -> tuple[VitalLimit, ...]:
    """Return the limits that hold at an age in completed months."""
    return tuple(
        limit
        for limit in limits
        if limit.from_months <= age_months
        and (limit.below_months is None or age_months < limit.below_months)
    )


def out_of_usual(signs: VitalSigns, limits: Iterable[VitalLimit]) -> tuple[Vital, ...]:
    """Return what lies outside the limits given: those of the age, as ``usual`` returns them."""
    out = {limit.vital for limit in limits if _outside(signs, limit)}
    return tuple(vital for vital in Vital if vital in out)


def _minutes(rules: ProductRules) -> Iterator[tuple[int, bool]]:
    yield from ((minute, False) for minute in rules.vitals)
    yield from ((minute, True) for minute in rules.after_end)


def _row(
    rules: ProductRules, times: _Times, minute: tuple[int, bool], signs: VitalSigns | None
) -> DueVitals:
    due, after_end = minute
    begins = times.ended if after_end else times.started
    if begins is None:
        return DueVitals(due, after_end, None, signs)
    at = begins + due * _MINUTE
    past = ((times.now if signs is None else signs.at) - at) // _MINUTE
    late_by = past if past >= max(rules.late_minutes, 1) else 0
    return DueVitals(due, after_end, at, signs, late_by)


def _lasted(times: _Times, row: DueVitals) -> bool:
    """Whether the infusion was still running at a minute that counts from its start."""
    if row.after_end or row.at is None or times.ended is None:
        return True
    return row.at <= times.ended


def _outside(signs: VitalSigns, limit: VitalLimit) -> bool:
    value = signs.value(limit.vital)
    if value is None:
        return False
    too_low = limit.low is not None and value < limit.low
    return too_low or (limit.high is not None and value > limit.high)
