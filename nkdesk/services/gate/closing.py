"""Closing a gate: by what is known now, by the day, by a moved start, by leaving the study.

Before anything of its cycle was given, the cycle leaves every list in the same step, the gate is
closed, and a physician is told why. Once something was given, a physician is told and nothing is
taken away. Source: the eligibility format, "The gate".
"""

from dataclasses import dataclass, replace
from datetime import date

from nkdesk.model.criterion import ConsentTest
from nkdesk.model.cycle import Cycle, CycleItem, ItemState
from nkdesk.model.eligibility import (
    CriterionVerdict,
    Evaluation,
    Gate,
    GateClosed,
    Outcome,
    UnknownReason,
)
from nkdesk.services.desk import Desk
from nkdesk.services.forms import Unsaved
from nkdesk.services.gate.judging import judge
from nkdesk.services.gate.standing import (
    can_be_removed,
    cycle_of,
    first_day,
    has_begun,
    is_valid,
)
from nkdesk.services.steps import StepKind
from nkdesk.store import changes, cycles, evidence, gates
from nkdesk.store.store import Step

MACHINE = "nkdesk"
"""Who closes what the day has closed: nobody's hand, so nobody's undo meets it."""


@dataclass(frozen=True, slots=True)
class Closing:
    """Why a gate does not hold, and the criterion that says so, "" for none."""

    why: GateClosed
    criterion: str = ""


def close_gates_in(step: Step, desk: Desk, patient_id: int) -> int:
    """Close a patient's gates that no longer hold, as a part of the step that made it so.

    Everything that changes what is known, the first cycle, or a planned later one calls it after
    its own writes. Return how many were closed or told of.
    """
    return sum(_settle(step, desk, gate) for gate in _open(desk, patient_id))


def close_expired(desk: Desk) -> int:
    """Close the gates that do not hold on the ward's today, as one step of the program itself.

    None in a ward that is open for reading only; whether an infusion may begin is judged by the
    last day of its gate all the same.

    Called on opening a ward and when the day turns: results expire, consents and ages change
    with the day alone. What has begun is left alone. Return how many were closed.
    """
    due = () if desk.store.read_only else _due(desk)
    if not due:
        return 0
    expired = all(one.why is GateClosed.EXPIRED for _, one in due)
    what = StepKind.EXPIRE_GATE if expired else StepKind.CLOSE_GATE
    with desk.store.step(actor=MACHINE, what=what) as step:
        due = _due(desk)  # another window may have been faster
        for gate, closing in due:
            _close(step, desk, gate, closing)
    return len(due)


def close_by(step: Step, desk: Desk, gate: Gate, why: GateClosed) -> None:
    """Close a gate for a reason that no criterion gives."""
    _close(step, desk, gate, Closing(why))


def _due(desk: Desk) -> list[tuple[Gate, Closing]]:
    found = []
    for gate in gates.open_gates(desk.store):
        cycle = cycle_of(desk, gate.patient_id, gate.cycle)
        closing = None if _is_past(cycle) else _closing(desk, gate, cycle)
        if closing is not None:
            found.append((gate, closing))
    return found


def _open(desk: Desk, patient_id: int) -> list[Gate]:
    found = gates.gates(desk.store, patient_id)
    return [gate for gate in found if gate.closed_why is None]


def _is_past(cycle: Cycle | None) -> bool:
    """Whether nothing of a cycle is left to be taken away: begun, or nothing open in it."""
    if cycle is None:
        return False
    return has_begun(cycle) or not any(item.is_open for item in cycle.items)


def _settle(step: Step, desk: Desk, gate: Gate) -> bool:
    """Close a gate that does not hold, or tell of it once its cycle has begun."""
    cycle = cycle_of(desk, gate.patient_id, gate.cycle)
    if cycle is not None and has_begun(cycle):
        closing = _against(desk, gate, cycle)
        return closing is not None and _tell_once(step, gate, closing)
    closing = None if _is_past(cycle) else _closing(desk, gate, cycle)
    if closing is None:
        return False
    _close(step, desk, gate, closing)
    return True


def _closing(desk: Desk, gate: Gate, cycle: Cycle | None) -> Closing | None:
    """Return why a gate before a cycle that has not begun does not hold today."""
    if changes.off_study_of(desk.store, gate.patient_id) is not None:
        return Closing(GateClosed.OFF_STUDY)
    evaluation = _evaluation(desk, gate, desk.clock.today())
    if evaluation.outcome is not Outcome.ELIGIBLE:
        return _by_verdicts(desk, gate, evaluation)
    if not is_valid(gate, desk.clock.today()):
        return Closing(GateClosed.EXPIRED)
    return None if cycle is None else _by_start(gate, cycle, evaluation)


