"""What the check before cycle 1 decides.

The eligibility format: "Before cycle 1 the same evaluation decides enrolment". A patient who is
not eligible gets no plan. One of whom something is still missing may be planned, because dates
are agreed before the last result is there; the check stays asked for until day 1. In the sample
ward only the check says so: its people are invented around dates, not around results.
"""

from nkdesk.eligibility import Dossier, Person, evaluate
from nkdesk.model.criterion import Who
from nkdesk.model.eligibility import Outcome
from nkdesk.model.patient import Patient
from nkdesk.services.desk import Desk
from nkdesk.services.evidence.dossiers import dossier
from nkdesk.services.evidence.waivers import counted_waivers
from nkdesk.services.forms import FieldProblem
from nkdesk.services.gate.judging import ENROLMENT, not_eligible
from nkdesk.store import gates
from nkdesk.store.site import site


def not_enrolled(desk: Desk, patient: Patient) -> FieldProblem | None:
    """Say beside the start why a patient gets no plan, None where nothing speaks against it.

    ``patient.id`` is 0 while they are being enrolled: then only age and disease are known.
    """
    if site(desk.store).sample:
        return None
    known = dossier(desk, patient.id, Who.PATIENT) if patient.id else Dossier()
    criteria = desk.protocol(patient.protocol_hash).criteria
    waived = counted_waivers(desk, criteria, gates.waivers(desk.store, patient.id, ENROLMENT))
    evaluation = evaluate(
        criteria,
        Person(Who.PATIENT, patient.born, str(patient.sex), patient.disease_group),
        known,
        ENROLMENT,
        desk.clock.today(),
        waived=frozenset(one.criterion for one in waived),
    )
    if evaluation.outcome is not Outcome.NOT_ELIGIBLE:
        return None
    return not_eligible(evaluation, "start")
