"""Opening the record of an infusion: from then on its dose stays at the bed."""

from dataclasses import replace
from datetime import datetime

from nkdesk.model.day_item import DayItem
from nkdesk.model.infusion import Infusion, InfusionAct, InfusionState
from nkdesk.model.patient import Weight
from nkdesk.model.product import DoseMove, DoseState, ProductDose
from nkdesk.services.desk import Desk
from nkdesk.services.forms import FieldCode, FieldProblem, Saved, Unsaved
from nkdesk.services.infusions.bed import OPENED, bed_of
from nkdesk.services.infusions.moments import minute
from nkdesk.services.infusions.writing import NO_INFUSION, NotSavedError, Writing, save_step
from nkdesk.services.product.entries import ProductReader
from nkdesk.services.product.infusion_asked import infusion_asked
from nkdesk.services.steps import StepKind
from nkdesk.store import infusions, orders, patients, product_doses
from nkdesk.store.store import Step

LEFT = (DoseState.PREPARED, DoseState.ISSUED)
"""The states of a dose that may still be given."""


def open_check(desk: Desk, item_id: int, person: str) -> Saved | Unsaved:
    """Open the record of the dose reserved for an infusion, as one step.

    Refused: no dose reserved, an item that is closed, a record that is open already.
    """
    return save_step(desk, StepKind.OPEN_CHECK, lambda step: _open(desk, step, item_id, person))


def _open(desk: Desk, step: Step, item_id: int, typed: str) -> None:
    entry = infusion_asked(desk, item_id)
    if isinstance(entry, Unsaved):
        raise NotSavedError(entry)
    refuse_second(desk, item_id)
    reader = ProductReader(desk)
    person = reader.name("person", typed, needed=True)
    dose = product_doses.dose_of_item(desk.store, entry.patient.id, entry.item.address)
    if dose is None or dose.state not in LEFT:
        reader.refuse("item_id", FieldCode.NO_DOSE)
    if dose is None or reader.problems:
        raise NotSavedError(Unsaved(tuple(reader.problems)))
    record = new_record(desk, entry, dose)
    open_record(desk, step, record, (minute(reader.now), person))


def refuse_second(desk: Desk, item_id: int) -> None:
    """Refuse a second record of one infusion; one that was given up does not count."""
    known = infusions.of_item(desk.store, item_id)
    if known is not None:
        stage = FieldProblem("item_id", FieldCode.NOT_AT_THIS_STAGE, known.state)
        raise NotSavedError(Unsaved((stage,)))


def new_record(desk: Desk, entry: DayItem, dose: ProductDose) -> Infusion:
    """Return the record of an infusion that nobody has checked yet."""
    weight = weight_of(desk, entry)
    return Infusion(0, entry.patient.id, entry.item_id, dose.id, InfusionState.CHECKING, weight)


def open_record(desk: Desk, step: Step, record: Infusion, by: tuple[datetime, str]) -> Writing:
    """Store a new record, opened at a minute by a person, and go on writing it."""
    number = infusions.add_infusion(step, record)
    bed = bed_of(desk, number)
    if bed is None:  # pragma: no cover -- it was stored a line above
        raise NotSavedError(NO_INFUSION)
    w = Writing(desk, step, bed)
    w.note(replace(w.event(InfusionAct.CHECK, *by), detail=OPENED))
    return w


def weight_of(desk: Desk, entry: DayItem) -> Weight | None:
    """Return the weight cells per kg are counted by: the order's, else the newest."""
    for order in orders.newest_orders(desk.store, entry.patient.id):
        if order.address == entry.item.address:
            return order.weight
    known = patients.weights(desk.store, entry.patient.id)
    return known[0] if known else None


def issue(w: Writing, at: datetime, person: str, why: str = "") -> None:
    """Issue a dose that nobody issued, as a part of what is recorded of it at the bed."""
    dose = w.bed.dose
    if dose.state is not DoseState.PREPARED:
        return
    move = DoseMove(dose.id, dose.state, DoseState.ISSUED, at, person, why)
    product_doses.move_dose(w.step, dose, replace(move, entered_by=w.desk.actor))
    w.bed = replace(w.bed, dose=replace(dose, state=DoseState.ISSUED))