def _by_verdicts(desk: Desk, gate: Gate, evaluation: Evaluation) -> Closing:
    one = (*evaluation.not_met, *evaluation.unknown)[0]
    lapsed = _lapsed_consent(desk, gate.patient_id, evaluation)
    if not evaluation.not_met and lapsed is not None:
        return Closing(GateClosed.WITHDRAWN, lapsed.criterion.id)
    over = not is_valid(gate, evaluation.on)
    if over and not evaluation.not_met and UnknownReason.EXPIRED in one.reasons:
        return Closing(GateClosed.EXPIRED, one.criterion.id)
    return Closing(GateClosed.RESULT, one.criterion.id)


def _by_start(gate: Gate, cycle: Cycle, evaluation: Evaluation) -> Closing | None:
    """Return why a planned cycle begins too late for what is known."""
    day = first_day(cycle)
    if not is_valid(gate, day):
        return Closing(GateClosed.START_MOVED)
    if evaluation.valid_until is None or day <= evaluation.valid_until:
        return None
    first = min(
        (one for one in evaluation.verdicts if one.last_day is not None),
        key=lambda one: one.last_day or date.max,
    )
    return Closing(GateClosed.RESULT, first.criterion.id)


def _against(desk: Desk, gate: Gate, cycle: Cycle) -> Closing | None:
    """Return what speaks against a cycle that has begun: on its first day, or not met today.

    That a result has grown old since is nothing: it was valid when the cycle began.
    """
    began = _evaluation(desk, gate, min(first_day(cycle), desk.clock.today()))
    if began.outcome is not Outcome.ELIGIBLE:
        return _by_verdicts(desk, gate, began)
    now = _evaluation(desk, gate, desk.clock.today())
    lapsed = _lapsed_consent(desk, gate.patient_id, now)
    if now.not_met:
        return Closing(GateClosed.RESULT, now.not_met[0].criterion.id)
    return None if lapsed is None else Closing(GateClosed.WITHDRAWN, lapsed.criterion.id)


def _evaluation(desk: Desk, gate: Gate, on: date) -> Evaluation:
    judged = judge(desk, gate.patient_id, gate.cycle, on)
    if isinstance(judged, Unsaved):  # pragma: no cover -- a gate has a patient
        raise KeyError(gate.patient_id)
    return judged.evaluation


def _lapsed_consent(desk: Desk, patient_id: int, evaluation: Evaluation) -> CriterionVerdict | None:
    """Return the criterion of consent that nothing is known of because it was withdrawn."""
    withdrawn = any(
        one.withdrawn is not None and one.withdrawn <= evaluation.on
        for one in evidence.consents(desk.store, patient_id)
    )
    asked = (
        one
        for one in evaluation.unknown
        if any(isinstance(test.test, ConsentTest) for test in one.criterion.tests)
    )
    return next(asked, None) if withdrawn else None


def _close(step: Step, desk: Desk, gate: Gate, closing: Closing) -> None:
    cycle = cycle_of(desk, gate.patient_id, gate.cycle)
    if cycle is None or can_be_removed(desk, gate.patient_id, cycle):
        if cycle is not None:
            cycles.remove_cycle(step, gate.patient_id, cycle)
        gates.close_gate(step, gate.id, closing.why, closing.criterion)
    else:
        cycles.save_cycle(step, gate.patient_id, cycle, _cancelled(cycle))
    gates.add_alert(step, gate.id, closing.why, closing.criterion)


def _cancelled(cycle: Cycle) -> Cycle:
    """Return a cycle of which something was recorded, but nothing given, with nothing left open.

    What was recorded cannot be removed; what is cancelled stands on no list.
    """
    return replace(cycle, items=tuple(_without_opening(item) for item in cycle.items))


def _without_opening(item: CycleItem) -> CycleItem:
    return replace(item, state=ItemState.CANCELLED) if item.is_open else item


def _tell_once(step: Step, gate: Gate, closing: Closing) -> bool:
    """Tell a physician of a cycle that has begun; the same thing is told once."""
    known = {(one.gate_id, one.why, one.criterion) for one in gates.alerts(step.store)}
    if (gate.id, closing.why, closing.criterion) in known:
        return False
    gates.add_alert(step, gate.id, closing.why, closing.criterion, after_start=True)
    return True
