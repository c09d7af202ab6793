"""A dose reserved for one infusion of its own patient: no override, whoever asks.

Source: safety hazards H01 (the numbers are typed again), H14 (product bound to donor and patient).
"""

from nkdesk.bedside.lots import dose_next
from nkdesk.model.day_item import DayItem
from nkdesk.model.naming import tidy
from nkdesk.model.product import DoseState, LotState, ProductDose
from nkdesk.services.desk import Desk
from nkdesk.services.evidence import current_donor
from nkdesk.services.forms import FieldCode, Saved, Unsaved
from nkdesk.services.product.entries import ProductReader, codes, minute_text
from nkdesk.services.product.infusion_asked import infusion_asked
from nkdesk.services.product.recipients import NOTHING
from nkdesk.services.product.under_way import given_item, is_under_way
from nkdesk.services.product_forms import ReserveForm
from nkdesk.services.steps import StepKind, revision, step_on
from nkdesk.store import lots, product_doses

RESERVED = (DoseState.PREPARED, DoseState.ISSUED, DoseState.RETURNED)
"""The states in which a dose may still change the infusion it is reserved for."""

LIVE = (DoseState.PREPARED, DoseState.ISSUED, DoseState.INFUSED)
"""The states in which a dose keeps others from its infusion."""


def reserve(desk: Desk, form: ReserveForm) -> Saved | Unsaved:
    """Reserve a dose for an infusion, or free it for another (``item_id`` None).

    To reserve it, the trial number and the number of a bag are typed again. A product of another
    patient or donor is refused whatever is typed.
    """
    read_at = revision(desk)
    dose = product_doses.dose(desk.store, form.dose_id)
    entry = None if form.item_id is None else infusion_asked(desk, form.item_id)
    if dose is None or isinstance(entry, Unsaved):
        return entry if isinstance(entry, Unsaved) else NOTHING
    reader = ProductReader(desk)
    _look_at_dose(desk, reader, dose, frees=entry is None)
    if entry is not None:
        _look_at_numbers(reader, form, dose, entry)
        look_at_bond(desk, reader, dose, entry)
    if reader.problems:
        return Unsaved(tuple(reader.problems))
    with step_on(desk, read_at, StepKind.RESERVE_DOSE) as step:
        address = None if entry is None else entry.item.address
        product_doses.reserve(step, dose, address)
    return Saved(step.seq)


def look_at_bond(desk: Desk, reader: ProductReader, dose: ProductDose, entry: DayItem) -> None:
    """Refuse another patient's or donor's product, and a second dose for one infusion."""
    if dose.patient_id != entry.patient.id:
        reader.refuse("item_id", FieldCode.OTHER_PATIENT)
        return
    lot, donor = lots.lot(desk.store, dose.lot_id), current_donor(desk, entry.patient.id)
    if lot is None or donor is None or lot.donor_id != donor.id:
        reader.refuse("item_id", FieldCode.OTHER_DONOR)
    elif lot.state is LotState.REJECTED:
        reader.refuse("dose_id", FieldCode.LOT_REJECTED)
    other = product_doses.dose_of_item(desk.store, entry.patient.id, entry.item.address)
    if other is not None and other.state in LIVE and other.id != dose.id:
        reader.refuse("item_id", FieldCode.INFUSION_TAKEN, other.bags[0].number)


def _look_at_dose(desk: Desk, reader: ProductReader, dose: ProductDose, *, frees: bool) -> None:
    if frees and dose.address is None:
        reader.refuse("item_id", FieldCode.UNCHANGED)
    if dose.state not in RESERVED:
        reader.refuse("dose_id", FieldCode.NOT_FROM_HERE, codes(dose_next(dose.state)))
    elif is_under_way(desk, dose):
        reader.refuse("dose_id", FieldCode.UNDER_WAY)
    elif given_item(desk, dose) is not None:
        reader.refuse("dose_id", FieldCode.DOSE_GIVEN)
    elif not frees and dose.expires <= reader.now:
        reader.refuse("dose_id", FieldCode.EXPIRED, minute_text(dose.expires))


def _look_at_numbers(
    reader: ProductReader, form: ReserveForm, dose: ProductDose, entry: DayItem
) -> None:
    """Compare both numbers as typed again; a person who looks at the wrong one is stopped here."""
    if tidy(form.trial_number) != entry.patient.trial_number:
        reader.refuse("trial_number", FieldCode.UNLIKE_NUMBER)
    if tidy(form.bag_number) not in {bag.number for bag in dose.bags}:
        reader.refuse("bag_number", FieldCode.UNLIKE_NUMBER)
