"""Recording what happened: an item given, or not given with a reason.

A fact of care is saved at once, in one step; it is never undone, only corrected with a reason.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from nkdesk.model.cycle import Cycle, ItemState
from nkdesk.model.day_item import DayItem
from nkdesk.model.refusal import BrokenRule, Refused, RuleCode
from nkdesk.scheduler import Course, Given, give, leave_rest, omit
from nkdesk.services.calendars import calendars_for
from nkdesk.services.desk import Desk
from nkdesk.services.forms import FieldCode, GivenForm, NotGivenForm, Saved, Unsaved
from nkdesk.services.placing import taken_by_others
from nkdesk.services.reading import Reader
from nkdesk.services.reasons import not_given_reasons
from nkdesk.services.steps import StepKind
from nkdesk.store import cycles
from nkdesk.store.cycles import Remark


@dataclass(frozen=True, slots=True)
class _Change:
    """One item's patient before and after, and what to keep beside the item."""

    entry: DayItem
    before: Course
    after: Course
    remark: Remark | None


NO_ITEM = Unsaved((), Refused((BrokenRule(RuleCode.UNKNOWN_ITEM),)))


def preview_given(desk: Desk, form: GivenForm) -> Given | Unsaved:
    """Return what recording would do: the new dates and every deviation. Saves nothing."""
    entry = cycles.day_item(desk.store, form.item_id)
    if entry is None:
        return NO_ITEM
    return _given(desk, (_course(desk, entry), entry), form, Reader(desk.clock.today()))


def record_given(desk: Desk, form: GivenForm) -> Saved | Unsaved:
    """Save that an item, or one part of it, was given on a day; return its deviations."""
    entry = cycles.day_item(desk.store, form.item_id)
    if entry is None:
        return NO_ITEM
    reader = Reader(desk.clock.today())
    note = reader.note("note", form.note)
    course = _course(desk, entry)
    given = _given(desk, (course, entry), form, reader)
    if isinstance(given, Unsaved):
        return given
    remark = Remark(note=note) if note else None
    change = _Change(entry, course, given.course, remark)
    return Saved(_save(desk, change, StepKind.GIVEN), given.deviations)


def record_not_given(desk: Desk, form: NotGivenForm) -> Saved | Unsaved:
    """Save that an item was not given, with a reason code and, where it asks for one, a note."""
    entry = cycles.day_item(desk.store, form.item_id)
    if entry is None:
        return NO_ITEM
    reader = Reader(desk.clock.today())
    reasons = {reason.code: reason for reason in not_given_reasons(desk)}
    reason = reader.choice("reason", form.reason, tuple(reasons))
    note = reader.note("note", form.note)
    if reason and reasons[reason].needs_note and not form.note.strip():
        reader.refuse("note", FieldCode.NEEDS_TEXT)
    if reader.problems:
        return Unsaved(tuple(reader.problems))
    course = _course(desk, entry)
    begun = entry.item.state is ItemState.PARTLY_GIVEN
    closed = (leave_rest if begun else omit)(course, entry.item.address)
    if isinstance(closed, Refused):
        return Unsaved((), closed)
    change = _Change(entry, course, closed, Remark(reason, note))
    return Saved(_save(desk, change, StepKind.NOT_GIVEN))


def _given(
    desk: Desk, about: tuple[Course, DayItem], form: GivenForm, reader: Reader
) -> Given | Unsaved:
    course, entry = about
    on = reader.day("on", form.on)
    at = reader.clock_time("time", form.time)
    now = desk.clock.now()
    if on is not None and at is not None and _lies_ahead(datetime.combine(on, at), now):
        reader.refuse("time", FieldCode.IN_FUTURE)
    if on is None or reader.problems:
        return Unsaved(tuple(reader.problems))
    address = replace(entry.item.address, part=form.part)
    given = give(course, address, on, now.date())
    if isinstance(given, Refused):
        return Unsaved((), given)
    return replace(given, course=_timed(given.course, entry, form.time.strip()))


def _lies_ahead(moment: datetime, now: datetime) -> bool:
    """Whether a clock time of today has not come yet; a later day is the scheduler's to refuse."""
    return moment.date() == now.date() and moment > now.replace(tzinfo=None)


def _timed(course: Course, entry: DayItem, at: str) -> Course:
    """Set the clock time on the parts that have just been given."""
    cycle = _cycle(course, entry)
    item = cycle.item(entry.item.address) or entry.item
    parts = tuple(
        replace(new, at=at) if old.done is None and new.done is not None else new
        for old, new in zip(entry.item.parts, item.parts, strict=True)
    )
    timed = replace(item, parts=parts)
    items = tuple(timed if one.address == item.address else one for one in cycle.items)
    return course.with_cycle(replace(cycle, items=items))


def _course(desk: Desk, entry: DayItem) -> Course:
    protocol = desk.protocol(entry.protocol_hash)
    stored = cycles.cycles(desk.store, entry.patient.id)
    days = [item.planned for cycle in stored for item in cycle.items]
    return Course(
        protocol=protocol,
        arm=entry.patient.arm,
        calendars=calendars_for(desk, protocol, min(days), max(days)),
        taken=taken_by_others(desk, protocol, entry.patient.id),
        cycles=stored,
    )


def _cycle(course: Course, entry: DayItem) -> Cycle:
    return next(one for one in course.cycles if one.number == entry.item.address.cycle)


def _save(desk: Desk, change: _Change, what: StepKind) -> int:
    """Save the changed cycle; StoreConflictError when somebody changed it in between."""
    entry, remark = change.entry, change.remark
    remarks = {} if remark is None else {entry.item.address: remark}
    before, after = _cycle(change.before, entry), _cycle(change.after, entry)
    why = "" if remark is None else remark.reason
    with desk.store.step(actor=desk.actor, what=what, why=why) as step:
        cycles.save_cycle(step, entry.patient.id, before, after, remarks)
    return step.seq
