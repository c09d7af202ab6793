"""What a ward re-placement is asked with, what it tells on the way, and what it answers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from nkdesk.model.cycle import Address
from nkdesk.scheduler.course import Course


@dataclass(frozen=True, slots=True)
class WardPatient:
    """One patient of the ward by the id used in answers.

    ``course.taken`` counts only infusions of patients who are not in the list.
    """

    id: str
    course: Course


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the search is; told again and again, so that it can be stopped.

    ``touched`` patients and ``movement`` days are of the best placement known, where one was
    ``found``. None is better than the bounds: none touches fewer than ``bound_touched``, and none
    that touches so few moves by fewer than ``bound_movement`` days.
    """

    touched: int
    movement: int
    bound_touched: int
    bound_movement: int
    found: bool


KeepGoing = Callable[[Progress], bool]
"""Asked again and again during the search; False stops it with the best known."""


@dataclass(frozen=True, slots=True)
class WardMove:
    """One infusion that stands on another day."""

    patient: str
    address: Address
    was: date
    becomes: date


@dataclass(frozen=True, slots=True)
class WardPlacement:
    """The ward placed anew: a preview until a person accepts it.

    ``courses`` stand in list order. ``proven`` says that no placement is better in any of the
    three criteria; otherwise the bounds say how much better one might be, as in Progress.
    """

    courses: tuple[Course, ...]
    moves: tuple[WardMove, ...]
    touched: int
    movement: int
    proven: bool
    bound_touched: int
    bound_movement: int


def always(_progress: Progress) -> bool:
    """Search until the answer is proven."""
    return True
