"""What readiness and the donor's line ask of plans and lots: many patients in one query each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter

from nkdesk.model.cycle import Address
from nkdesk.model.patient import Weight
from nkdesk.store.columns import weight_of
from nkdesk.store.rows import canonical
from nkdesk.store.ward_store import Store

_WANTED = "FROM json_each(?) AS wanted JOIN"
_INFUSIONS = " ".join(
    (
        "SELECT cycle.patient_id, item.id, number, code, address_day, planned,",
        "actual IS NULL AND state IN ('planned', 'partly_given')",
        *(_WANTED, "cycle ON cycle.patient_id = wanted.value"),
        "JOIN item ON item.cycle_id = cycle.id WHERE kind = 'infusion'",
        "ORDER BY cycle.patient_id, number, position",
    )
)
_UNACCEPTED = " ".join(
    (
        *("SELECT patient_id, rule, item, other", _WANTED),
        "deviation ON patient_id = wanted.value WHERE accepted_by = '' ORDER BY deviation.id",
    )
)
_LOT_DAYS = " ".join(
    (
        *("SELECT lot_id, becomes, at, weight_day, weight_grams", _WANTED),
        "lot_move ON patient_id = wanted.value",
        "WHERE becomes IN ('collected', 'released', 'conditional') ORDER BY lot_move.id",
    )
)
_COLLECTIONS_OF = " ".join(
    (
        "SELECT cycle.patient_id, item.id, number, planned, actual",
        *(_WANTED, "cycle ON cycle.patient_id = wanted.value"),
        "JOIN item ON item.cycle_id = cycle.id WHERE kind = 'collection'",
        "AND state NOT IN ('omitted', 'ceased', 'cancelled') ORDER BY cycle.patient_id, number",
    )
)
# The donor entered last is the patient's donor.
_DONORS = " ".join(
    (
        *("SELECT donor.patient_id, donor.id, collected", _WANTED, "donor ON donor.id ="),
        "(SELECT max(id) FROM donor AS newest WHERE newest.patient_id = wanted.value)",
        "LEFT JOIN donor_facts ON donor_facts.donor_id = donor.id",
    )
)


@dataclass(frozen=True, slots=True)
class PlannedInfusion:
    """One infusion of a plan: when it is planned, and whether it is still to be given."""

    item_id: int
    address: Address
    planned: date
    is_open: bool


@dataclass(frozen=True, slots=True)
class CollectionRow:
    """A collection of a plan that was not given up; ``actual`` None while it was not made."""

    patient_id: int
    item_id: int
    cycle: int
    planned: date
    actual: date | None


@dataclass(frozen=True, slots=True)
class LotDays:
    """When the cells of a lot were collected, and the weight its newest release was judged by."""

    collected: date | None = None
    released_by: Weight | None = None
    was_released: bool = False


def infusions_of(
    store: Store, patient_ids: Iterable[int]
) -> Mapping[int, tuple[PlannedInfusion, ...]]:
    """Return every infusion of many patients in plan order; without one, no entry."""
    rows = store.read(_INFUSIONS, (canonical(sorted(patient_ids)),))
    return {
        patient_id: tuple(
            PlannedInfusion(
                item_id, Address(number, code, day), date.fromisoformat(on), bool(is_open)
            )
            for _, item_id, number, code, day, on, is_open in found
        )
        for patient_id, found in groupby(rows, key=itemgetter(0))
    }


def unaccepted_rules(
    store: Store, patient_ids: Iterable[int]
) -> Mapping[tuple[int, str], tuple[str, ...]]:
    """Return the rules nobody accepted, by patient and the address that breaks them."""
    found: dict[tuple[int, str], list[str]] = {}
    for patient_id, rule, *names in store.read(_UNACCEPTED, (canonical(sorted(patient_ids)),)):
        for name in dict.fromkeys(names):
            found.setdefault((patient_id, name), []).append(rule)
    return {key: tuple(dict.fromkeys(rules)) for key, rules in found.items()}


def lot_days(store: Store, patient_ids: Iterable[int]) -> Mapping[int, LotDays]:
    """Return what the moves of many patients' lots say, by lot; before the first, no entry."""
    found: dict[int, LotDays] = {}
    for lot_id, becomes, at, day, grams in store.read(_LOT_DAYS, (canonical(sorted(patient_ids)),)):
        known = found.get(lot_id, LotDays())
        if becomes == "collected":
            on = datetime.fromisoformat(at).date()
            found[lot_id] = LotDays(on, known.released_by, known.was_released)
        else:
            found[lot_id] = LotDays(known.collected, weight_of(day, grams), was_released=True)
    return found


def newest_donors(
    store: Store, patient_ids: Iterable[int]
) -> Mapping[int, tuple[int, date | None]]:
    """Return each patient's donor and the day of collection; without a donor, no entry."""
    rows = store.read(_DONORS, (canonical(sorted(patient_ids)),))
    return {
        patient_id: (donor_id, None if day is None else date.fromisoformat(day))
        for patient_id, donor_id, day in rows
    }


def collections_of(store: Store, patient_ids: Iterable[int]) -> tuple[CollectionRow, ...]:
    """Return the collections of many patients' plans by one query."""
    return _collections(store.read(_COLLECTIONS_OF, (canonical(sorted(patient_ids)),)))


def _collections(
    rows: Iterable[tuple[int, int, int, str, str | None]],
) -> tuple[CollectionRow, ...]:
    return tuple(
        CollectionRow(
            patient_id,
            item_id,
            number,
            date.fromisoformat(planned),
            None if actual is None else date.fromisoformat(actual),
        )
        for patient_id, item_id, number, planned, actual in rows
    )
