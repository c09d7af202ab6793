"""Doses of a lot: entered as labelled, issued to the ward, returned, discarded.

Only the bedside records an infusion; an infused dose never changes.
"""

from nkdesk.bedside.cell_dose import DoseDoubt, DoubtCode, in_range, judge_label
from nkdesk.bedside.lots import RELEASES, dose_next
from nkdesk.model.day_item import DayItem
from nkdesk.model.product import (
    CellOrder,
    DoseForm,
    DoseMove,
    DoseState,
    Lot,
    LotState,
    ProductDose,
)
from nkdesk.services.desk import Desk
from nkdesk.services.forms import FieldCode, Saved, Unsaved
from nkdesk.services.product.bags import read_bags
from nkdesk.services.product.doubts import asked
from nkdesk.services.product.entries import ProductReader, codes, minute_text
from nkdesk.services.product.infusion_asked import infusion_asked
from nkdesk.services.product.recipients import NOTHING, Recipient, recipient, weight_on
from nkdesk.services.product.reserving import LIVE, look_at_bond
from nkdesk.services.product.under_way import given_item, is_under_way
from nkdesk.services.product_forms import DoseMoveForm, ProductDoseForm
from nkdesk.services.steps import StepKind, revision, step_on
from nkdesk.store import holds, lots, orders, product_doses

_MADE = (LotState.HARVESTED, LotState.IN_TEST, LotState.RELEASED, LotState.CONDITIONAL)
_BY_HAND = (DoseState.ISSUED, DoseState.RETURNED, DoseState.DISCARDED)
_EXPLAINED = (DoseState.RETURNED, DoseState.DISCARDED)


def add_dose(desk: Desk, form: ProductDoseForm) -> Saved | Unsaved:
    """Save a dose with its bags as labelled, reserved for an infusion or for none yet.

    A label far from the order, or out of the protocol's range where nothing is ordered, asks: the
    same form with ``sure`` is saved.
    """
    read_at = revision(desk)
    lot = lots.lot(desk.store, form.lot_id)
    entry = None if form.item_id is None else infusion_asked(desk, form.item_id)
    if lot is None or isinstance(entry, Unsaved):
        return entry if isinstance(entry, Unsaved) else NOTHING
    whose = recipient(desk, lot.patient_id)
    if isinstance(whose, Unsaved):  # pragma: no cover -- a lot is of a protocol with a product
        return whose
    reader = ProductReader(desk)
    new = _read(desk, reader, form, lot, entry)
    if new is None or reader.problems:
        return Unsaved(tuple(reader.problems))
    if not form.sure:
        _look_at_label(desk, reader, whose, new)
    if reader.problems:
        return Unsaved(tuple(reader.problems))
    with step_on(desk, read_at, StepKind.ADD_DOSE) as step:
        product_doses.add_dose(step, new)
    return Saved(step.seq)


def _read(
    desk: Desk, reader: ProductReader, form: ProductDoseForm, lot: Lot, entry: DayItem | None
) -> ProductDose | None:
    if lot.state not in _MADE:
        reader.refuse("lot_id", FieldCode.NOT_FROM_HERE, codes(_MADE))
    kind = reader.choice("form", form.form, tuple(DoseForm))
    bags = read_bags(desk, reader, form)
    if not kind or not bags:
        return None
    address = None if entry is None else entry.item.address
    new = ProductDose(0, lot.id, lot.patient_id, DoseForm(kind), bags, address=address)
    if entry is not None:
        look_at_bond(desk, reader, new, entry)
    return new


def _look_at_label(desk: Desk, reader: ProductReader, whose: Recipient, new: ProductDose) -> None:
    """Ask where the label is unlike the order, or unlike any dose of the protocol."""
    order = _order(desk, new)
    weight = weight_on(desk, new.patient_id, reader.today) if order is None else order.weight
    if weight is None:
        return
    if order is not None:
        doubts = judge_label(new.cells, order, whose.rules)
    elif in_range(new.cells, weight.grams, whose.rules):
        doubts = ()
    else:
        doubts = (DoseDoubt(DoubtCode.OUT_OF_RANGE),)
    reader.problems += asked(doubts, "cells_1", whose.rules, weight, sure=False)


def _order(desk: Desk, dose: ProductDose) -> CellOrder | None:
    known = orders.newest_orders(desk.store, dose.patient_id)
    return next((one for one in known if one.address == dose.address), None)


def move_dose(desk: Desk, form: DoseMoveForm) -> Saved | Unsaved:
    """Issue, return or discard a dose as one step, or say what stands against it."""
    read_at = revision(desk)
    dose = product_doses.dose(desk.store, form.dose_id)
    if dose is None:
        return NOTHING
    reader = ProductReader(desk)
    move = _read_move(desk, reader, form, dose)
    if move is not None:
        _look_at_move(desk, reader, dose, move)
    if move is None or reader.problems:
        return Unsaved(tuple(reader.problems))
    with step_on(desk, read_at, StepKind.MOVE_DOSE, move.reason) as step:
        product_doses.move_dose(step, dose, move)
    return Saved(step.seq)


def _read_move(
    desk: Desk, reader: ProductReader, form: DoseMoveForm, dose: ProductDose
) -> DoseMove | None:
    to = reader.choice("to", form.to, _BY_HAND)
    moves = product_doses.moves(desk.store, dose.id)
    at = reader.past_moment(form.on, form.time, moves[-1].at if moves else None)
    person = reader.name("person", form.person, needed=True)
    explained = to in _EXPLAINED
    reason = (reader.words if explained else reader.note)("reason", form.reason)
    note = reader.note("note", form.note)
    if not to or at is None:
        return None
    return DoseMove(dose.id, dose.state, DoseState(to), at, person, reason, note, desk.actor)


def _look_at_move(desk: Desk, reader: ProductReader, dose: ProductDose, move: DoseMove) -> None:
    allowed = [to for to in dose_next(dose.state) if to in _BY_HAND]
    if move.becomes not in allowed:
        reader.refuse("to", FieldCode.NOT_FROM_HERE, codes(allowed))
    elif is_under_way(desk, dose):
        reader.refuse("to", FieldCode.UNDER_WAY)
    elif given_item(desk, dose) is not None:
        reader.refuse("to", FieldCode.DOSE_GIVEN)
    elif move.becomes is DoseState.ISSUED:
        _look_at_issue(desk, reader, dose, move)


def _look_at_issue(desk: Desk, reader: ProductReader, dose: ProductDose, move: DoseMove) -> None:
    """Nothing leaves the laboratory unreleased, expired or held back."""
    lot = lots.lot(desk.store, dose.lot_id)
    if lot is None or lot.state not in RELEASES:
        reader.refuse("to", FieldCode.NOT_RELEASED)
    if dose.expires <= move.at:
        reader.refuse("to", FieldCode.EXPIRED, minute_text(dose.expires))
    holding = [
        one
        for one in holds.holds(desk.store, dose.patient_id, open_only=True)
        if one.lot_id in (None, dose.lot_id) and one.holds_at(reader.now)
    ]
    if holding:
        reader.refuse("to", FieldCode.ON_HOLD, codes(dict.fromkeys(one.kind for one in holding)))
    if dose.address is None:
        return
    other = product_doses.dose_of_item(desk.store, dose.patient_id, dose.address)
    if other is not None and other.id != dose.id and other.state in LIVE:
        reader.refuse("to", FieldCode.INFUSION_TAKEN, other.bags[0].number)
