"""Enrolling a patient: every field checked, every date of cycle 1 seen before it is saved."""

from dataclasses import dataclass
from datetime import date

from nkdesk.model.age import Age, age_on
from nkdesk.model.cycle import Cycle
from nkdesk.model.patient import AllergyState, Patient, PersonName, Sex
from nkdesk.model.protocol import Arm
from nkdesk.model.refusal import Refused
from nkdesk.services.cycle_page import preview_page
from nkdesk.services.desk import Desk
from nkdesk.services.enrolment_form import ReadForm, read_form
from nkdesk.services.forms import Enrolled, EnrolmentForm, FieldCode, FieldProblem, Unsaved
from nkdesk.services.gate.enrolment import not_enrolled
from nkdesk.services.lines import PatientLines
from nkdesk.services.look_alikes import like
from nkdesk.services.placing import place_first_cycle, start_that_fits
from nkdesk.services.read_models import CyclePage, PatientLine
from nkdesk.services.reading import Reader
from nkdesk.services.steps import StepKind, revision, step_on
from nkdesk.store import cycles, patients


@dataclass(frozen=True, slots=True)
class EnrolmentPreview:
    """What the form would do if saved now; ``start_that_fits`` is offered beside a refusal."""

    problems: tuple[FieldProblem, ...]
    arm: Arm | None
    born: date | None
    age: Age | None
    start: date | None
    cycle: CyclePage | None
    refused: Refused | None
    alike: tuple[PatientLine, ...]
    start_that_fits: date | None


def suggested_trial_number(desk: Desk) -> str:
    """Return the next free trial number in the pattern of the newest one, "" for none."""
    newest = patients.newest_trial_number(desk.store)
    stem = newest.rstrip("0123456789")
    digits = len(newest) - len(stem)
    if not digits:
        return ""
    number = int(newest[-digits:]) + 1
    while patients.trial_number_taken(desk.store, f"{stem}{number:0{digits}}"):
        number += 1
    return f"{stem}{number:0{digits}}"


def preview_enrolment(desk: Desk, form: EnrolmentForm) -> EnrolmentPreview:
    """Return every problem and, where the fields allow, every date of cycle 1. Saves nothing."""
    today = desk.clock.today()
    reader = Reader(today)
    read = read_form(desk, form, reader)
    alike = _alike(desk, read.name)
    wanted = _wanted(form, read)
    placed = None if wanted is None else place_first_cycle(desk, *wanted)
    refused = placed if isinstance(placed, Refused) else None
    against = _against_plan(desk, form, read)
    return EnrolmentPreview(
        problems=(*reader.problems, *_unseen(form, alike), *against),
        arm=read.arm,
        born=read.born,
        age=None if read.born is None else age_on(today, read.born),
        start=read.start,
        cycle=preview_page(desk, form.protocol_hash, placed) if isinstance(placed, Cycle) else None,
        refused=refused,
        alike=alike,
        start_that_fits=start_that_fits(desk, *wanted) if wanted and refused else None,
    )


def enrol(desk: Desk, form: EnrolmentForm) -> Enrolled | Unsaved:
    """Save patient, weight, height and, where a start was given, cycle 1 as one step."""
    read_at = revision(desk)
    reader = Reader(desk.clock.today())
    read = read_form(desk, form, reader)
    wanted = _wanted(form, read)
    placed = None if wanted is None else place_first_cycle(desk, *wanted)
    against = _against_plan(desk, form, read)
    problems = (*reader.problems, *_unseen(form, _alike(desk, read.name)), *against)
    refused = placed if isinstance(placed, Refused) else None
    patient = _patient(read, form.protocol_hash)
    if problems or refused or patient is None:
        return Unsaved(problems, refused)
    what = StepKind.ENROL_AND_PLAN if placed else StepKind.ENROL
    with step_on(desk, read_at, what) as step:
        patient_id = patients.add_patient(step, patient)
        if read.weight:
            patients.add_weight(step, patient_id, read.weight)
        if read.height:
            patients.add_height(step, patient_id, read.height)
        if isinstance(placed, Cycle):
            cycles.add_cycle(step, patient_id, form.protocol_hash, placed)
    return Enrolled(patient_id, patient.trial_number, step.seq)


def _patient(read: ReadForm, protocol_hash: str) -> Patient | None:
    if read.born is None or read.arm is None or not read.sex or not read.allergy_state:
        return None
    return Patient(
        id=0,
        name=read.name,
        born=read.born,
        sex=Sex(read.sex),
        trial_number=read.trial_number,
        case_number=read.case_number,
        disease_group=read.disease_group,
        arm=read.arm.id,
        protocol_hash=protocol_hash,
        allergy_state=AllergyState(read.allergy_state),
        allergies=read.allergies,
    )


def _wanted(form: EnrolmentForm, read: ReadForm) -> tuple[str, str, date] | None:
    """Return protocol, arm and start of the cycle asked for, None when none can be laid out."""
    if read.arm is None or read.start is None:
        return None
    return form.protocol_hash, read.arm.id, read.start


def _against_plan(desk: Desk, form: EnrolmentForm, read: ReadForm) -> tuple[FieldProblem, ...]:
    """Return why a patient may be enrolled but not planned: who is not eligible gets no plan."""
    patient = _patient(read, form.protocol_hash)
    if patient is None or read.start is None:
        return ()
    against = not_enrolled(desk, patient)
    return () if against is None else (against,)


def _alike(desk: Desk, name: PersonName) -> tuple[PatientLine, ...]:
    if not name.family or not name.given:
        return ()
    lines = PatientLines(desk, desk.clock.today())
    return tuple(
        lines.line(one) for one in patients.all_patients(desk.store) if like(name, one.name)
    )


def _unseen(form: EnrolmentForm, alike: tuple[PatientLine, ...]) -> tuple[FieldProblem, ...]:
    """Ask for a look at the other patient before two like names stand on one ward."""
    if not alike or form.look_alike_seen:
        return ()
    numbers = ", ".join(one.patient.trial_number for one in alike)
    return (FieldProblem("family", FieldCode.LOOK_ALIKE_UNSEEN, numbers),)
