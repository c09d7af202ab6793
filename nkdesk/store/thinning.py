"""Which backups are kept: everything new, then fewer and fewer, and all from before a new version.

Source: safety §7.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar

ALL_FOR = timedelta(hours=48)
DAYS, WEEKS, MONTHS = 12, 10, 9


class Dated(Protocol):
    """What thinning knows of a backup: when it was made, and whether it is kept for ever."""

    @property
    def made_at(self) -> datetime:
        """When it was made, aware, in the ward's time."""
        ...

    @property
    def for_ever(self) -> bool:
        """Whether it is never thinned out."""
        ...


Kept = TypeVar("Kept", bound=Dated)


def too_many(backups: Iterable[Kept], now: datetime) -> tuple[Kept, ...]:
    """Return the backups that may go, oldest first.

    Kept are: all of the last 48 hours, the newest of each of the 12 newest days, 10 newest weeks
    and 9 newest months that have any, and those kept for ever. A backup from the future is new:
    it is the clock that is wrong.
    """
    ordered = sorted(backups, key=lambda one: one.made_at, reverse=True)
    spans: tuple[tuple[Callable[[date], object], int], ...] = (
        (lambda day: day, DAYS),
        (lambda day: day.isocalendar()[:2], WEEKS),
        (lambda day: (day.year, day.month), MONTHS),
    )
    staying = {id(one) for one in ordered if one.for_ever or now - one.made_at <= ALL_FOR}
    for span, most in spans:
        staying |= _newest_of_each(ordered, span, most)
    return tuple(one for one in reversed(ordered) if id(one) not in staying)


def _newest_of_each(ordered: Sequence[Kept], span: Callable[[date], object], most: int) -> set[int]:
    newest: dict[object, Kept] = {}
    for one in ordered:
        newest.setdefault(span(one.made_at.date()), one)
    return {id(one) for one in list(newest.values())[:most]}
