"""Whose evidence it is: the patient, or the donor of the patient's cells."""

from dataclasses import dataclass
from datetime import date

from nkdesk.eligibility import Person
from nkdesk.model.criterion import Who
from nkdesk.model.evidence import Donor
from nkdesk.model.patient import Patient
from nkdesk.model.refusal import BrokenRule, Refused, RuleCode
from nkdesk.services.desk import Desk
from nkdesk.services.forms import FieldCode, FieldProblem, Unsaved
from nkdesk.store import evidence, patients

NO_PATIENT = Unsaved((), Refused((BrokenRule(RuleCode.UNKNOWN_ITEM),)))


@dataclass(frozen=True, slots=True)
class Subject:
    """A patient, and the donor when it is the donor who is asked about."""

    patient: Patient
    donor: Donor | None = None

    @property
    def donor_id(self) -> int | None:
        """The donor's number, None for the patient."""
        return None if self.donor is None else self.donor.id

    @property
    def who(self) -> Who:
        """Whose criteria are asked."""
        return Who.PATIENT if self.donor is None else Who.DONOR

    @property
    def born(self) -> date:
        """The day of birth of the one who is asked about."""
        return self.patient.born if self.donor is None else self.donor.born

    @property
    def person(self) -> Person:
        """The same for the evaluator; the group of disease is always the patient's."""
        sex = self.patient.sex if self.donor is None else self.donor.sex
        return Person(self.who, self.born, str(sex), self.patient.disease_group)


def current_donor(desk: Desk, patient_id: int) -> Donor | None:
    """Return the donor entered last, None when the patient has none yet."""
    known = evidence.donors(desk.store, patient_id)
    return known[-1] if known else None


def subject_of(desk: Desk, patient_id: int, *, donor: bool = False) -> Subject | Unsaved:
    """Return whom a form is about, or that there is no such patient or no donor yet."""
    patient = patients.patient(desk.store, patient_id)
    if patient is None:
        return NO_PATIENT
    if not donor:
        return Subject(patient)
    found = current_donor(desk, patient_id)
    if found is None:
        return Unsaved((FieldProblem("donor", FieldCode.NO_DONOR),))
    return Subject(patient, found)


def owner_of(desk: Desk, patient_id: int, donor_id: int | None) -> Subject:
    """Return the person a stored row belongs to; KeyError when the store has no such person."""
    patient = patients.patient(desk.store, patient_id)
    if patient is None:
        raise KeyError(patient_id)
    if donor_id is None:
        return Subject(patient)
    known = {one.id: one for one in evidence.donors(desk.store, patient_id)}
    return Subject(patient, known[donor_id])
