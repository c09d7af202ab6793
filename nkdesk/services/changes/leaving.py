"""A patient who leaves the study: nothing is planned for them any more."""

from datetime import date

from nkdesk.model.change import ChangeKind, OffStudy, PlanChange
from nkdesk.model.patient import Patient
from nkdesk.scheduler import off_study
from nkdesk.services.change_forms import ChangePreview, OffStudyForm
from nkdesk.services.changes.causes import read_cause
from nkdesk.services.changes.ceasing import remarks_beside_closed
from nkdesk.services.changes.planning import NO_ITEM, NotPlanned, Planned, off_study_refused
from nkdesk.services.changes.preview import shown
from nkdesk.services.changes.saving import Decision, refuse_stale, save
from nkdesk.services.courses import course_of
from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.reading import Reader
from nkdesk.services.steps import StepKind, revision
from nkdesk.store import changes, patients
from nkdesk.store.cycles import Remark


def preview_off_study(desk: Desk, form: OffStudyForm) -> ChangePreview:
    """Return what would be cancelled. Saves nothing, asks for a day only."""
    read_at = revision(desk)
    patient = _patient(desk, form)
    if isinstance(patient, NotPlanned):
        return shown(desk, read_at, patient)
    reader = Reader(desk.clock.today())
    on = reader.past_day("on", form.on, born=patient.born)
    if on is None:
        return ChangePreview(read_at, tuple(reader.problems))
    return shown(desk, read_at, _planned(desk, patient, on))


def take_off_study(desk: Desk, form: OffStudyForm, read_at: int) -> Saved | Unsaved:
    """Save it as one step; StoreConflictError when anything was saved since ``read_at``.

    The day is today or earlier: a patient is off study when they have left, not before.
    """
    patient = _patient(desk, form)
    if isinstance(patient, NotPlanned):
        return patient.unsaved
    reader = Reader(desk.clock.today())
    on = reader.past_day("on", form.on, born=patient.born)
    cause = read_cause(desk, reader, ChangeKind.OFF_STUDY, form.cause)
    if on is None or reader.problems:
        return Unsaved(tuple(reader.problems))
    refuse_stale(desk, read_at)
    found = _planned(desk, patient, on, Remark(cause.reason, cause.note))
    change = PlanChange(patient.id, ChangeKind.OFF_STUDY, cause, becomes=on)
    left = OffStudy(patient.id, on, cause.reason, cause.note)
    decision = Decision(
        change, StepKind.OFF_STUDY, also=lambda step: changes.set_off_study(step, left)
    )
    return save(desk, read_at, found, decision)


def _patient(desk: Desk, form: OffStudyForm) -> Patient | NotPlanned:
    patient = patients.patient(desk.store, form.patient_id)
    if patient is None:
        return NO_ITEM
    return off_study_refused(desk, patient.id, "") or patient


def _planned(desk: Desk, patient: Patient, on: date, remark: Remark | None = None) -> Planned:
    course = course_of(desk, patient)
    after = off_study(course, on)
    remarks = {} if remark is None else remarks_beside_closed(course, after, remark)
    return Planned(patient, course, after, None, remarks=remarks)
