"""Running cases: the steps of each date case, and how what came out differs from what it expects.

Source: the protocol format, "Date cases".
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Literal

from nkdesk.exchange.case_file import (
    CaseFile,
    CeaseStep,
    DateCase,
    ItemStep,
    MoveStep,
    OffStudyStep,
    OmitStep,
    OpenCycleStep,
    Person,
    PlanStep,
    Step,
    WardStep,
)
from nkdesk.exchange.case_values import CaseFileError, CaseResult, Difference
from nkdesk.exchange.eligibility_cases import EligibilityCase, eligibility_differences
from nkdesk.model.change import SiteCapacity
from nkdesk.model.cycle import Address, CycleItem
from nkdesk.model.protocol import ItemKind, Protocol
from nkdesk.model.refusal import BrokenRule, Refused, RuleCode
from nkdesk.model.site import SiteDay
from nkdesk.scheduler import (
    Course,
    Move,
    cease,
    give,
    move,
    off_study,
    omit,
    open_cycle,
    plan,
)
from nkdesk.scheduler.scene import standing_day
from nkdesk.scheduler.ward import WardPatient, WardPlacement, replace_ward
from nkdesk.services.work_calendars import work_calendars


def run_cases(file: CaseFile) -> Iterator[CaseResult]:
    """Run every case of a file, in the file's order."""
    for case in file.cases:
        protocol = file.protocols[case.protocol]
        if isinstance(case, EligibilityCase):
            differences = eligibility_differences(case, protocol)
        else:
            differences = _Run(case, protocol, file.days[case.id]).differences()
        yield CaseResult(case.id, tuple(differences))


class _Run:
    """One case while it is run: the patients' courses, today, and the first refusal."""

    def __init__(self, case: DateCase, protocol: Protocol, days: tuple[date, ...]) -> None:
        self.case = case
        self.today = case.today or days[0]
        self.refused: Refused | None = None
        self.years = range(days[0].year - 1, days[-1].year + 3)
        calendars = work_calendars(protocol, self.years, _site_days(case))
        self.courses = {
            person.id: Course(protocol, self._arm(protocol, person), calendars, case.taken)
            for person in case.people()
        }
        for person in case.people():
            for step in person.steps:
                self._take(person, step)
        if case.ward is not None:
            self._replace(protocol, case.ward)

    def _replace(self, protocol: Protocol, step: WardStep) -> None:
        """Place the ward anew; a refusal changes nothing."""
        site_days = [*_site_days(self.case), *_closed(step.closed)]
        calendars = work_calendars(protocol, self.years, site_days, _capacities(step))
        patients = [
            WardPatient(name, replace(course, calendars=calendars, taken=self.case.taken))
            for name, course in self.courses.items()
        ]
        placed = replace_ward(patients, self.today)
        if isinstance(placed, WardPlacement):
            self.courses = dict(zip(self.courses, placed.courses, strict=True))
        elif self.refused is None:
            self.refused = placed

    def _arm(self, protocol: Protocol, person: Person) -> str:
        if person.arm in {arm.id for arm in protocol.arms}:
            return person.arm
        where = f"case {self.case.id}"
        raise CaseFileError(where, f'the protocol has no arm "{person.arm}".')

    def _take(self, person: Person, step: Step) -> None:
        """Take one step; a refused one changes nothing."""
        course = replace(self.courses[person.id], taken=self._taken_beside(person))
        taken = self._taken(course, step)
        if isinstance(taken, Course):
            self.courses[person.id] = taken
        elif self.refused is None:
            self.refused = taken

    def _taken(self, course: Course, step: Step) -> Course | Refused:
        """Return the course after one step, or why the step is refused."""
        if isinstance(step, PlanStep):
            return plan(course, step.cycle, step.start, self.today)
        if isinstance(step, OffStudyStep):
            return off_study(course, step.on)
        if isinstance(step, OpenCycleStep):
            return open_cycle(course, step.cycle)
        address = Address.parse(step.item)
        if address is None:
            return Refused((BrokenRule(RuleCode.UNKNOWN_ITEM, step.item),))
        return self._changed(course, step, address)

    def _changed(self, course: Course, step: ItemStep, address: Address) -> Course | Refused:
        """Return the course after a step about one item, or why the step is refused."""
        if isinstance(step, OmitStep):
            return omit(course, address)
        if isinstance(step, CeaseStep):
            return cease(course, address)
        if isinstance(step, MoveStep):
            asked = Move(address, step.to, step.scope, self.today, step.deviation)
            moved = move(course, asked)
            return moved if isinstance(moved, Refused) else moved.course
        self.today = max(self.today, step.on)
        given = give(course, address, step.on, self.today)
        return given if isinstance(given, Refused) else given.course

    def _taken_beside(self, person: Person) -> Mapping[str, Mapping[date, int]]:
        """Count the infusions others take: those the case states and the other patients'."""
        taken = {calendar: dict(days) for calendar, days in self.case.taken.items()}
        for name, course in self.courses.items():
            for item in _items(course) if name != person.id else ():
                day = standing_day(item)
                if item.kind is ItemKind.INFUSION and day is not None:
                    days = taken.setdefault(item.calendar, {})
                    days[day] = days.get(day, 0) + 1
        return taken

    def differences(self) -> Iterator[Difference]:
        """Compare what the case expects with what came out."""
        expect = self.case.expect
        if "refused" in expect.model_fields_set:
            yield from self._refusal(expect.refused)
        for field, got in _FIELDS.items():
            for written, wanted in getattr(expect, field).items():
                item = self._item(written)
                found = "no such item" if item is None else got(item)
                if found != _shown(wanted):
                    yield Difference(f"{field} {written}", _shown(wanted), found)

    def _refusal(self, wanted: Literal[True] | tuple[str, ...] | None) -> Iterator[Difference]:
        got = "none" if self.refused is None else _shown(tuple(self.refused.codes))
        if wanted is True:
            expected, fits = "a refusal", self.refused is not None
        else:
            expected = "none" if wanted is None else _shown(wanted)
            fits = got == expected
        if not fits:
            yield Difference("refused", expected, got)

    def _item(self, written: str) -> CycleItem | None:
        name, _, address = written.rpartition(":")
        parsed, course = Address.parse(address), self.courses.get(name)
        cycle = None if parsed is None or course is None else course.cycle(parsed.cycle)
        return None if parsed is None or cycle is None else cycle.item(parsed)


def _items(course: Course) -> Iterator[CycleItem]:
    for cycle in course.cycles:
        yield from cycle.items


def _site_days(case: DateCase) -> list[SiteDay]:
    opened = [SiteDay(name, day, is_open=True) for name, one in case.open.items() for day in one]
    return [*_closed(case.closed), *opened]


def _closed(days: Mapping[str, Iterable[date]]) -> list[SiteDay]:
    return [SiteDay(name, day, is_open=False) for name, one in days.items() for day in one]


def _capacities(step: WardStep) -> list[SiteCapacity]:
    return [
        SiteCapacity(name, day, capacity)
        for name, days in step.capacity.items()
        for day, capacity in days.items()
    ]


def _shown(value: object) -> str:
    return " ".join(sorted(value)) if isinstance(value, tuple) else str(value)


_FIELDS: dict[str, Callable[[CycleItem], str]] = {
    "planned": lambda item: item.planned.isoformat(),
    "target": lambda item: item.target.isoformat(),
    "state": lambda item: item.state.value,
    "warnings": lambda item: _shown(tuple(warning.value for warning in item.warnings)),
    "labels": lambda item: item.label,
}
