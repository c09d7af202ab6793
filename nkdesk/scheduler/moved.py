"""What comes of a change of dates that is not refused."""

from dataclasses import dataclass

from nkdesk.model.refusal import BrokenRule
from nkdesk.scheduler.course import Course


@dataclass(frozen=True, slots=True)
class Moved:
    """The course with a change made; ``deviations`` are the rules it breaks with consent."""

    course: Course
    deviations: tuple[BrokenRule, ...] = ()
