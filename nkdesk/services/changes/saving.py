"""Saving a planned change as one step, on the very store a person looked at."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from nkdesk.model.change import PlanChange
from nkdesk.model.refusal import BrokenRule
from nkdesk.services.change_forms import LeavingCycle
from nkdesk.services.changes.planning import Planned
from nkdesk.services.desk import Desk
from nkdesk.services.forms import FieldCode, FieldProblem, Saved, Unsaved
from nkdesk.services.gate.leaving import leaving_cycles, settle_gates, without
from nkdesk.services.keeping import Broken, keep_course
from nkdesk.services.steps import StepKind, revision, step_on
from nkdesk.store import changes
from nkdesk.store.store import Step, StoreConflictError


@dataclass(frozen=True, slots=True)
class Decision:
    """A change as decided: the row kept beside it, the step it is, and why in the journal."""

    change: PlanChange
    what: StepKind
    why: str = ""
    also: Callable[[Step], None] | None = None


def refuse_stale(desk: Desk, read_at: int) -> None:
    """Raise StoreConflictError when anything was saved since a preview was made."""
    if revision(desk) != read_at:
        raise StoreConflictError("step", None)


def unchanged(field: str) -> Unsaved:
    """Say that a change would change nothing, beside the field that could be another."""
    return Unsaved((FieldProblem(field, FieldCode.UNCHANGED),))


def save(desk: Desk, read_at: int, found: Planned, decision: Decision) -> Saved:
    """Write everything as one step or nothing; StoreConflictError when the store has moved on.

    A cycle that the change takes out of its gate leaves the plan in the same step.
    """
    change = decision.change
    leaving = leaving_cycles(desk, change.patient_id, found.before, found.after)
    kept = replace(found.kept, after=without(found.after, leaving))
    deviations = _of_what_stays(found, leaving)
    broken = Broken(found.cycle or 1, deviations, change.physician, change.cause.note)
    why = decision.why or change.cause.reason
    with step_on(desk, read_at, decision.what, why) as step:
        keep_course(step, kept, broken)
        changes.add_plan_change(step, change)
        if decision.also is not None:
            decision.also(step)
        settle_gates(step, desk, change.patient_id, leaving)
    return Saved(step.seq, deviations)


def _of_what_stays(found: Planned, leaving: tuple[LeavingCycle, ...]) -> tuple[BrokenRule, ...]:
    """Return what a change breaks in the cycles that stay planned."""
    gone = tuple(f"C{one.number}/" for one in leaving)
    return tuple(
        rule
        for rule in found.deviations
        if not gone or not (rule.item.startswith(gone) or rule.other.startswith(gone))
    )
