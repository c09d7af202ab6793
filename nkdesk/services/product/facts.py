"""The facts that decide on one infusion, put together from what is stored."""

from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from nkdesk.bedside.go import GoFacts
from nkdesk.model.day_item import DayItem
from nkdesk.model.eligibility import GateState, Outcome
from nkdesk.model.product import Lot, TestResult
from nkdesk.model.product_rules import ProductRules
from nkdesk.services.desk import Desk
from nkdesk.services.gate.standing import gate_status, is_valid
from nkdesk.services.product.donor_days import donor_on
from nkdesk.services.product.known import KnownFacts, KnownProducts
from nkdesk.store import gates, product_plan
from nkdesk.store.product_plan import CollectionRow, LotDays

_FIRST = 1
_OPEN = (GateState.OPEN, GateState.PASSED)


@dataclass(frozen=True, slots=True)
class Known:
    """All that is stored of the patients asked about."""

    products: KnownProducts
    facts: KnownFacts


def facts_of(
    desk: Desk, known: Known, entry: DayItem, rules: ProductRules, *, starting: bool = False
) -> GoFacts:
    """Return the facts about an infusion as it is planned in ``entry``."""
    patient_id, address = entry.patient.id, entry.item.address
    products, facts = known.products, known.facts
    dose = products.reserved.get((patient_id, address))
    lot = None if dose is None else products.lots.get(dose.lot_id)
    days = LotDays() if lot is None else facts.lot_days.get(lot.id, LotDays())
    donor = facts.donors.get(patient_id)
    return GoFacts(
        patient_id=patient_id,
        planned=entry.item.planned,
        rules=rules,
        starting=starting,
        cycle_open=_is_cycle_open(desk, patient_id, address.cycle),
        off_study=patient_id in facts.left,
        donor_id=None if donor is None else donor[0],
        donor_check=_donor_check(desk, facts, patient_id, days),
        dose=dose,
        lot=lot,
        results=_results(facts, lot),
        released_by=days.released_by,
        holds=facts.holds.get(patient_id, ()),
        earlier_open=_earlier_open(facts, entry),
        broken=facts.rules.get((patient_id, str(address)), ()),
        order=products.orders.get((patient_id, address)),
        weight=facts.weights.get(patient_id),
    )


def _results(facts: KnownFacts, lot: Lot | None) -> tuple[TestResult, ...]:
    return () if lot is None else facts.results.get(lot.id, ())


def _is_cycle_open(desk: Desk, patient_id: int, cycle: int) -> bool:
    """Whether the check before a cycle lets it be given; the first has none."""
    if cycle == _FIRST:
        return True
    gate = gates.newest_gate(desk.store, patient_id, cycle)
    if gate is not None and gate.closed_why is None and is_valid(gate, desk.clock.today()):
        return True
    # Over by the day: it still counts where the cycle has begun.
    return gate_status(desk, patient_id, cycle).state in _OPEN


def _donor_check(desk: Desk, facts: KnownFacts, patient_id: int, days: LotDays) -> Outcome:
    """Return how the donor criteria stand on the day the cells of this infusion were collected."""
    day = collection_day(desk, facts, patient_id, days)
    evaluation = donor_on(desk, patient_id, day, facts.head)
    return Outcome.INCOMPLETE if evaluation is None else evaluation.outcome


def collection_day(desk: Desk, facts: KnownFacts, patient_id: int, days: LotDays) -> date:
    """Return the day a donor is judged on: of the collection, else planned for it, else today.

    A day planned in the past on which nothing was collected decides nothing.
    """
    _, entered = facts.donors.get(patient_id, (0, None))
    known = days.collected or entered
    if known is not None:
        return known
    rows = product_plan.collections_of(desk.store, [patient_id])
    return day_ahead(rows[-1] if rows else None, desk.clock.today())


def day_ahead(row: CollectionRow | None, today: date) -> date:
    """Return the day a donor is judged on by the plan: of the collection, or today."""
    if row is None:
        return today
    return row.actual or max(row.planned, today)


def _earlier_open(facts: KnownFacts, entry: DayItem) -> tuple[str, ...]:
    """Return the infusions that stand before this one in its plan and are still to be given."""
    plan = facts.plans.get(entry.patient.id, ())
    before = takewhile(lambda one: one.address != entry.item.address, plan)
    return tuple(str(one.address) for one in before if one.is_open)
