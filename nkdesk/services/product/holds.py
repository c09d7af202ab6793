"""Holding infusions back, and lifting it: always by a name, with a reason.

A hold is never removed. Only a person lifts one, also one that the program placed.
"""

from datetime import datetime

from nkdesk.model.product import Hold, HoldKind
from nkdesk.services.desk import Desk
from nkdesk.services.evidence.people import NO_PATIENT
from nkdesk.services.forms import FieldCode, Saved, Unsaved
from nkdesk.services.product.entries import ProductReader
from nkdesk.services.product.recipients import NOTHING
from nkdesk.services.product_forms import HoldForm, LiftForm
from nkdesk.services.steps import StepKind, revision, step_on
from nkdesk.store import holds, lots, patients


def place_hold(desk: Desk, form: HoldForm) -> Saved | Unsaved:
    """Hold back every infusion of a patient, or the doses of one of the patient's lots."""
    read_at = revision(desk)
    if patients.patient(desk.store, form.patient_id) is None:
        return NO_PATIENT
    reader = ProductReader(desk)
    new = _read(desk, reader, form)
    if new is None or reader.problems:
        return Unsaved(tuple(reader.problems))
    with step_on(desk, read_at, StepKind.HOLD, new.why) as step:
        holds.add_hold(step, new)
    return Saved(step.seq)


def lift_hold(desk: Desk, form: LiftForm) -> Saved | Unsaved:
    """Lift a hold; it stays readable with who lifted it, when and why."""
    read_at = revision(desk)
    found = holds.hold(desk.store, form.hold_id)
    if found is None:
        return NOTHING
    reader = ProductReader(desk)
    who = reader.name("who", form.who, needed=True)
    why = reader.words("why", form.why)
    if found.lifted is not None:
        reader.refuse("hold_id", FieldCode.ALREADY_LIFTED)
    if reader.problems:
        return Unsaved(tuple(reader.problems))
    with step_on(desk, read_at, StepKind.LIFT_HOLD, why) as step:
        holds.lift(step, found, reader.now, who, why)
    return Saved(step.seq)


def _read(desk: Desk, reader: ProductReader, form: HoldForm) -> Hold | None:
    kind = reader.choice("kind", form.kind, tuple(HoldKind))
    why = reader.words("why", form.why)
    who = reader.name("who", form.who, needed=True)
    value = reader.name("value", form.value)
    until = _until(reader, form)
    if form.lot_id is not None:
        lot = lots.lot(desk.store, form.lot_id)
        if lot is None or lot.patient_id != form.patient_id:
            reader.refuse("lot_id", FieldCode.OTHER_PATIENT)
    if not kind:
        return None
    return Hold(
        patient_id=form.patient_id,
        kind=HoldKind(kind),
        since=reader.now,
        who=who,
        why=why,
        until=until,
        lot_id=form.lot_id,
        value=value,
    )


def _until(reader: ProductReader, form: HoldForm) -> datetime | None:
    """Read until when it holds; both fields empty: until somebody lifts it."""
    if not form.until_on.strip() and not form.until_at.strip():
        return None
    fields = "until_on", "until_at"
    return reader.later_moment(fields, form.until_on, form.until_at, reader.now)
