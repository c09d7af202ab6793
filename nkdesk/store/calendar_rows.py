"""Items of the whole ward over a span of days, light: what a calendar paints, thousands at once.

Costs what the span shows, not what is stored.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from nkdesk.model.cycle import ItemState, PlanWarning
from nkdesk.model.protocol import ItemKind
from nkdesk.store.lines import KINDS, STATES, WARNINGS, as_date
from nkdesk.store.rows import canonical
from nkdesk.store.ward_store import Store


class CalendarRow(NamedTuple):
    """One item as a calendar needs it; a tuple, as a ward has tens of thousands of them.

    ``address_day`` is the day in its address, None for an item of one day; ``actual`` the date it
    was given, None while open and where it was not given.
    """

    item_id: int
    patient_id: int
    cycle_number: int
    code: str
    address_day: int | None
    day: int
    kind: ItemKind
    calendar: str
    planned: date
    actual: date | None
    state: ItemState
    original: date
    label_day: int
    warnings: tuple[PlanWarning, ...]


def calendar_rows(
    store: Store, first: date, last: date, patient_ids: Iterable[int] | None = None
) -> list[CalendarRow]:
    """Return the items planned or given from one day to another, both included; each once.

    In no order. ``patient_ids`` leaves all other patients out; None: the whole ward.
    """
    span = (first.isoformat(), last.isoformat())
    if patient_ids is None:
        return _rows(store, _OF_ALL, span)
    return _rows(store, _OF_SOME, (*span, canonical(list(patient_ids))))


_COLUMNS = (
    "SELECT item.id, item.patient_id, cycle.number, code, address_day, day, kind, calendar,"
    " planned, actual, state, original, label_day, warnings"
)
# UNION ALL of two index ranges that share no row: a plain OR of both sorts out doubles.
_OF_ALL = " ".join(
    (
        _COLUMNS,
        "FROM item JOIN cycle ON cycle.id = item.cycle_id WHERE planned BETWEEN ?1 AND ?2",
        "UNION ALL",
        _COLUMNS,
        "FROM item JOIN cycle ON cycle.id = item.cycle_id WHERE actual BETWEEN ?1 AND ?2",
        "AND planned NOT BETWEEN ?1 AND ?2",
    )
)
_OF_SOME = " ".join(
    (
        _COLUMNS,
        "FROM json_each(?3) AS wanted JOIN cycle ON cycle.patient_id = wanted.value",
        "JOIN item ON item.cycle_id = cycle.id",
        "WHERE planned BETWEEN ?1 AND ?2 OR actual BETWEEN ?1 AND ?2",
    )
)


def _rows(store: Store, sql: str, parameters: tuple[str, ...]) -> list[CalendarRow]:
    return [
        CalendarRow(
            row[0],
            row[1],
            row[2],
            row[3],
            row[4],
            row[5],
            KINDS[row[6]],
            row[7],
            as_date(row[8]),
            None if row[9] is None else as_date(row[9]),
            STATES[row[10]],
            as_date(row[11]),
            row[12],
            WARNINGS[row[13]],
        )
        for row in store.read(sql, parameters)
    ]
