"""A weight taken after enrolment: what cells per kilogram are ordered and judged by.

Source: safety hazard H16.
"""

from nkdesk.bedside.cell_dose import DoubtCode, judge_weight
from nkdesk.model.patient import Weight
from nkdesk.services.desk import Desk
from nkdesk.services.evidence.people import NO_PATIENT
from nkdesk.services.forms import FieldCode, Saved, Unsaved
from nkdesk.services.product.doubts import asked
from nkdesk.services.product.entries import ProductReader
from nkdesk.services.product_forms import WeightForm
from nkdesk.services.steps import StepKind, revision, step_on
from nkdesk.store import patients


def record_weight(desk: Desk, form: WeightForm) -> Saved | Unsaved:
    """Save a weight and its day; of one day the one entered last counts.

    One far from the weight before it asks, naming the likeliest slip: the same form with ``sure``
    is saved.
    """
    read_at = revision(desk)
    patient = patients.patient(desk.store, form.patient_id)
    if patient is None:
        return NO_PATIENT
    reader = ProductReader(desk)
    grams = reader.grams("weight", form.weight)
    if not form.weight.strip():
        reader.refuse("weight", FieldCode.MISSING)
    on = reader.past_day("on", form.on, born=patient.born)
    rules = desk.protocol(patient.protocol_hash).product
    if grams is not None and on is not None and rules is not None:
        known = patients.newest_weights(desk.store, [patient.id], on).get(patient.id)
        doubts = judge_weight(Weight(grams, on), known, on, rules)
        changed = [one for one in doubts if one.code is DoubtCode.WEIGHT_CHANGED]
        if known is not None:
            reader.problems += asked(changed, "weight", rules, known, sure=form.sure)
    if grams is None or on is None or reader.problems:
        return Unsaved(tuple(reader.problems))
    with step_on(desk, read_at, StepKind.WEIGHT) as step:
        patients.add_weight(step, patient.id, Weight(grams, on))
    return Saved(step.seq)
