"""Finding patients, and everything the patient screen shows."""

from datetime import date

from nkdesk.model.cycle import Cycle
from nkdesk.model.folding import fold
from nkdesk.model.patient import Patient
from nkdesk.scheduler import Why, forecast, why
from nkdesk.services.courses import course_of
from nkdesk.services.cycle_page import preview_page, stored_page
from nkdesk.services.day_list import title_of
from nkdesk.services.desk import Desk
from nkdesk.services.history import patient_history
from nkdesk.services.lines import PatientLines, RowBuilder, patient_line, protocol_name
from nkdesk.services.placing import is_example, placement_request
from nkdesk.services.read_models import (
    CyclePage,
    PatientList,
    PatientPage,
    PatientRow,
    PatientStatus,
)
from nkdesk.services.row_marks import row_marks
from nkdesk.store import changes, cycles, patients
from nkdesk.store.site import site

LIST_LIMIT = 200


def find_patients(desk: Desk, text: str = "", limit: int = LIST_LIMIT) -> PatientList:
    """Return the patients whose name, trial or case number holds every word typed.

    Case, accents and look-alike letters do not matter. An empty text finds everybody.
    """
    found = patients.search_patients(desk.store, fold(text), limit)
    following = {one.patient.id: one for one in cycles.next_open_by_patient(desk.store, date.min)}
    planned = cycles.planned_patients(desk.store)
    left = changes.off_study_patients(desk.store)
    lines = PatientLines(desk, desk.clock.today())
    rows = []
    for patient in found:
        is_off = patient.id in left
        ahead = None if is_off else following.get(patient.id)
        arm = desk.protocol(patient.protocol_hash).arm(patient.arm)
        row = PatientRow(
            line=lines.line(patient),
            arm_title=arm.title,
            status=PatientStatus.OFF_STUDY
            if is_off
            else _status(has_next=ahead is not None, has_plan=patient.id in planned),
            cycle_label="" if ahead is None else f"C{ahead.item.address.cycle}",
            next_on=None if ahead is None else ahead.item.planned,
            next_title=None if ahead is None else title_of(desk, ahead.protocol_hash, ahead.item),
            next_label="" if ahead is None else ahead.item.label,
        )
        rows.append(row)
    return PatientList(tuple(rows), patients.patient_count(desk.store))


def _status(*, has_next: bool, has_plan: bool) -> PatientStatus:
    if not has_plan:
        return PatientStatus.NOT_PLANNED
    return PatientStatus.ON_CYCLE if has_next else PatientStatus.CYCLE_DONE


def patient_page(desk: Desk, patient_id: int) -> PatientPage | None:
    """Return the whole page of one patient, None when there is no such patient."""
    patient = patients.patient(desk.store, patient_id)
    if patient is None:
        return None
    protocol = desk.protocol(patient.protocol_hash)
    left = changes.off_study_of(desk.store, patient_id)
    return PatientPage(
        line=patient_line(desk, patient, desk.clock.today()),
        arm_title=protocol.arm(patient.arm).title,
        protocol_title=protocol.title,
        protocol=protocol_name(protocol),
        example=is_example(protocol),
        sample=site(desk.store).sample,
        today=desk.clock.today(),
        weights=patients.weights(desk.store, patient_id),
        heights=patients.heights(desk.store, patient_id),
        cycles=_cycle_pages(desk, patient),
        history=patient_history(desk, patient_id),
        off_study=left,
        forecast=None if left else _forecast_page(desk, patient),
        deviations=changes.deviations(desk.store, patient_id),
    )


def _cycle_pages(desk: Desk, patient: Patient) -> tuple[CyclePage, ...]:
    weights = patients.weights(desk.store, patient.id)
    heights = patients.heights(desk.store, patient.id)
    entries = cycles.patient_items(desk.store, patient.id)
    builder = RowBuilder(
        desk,
        desk.clock.today(),
        {patient.id: weights[0]} if weights else {},
        {patient.id: heights[0]} if heights else {},
        row_marks(desk, entries),
    )
    return tuple(
        stored_page(
            desk,
            cycle,
            tuple(one for one in entries if one.item.address.cycle == cycle.number),
            builder,
        )
        for cycle in cycles.cycles(desk.store, patient.id)
    )


def _forecast_page(desk: Desk, patient: Patient) -> CyclePage | None:
    """Return the next cycle as it would be placed after the last one planned."""
    course = course_of(desk, patient)
    placed = forecast(course, len(course.cycles) + 1, desk.clock.today())
    return preview_page(desk, patient.protocol_hash, placed) if isinstance(placed, Cycle) else None


def why_item(desk: Desk, item_id: int) -> Why | None:
    """Return why an item stands on its date, None when there is no such item."""
    entry = cycles.day_item(desk.store, item_id)
    if entry is None:
        return None
    stored = cycles.cycles(desk.store, entry.patient.id)
    cycle = next(one for one in stored if one.number == entry.item.address.cycle)
    protocol = desk.protocol(entry.protocol_hash)
    request = placement_request(desk, protocol, cycle.arm, cycle.start, entry.patient.id)
    return why(request, cycle, entry.item.address)
