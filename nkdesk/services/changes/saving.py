"""Saving a planned change as one step, on the very store a person looked at."""

from collections.abc import Callable
from dataclasses import dataclass

from nkdesk.model.change import PlanChange
from nkdesk.services.changes.planning import Planned
from nkdesk.services.desk import Desk
from nkdesk.services.forms import FieldCode, FieldProblem, Saved, Unsaved
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
    """Write everything as one step or nothing; StoreConflictError when the store has moved on."""
    change = decision.change
    broken = Broken(found.cycle or 1, found.deviations, change.physician, change.cause.note)
    why = decision.why or change.cause.reason
    with step_on(desk, read_at, decision.what, why) as step:
        keep_course(step, found.kept, broken)
        changes.add_plan_change(step, change)
        if decision.also is not None:
            decision.also(step)
    return Saved(step.seq, found.deviations)
