"""Cycles that a change of a plan takes out of their gate, seen before it is saved."""

from collections.abc import Iterator
from dataclasses import replace

from nkdesk.model.cycle import Cycle, ItemState
from nkdesk.model.eligibility import Gate, GateClosed
from nkdesk.model.refusal import BrokenRule, RuleCode
from nkdesk.scheduler import Course
from nkdesk.services.change_forms import LeavingCycle
from nkdesk.services.courses import cycle_number
from nkdesk.services.desk import Desk
from nkdesk.services.gate.closing import close_by, close_gates_in
from nkdesk.services.gate.standing import can_be_removed, first_day, is_valid
from nkdesk.store import gates
from nkdesk.store.store import Step


def leaving_cycles(
    desk: Desk, patient_id: int, before: Course, after: Course
) -> tuple[LeavingCycle, ...]:
    """Return the cycles that leave every list because a change takes them out of their gate.

    Day 1 then lies after the last day of the check, or the patient leaves the study before
    anything of the cycle was recorded.
    """
    found = []
    for old, gate in _behind_gates(desk, patient_id, before):
        goes = can_be_removed(desk, patient_id, old)
        why = _why(gate, cycle_number(after, old.number)) if goes else None
        if why is not None:
            found.append(LeavingCycle(old.number, why, gate.valid_until))
    return tuple(found)


def beyond_gate(desk: Desk, patient_id: int, before: Course, after: Course) -> BrokenRule | None:
    """Say that a cycle of which something is recorded would start after its check ends."""
    for old, gate in _behind_gates(desk, patient_id, before):
        start = cycle_number(after, old.number).start
        if not can_be_removed(desk, patient_id, old) and not is_valid(gate, start):
            return BrokenRule(RuleCode.CYCLE_NOT_OPEN, f"C{old.number}", day=start)
    return None


def settle_gates(
    step: Step, desk: Desk, patient_id: int, leaving: tuple[LeavingCycle, ...] = ()
) -> None:
    """Close the gates of the cycles that have left in this step, then what else does not hold."""
    why = {one.number: one.why for one in leaving}
    known = gates.gates(desk.store, patient_id)
    for gate in [one for one in known if one.closed_why is None and one.cycle in why]:
        close_by(step, desk, gate, why[gate.cycle])
    close_gates_in(step, desk, patient_id)


def without(course: Course, leaving: tuple[LeavingCycle, ...]) -> Course:
    """Return a course without the cycles that leave it."""
    gone = {one.number for one in leaving}
    return replace(course, cycles=tuple(one for one in course.cycles if one.number not in gone))


def _behind_gates(desk: Desk, patient_id: int, course: Course) -> Iterator[tuple[Cycle, Gate]]:
    for cycle in course.cycles:
        gate = gates.gate_of_cycle(desk.store, patient_id, cycle.number)
        if gate is not None:
            yield cycle, gate


def _why(gate: Gate, after: Cycle) -> GateClosed | None:
    if all(item.state is ItemState.CANCELLED for item in after.items):
        return GateClosed.OFF_STUDY
    return None if is_valid(gate, first_day(after)) else GateClosed.START_MOVED
