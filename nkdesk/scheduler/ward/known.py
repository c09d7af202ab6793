"""What the search knows so far: the best placement, the bounds, and whether to go on."""

from nkdesk.scheduler.tries import Tries
from nkdesk.scheduler.ward.chooser import movement
from nkdesk.scheduler.ward.crowd import Placed, Ward
from nkdesk.scheduler.ward.placement import KeepGoing, Progress
from nkdesk.scheduler.ward.pricing import SCALE, Priced


class StoppedError(Exception):
    """Whoever watches the search has stopped it."""


class Known:
    """The best placement found and what is proven about any better one.

    ``days_sold`` are bounds in which a day of movement has a price and so has touching a patient,
    by which they are kept. They bound the movement of placements that touch no more patients than
    the best does.
    """

    def __init__(self, ward: Ward, keep_going: KeepGoing) -> None:
        self.ward = ward
        self.placed: Placed | None = None
        self.touched = 0
        self.movement = 0
        self.bound_touched = 0
        self.settled_movement = 0
        self.days_sold: dict[int, Priced] = {}
        self.least_moved: dict[int, int] = {}
        self._keep_going = keep_going

    def found(self, placed: Placed | None) -> None:
        """Keep a placement that fits, where it is better than the best so far."""
        if placed is None:
            return
        merit = self.merit(placed)
        known = self.least_moved.get(merit[0], merit[1])
        self.least_moved[merit[0]] = min(known, merit[1])
        if self.placed is None or merit < (self.touched, self.movement):
            self.placed = dict(placed)
            self.touched, self.movement = merit

    def merit(self, placed: Placed) -> tuple[int, int]:
        """Return how many patients a placement touches and by how many days it moves."""
        choosers = self.ward.choosers
        moved = sum(movement(choosers[number].planned, days) for number, days in placed.items())
        return len(placed), moved

    @property
    def days_spared(self) -> int:
        """By how many days less a placement moves for each patient more that it touches."""
        return max(
            (
                -(-(self.movement - moved) // (touched - self.touched))
                for touched, moved in self.least_moved.items()
                if touched > self.touched
            ),
            default=0,
        )

    @property
    def bound_movement(self) -> int:
        """The least movement of a placement that touches no more than the best does."""
        bounds = [self.least(one) for one in self.days_sold.values()]
        least = max([-(-bound // SCALE) for bound in bounds], default=0)
        return max(least, self.settled_movement, self.bound_touched)

    def least(self, priced: Priced) -> int:
        """Return what days of movement cost at least, in fine money, for as few touched."""
        return priced.bound - priced.rates.touch * self.touched

    def sharpest(self) -> Priced:
        """Return the sale of days with the best bound on movement."""
        return max(self.days_sold.values(), key=self.least)

    @property
    def sure_of_touched(self) -> bool:
        """Whether no placement touches fewer patients than the best."""
        return self.placed is not None and self.bound_touched >= self.touched

    @property
    def sure_of_movement(self) -> bool:
        """Whether the best is proven but for the earliest dates."""
        return self.sure_of_touched and self.bound_movement >= self.movement

    def ask(self) -> None:
        """Tell how far the search is; StoppedError when it is to stop."""
        found = self.placed is not None
        bound = min(self.bound_movement, self.movement) if found else 0
        progress = Progress(self.touched, self.movement, self.bound_touched, bound, found)
        if not self._keep_going(progress):
            raise StoppedError


class WatchedTries(Tries):
    """Tries that tell how far the search is each time some have been spent."""

    def __init__(self, left: int, known: Known) -> None:
        super().__init__(left)
        self.known = known

    def spend(self, tries: int = 1) -> None:
        """Use up tries; TriesSpentError when none are left, StoppedError when stopped."""
        super().spend(tries)
        if self.left % 16 == 0:
            self.known.ask()
