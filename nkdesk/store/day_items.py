"""Items with their patients for a list of a day; costs what it shows, not what is stored."""

from collections.abc import Iterable
from datetime import date

from nkdesk.model.day_item import DayItem
from nkdesk.store.lines import Line, items_of_lines
from nkdesk.store.patients import patient_of_row
from nkdesk.store.rows import canonical
from nkdesk.store.ward_store import Store


def day_items(store: Store, day: date, today: date) -> tuple[DayItem, ...]:
    """Return the items planned on or given on a day; on ``today`` also open ones planned before.

    Ordered by planned date, folded name and plan order.
    """
    on = day.isoformat()
    # UNION ALL: a plain UNION wants its parts sorted, and SQLite then walks through every item.
    rows = store.read(
        "SELECT * FROM day_line WHERE item_id IN ("
        " SELECT id FROM item WHERE planned = ?1"
        " UNION ALL SELECT id FROM item WHERE actual = ?1"
        " UNION ALL SELECT item_id FROM item_part WHERE done = ?1"
        " UNION ALL SELECT id FROM item"
        " WHERE actual IS NULL AND state IN ('planned', 'partly_given') AND planned < ?2)"
        " ORDER BY planned, folded, patient_id, position, item_id, part",
        (on, on if day == today else ""),
    )
    return _day_items(rows)


def patient_items(store: Store, patient_id: int) -> tuple[DayItem, ...]:
    """Return every item of a patient by cycle and plan order."""
    rows = store.read(
        "SELECT * FROM day_line WHERE patient_id = ? ORDER BY cycle_number, position, part",
        (patient_id,),
    )
    return _day_items(rows)


def day_item(store: Store, item_id: int) -> DayItem | None:
    """Return one item, None when there is none of that id."""
    rows = store.read("SELECT * FROM day_line WHERE item_id = ? ORDER BY part", (item_id,))
    return next(iter(_day_items(rows)), None)


def items_named(store: Store, item_ids: Iterable[int]) -> tuple[DayItem, ...]:
    """Return items by their ids, in no order that matters."""
    rows = store.read(
        "SELECT day_line.* FROM json_each(?) AS wanted"
        " JOIN day_line ON day_line.item_id = wanted.value"
        " ORDER BY day_line.item_id, day_line.part",
        (canonical(sorted(item_ids)),),
    )
    return _day_items(rows)


def open_between(store: Store, first: date, last: date) -> int:
    """Return how many open items are planned from one day to another, both included."""
    rows = store.read(
        "SELECT count(*) FROM item"
        " WHERE actual IS NULL AND state IN ('planned', 'partly_given')"
        " AND planned BETWEEN ? AND ?",
        (first.isoformat(), last.isoformat()),
    )
    return int(rows[0][0])


def next_open_after(store: Store, day: date) -> DayItem | None:
    """Return the first open item planned after a day, None when there is none."""
    rows = store.read(
        "SELECT * FROM day_line WHERE item_id = ("
        " SELECT id FROM item WHERE actual IS NULL AND state IN ('planned', 'partly_given')"
        " AND planned > ?"
        " ORDER BY planned, patient_id, position LIMIT 1) ORDER BY part",
        (day.isoformat(),),
    )
    return next(iter(_day_items(rows)), None)


def next_open_by_patient(store: Store, day: date) -> tuple[DayItem, ...]:
    """Return each patient's first open item planned on or after a day; without one, no entry."""
    rows = store.read(
        "SELECT * FROM day_line WHERE item_id IN (SELECT ("
        " SELECT id FROM item WHERE patient_id = patient.id"
        " AND actual IS NULL AND state IN ('planned', 'partly_given') AND planned >= ?"
        " ORDER BY planned, position LIMIT 1) FROM patient)"
        " ORDER BY planned, folded, patient_id, position, item_id, part",
        (day.isoformat(),),
    )
    return _day_items(rows)


def _day_items(lines: Iterable[Line]) -> tuple[DayItem, ...]:
    return tuple(
        DayItem(line[0], item, patient_of_row(line[27:42]), line[22], line[20], line[21])
        for line, item in items_of_lines(lines)
    )
