"""What the placing of the whole ward is asked and answers; nothing of the store is in it.

So it can be computed on another thread while the ward is open.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from nkdesk.model.change import SiteCapacity
from nkdesk.model.cycle import CycleItem
from nkdesk.model.protocol import ItemKind
from nkdesk.model.refusal import Refused
from nkdesk.model.site import SiteDay
from nkdesk.scheduler import Course
from nkdesk.scheduler.scene import standing_day
from nkdesk.scheduler.ward import WardPatient, WardPlacement

Place = tuple[str, date]
"""A calendar and a day."""


@dataclass(frozen=True, slots=True)
class ReplacementQuestion:
    """All patients with something still to be given, by enrolment, and the days the site loses.

    ``read_at`` is the revision it was read at. The calendars of the courses hold ``days``
    already; ``taken`` of the courses counts the infusions of everybody who is not in the list.
    """

    read_at: int
    today: date
    patients: tuple[WardPatient, ...]
    days: tuple[SiteDay | SiteCapacity, ...] = ()


@dataclass(frozen=True, slots=True)
class ReplacementAnswer:
    """The placement found, or why there is none, and for how many seconds it was searched."""

    question: ReplacementQuestion
    outcome: WardPlacement | Refused
    seconds: int

    @property
    def stopped(self) -> bool:
        """Whether a person stopped the search before anything was found."""
        return isinstance(self.outcome, Refused) and not self.outcome.broken

    def changed(self) -> Iterator[tuple[int, Course, Course]]:
        """Yield each patient whose plan would change, with the course before and after."""
        if isinstance(self.outcome, Refused):
            return
        for patient, after in zip(self.question.patients, self.outcome.courses, strict=True):
            if after.cycles != patient.course.cycles:
                yield int(patient.id), patient.course, after


def infusions(course: Course) -> Iterator[tuple[CycleItem, Place]]:
    """Yield the infusions of a course that take room, with calendar and day."""
    for cycle in course.cycles:
        for item in cycle.items:
            day = standing_day(item)
            if item.kind is ItemKind.INFUSION and day is not None:
                yield item, (item.calendar, day)


def used(courses: Iterable[Course]) -> Counter[Place]:
    """Count the infusions of these patients by calendar and day."""
    return Counter(place for course in courses for _, place in infusions(course))


def beside(course: Course, everybody: Counter[Place], outside: Counter[Place]) -> Course:
    """Return a course among others: what it does not take itself, others take."""
    rest = everybody - used([course])
    rest.update(outside)
    taken: dict[str, dict[date, int]] = {}
    for (calendar, day), count in rest.items():
        taken.setdefault(calendar, {})[day] = count
    return replace(course, taken=taken)


def outside(question: ReplacementQuestion) -> Counter[Place]:
    """Count the infusions of patients who are not in the list."""
    found: Counter[Place] = Counter()
    for patient in question.patients:
        for calendar, days in patient.course.taken.items():
            for day, count in days.items():
                found[calendar, day] = count
    return found


def conflicts(question: ReplacementQuestion) -> int:
    """Count the open infusions from today on that cannot stay: day closed, or over capacity."""
    everybody = used(patient.course for patient in question.patients)
    everybody.update(outside(question))
    found = 0
    for patient in question.patients:
        for item, (name, day) in infusions(patient.course):
            calendar = patient.course.calendars[name]
            limit = calendar.limit(day)
            over = limit is not None and everybody[name, day] > limit
            if item.is_open and day >= question.today and (over or not calendar.is_open(day)):
                found += 1
    return found
