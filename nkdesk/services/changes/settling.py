"""Placing the open infusions of one cycle anew after a fact has broken a rule."""

from nkdesk.model.change import ChangeKind, PlanChange
from nkdesk.model.patient import Patient
from nkdesk.model.refusal import Refused
from nkdesk.scheduler import settle
from nkdesk.services.change_forms import ChangePreview, SettleForm
from nkdesk.services.changes.causes import read_cause
from nkdesk.services.changes.planning import NO_ITEM, NotPlanned, Planned, off_study_refused
from nkdesk.services.changes.preview import shown
from nkdesk.services.changes.saving import Decision, refuse_stale, save, unchanged
from nkdesk.services.courses import course_of
from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.reading import Reader
from nkdesk.services.steps import StepKind, revision
from nkdesk.store import patients


def preview_settle(desk: Desk, form: SettleForm) -> ChangePreview:
    """Return where the open infusions would stand. Saves nothing, asks for no reason yet."""
    read_at = revision(desk)
    return shown(desk, read_at, _found(desk, form))


def settle_cycle(desk: Desk, form: SettleForm, read_at: int) -> Saved | Unsaved:
    """Save it as one step; StoreConflictError when anything was saved since ``read_at``."""
    reader = Reader(desk.clock.today())
    cause = read_cause(desk, reader, ChangeKind.SETTLE, form.cause)
    if reader.problems:
        return Unsaved(tuple(reader.problems))
    refuse_stale(desk, read_at)
    found = _found(desk, form)
    if isinstance(found, NotPlanned):
        return found.unsaved
    if found.kept.is_empty:
        return unchanged("cycle")
    change = PlanChange(form.patient_id, ChangeKind.SETTLE, cause, f"C{form.cycle}")
    return save(desk, read_at, found, Decision(change, StepKind.SETTLE))


def _found(desk: Desk, form: SettleForm) -> Planned | NotPlanned:
    patient = patients.patient(desk.store, form.patient_id)
    if patient is None:
        return NO_ITEM
    left = off_study_refused(desk, patient.id, f"C{form.cycle}")
    return left or _planned(desk, patient, form.cycle)


def _planned(desk: Desk, patient: Patient, number: int) -> Planned | NotPlanned:
    course = course_of(desk, patient)
    settled = settle(course, number, desk.clock.today())
    if isinstance(settled, Refused):
        return NotPlanned(refused=settled)
    return Planned(patient, course, settled.course, number, settled.deviations)
