"""Everything stored about the products of some patients, by a number of queries that is fixed.

So that the list of a whole ward asks no more queries than one infusion.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from nkdesk.model.cycle import Address
from nkdesk.model.patient import Weight
from nkdesk.model.product import CellOrder, DoseState, Hold, Lot, ProductDose, TestResult
from nkdesk.services.desk import Desk
from nkdesk.services.steps import revision
from nkdesk.store import changes, holds, lots, orders, patients, product_doses, product_plan
from nkdesk.store.product_plan import LotDays, PlannedInfusion

_GONE = (DoseState.RETURNED, DoseState.DISCARDED)


@dataclass(frozen=True, slots=True)
class KnownProducts:
    """Lots by id; the dose and the order of an infusion by patient and address.

    A dose that went back to the laboratory is named only where no other is reserved.
    """

    lots: Mapping[int, Lot]
    doses: tuple[ProductDose, ...]
    reserved: Mapping[tuple[int, Address], ProductDose]
    orders: Mapping[tuple[int, Address], CellOrder]


@dataclass(frozen=True, slots=True)
class KnownFacts:
    """What else decides on an infusion: by lot, by patient, or by patient and cycle.

    ``donors`` are the donors of now with the day of collection entered beside them; ``rules`` are
    those nobody accepted, by patient and address; ``left`` are the patients off study; ``head`` is
    the revision it was read at.
    """

    results: Mapping[int, tuple[TestResult, ...]]
    lot_days: Mapping[int, LotDays]
    holds: Mapping[int, tuple[Hold, ...]]
    donors: Mapping[int, tuple[int, date | None]]
    plans: Mapping[int, tuple[PlannedInfusion, ...]]
    rules: Mapping[tuple[int, str], tuple[str, ...]]
    weights: Mapping[int, Weight]
    left: frozenset[int]
    head: int


def known_products(desk: Desk, patient_ids: Iterable[int]) -> KnownProducts:
    """Return the lots, doses and orders of some patients."""
    wanted, store = sorted(set(patient_ids)), desk.store
    doses = product_doses.doses_of(store, wanted)
    ordered = orders.newest_orders_of(store, wanted)
    return KnownProducts(
        {one.id: one for one in lots.lots_of(store, wanted)},
        doses,
        _reserved(doses),
        {(one.patient_id, one.address): one for one in ordered},
    )


def known_facts(desk: Desk, patient_ids: Iterable[int]) -> KnownFacts:
    """Return what else decides on the infusions of some patients, as it is stored now."""
    wanted, store = sorted(set(patient_ids)), desk.store
    results: dict[int, list[TestResult]] = {}
    for one in lots.results_of(store, wanted):
        results.setdefault(one.lot_id, []).append(one)
    held: dict[int, list[Hold]] = {}
    for hold in holds.open_holds_of(store, wanted):
        held.setdefault(hold.patient_id, []).append(hold)
    return KnownFacts(
        results={lot_id: tuple(found) for lot_id, found in results.items()},
        lot_days=product_plan.lot_days(store, wanted),
        holds={patient_id: tuple(found) for patient_id, found in held.items()},
        donors=product_plan.newest_donors(store, wanted),
        plans=product_plan.infusions_of(store, wanted),
        rules=product_plan.unaccepted_rules(store, wanted),
        weights=patients.newest_weights(store, wanted, desk.clock.today()),
        left=changes.off_study_patients(store),
        head=revision(desk),
    )


def _reserved(doses: Iterable[ProductDose]) -> dict[tuple[int, Address], ProductDose]:
    found: dict[tuple[int, Address], ProductDose] = {}
    for dose in doses:
        if dose.address is None:
            continue
        key = dose.patient_id, dose.address
        other = found.get(key)
        if other is None or other.state in _GONE:
            found[key] = dose
    return found
