"""Saving what became of a patient's course inside a step: its items, and the rules it breaks.

The rows of deviations say what is broken now: those that a change or a fact has made untrue are
removed, the journal keeps them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from nkdesk.model.change import Deviation
from nkdesk.model.cycle import Address
from nkdesk.model.refusal import BrokenRule
from nkdesk.scheduler import Course
from nkdesk.scheduler.course import scene_of
from nkdesk.scheduler.standing import breaches
from nkdesk.store import changes, cycles
from nkdesk.store.cycles import Remark
from nkdesk.store.store import Step


@dataclass(frozen=True, slots=True)
class Broken:
    """Rules that a step breaks: in which cycle, who accepted them ("" for nobody), and a note."""

    cycle: int
    rules: tuple[BrokenRule, ...] = ()
    accepted_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CourseChange:
    """One patient's course before and after, and what to keep beside which items."""

    patient_id: int
    before: Course
    after: Course
    remarks: Mapping[Address, Remark]

    @property
    def is_empty(self) -> bool:
        """Whether nothing of the plan differs."""
        return self.before.cycles == self.after.cycles


def keep_course(step: Step, change: CourseChange, broken: Broken) -> None:
    """Save what differs; StoreConflictError when an item is not stored as it was before.

    A cycle that is no longer there is removed.
    """
    touched = {address.cycle for address in change.remarks}
    for old in change.before.cycles:
        new = change.after.cycle(old.number)
        if new is None:
            cycles.remove_cycle(step, change.patient_id, old)
        elif old != new or old.number in touched:
            remarks = {
                address: remark
                for address, remark in change.remarks.items()
                if address.cycle == old.number
            }
            cycles.save_cycle(step, change.patient_id, old, new, remarks)
    _keep_deviations(step, change, broken)


def _keep_deviations(step: Step, change: CourseChange, broken: Broken) -> None:
    stored = changes.deviations(step.store, change.patient_id)
    mended = set(_rules(change.before)) - set(_rules(change.after)) if stored else set()
    for one in stored:
        if one.rule in mended:
            changes.remove_deviation(step, one)
    for rule in broken.rules:
        known = [one for one in stored if one.rule == rule and rule not in mended]
        _keep_deviation(step, _deviation(change, broken, rule), known)


def _keep_deviation(step: Step, new: Deviation, known: list[Deviation]) -> None:
    """Keep a broken rule once; a physician's consent goes to the row that waits for it."""
    if not known:
        changes.add_deviation(step, new)
        return
    for one in known:
        if new.accepted_by and not one.accepted_by:
            changes.accept_deviation(step, one, new.accepted_by, new.note)


def _deviation(change: CourseChange, broken: Broken, rule: BrokenRule) -> Deviation:
    cycle = next(_cycles_named(rule), broken.cycle)
    return Deviation(change.patient_id, cycle, rule, broken.accepted_by, broken.note)


def _cycles_named(rule: BrokenRule) -> Iterator[int]:
    for name in (rule.item, rule.other):
        address = Address.parse(name)
        if address is not None:
            yield address.cycle


def _rules(course: Course) -> Iterable[BrokenRule]:
    """Yield every rule a course breaks as it stands."""
    for cycle in course.cycles:
        for breach in breaches(scene_of(course, cycle), cycle):
            yield breach.rule
