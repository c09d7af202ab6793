"""What the board of gaps looks up of everybody's plans, by one query."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from nkdesk.store.ward_store import Store

# The sum of revisions grows with every change of a cycle: two equal ones are the same plan.
_PLANS = (
    "SELECT cycle.patient_id, cycle.number, cycle.id, cycle.start,"
    " coalesce(max(item.state IN ('given', 'partly_given', 'omitted')), 0),"
    " cycle.rev + coalesce(sum(item.rev), 0)"
    " FROM cycle LEFT JOIN item ON item.cycle_id = cycle.id"
    " GROUP BY cycle.id ORDER BY cycle.patient_id, cycle.number"
)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One cycle in short: its first day, whether anything is recorded, and which plan it is."""

    number: int
    start: date
    begun: bool
    plan: tuple[int, int]


def plan_lines(store: Store) -> Mapping[int, tuple[PlanLine, ...]]:
    """Return by patient the cycles that are planned, by number."""
    return {
        patient_id: tuple(
            PlanLine(number, date.fromisoformat(start), bool(begun), (cycle_id, revisions))
            for _, number, cycle_id, start, begun, revisions in found
        )
        for patient_id, found in groupby(store.read(_PLANS), key=itemgetter(0))
    }
