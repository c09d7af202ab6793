"""What is known of a donor beside the person: the typing, and the day of collection."""

from nkdesk.model.product import DonorFacts
from nkdesk.services.desk import Desk
from nkdesk.services.evidence.people import subject_of
from nkdesk.services.forms import FieldCode, FieldProblem, Saved, Unsaved
from nkdesk.services.product.entries import ProductReader
from nkdesk.services.product_forms import DonorFactsForm
from nkdesk.services.steps import StepKind, revision, step_on
from nkdesk.store import lots


def save_donor_facts(desk: Desk, form: DonorFactsForm) -> Saved | Unsaved:
    """Save the typing and the day of collection of a patient's donor.

    Nobody is collected in the future or before being born; both fields may be empty.
    """
    read_at = revision(desk)
    subject = subject_of(desk, form.patient_id, donor=True)
    if isinstance(subject, Unsaved) or subject.donor is None:
        return subject if isinstance(subject, Unsaved) else Unsaved()
    reader = ProductReader(desk)
    typing = reader.name("typing", form.typing)
    day = form.collected
    collected = reader.past_day("collected", day, born=subject.born) if day.strip() else None
    if reader.problems:
        return Unsaved(tuple(reader.problems))
    new = DonorFacts(subject.donor.id, typing, collected)
    known = lots.donor_facts(desk.store, subject.donor.id)
    if new == (known or DonorFacts(subject.donor.id)):
        return Unsaved((FieldProblem("typing", FieldCode.UNCHANGED),))
    with step_on(desk, read_at, StepKind.DONOR_FACTS) as step:
        lots.set_donor_facts(step, form.patient_id, new)
    return Saved(step.seq)
