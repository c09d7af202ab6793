"""Holding one person of the ward against the criteria of their protocol."""

from dataclasses import dataclass
from datetime import date

from nkdesk.eligibility import evaluate
from nkdesk.model.criterion import Who
from nkdesk.model.eligibility import Evaluation, Outcome, Waiver
from nkdesk.services.desk import Desk
from nkdesk.services.evidence.dossiers import dossier
from nkdesk.services.evidence.people import Subject, subject_of
from nkdesk.services.evidence.waivers import counted_waivers
from nkdesk.services.forms import FieldCode, FieldProblem, Unsaved
from nkdesk.store import gates

ENROLMENT = 1
"""The cycle before which a check decides enrolment; a donor is always checked as for it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Whom it is about, what is said of them, and the waivers that were counted."""

    subject: Subject
    evaluation: Evaluation
    waivers: tuple[Waiver, ...]


def judge(
    desk: Desk, patient_id: int, cycle: int, on: date, who: Who = Who.PATIENT
) -> Judged | Unsaved:
    """Hold a person against every criterion on a day, by what is known now.

    The donor is checked before a collection, which no cycle stands for: as for enrolment.
    Unsaved when there is no such patient, or no donor yet.
    """
    subject = subject_of(desk, patient_id, donor=who is Who.DONOR)
    if isinstance(subject, Unsaved):
        return subject
    number = ENROLMENT if who is Who.DONOR else cycle
    criteria = desk.protocol(subject.patient.protocol_hash).criteria
    waivers = counted_waivers(desk, criteria, gates.waivers(desk.store, patient_id, number))
    evaluation = evaluate(
        criteria,
        subject.person,
        dossier(desk, patient_id, who, on),
        number,
        on,
        waived=frozenset(one.criterion for one in waivers),
    )
    return Judged(subject, evaluation, waivers)


def not_eligible(evaluation: Evaluation, field: str) -> FieldProblem | None:
    """Say beside a field why an evaluation opens nothing, None when it is eligible."""
    if evaluation.outcome is Outcome.ELIGIBLE:
        return None
    if evaluation.outcome is Outcome.NOT_ELIGIBLE:
        named = ", ".join(one.criterion.id for one in evaluation.not_met)
        return FieldProblem(field, FieldCode.NOT_ELIGIBLE, named)
    named = ", ".join(one.criterion.id for one in evaluation.unknown)
    return FieldProblem(field, FieldCode.INCOMPLETE, named)
