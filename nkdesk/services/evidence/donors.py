"""The family donor of a patient's cells."""

from datetime import date

from nkdesk.model.evidence import Donor
from nkdesk.model.folding import fold
from nkdesk.model.patient import Sex
from nkdesk.services.desk import Desk
from nkdesk.services.eligibility_models import DonorForm
from nkdesk.services.evidence.keeping import evidence_step
from nkdesk.services.evidence.people import current_donor, subject_of
from nkdesk.services.forms import FieldCode, FieldProblem, Saved, Unsaved
from nkdesk.services.reading import Reader
from nkdesk.services.steps import StepKind, revision
from nkdesk.store import evidence

RELATIONS = ("mother", "father", "sister", "brother", "daughter", "son", "other")
"""The relatives who may share one haplotype."""


def save_donor(desk: Desk, form: DonorForm) -> Saved | Unsaved:
    """Save the donor, or what was wrong with the one known.

    Where neither the name nor the birth date is the known one's it is another person: their
    evidence begins with nothing, and the first donor's stays with the first.
    """
    read_at = revision(desk)
    subject = subject_of(desk, form.patient_id)
    if isinstance(subject, Unsaved):
        return subject
    reader = Reader(desk.clock.today())
    known = current_donor(desk, form.patient_id)
    born = reader.birth("born", form.born)
    new = _read(form, reader, born)
    if new is None or reader.problems:
        return Unsaved(tuple(reader.problems))
    old = known if known is not None and _same_person(known, new) else None
    if old is not None and _with_id(new, old.id) == old:
        return Unsaved((FieldProblem("family", FieldCode.UNCHANGED),))
    with evidence_step(desk, read_at, StepKind.DONOR, [form.patient_id]) as step:
        if old is None:
            evidence.add_donor(step, new)
        else:
            evidence.change_donor(step, old, _with_id(new, old.id))
    return Saved(step.seq)


def _read(form: DonorForm, reader: Reader, born: date | None) -> Donor | None:
    family = reader.name("family", form.family, needed=True)
    given = reader.name("given", form.given, needed=True)
    sex = reader.choice("sex", form.sex, tuple(Sex))
    relation = reader.choice("relation", form.relation, RELATIONS)
    if born is None:
        return None
    return Donor(0, form.patient_id, family, given, born, sex, relation)


def _same_person(known: Donor, new: Donor) -> bool:
    names = [fold(f"{one.family} {one.given}") for one in (known, new)]
    return known.born == new.born or names[0] == names[1]


def _with_id(donor: Donor, number: int) -> Donor:
    return Donor(
        number,
        donor.patient_id,
        donor.family,
        donor.given,
        donor.born,
        donor.sex,
        donor.relation,
    )
