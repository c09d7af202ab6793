"""Orders of cells: never changed, each followed by another; the newest of an infusion counts."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from nkdesk.model.cycle import Address
from nkdesk.model.patient import Weight
from nkdesk.model.product import CellOrder
from nkdesk.store.columns import place_columns, stamp, weight_columns
from nkdesk.store.rows import canonical
from nkdesk.store.step import Step
from nkdesk.store.ward_store import Store

_ORDER = (
    "SELECT patient_id, cycle, code, day, per_kg, total, weight_grams, weight_day, physician, at,"
    " entered_by, id FROM cell_order"
)
_BY_PLACE = "GROUP BY patient_id, cycle, code, coalesce(day, '')) ORDER BY patient_id, id"
_NEWEST = " ".join((_ORDER, "WHERE id IN (SELECT max(id) FROM cell_order", _BY_PLACE))
_NEWEST_OF = " ".join(
    (
        *(_ORDER, "WHERE id IN (SELECT max(id) FROM cell_order"),
        *("WHERE patient_id IN (SELECT value FROM json_each(?) AS wanted)", _BY_PLACE),
    )
)
_OF_ITEM = " ".join(
    (
        *(_ORDER, "WHERE patient_id = ? AND cycle = ? AND code = ?"),
        "AND coalesce(day, '') = coalesce(?, '') ORDER BY id DESC",
    )
)


def add_order(step: Step, order: CellOrder) -> int:
    """Save an order and return its id; ``order.id`` is not looked at."""
    return step.insert(
        "cell_order",
        {
            "patient_id": order.patient_id,
            **place_columns(order.address),
            "per_kg": order.per_kg,
            "total": order.total,
            **weight_columns(order.weight),
            "physician": order.physician,
            "at": stamp(order.at),
            "entered_by": order.entered_by,
        },
    )


def newest_orders(store: Store, patient_id: int | None = None) -> tuple[CellOrder, ...]:
    """Return the order that counts of each infusion of a patient, or of all patients."""
    if patient_id is None:
        return _orders(store.read(_NEWEST))
    return newest_orders_of(store, (patient_id,))


def newest_orders_of(store: Store, patient_ids: Iterable[int]) -> tuple[CellOrder, ...]:
    """Return the order that counts of each infusion of many patients by one query."""
    return _orders(store.read(_NEWEST_OF, (canonical(sorted(patient_ids)),)))


def orders_of_item(store: Store, patient_id: int, address: Address) -> tuple[CellOrder, ...]:
    """Return every order of an infusion, the one that counts first."""
    place = (patient_id, address.cycle, address.code, address.day)
    return _orders(store.read(_OF_ITEM, place))


def _orders(rows: Iterable[tuple[Any, ...]]) -> tuple[CellOrder, ...]:
    return tuple(_order(row) for row in rows)


def _order(row: tuple[Any, ...]) -> CellOrder:
    patient_id, cycle, code, day, per_kg, total, grams, on, physician, at, entered_by, number = row
    return CellOrder(
        patient_id,
        Address(cycle, code, day),
        per_kg,
        total,
        Weight(grams, date.fromisoformat(on)),
        physician,
        datetime.fromisoformat(at),
        entered_by,
        number,
    )
