"""Planning a cycle after the first behind its signed gate.

Its first day lies between the check and the last day the check is valid; what is known now must
still let it begin then. Every refusal says what would make it possible.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from nkdesk.model.cycle import Cycle
from nkdesk.model.eligibility import Gate
from nkdesk.model.patient import Patient
from nkdesk.model.refusal import BrokenRule, Refused, RuleCode
from nkdesk.scheduler import Course, plan, start_that_fits
from nkdesk.scheduler.course import request_for
from nkdesk.services.courses import course_of, cycle_number
from nkdesk.services.cycle_page import preview_page
from nkdesk.services.desk import Desk
from nkdesk.services.forms import FieldCode, FieldProblem, Saved, Unsaved
from nkdesk.services.gate.judging import judge, not_eligible
from nkdesk.services.gate.standing import is_valid
from nkdesk.services.placing import START_SEARCH_DAYS, approval_missing
from nkdesk.services.plan_preview import PlanPreview
from nkdesk.services.reading import Reader
from nkdesk.services.steps import StepKind, step_on
from nkdesk.store import changes, cycles, gates, patients


@dataclass(frozen=True, slots=True)
class _Asked:
    """A cycle that may be planned: of whom, which one, from which day, behind which gate."""

    patient: Patient
    number: int
    start: date
    gate: Gate


def preview_second_cycle(desk: Desk, patient_id: int, start: str) -> PlanPreview:
    """Return every date the patient's next cycle would get. Saves nothing."""
    asked = _asked(desk, patient_id, start)
    if isinstance(asked, Unsaved):
        return PlanPreview(asked.problems, refused=asked.refused)
    placed = _placed(desk, asked)
    if isinstance(placed, Cycle):
        return PlanPreview(cycle=preview_page(desk, asked.patient.protocol_hash, placed))
    return PlanPreview(refused=placed, start_that_fits=_later(desk, asked))


def plan_second_cycle(desk: Desk, patient_id: int, start: str, read_at: int) -> Saved | Unsaved:
    """Save the next cycle behind its gate as one step.

    StoreConflictError when anything was saved since ``read_at``. The store holds the gate against
    the cycle once more.
    """
    asked = _asked(desk, patient_id, start)
    if isinstance(asked, Unsaved):
        return asked
    placed = _placed(desk, asked)
    if isinstance(placed, Refused):
        return Unsaved((), placed)
    with step_on(desk, read_at, StepKind.PLAN_SECOND) as step:
        cycles.add_cycle(step, patient_id, asked.patient.protocol_hash, placed, asked.gate.id)
    return Saved(step.seq)


def _asked(desk: Desk, patient_id: int, start: str) -> _Asked | Unsaved:
    patient = patients.patient(desk.store, patient_id)
    if patient is None:
        return Unsaved((), Refused((BrokenRule(RuleCode.UNKNOWN_ITEM),)))
    number = len(cycles.cycles(desk.store, patient_id)) + 1
    refused = _refused(desk, patient, number)
    if refused is not None:
        return Unsaved((), refused)
    reader = Reader(desk.clock.today())
    day = reader.plan_day("start", start)
    gate = gates.open_gate(desk.store, patient_id, number)
    if gate is None or not is_valid(gate, reader.today):
        reader.refuse("start", FieldCode.NOT_SIGNED)
    if day is None or gate is None or reader.problems:
        return Unsaved(tuple(reader.problems))
    asked = _Asked(patient, number, day, gate)
    problem = _outside_gate(desk, asked)
    return asked if problem is None else Unsaved((problem,))


def _refused(desk: Desk, patient: Patient, number: int) -> Refused | None:
    if changes.off_study_of(desk.store, patient.id) is not None:
        return Refused((BrokenRule(RuleCode.OFF_STUDY, f"C{number}"),))
    if number == 1 or number > desk.protocol(patient.protocol_hash).cycles:
        return Refused((BrokenRule(RuleCode.UNKNOWN_ITEM, f"C{number}"),))
    return approval_missing(desk, patient.protocol_hash)


def _outside_gate(desk: Desk, asked: _Asked) -> FieldProblem | None:
    """Say why a cycle cannot begin on the day asked, by its gate and by what is known now."""
    gate, day = asked.gate, asked.start
    if day < gate.evaluated_on:
        checked = gate.evaluated_on.isoformat()
        return FieldProblem("start", FieldCode.BEFORE_CHECK, checked)
    if gate.valid_until is not None and day > gate.valid_until:
        until = gate.valid_until.isoformat()
        return FieldProblem("start", FieldCode.AFTER_VALID_UNTIL, until)
    return _against(desk, asked, desk.clock.today()) or _against(desk, asked, day)


def _against(desk: Desk, asked: _Asked, on: date) -> FieldProblem | None:
    """Say what is known today that speaks against the cycle on a day."""
    judged = judge(desk, asked.patient.id, asked.number, on)
    return None if isinstance(judged, Unsaved) else not_eligible(judged.evaluation, "start")


def _course(desk: Desk, asked: _Asked, last: date) -> Course:
    return course_of(desk, asked.patient, [asked.start, last])


def _placed(desk: Desk, asked: _Asked) -> Cycle | Refused:
    course = _course(desk, asked, asked.start)
    placed = plan(course, asked.number, asked.start, desk.clock.today())
    return placed if isinstance(placed, Refused) else cycle_number(placed, asked.number)


def _later(desk: Desk, asked: _Asked) -> date | None:
    """Return the first later start that fits and that the gate still holds for."""
    last = asked.start + timedelta(days=START_SEARCH_DAYS)
    course = _course(desk, asked, last)
    request = request_for(course, asked.number, asked.start, desk.clock.today())
    found = start_that_fits(request, START_SEARCH_DAYS)
    return found if found is not None and is_valid(asked.gate, found) else None
