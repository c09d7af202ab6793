"""A physician's order of cells for one infusion: per kg and in total, by a dated weight.

Both are typed; where they do not agree nothing is saved. Source: safety hazards H16, H17.
"""

from nkdesk.bedside.cell_dose import OrderNumbers, judge_order, judge_weight
from nkdesk.model.day_item import DayItem
from nkdesk.model.product import CellOrder
from nkdesk.services.desk import Desk
from nkdesk.services.forms import FieldCode, Saved, Unsaved
from nkdesk.services.product.doubts import asked
from nkdesk.services.product.entries import ProductReader
from nkdesk.services.product.infusion_asked import infusion_asked
from nkdesk.services.product.recipients import Recipient, recipient, weight_on
from nkdesk.services.product_forms import OrderForm
from nkdesk.services.steps import StepKind, revision, step_on
from nkdesk.store import orders


def order_cells(desk: Desk, form: OrderForm) -> Saved | Unsaved:
    """Save an order; the newest of an infusion counts, earlier ones stay readable.

    What is unlikely asks: the same form with ``sure`` and the reason in ``note`` is saved. What
    is a slip by all appearance is stopped, sure or not.
    """
    read_at = revision(desk)
    entry = infusion_asked(desk, form.item_id)
    if isinstance(entry, Unsaved):
        return entry
    whose = recipient(desk, entry.patient.id)
    if isinstance(whose, Unsaved):
        return whose
    reader = ProductReader(desk)
    new = _read(desk, reader, form, entry)
    if new is None or reader.problems:
        return Unsaved(tuple(reader.problems))
    _doubt(desk, reader, form, whose, new)
    why = reader.note("note", form.note)
    if reader.problems:
        return Unsaved(tuple(reader.problems))
    with step_on(desk, read_at, StepKind.ORDER_CELLS, why) as step:
        orders.add_order(step, new)
    return Saved(step.seq)


def _read(desk: Desk, reader: ProductReader, form: OrderForm, entry: DayItem) -> CellOrder | None:
    per_kg, total = reader.cells("per_kg", form.per_kg), reader.cells("total", form.total)
    physician = reader.name("physician", form.physician, needed=True)
    weight = weight_on(desk, entry.patient.id, reader.today)
    if weight is None:
        reader.refuse("per_kg", FieldCode.NO_WEIGHT)
        return None
    if per_kg is None or total is None:
        return None
    address = entry.item.address
    return CellOrder(
        entry.patient.id, address, per_kg, total, weight, physician, reader.now, desk.actor
    )


def _doubt(
    desk: Desk, reader: ProductReader, form: OrderForm, whose: Recipient, new: CellOrder
) -> None:
    """Note what is doubtful; a person who is sure of it says why."""
    previous = _previous(desk, new)
    numbers = OrderNumbers(new.per_kg, new.total)
    before = None if previous is None else previous.weight
    amounts = judge_order(numbers, whose.rules, new.weight, previous)
    weights = judge_weight(new.weight, before, reader.today, whose.rules)
    for doubts, field in ((amounts, "total"), (weights, "per_kg")):
        reader.problems += asked(doubts, field, whose.rules, new.weight, sure=form.sure)
    if (amounts or weights) and form.sure and not form.note.strip():
        reader.refuse("note", FieldCode.NEEDS_TEXT)


def _previous(desk: Desk, new: CellOrder) -> CellOrder | None:
    """Return the patient's order before this one, for whichever infusion."""
    known = orders.newest_orders(desk.store, new.patient_id)
    return max(known, key=lambda one: (one.at, one.id), default=None)
