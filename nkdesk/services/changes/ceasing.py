"""Giving up the treatment of a cycle from an item on."""

from nkdesk.model.change import ChangeKind, PlanChange
from nkdesk.model.cycle import Address
from nkdesk.model.day_item import DayItem
from nkdesk.model.refusal import Refused
from nkdesk.scheduler import Course, cease
from nkdesk.services.change_forms import CeaseForm, ChangePreview
from nkdesk.services.changes.causes import read_cause
from nkdesk.services.changes.planning import NotPlanned, Planned, item_asked
from nkdesk.services.changes.preview import shown
from nkdesk.services.changes.saving import Decision, refuse_stale, save
from nkdesk.services.courses import course_of
from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.reading import Reader
from nkdesk.services.steps import StepKind, revision
from nkdesk.store.cycles import Remark


def preview_cease(desk: Desk, form: CeaseForm) -> ChangePreview:
    """Return what of the cycle would no longer be given. Saves nothing, asks for no reason yet."""
    read_at = revision(desk)
    entry = item_asked(desk, form.item_id)
    found = entry if isinstance(entry, NotPlanned) else _planned(desk, entry)
    return shown(desk, read_at, found)


def cease_item(desk: Desk, form: CeaseForm, read_at: int) -> Saved | Unsaved:
    """Save it as one step; StoreConflictError when anything was saved since ``read_at``."""
    entry = item_asked(desk, form.item_id)
    if isinstance(entry, NotPlanned):
        return entry.unsaved
    reader = Reader(desk.clock.today())
    cause = read_cause(desk, reader, ChangeKind.CEASE, form.cause)
    if reader.problems:
        return Unsaved(tuple(reader.problems))
    refuse_stale(desk, read_at)
    found = _planned(desk, entry, Remark(cause.reason, cause.note))
    if isinstance(found, NotPlanned):
        return found.unsaved
    change = PlanChange(
        patient_id=entry.patient.id,
        kind=ChangeKind.CEASE,
        cause=cause,
        item=str(entry.item.address),
        was=entry.item.planned,
    )
    return save(desk, read_at, found, Decision(change, StepKind.CEASE))


def _planned(desk: Desk, entry: DayItem, remark: Remark | None = None) -> Planned | NotPlanned:
    course = course_of(desk, entry.patient)
    ceased = cease(course, entry.item.address)
    if isinstance(ceased, Refused):
        return NotPlanned(refused=ceased)
    remarks = {} if remark is None else remarks_beside_closed(course, ceased, remark)
    return Planned(entry.patient, course, ceased, entry.item.address.cycle, remarks=remarks)


def remarks_beside_closed(before: Course, after: Course, remark: Remark) -> dict[Address, Remark]:
    """Return the same remark for every item that a change closes."""
    was = {item.address: item.state for cycle in before.cycles for item in cycle.items}
    return {
        item.address: remark
        for cycle in after.cycles
        for item in cycle.items
        if item.state is not was[item.address]
    }
