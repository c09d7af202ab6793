"""The third criterion: among placements equally good, the earliest dates.

Patient by patient, in list order, all placements of earlier dates than the one known are tried
together; where the ward fits with one of them, it is the new one known.
"""

from collections.abc import Sequence

from nkdesk.scheduler.tries import TriesSpentError
from nkdesk.scheduler.ward.crowd import Ward
from nkdesk.scheduler.ward.known import Known, WatchedTries
from nkdesk.scheduler.ward.listing import Column, listed
from nkdesk.scheduler.ward.picking import Picking, Pile, Piles, Sale, days_picked, pile_of
from nkdesk.scheduler.ward.pricing import SCALE

LISTED = 200_000
PICKED = 400
"""What one patient's earlier dates may cost to try before they are left undecided."""
UNDECIDED = 10
"""How many patients may be left undecided before the others are not tried any more."""


def earliest(ward: Ward, known: Known) -> bool:
    """Turn the best placement into the one of the earliest dates; return whether that is proven.

    The best must be proven in the first two criteria; where it is not, nothing is done.
    """
    if not known.sure_of_movement:
        return False
    if not known.touched:
        return True
    priced = known.sharpest()
    budget = known.movement * SCALE - known.least(priced)
    try:
        columns = listed(ward, priced, budget, WatchedTries(LISTED, known))
    except TriesSpentError:
        return False
    piles = {number: pile_of(one) for number, one in enumerate(columns)}
    return _Earliest(Sale(ward, priced.prices, budget, known.touched), known).improve(piles)


class _Earliest:
    def __init__(self, sale: Sale, known: Known) -> None:
        self.sale = sale
        self.known = known
        self.undecided = 0

    def improve(self, piles: Piles) -> bool:
        """Try every patient in turn; return whether every try came to an end."""
        left: Piles | None = Picking(self.sale, WatchedTries(PICKED, self.known)).struck(
            dict(piles)
        )
        for number in piles:
            if left is None or self.undecided == UNDECIDED:
                return False
            while self._improved(left, number):
                pass
            days = self._days(number)
            kept = pile_of([one for one in left[number].columns if one.days == days])
            left = Picking(self.sale, WatchedTries(PICKED, self.known)).struck(
                {**left, number: kept}
            )
        return not self.undecided

    def _days(self, number: int) -> tuple[int, ...]:
        placed = self.known.placed or {}
        return placed.get(number, self.sale.ward.choosers[number].planned)

    def _improved(self, piles: Piles, number: int) -> bool:
        """Try a patient's earlier dates; keep the placement of the ward that has them, if any."""
        earlier = _before(piles[number], self._days(number))
        if not earlier:
            return False
        picking = Picking(self.sale, WatchedTries(PICKED, self.known))
        try:
            found = picking.first({**piles, number: pile_of(earlier)})
        except TriesSpentError:
            self.undecided += 1
            return False
        if found is None:
            return False
        self.known.placed = days_picked(found)
        return True


def _before(pile: Pile, days: tuple[int, ...]) -> Sequence[Column]:
    return [column for column in pile.columns if column.days < days]
