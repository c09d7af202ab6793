"""Signing a check: a physician opens the next cycle, an investigator waives a criterion.

Until people log in, a name and a role stand in for the signature. What is signed is what was
looked at: on any other revision of the ward, and on anything but eligible, it is refused.
"""

from nkdesk.eligibility import frozen, waivable
from nkdesk.model.criterion import Criterion, Who
from nkdesk.model.eligibility import Verdict, Waiver
from nkdesk.model.patient import Patient
from nkdesk.model.refusal import BrokenRule, Refused, RuleCode
from nkdesk.services.desk import Desk
from nkdesk.services.eligibility_models import GateForm, WaiverForm
from nkdesk.services.forms import FieldCode, FieldProblem, Saved, Unsaved
from nkdesk.services.gate.judging import judge, not_eligible
from nkdesk.services.reading import Reader
from nkdesk.services.steps import StepKind, step_on
from nkdesk.store import changes, gates, patients
from nkdesk.store.store import Step

ROLES = ("physician", "investigator")
"""Who may sign that a cycle is open."""


class _RefusedError(Exception):
    """What was found inside a step takes the step back."""

    def __init__(self, unsaved: Unsaved) -> None:
        super().__init__(unsaved)
        self.unsaved = unsaved


def sign_gate(desk: Desk, form: GateForm, read_at: int) -> Saved | Unsaved:
    """Open a cycle after the first by a signature under today's evaluation, kept for ever.

    Refused unless it is eligible when it is signed; StoreConflictError when anything was saved
    since ``read_at``. A ``start`` is only held against the last valid day, nothing is planned.
    """
    patient = _patient(desk, form.patient_id, form.cycle)
    if isinstance(patient, Unsaved):
        return patient
    reader = Reader(desk.clock.today())
    physician = reader.name("physician", form.physician, needed=True)
    role = reader.choice("role", form.role, ROLES)
    if form.start.strip():
        reader.plan_day("start", form.start)
    if gates.open_gate(desk.store, patient.id, form.cycle) is not None:
        reader.refuse("cycle", FieldCode.ALREADY_SIGNED)
    if reader.problems:
        return Unsaved(tuple(reader.problems))
    try:
        with step_on(desk, read_at, StepKind.SIGN_GATE) as step:
            evaluation_id = _freeze(step, desk, patient, form)
            gates.add_gate(step, evaluation_id, physician, role)
    except _RefusedError as error:
        return error.unsaved
    return Saved(step.seq)


def _freeze(step: Step, desk: Desk, patient: Patient, form: GateForm) -> int:
    """Evaluate once more inside the step, and keep what was found with all its evidence."""
    judged = judge(desk, patient.id, form.cycle, desk.clock.today())
    if isinstance(judged, Unsaved):  # pragma: no cover -- nobody can have removed the patient
        raise _RefusedError(judged)
    evaluation = judged.evaluation
    problem = not_eligible(evaluation, "cycle")
    if problem is None and form.start.strip() and evaluation.valid_until is not None:
        start = Reader(desk.clock.today()).plan_day("start", form.start)
        if start is not None and start > evaluation.valid_until:
            until = evaluation.valid_until.isoformat()
            problem = FieldProblem("start", FieldCode.AFTER_VALID_UNTIL, until)
    if problem is not None:
        raise _RefusedError(Unsaved((problem,)))
    content = frozen(evaluation)
    return gates.add_evaluation(step, patient.id, evaluation, content, patient.protocol_hash)


def waive(desk: Desk, form: WaiverForm, read_at: int) -> Saved | Unsaved:
    """Save that an investigator lets one criterion not count for one cycle, and why.

    Refused for HIV, consent and donor serology, and for what is not "not met": a missing result
    is obtained. StoreConflictError when anything was saved since ``read_at``.
    """
    patient = patients.patient(desk.store, form.patient_id)
    if patient is None:
        return _unknown(f"C{form.cycle}")
    reader = Reader(desk.clock.today())
    investigator = reader.name("investigator", form.investigator, needed=True)
    reason = reader.note("reason", form.reason)
    if not form.reason.strip():
        reader.refuse("reason", FieldCode.NEEDS_TEXT)
    problem = _not_to_waive(desk, patient, form)
    if problem is not None or reader.problems:
        return Unsaved((*reader.problems, *([problem] if problem else [])))
    now = desk.clock.now()
    signed = Waiver(patient.id, form.cycle, form.criterion, reason, investigator, now)
    with step_on(desk, read_at, StepKind.WAIVE, form.criterion) as step:
        gates.add_waiver(step, signed)
    return Saved(step.seq)


def _not_to_waive(desk: Desk, patient: Patient, form: WaiverForm) -> FieldProblem | None:
    known = {one.id: one for one in desk.protocol(patient.protocol_hash).criteria}
    criterion = known.get(form.criterion)
    if criterion is None:
        code = FieldCode.NOT_A_CHOICE if form.criterion else FieldCode.MISSING
        return FieldProblem("criterion", code)
    if not waivable(criterion):
        return FieldProblem("criterion", FieldCode.CANNOT_BE_WAIVED)
    if not _is_not_met(desk, form, criterion):
        return FieldProblem("criterion", FieldCode.NOTHING_TO_WAIVE)
    return None


def _is_not_met(desk: Desk, form: WaiverForm, criterion: Criterion) -> bool:
    judged = judge(desk, form.patient_id, form.cycle, desk.clock.today(), criterion.who)
    if isinstance(judged, Unsaved):
        return False
    if criterion.who is Who.DONOR and judged.evaluation.cycle != form.cycle:
        return False
    return any(
        one.criterion.id == criterion.id and one.verdict is Verdict.NOT_MET and not one.waived
        for one in judged.evaluation.verdicts
    )


def _patient(desk: Desk, patient_id: int, cycle: int) -> Patient | Unsaved:
    """Return a patient whose cycle can be opened, or why there is none."""
    patient = patients.patient(desk.store, patient_id)
    if patient is None:
        return _unknown(f"C{cycle}")
    if not 1 < cycle <= desk.protocol(patient.protocol_hash).cycles:
        return _unknown(f"C{cycle}")
    if changes.off_study_of(desk.store, patient_id) is not None:
        return Unsaved((), Refused((BrokenRule(RuleCode.OFF_STUDY, f"C{cycle}"),)))
    return patient


def _unknown(item: str) -> Unsaved:
    return Unsaved((), Refused((BrokenRule(RuleCode.UNKNOWN_ITEM, item),)))
