"""Putting right what was recorded: given on another day or time, or not given after all.

A fact of care is never undone. What was recorded first stays readable in the journal.
"""

from dataclasses import dataclass, replace
from datetime import date

from nkdesk.model.change import ChangeCause, ChangeKind, PlanChange
from nkdesk.model.cycle import CycleItem, ItemPart
from nkdesk.model.day_item import DayItem
from nkdesk.model.refusal import Refused
from nkdesk.scheduler import Course, correct
from nkdesk.services.change_forms import ChangePreview, CorrectionForm
from nkdesk.services.changes.causes import read_cause, read_not_given_cause
from nkdesk.services.changes.planning import NotPlanned, Planned, item_asked
from nkdesk.services.changes.preview import shown
from nkdesk.services.changes.saving import Decision, refuse_stale, save, unchanged
from nkdesk.services.courses import course_of, cycle_number
from nkdesk.services.desk import Desk
from nkdesk.services.forms import FieldCode, Saved, Unsaved
from nkdesk.services.reading import Reader, read_moment
from nkdesk.services.steps import StepKind, revision
from nkdesk.store.cycles import Remark


@dataclass(frozen=True, slots=True)
class _Truth:
    """What is true of an item: the day it was given, None for not given, and the clock time."""

    on: date | None
    at: str = ""


def preview_correction(desk: Desk, form: CorrectionForm) -> ChangePreview:
    """Return what a correction would do. Saves nothing, asks for no reason yet."""
    read_at = revision(desk)
    entry = item_asked(desk, form.item_id)
    if isinstance(entry, NotPlanned):
        return shown(desk, read_at, entry)
    reader = Reader(desk.clock.today())
    truth = _truth(desk, reader, form, entry.patient.born)
    if reader.problems:
        return ChangePreview(read_at, tuple(reader.problems))
    return shown(desk, read_at, _planned(desk, entry, truth))


def correct_fact(desk: Desk, form: CorrectionForm, read_at: int) -> Saved | Unsaved:
    """Save a correction as one step; StoreConflictError when anything was saved since ``read_at``.

    Its deviations are kept as proposed: no physician has looked at them.
    """
    entry = item_asked(desk, form.item_id)
    if isinstance(entry, NotPlanned):
        return entry.unsaved
    reader = Reader(desk.clock.today())
    truth = _truth(desk, reader, form, entry.patient.born)
    cause = _cause(desk, reader, form, truth)
    wrong = _what_was_wrong(reader, form.why)
    if reader.problems:
        return Unsaved(tuple(reader.problems))
    refuse_stale(desk, read_at)
    found = _planned(desk, entry, truth)
    if isinstance(found, NotPlanned):
        return found.unsaved
    remark = _remark(entry, truth, cause)
    if found.kept.is_empty and remark == Remark(entry.reason, entry.note):
        return unchanged("on")
    return save(
        desk,
        read_at,
        replace(found, remarks={entry.item.address: remark}),
        Decision(_change(entry, truth, replace(cause, note=wrong)), StepKind.CORRECT_GIVEN, wrong),
    )


def _truth(desk: Desk, reader: Reader, form: CorrectionForm, born: date) -> _Truth:
    if not form.on.strip():
        return _Truth(None)
    on = read_moment(reader, form.on, form.time, desk.clock.now(), born)
    return _Truth(on, form.time.strip())


def _cause(desk: Desk, reader: Reader, form: CorrectionForm, truth: _Truth) -> ChangeCause:
    """Read why an item was not given after all; for one that was, a reason may be chosen."""
    if truth.on is None and not form.on.strip():
        return read_not_given_cause(desk, reader, form.cause)
    if form.cause.reason:
        return read_cause(desk, reader, ChangeKind.CORRECT, form.cause)
    return ChangeCause("", note=reader.note("note", form.cause.note))


def _what_was_wrong(reader: Reader, typed: str) -> str:
    if not typed.strip():
        reader.refuse("why", FieldCode.NEEDS_TEXT)
    return reader.note("why", typed)


def _planned(desk: Desk, entry: DayItem, truth: _Truth) -> Planned | NotPlanned:
    course = course_of(desk, entry.patient, [] if truth.on is None else [truth.on])
    corrected = correct(course, entry.item.address, truth.on, desk.clock.today())
    if isinstance(corrected, Refused):
        return NotPlanned(refused=corrected)
    after = corrected.course if truth.on is None else _timed(corrected.course, entry, truth.at)
    return Planned(
        entry.patient,
        course,
        after,
        entry.item.address.cycle,
        corrected.deviations,
        corrected.unsettled,
    )


def _timed(course: Course, entry: DayItem, at: str) -> Course:
    """Set the clock time; of several doses of one day it is that of the last one given."""
    cycle = cycle_number(course, entry.item.address.cycle)
    items = tuple(
        _item_timed(item, at) if item.address == entry.item.address else item
        for item in cycle.items
    )
    return course.with_cycle(replace(cycle, items=items))


def _item_timed(item: CycleItem, at: str) -> CycleItem:
    last = max(place for place, part in enumerate(item.parts) if part.done is not None)
    if not at and len(item.parts) > 1:
        return item
    parts: tuple[ItemPart, ...] = (
        *item.parts[:last],
        replace(item.parts[last], at=at),
        *item.parts[last + 1 :],
    )
    return replace(item, parts=parts)


def _remark(entry: DayItem, truth: _Truth, cause: ChangeCause) -> Remark:
    """Return what is kept beside the item: why not given, or the note of its being given."""
    if truth.on is None:
        return Remark(cause.reason, cause.note)
    return Remark("", cause.note or entry.note)


def _change(entry: DayItem, truth: _Truth, cause: ChangeCause) -> PlanChange:
    done = [part.done for part in entry.item.parts if part.done is not None]
    return PlanChange(
        patient_id=entry.patient.id,
        kind=ChangeKind.CORRECT,
        cause=cause,
        item=str(entry.item.address),
        was=max(done, default=None),
        becomes=truth.on,
    )
