"""How the donor criteria stand on the day of a collection.

Judged again by what is known now; the same store and day give the same answer, so it is kept as
long as nothing is saved.
"""

from collections.abc import Iterable
from datetime import date

from nkdesk.model.criterion import Who
from nkdesk.model.eligibility import Evaluation, Outcome
from nkdesk.model.product import DonorFacts, LotMove, LotState
from nkdesk.services.desk import Desk
from nkdesk.services.forms import Unsaved
from nkdesk.services.gate.judging import ENROLMENT, judge
from nkdesk.services.steps import revision


def donor_on(desk: Desk, patient_id: int, day: date, head: int | None = None) -> Evaluation | None:
    """Return the donor held against every donor criterion on a day, None without a donor.

    ``head`` is the newest revision where the caller has just read it.
    """
    head = revision(desk) if head is None else head
    if desk.donors is None or desk.donors[0] != head:
        desk.donors = head, {}
    known = desk.donors[1]
    if (patient_id, day) not in known:
        judged = judge(desk, patient_id, ENROLMENT, day, Who.DONOR)
        known[patient_id, day] = None if isinstance(judged, Unsaved) else judged.evaluation
    return known[patient_id, day]


def against(evaluation: Evaluation | None) -> tuple[str, ...]:
    """Return the criteria that are not met, else those nothing valid is known of."""
    if evaluation is None or evaluation.outcome is Outcome.ELIGIBLE:
        return ()
    return tuple(one.criterion.id for one in evaluation.not_met or evaluation.unknown)


def collected_on(moves: Iterable[LotMove]) -> date | None:
    """Return the day the cells of a lot were collected, None while they were not."""
    for move in moves:
        if move.becomes is LotState.COLLECTED:
            return move.at.date()
    return None


def day_of_collection(
    moves: Iterable[LotMove], facts: DonorFacts | None, planned: date | None, today: date
) -> date:
    """Return the day a donor is judged on: of the collection once known, else planned, else today.

    A day planned in the past on which nothing was collected decides nothing.
    """
    done = collected_on(moves) or (None if facts is None else facts.collected)
    if done is not None:
        return done
    return today if planned is None else max(planned, today)
