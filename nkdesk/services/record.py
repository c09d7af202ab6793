"""Recording what happened: an item given, or not given with a reason.

A fact of care is saved at once, in one step; it is never undone, only corrected with a reason.
"""

from dataclasses import dataclass, replace

from nkdesk.model.cycle import ItemState
from nkdesk.model.day_item import DayItem
from nkdesk.model.refusal import BrokenRule, Refused, RuleCode
from nkdesk.scheduler import Course, Given, give, leave_rest, omit
from nkdesk.services.courses import course_of, cycle_number
from nkdesk.services.desk import Desk
from nkdesk.services.forms import FieldCode, GivenForm, NotGivenForm, Saved, Unsaved
from nkdesk.services.gate.closing import close_gates_in
from nkdesk.services.keeping import Broken, CourseChange, keep_course
from nkdesk.services.reading import Reader, read_moment
from nkdesk.services.reasons import not_given_reasons
from nkdesk.services.steps import StepKind
from nkdesk.store import cycles
from nkdesk.store.cycles import Remark


@dataclass(frozen=True, slots=True)
class _Fact:
    """One item's patient before and after, what to keep beside the item, and what it breaks."""

    entry: DayItem
    before: Course
    after: Course
    remark: Remark | None
    deviations: tuple[BrokenRule, ...] = ()


NO_ITEM = Unsaved((), Refused((BrokenRule(RuleCode.UNKNOWN_ITEM),)))


def preview_given(desk: Desk, form: GivenForm) -> Given | Unsaved:
    """Return what recording would do: the new dates and every deviation. Saves nothing."""
    entry = cycles.day_item(desk.store, form.item_id)
    if entry is None:
        return NO_ITEM
    fact = _given(desk, entry, form, Reader(desk.clock.today()))
    return fact if isinstance(fact, Unsaved) else fact[1]


def record_given(desk: Desk, form: GivenForm) -> Saved | Unsaved:
    """Save that an item, or one part of it, was given on a day; return its deviations."""
    entry = cycles.day_item(desk.store, form.item_id)
    if entry is None:
        return NO_ITEM
    reader = Reader(desk.clock.today())
    note = reader.note("note", form.note)
    found = _given(desk, entry, form, reader)
    if isinstance(found, Unsaved):
        return found
    course, given = found
    remark = Remark(note=note) if note else None
    fact = _Fact(entry, course, given.course, remark, given.deviations)
    return Saved(_save(desk, fact, StepKind.GIVEN), given.deviations)


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
    course = course_of(desk, entry.patient)
    begun = entry.item.state is ItemState.PARTLY_GIVEN
    closed = (leave_rest if begun else omit)(course, entry.item.address)
    if isinstance(closed, Refused):
        return Unsaved((), closed)
    fact = _Fact(entry, course, closed, Remark(reason, note))
    return Saved(_save(desk, fact, StepKind.NOT_GIVEN))


def _given(
    desk: Desk, entry: DayItem, form: GivenForm, reader: Reader
) -> tuple[Course, Given] | Unsaved:
    """Return the course before an item was given, and with the fact in it."""
    on = read_moment(reader, form.on, form.time, desk.clock.now(), entry.patient.born)
    if on is None or reader.problems:
        return Unsaved(tuple(reader.problems))
    course = course_of(desk, entry.patient, [on])
    address = replace(entry.item.address, part=form.part)
    given = give(course, address, on, reader.today)
    if isinstance(given, Refused):
        return Unsaved((), given)
    return course, replace(given, course=timed(given.course, entry, form.time.strip()))


def timed(course: Course, entry: DayItem, at: str) -> Course:
    """Set the clock time on the parts given since ``entry`` was read."""
    cycle = cycle_number(course, entry.item.address.cycle)
    item = cycle.item(entry.item.address) or entry.item
    parts = tuple(
        replace(new, at=at) if old.done is None and new.done is not None else new
        for old, new in zip(entry.item.parts, item.parts, strict=True)
    )
    timed = replace(item, parts=parts)
    items = tuple(timed if one.address == item.address else one for one in cycle.items)
    return course.with_cycle(replace(cycle, items=items))


def _save(desk: Desk, fact: _Fact, what: StepKind) -> int:
    """Save a fact with the deviations it proposes.

    StoreConflictError when somebody changed the items in between.
    """
    entry, remark = fact.entry, fact.remark
    change = CourseChange(
        entry.patient.id,
        fact.before,
        fact.after,
        {} if remark is None else {entry.item.address: remark},
    )
    why = "" if remark is None else remark.reason
    with desk.store.step(actor=desk.actor, what=what, why=why) as step:
        keep_course(step, change, Broken(entry.item.address.cycle, fact.deviations))
        close_gates_in(step, desk, entry.patient.id)
    return step.seq
