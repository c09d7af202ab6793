"""One lot with everything of it: tests with their verdicts, moves, doses, holds, ways on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from nkdesk.bedside.go import judge
from nkdesk.bedside.lots import lot_next
from nkdesk.bedside.release import verdicts
from nkdesk.model.day_item import DayItem
from nkdesk.model.evidence import Donor
from nkdesk.model.product import Hold, Lot, ProductDose
from nkdesk.model.product_rules import ProductRules
from nkdesk.services.desk import Desk
from nkdesk.services.lines import numbering, patient_line
from nkdesk.services.product.facts import Known, facts_of
from nkdesk.services.product.known import known_facts, known_products
from nkdesk.services.product_models import DoseView, LotView, TestLine
from nkdesk.services.read_models import PatientLine
from nkdesk.store import cycles, donors, holds, lots, patients, product_doses
from nkdesk.store.product_plan import LotDays


def lot_view(desk: Desk, lot_id: int) -> LotView | None:
    """Return one lot with everything of it, None when there is none."""
    lot = lots.lot(desk.store, lot_id)
    patient = None if lot is None else patients.patient(desk.store, lot.patient_id)
    if lot is None or patient is None:
        return None
    line = patient_line(desk, patient, desk.clock.today())
    found = patient_lots(desk, line)
    return next((view for view in found if view.lot.id == lot_id), None)


def patient_lots(desk: Desk, line: PatientLine) -> tuple[LotView, ...]:
    """Return all lots of a patient in the order they were opened.

    None of a protocol that says nothing of a product.
    """
    patient = line.patient
    rules = desk.protocol(patient.protocol_hash).product
    if rules is None or not (known := lots.lots(desk.store, patient.id)):
        return ()
    reading = _reading(desk, line, rules)
    return tuple(_view(reading, lot) for lot in known)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One patient's products as read at once."""

    desk: Desk
    line: PatientLine
    rules: ProductRules
    known: Known
    donors: Mapping[int, Donor]
    holds: tuple[Hold, ...]
    entries: Mapping[str, DayItem]
    counts: Mapping[str, tuple[int, int]]


def _reading(desk: Desk, line: PatientLine, rules: ProductRules) -> _Reading:
    patient = line.patient
    entries = {str(one.item.address): one for one in cycles.patient_items(desk.store, patient.id)}
    counts = {}
    protocol = desk.protocol(patient.protocol_hash)
    numbers = {one.item.address.cycle for one in entries.values()}
    counted = {number: numbering(protocol, patient.arm, number) for number in numbers}
    for name, one in entries.items():
        nth = counted[one.item.address.cycle].get((one.item.address.code, one.item.day))
        if nth is not None:
            counts[name] = nth
    known = Known(known_products(desk, [patient.id]), known_facts(desk, [patient.id]))
    people = {one.id: one for one in donors.donors(desk.store, patient.id)}
    held = holds.holds(desk.store, patient.id)
    return _Reading(desk, line, rules, known, people, held, entries, counts)


def _view(reading: _Reading, lot: Lot) -> LotView:
    store, facts = reading.desk.store, reading.known.facts
    days = facts.lot_days.get(lot.id, LotDays())
    weight = days.released_by or facts.weights.get(lot.patient_id)
    found = verdicts(reading.rules, facts.results.get(lot.id, ()), weight)
    return LotView(
        lot=lot,
        line=reading.line,
        donor=reading.donors[lot.donor_id],
        rules=reading.rules,
        tests=tuple(TestLine(one.test, one.result, one.passed, one.per_kg) for one in found),
        moves=lots.moves(store, lot.id),
        doses=tuple(
            _dose(reading, one) for one in reading.known.products.doses if one.lot_id == lot.id
        ),
        holds=tuple(one for one in reading.holds if one.lot_id == lot.id),
        next_states=lot_next(lot.state),
        results=lots.all_results(store, lot.id),
    )


def _dose(reading: _Reading, dose: ProductDose) -> DoseView:
    name = "" if dose.address is None else str(dose.address)
    entry = reading.entries.get(name)
    order = None
    if dose.address is not None:
        order = reading.known.products.orders.get((dose.patient_id, dose.address))
    judged = None
    if entry is not None and entry.item.is_open:
        facts = facts_of(reading.desk, reading.known, entry, reading.rules)
        judged = judge(facts, reading.desk.clock.now())
    return DoseView(
        dose=dose,
        order=order,
        item_id=None if entry is None else entry.item_id,
        nth=reading.counts.get(name),
        planned=None if entry is None else planned_day(entry),
        readiness=judged,
        moves=product_doses.moves(reading.desk.store, dose.id),
        weight=reading.known.facts.weights.get(dose.patient_id) if order is None else order.weight,
    )


def planned_day(entry: DayItem) -> date:
    """Return the day of an infusion: when it was given, else when it is planned."""
    return entry.item.actual or entry.item.planned
