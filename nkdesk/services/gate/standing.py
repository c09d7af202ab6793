"""Where the gate before a cycle stands, and how far the cycle behind it has come."""

from dataclasses import replace
from datetime import date

from nkdesk.model.cycle import Cycle, ItemState
from nkdesk.model.eligibility import Gate, GateClosed, GateState
from nkdesk.model.protocol import ItemKind
from nkdesk.services.desk import Desk
from nkdesk.services.eligibility_models import CycleSummary, GateStatus
from nkdesk.store import cycles, gates, infusions

_TREATMENT = (ItemKind.CHEMO, ItemKind.INFUSION)
_GIVEN = (ItemState.GIVEN, ItemState.PARTLY_GIVEN)


def is_planned_only(cycle: Cycle) -> bool:
    """Whether nothing of a cycle was recorded, ceased or cancelled."""
    return all(item.state is ItemState.PLANNED for item in cycle.items)


def can_be_removed(desk: Desk, patient_id: int, cycle: Cycle) -> bool:
    """Whether a cycle is only planned, and no check of it was opened at a bed: a record stays."""
    return is_planned_only(cycle) and not infusions.any_in_cycle(
        desk.store, patient_id, cycle.number
    )


def has_begun(cycle: Cycle) -> bool:
    """Whether any treatment of a cycle was given; a weight taken before it is no dose."""
    return any(item.kind in _TREATMENT and item.state in _GIVEN for item in cycle.items)


def first_day(cycle: Cycle) -> date:
    """Return day 1 of a cycle, or the first day of its treatment where that was moved beyond."""
    treatment = [item.planned for item in cycle.items if item.kind in _TREATMENT]
    return max(cycle.start, min(treatment, default=cycle.start))


def is_valid(gate: Gate, day: date) -> bool:
    """Whether a signed gate lets its cycle begin on a day."""
    return gate.valid_until is None or day <= gate.valid_until


def cycle_of(desk: Desk, patient_id: int, number: int) -> Cycle | None:
    """Return a patient's cycle, None while it is not planned."""
    stored = cycles.cycles(desk.store, patient_id)
    return next((one for one in stored if one.number == number), None)


def gate_status(desk: Desk, patient_id: int, cycle: int) -> GateStatus:
    """Return where the gate before a cycle stands on the ward's today.

    A gate whose last day is over counts as closed before anything has closed it.
    """
    gate = gates.newest_gate(desk.store, patient_id, cycle)
    planned = cycle_of(desk, patient_id, cycle)
    status = GateStatus(
        GateState.NEVER_SIGNED, gate, planned_start=None if planned is None else planned.start
    )
    if gate is None:
        return status
    if gate.closed_why is not None:
        return replace(
            status, state=GateState.CLOSED, expired=gate.closed_why is GateClosed.EXPIRED
        )
    if planned is not None and not is_planned_only(planned):
        return replace(status, state=GateState.PASSED)
    expired = not is_valid(gate, desk.clock.today())
    return replace(status, state=GateState.CLOSED if expired else GateState.OPEN, expired=expired)


def cycle_summary(cycle: Cycle) -> CycleSummary:
    """Return what became of a cycle's infusions."""
    infusions = [item for item in cycle.items if item.kind is ItemKind.INFUSION]
    given = [item for item in infusions if item.state is ItemState.GIVEN]
    still_open = sum(item.is_open for item in infusions)
    return CycleSummary(
        number=cycle.number,
        first_day=cycle.start,
        given=len(given),
        not_given=len(infusions) - len(given) - still_open,
        open=still_open,
        last_given=max((item.actual for item in given if item.actual is not None), default=None),
    )
