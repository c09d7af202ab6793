"""Planning cycle 1 of an enrolled patient who has no plan yet."""

from datetime import date

from nkdesk.model.cycle import Cycle
from nkdesk.model.patient import Patient
from nkdesk.model.refusal import BrokenRule, Refused, RuleCode
from nkdesk.services.cycle_page import preview_page
from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.gate.enrolment import not_enrolled
from nkdesk.services.placing import place_first_cycle, start_that_fits
from nkdesk.services.plan_preview import PlanPreview
from nkdesk.services.reading import Reader
from nkdesk.services.steps import StepKind, revision, step_on
from nkdesk.store import changes, cycles, patients

__all__ = ["PlanPreview", "plan_cycle", "preview_cycle"]


def preview_cycle(desk: Desk, patient_id: int, start: str) -> PlanPreview:
    """Return every date cycle 1 would get. Saves nothing."""
    found = _read(desk, patient_id, start)
    if isinstance(found, Unsaved):
        return PlanPreview(found.problems, refused=found.refused)
    patient, first_day = found
    placed = _placed(desk, patient, first_day)
    if isinstance(placed, Cycle):
        return PlanPreview(cycle=preview_page(desk, patient.protocol_hash, placed))
    later = start_that_fits(desk, patient.protocol_hash, patient.arm, first_day, patient_id)
    return PlanPreview(refused=placed, start_that_fits=later)


def plan_cycle(desk: Desk, patient_id: int, start: str) -> Saved | Unsaved:
    """Save cycle 1 of an enrolled patient as one step.

    Refused in a real ward for a patient who is not eligible, with the criteria that say so. One
    whose check is incomplete may be planned: the check stays asked for.
    """
    read_at = revision(desk)
    found = _read(desk, patient_id, start)
    if isinstance(found, Unsaved):
        return found
    patient, first_day = found
    placed = _placed(desk, patient, first_day)
    if isinstance(placed, Refused):
        return Unsaved((), placed)
    with step_on(desk, read_at, StepKind.PLAN) as step:
        cycles.add_cycle(step, patient_id, patient.protocol_hash, placed)
    return Saved(step.seq)


def _read(desk: Desk, patient_id: int, start: str) -> tuple[Patient, date] | Unsaved:
    patient = patients.patient(desk.store, patient_id)
    if patient is None:
        return Unsaved((), Refused((BrokenRule(RuleCode.UNKNOWN_ITEM),)))
    if cycles.cycles(desk.store, patient_id):
        return Unsaved((), Refused((BrokenRule(RuleCode.ALREADY_CLOSED, "C1"),)))
    if changes.off_study_of(desk.store, patient_id) is not None:
        return Unsaved((), Refused((BrokenRule(RuleCode.OFF_STUDY, "C1"),)))
    reader = Reader(desk.clock.today())
    first_day = reader.plan_day("start", start)
    if first_day is None:
        return Unsaved(tuple(reader.problems))
    against = not_enrolled(desk, patient)
    return (patient, first_day) if against is None else Unsaved((against,))


def _placed(desk: Desk, patient: Patient, start: date) -> Cycle | Refused:
    return place_first_cycle(desk, patient.protocol_hash, patient.arm, start, patient.id)
