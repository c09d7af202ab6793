"""Which waivers still count: one is signed for the results there are, not for later ones."""

from collections.abc import Iterable

from nkdesk.model.criterion import Criterion
from nkdesk.model.eligibility import Waiver
from nkdesk.services.desk import Desk
from nkdesk.services.evidence.kinds import asked_code
from nkdesk.store import gates


def counted_waivers(
    desk: Desk, criteria: Iterable[Criterion], signed: tuple[Waiver, ...]
) -> tuple[Waiver, ...]:
    """Return the waivers whose criterion has had no result entered since they were signed.

    A new, corrected or struck result asks for a new signature: what was waived was another value.
    """
    if not signed:
        return ()
    since = gates.results_since(desk.store, {one.patient_id for one in signed})
    asked = {one.id: {asked_code(test) for test in one.tests} for one in criteria}
    return tuple(
        one
        for one in signed
        if not asked.get(one.criterion, set()) & since.get(one.id, frozenset())
    )
