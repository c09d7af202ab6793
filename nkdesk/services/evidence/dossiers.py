"""Everything a person is judged by, as the evaluator takes it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from nkdesk.eligibility import Dossier
from nkdesk.model.criterion import Who
from nkdesk.model.evidence import Observation
from nkdesk.services.desk import Desk
from nkdesk.services.evidence.kinds import COMPUTED_DAYS
from nkdesk.services.evidence.people import Subject, subject_of
from nkdesk.services.forms import Unsaved
from nkdesk.store import cycles, evidence


def dossier(desk: Desk, patient_id: int, who: Who, on: date | None = None) -> Dossier:
    """Return all that counts of a patient or the donor for a day, None for today.

    Empty of results and consents when there is no such patient or no donor yet. What is computed
    (days since cycle 1) is computed for the day.
    """
    subject = subject_of(desk, patient_id, donor=who is Who.DONOR)
    if isinstance(subject, Unsaved):
        return Dossier()
    day = desk.clock.today() if on is None else on
    donor_id = subject.donor_id
    first = first_day(desk, patient_id)
    observations = evidence.observations(desk.store, patient_id, donor_id)
    return Dossier(
        with_computed(observations, first, day),
        evidence.consents(desk.store, patient_id, donor_id),
        evidence.consent_versions(desk.store),
        evidence.uln_choices(desk.store),
        infant_scale(desk, subject),
        first,
    )


def first_day(desk: Desk, patient_id: int) -> date | None:
    """Return day 1 of cycle 1 as it stands, None while it is not planned."""
    return next(
        (one.start for one in cycles.cycles(desk.store, patient_id) if one.number == 1), None
    )


def infant_scale(desk: Desk, subject: Subject) -> str:
    """Return what the patient's protocol says of the scale below 12 months."""
    return desk.protocol(subject.patient.protocol_hash).infant_scale or "none"


def with_computed(
    observations: Iterable[Observation], first: date | None, day: date
) -> tuple[Observation, ...]:
    """Return results with what this program computes: the days since day 1 of cycle 1."""
    entered = tuple(one for one in observations if one.what != COMPUTED_DAYS)
    if first is None or first > day:
        return entered
    return (*entered, Observation(COMPUTED_DAYS, Decimal((day - first).days), day))
