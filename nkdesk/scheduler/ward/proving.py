"""The way to the best placement of the ward, step by step, each ending as soon as it is proven.

1. Bound how many patients must be touched, by selling crowded days; repair what comes out.
2. Bound by how many days they must move in all, the same way.
3. Where bound and best still differ, write out the placements that could be better, and pick.
4. Where those are too many, search the tree of conflicts.
"""

from nkdesk.scheduler.tries import TriesSpentError
from nkdesk.scheduler.ward.chooser import NothingFitsError, Prices, Rates
from nkdesk.scheduler.ward.crowd import Placed, Ward
from nkdesk.scheduler.ward.known import Known, WatchedTries
from nkdesk.scheduler.ward.listing import listed
from nkdesk.scheduler.ward.picking import Picking, Sale, days_picked, pile_of
from nkdesk.scheduler.ward.pricing import SCALE, Market, Priced
from nkdesk.scheduler.ward.repairing import Repair
from nkdesk.scheduler.ward.tree import Tree

TOUCH_RATE = 16
"""What touching a patient costs in days of movement while little is known."""
LEAST_TOUCH_RATE = 4
HUNTING_RATES = (16, 64)
MARKETS = 3
"""How often days are sold anew when touching one patient more turns out to spare more days."""
REPAIR_EVERY = 20
LISTED = 200_000
PICKED = 4_000
NODES = 20_000


class Prover:
    """One ward on its way to a proven placement."""

    def __init__(self, ward: Ward, known: Known) -> None:
        self.ward = ward
        self.known = known
        self.touch_sold: Priced | None = None

    def prove(self) -> None:
        """Find the fewest touched and the least movement, as far as nobody stops it."""
        self._sell_touches()
        if self.known.placed is None:
            self._search_tree()
        if self.known.placed is None:
            return
        self._sell_days()
        if not self.known.sure_of_touched:
            self._close_touched()
        if self.known.sure_of_touched:
            self._close_movement()
        if not self.known.sure_of_movement:
            self._search_tree()

    def _repair(self, rates: Rates, placed: Placed, prices: Prices) -> None:
        self.known.found(Repair(self.ward, rates, placed, prices).repaired())

    def _sell_touches(self) -> None:
        known, everybody = self.known, len(self.ward.choosers)
        market = Market(self.ward, Rates(SCALE, 0))
        for number, priced in enumerate(market.rounds()):
            self.touch_sold = priced
            known.bound_touched = -(-priced.bound // SCALE)
            if known.bound_touched > everybody:
                raise NothingFitsError
            if number % REPAIR_EVERY == 0:
                dear = {seat: price * TOUCH_RATE for seat, price in priced.prices.items()}
                self._repair(Rates(TOUCH_RATE * SCALE, SCALE), priced.placed, dear)
            market.target = (everybody + 1 if known.placed is None else known.touched) * SCALE
            known.ask()
            if known.sure_of_touched:
                return

    def _sell_days(self) -> None:
        """Bound the movement; touching one more must cost more than the days that would spare.

        While it is not known who must be touched it costs much more: fewer are touched then.
        """
        known = self.known
        for touch in HUNTING_RATES:
            if not known.sure_of_touched:
                self._sell_days_at(touch, hunting=True)
        sold = 0
        for _ in range(MARKETS):
            touch = max(LEAST_TOUCH_RATE, 2 * known.days_spared)
            if touch <= sold or (known.days_sold and known.sure_of_movement):
                return
            sold = touch
            self._sell_days_at(touch, hunting=False)

    def _sell_days_at(self, touch: int, *, hunting: bool) -> None:
        known = self.known
        market = Market(self.ward, Rates(touch * SCALE, SCALE))
        for number, priced in enumerate(market.rounds()):
            known.days_sold[touch] = priced
            if number % REPAIR_EVERY == 0:
                self._repair(priced.rates, priced.placed, priced.prices)
            market.target = (touch * known.touched + known.movement) * SCALE
            known.ask()
            enough = known.sure_of_touched if hunting else known.sure_of_movement
            if enough or known.days_spared > touch:
                return

    def _close_touched(self) -> None:
        """Look for a placement that touches as few as the bound says, then one more, and so on."""
        known, priced = self.known, self.touch_sold
        try:
            while priced is not None and not known.sure_of_touched:
                budget = known.bound_touched * SCALE - priced.bound
                picked = self._picked(priced, budget, known.bound_touched)
                if picked is None:
                    known.bound_touched += 1
                else:
                    known.found(picked)
        except TriesSpentError:
            return

    def _close_movement(self) -> None:
        known = self.known
        priced = known.sharpest()
        try:
            while not known.sure_of_movement:
                least = known.bound_movement
                budget = least * SCALE - known.least(priced)
                picked = self._picked(priced, budget, known.touched)
                if picked is None:
                    known.settled_movement = least + 1
                else:
                    known.found(picked)
        except TriesSpentError:
            return

    def _picked(self, priced: Priced, budget: int, touched: int) -> Placed | None:
        columns = listed(self.ward, priced, budget, WatchedTries(LISTED, self.known))
        piles = {number: pile_of(one) for number, one in enumerate(columns)}
        sale = Sale(self.ward, priced.prices, budget, touched)
        picked = Picking(sale, WatchedTries(PICKED, self.known)).first(piles)
        return None if picked is None else days_picked(picked)

    def _search_tree(self) -> None:
        """Search everything that could be better than the best, as far as NODES go."""
        known = self.known
        heavy = 1 + sum(chooser.farthest() for chooser in self.ward.choosers)
        tries = WatchedTries(NODES, known)

        def watch(bound: int) -> None:
            known.bound_touched = max(known.bound_touched, bound // heavy)
            tries.spend()

        most = 1 << 60
        if known.placed is not None:
            most = known.touched * heavy + known.movement - 1
        try:
            found = Tree(self.ward, Rates(heavy, 1), watch).best(most)
        except TriesSpentError:
            return
        if found is not None:
            known.found(found.placed())
        if known.placed is None:
            raise NothingFitsError
        known.bound_touched, known.settled_movement = known.touched, known.movement
