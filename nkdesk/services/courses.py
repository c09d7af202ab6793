"""A patient's course as the ward's store, calendars and other patients make it."""

from collections.abc import Iterable
from datetime import date

from nkdesk.model.cycle import Cycle
from nkdesk.model.patient import Patient
from nkdesk.scheduler import Course
from nkdesk.services.calendars import calendars_for
from nkdesk.services.desk import Desk
from nkdesk.services.placing import taken_by_others
from nkdesk.store import cycles, gates


def course_of(desk: Desk, patient: Patient, about: Iterable[date] = ()) -> Course:
    """Return a patient's course; ``about`` are dates it is asked about beside its own.

    What others take is counted from the first day on which something could still be decided.
    """
    protocol = desk.protocol(patient.protocol_hash)
    stored = cycles.cycles(desk.store, patient.id)
    days = [*about, desk.clock.today()]
    held = [day for cycle in stored for day in _days(cycle)]
    since = min(
        [*days, *(item.planned for cycle in stored for item in cycle.items if item.is_open)]
    )
    return Course(
        protocol=protocol,
        arm=patient.arm,
        calendars=calendars_for(desk, protocol, min([*days, *held]), max([*days, *held])),
        taken=taken_by_others(desk, protocol, patient.id, since),
        cycles=stored,
        opened=frozenset([1, *(cycle.number for cycle in stored), *_signed(desk, patient)]),
    )


def _signed(desk: Desk, patient: Patient) -> Iterable[int]:
    """Yield the cycles that may be planned: their gate is signed and not closed."""
    found = gates.gates(desk.store, patient.id)
    return (gate.cycle for gate in found if gate.closed_why is None)


def cycle_number(course: Course, number: int) -> Cycle:
    """Return a cycle that the course is known to have."""
    return next(cycle for cycle in course.cycles if cycle.number == number)


def _days(cycle: Cycle) -> Iterable[date]:
    for item in cycle.items:
        yield item.planned
        yield item.actual or item.planned
