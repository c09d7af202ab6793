"""Placing the ward anew when a laboratory day is lost or several patients slip.

A question is read from the store, solved anywhere, previewed, and accepted as a whole or patient
by patient; only what was accepted is ever saved, in one step. Patients stand in the order of
their enrolment: where two placements are equally good, who came first keeps the earlier date.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from time import monotonic

from nkdesk.model.change import ChangeCause, ChangeKind, PlanChange, SiteCapacity
from nkdesk.model.cycle import Cycle
from nkdesk.model.patient import Patient
from nkdesk.model.refusal import BrokenRule, Refused
from nkdesk.model.site import SiteDay
from nkdesk.scheduler import Course
from nkdesk.scheduler.judging import broken_by
from nkdesk.scheduler.ward import Progress, WardPatient, replace_ward
from nkdesk.services.calendar_models import LabDayForm
from nkdesk.services.calendars import calendars_for
from nkdesk.services.change_forms import CauseForm
from nkdesk.services.changes.causes import read_cause
from nkdesk.services.desk import Desk
from nkdesk.services.forms import FieldCode, FieldProblem, Saved, Unsaved
from nkdesk.services.gate.closing import close_gates_in
from nkdesk.services.keeping import Broken, CourseChange, keep_course
from nkdesk.services.lab_days import read_lab_day, save_lab_day
from nkdesk.services.reading import Reader
from nkdesk.services.replacement import (
    ReplacementAnswer,
    ReplacementQuestion,
    beside,
    outside,
    used,
)
from nkdesk.services.replacement_preview import named, replacement_preview
from nkdesk.services.steps import StepKind, revision, step_on
from nkdesk.store import changes, cycles
from nkdesk.store.ward_rows import patients_of, patients_with_open_items

__all__ = [
    "Progress",
    "ReplacementAnswer",
    "ReplacementQuestion",
    "accept_replacement",
    "replacement_preview",
    "replacement_question",
    "solve",
]
Days = tuple[SiteDay | SiteCapacity, ...]


def replacement_question(
    desk: Desk, days: tuple[LabDayForm, ...] = ()
) -> ReplacementQuestion | Unsaved:
    """Read everything the placing of the whole ward depends on; the days are not saved yet.

    Unsaved names what is wrong with the first faulty day.
    """
    read_at = revision(desk)
    lost: list[SiteDay | SiteCapacity] = []
    for form in days:
        read = read_lab_day(desk, form)
        if isinstance(read, Unsaved):
            return read
        if any(_same_day(one, read) for one in lost):
            return Unsaved((FieldProblem("day", FieldCode.ALREADY_USED),))
        lost.append(read)
    wanted = set(patients_with_open_items(desk.store)) - changes.off_study_patients(desk.store)
    courses = _courses(desk, patients_of(desk.store, wanted), tuple(lost))
    listed = tuple(WardPatient(str(one), courses[one]) for one in sorted(courses))
    return ReplacementQuestion(read_at, desk.clock.today(), listed, tuple(lost))


def _same_day(one: SiteDay | SiteCapacity, other: SiteDay | SiteCapacity) -> bool:
    """Whether two days say the same kind of thing of one day of a calendar."""
    return (type(one), one.calendar, one.day) == (type(other), other.calendar, other.day)


def solve(
    question: ReplacementQuestion, keep_going: Callable[[Progress], bool]
) -> ReplacementAnswer:
    """Place the ward anew; safe on any thread. ``keep_going`` stops it with the best known."""
    began = monotonic()
    outcome = replace_ward(question.patients, question.today, keep_going)
    return ReplacementAnswer(question, outcome, round(monotonic() - began))


def accept_replacement(
    desk: Desk, answer: ReplacementAnswer, patient_ids: frozenset[int], cause: CauseForm
) -> Saved | Unsaved:
    """Save the lost days and the new dates of the patients accepted, and of nobody else.

    Where nobody has to move, the lost days alone are saved. Refused when the part accepted breaks
    a rule because the rest did not move; the item of a broken rule then names the patient too.
    StoreConflictError when anything was saved since.
    """
    reader = Reader(desk.clock.today())
    read = read_cause(desk, reader, ChangeKind.REPLACE, cause)
    changed = {one: (old, new) for one, old, new in answer.changed()}
    accepted = {one: courses for one, courses in changed.items() if one in patient_ids}
    if not accepted and (changed or not answer.question.days):
        reader.refuse("patients", FieldCode.MISSING)
    if isinstance(answer.outcome, Refused) or reader.problems:
        refused = named(desk, answer.outcome) if isinstance(answer.outcome, Refused) else None
        return Unsaved(tuple(reader.problems), refused)
    among = _among_others(answer.question, accepted)
    broken = tuple(_broken(desk, among))
    if broken:
        return Unsaved((), Refused(broken))
    return _save(desk, answer.question, among, read)


def _courses(desk: Desk, people: Mapping[int, Patient], lost: Days) -> dict[int, Course]:
    stored = cycles.cycles_of_all(desk.store, people)
    today = desk.clock.today()
    days = [today, *(day for found in stored.values() for day in _days(found))]
    calendars = {
        one: calendars_for(desk, desk.protocol(one), min(days), max(days), lost)
        for one in sorted({patient.protocol_hash for patient in people.values()})
    }
    found = {
        one: Course(
            protocol=desk.protocol(patient.protocol_hash),
            arm=patient.arm,
            calendars=calendars[patient.protocol_hash],
            cycles=stored[one],
            opened=frozenset([1, *(cycle.number for cycle in stored[one])]),
        )
        for one, patient in people.items()
    }
    return _with_taken(desk, found, min(days))


def _days(stored: tuple[Cycle, ...]) -> Iterator[date]:
    return (item.planned for cycle in stored for item in cycle.items if item.is_open)


def _with_taken(desk: Desk, courses: dict[int, Course], since: date) -> dict[int, Course]:
    """Give each course the infusions of everybody who is not among these patients."""
    own = used(courses.values())
    names = {name for course in courses.values() for name in course.calendars}
    taken = {
        name: {
            day: count - own[name, day]
            for day, count in cycles.taken(desk.store, name, since=since).items()
            if count > own[name, day]
        }
        for name in sorted(names)
    }
    return {one: replace(course, taken=taken) for one, course in courses.items()}


Accepted = Mapping[int, tuple[Course, Course]]
"""The courses before and after by patient."""


def _among_others(question: ReplacementQuestion, accepted: Accepted) -> Accepted:
    """Return the accepted courses with what others take, as it will be once these are saved."""
    not_listed = outside(question)
    before = {int(one.id): one.course for one in question.patients}
    after = {one: accepted[one][1] if one in accepted else course for one, course in before.items()}
    stood, stands = used(before.values()), used(after.values())
    return {
        one: (beside(old, stood, not_listed), beside(new, stands, not_listed))
        for one, (old, new) in accepted.items()
    }


def _broken(desk: Desk, accepted: Accepted) -> Iterator[BrokenRule]:
    people = patients_of(desk.store, accepted)
    for one, (old, new) in accepted.items():
        for cycle in new.cycles:
            for rule in broken_by(old, new, cycle.number):
                yield replace(rule, item=f"{people[one].trial_number} {rule.item}")


def _save(
    desk: Desk, question: ReplacementQuestion, accepted: Accepted, cause: ChangeCause
) -> Saved:
    with step_on(desk, question.read_at, StepKind.REPLACE, cause.reason) as step:
        for day in question.days:
            save_lab_day(step, day)
        for one, (old, new) in accepted.items():
            keep_course(step, CourseChange(one, old, new, {}), Broken(1))
            changes.add_plan_change(step, PlanChange(one, ChangeKind.REPLACE, cause))
            close_gates_in(step, desk, one)
    return Saved(step.seq)
