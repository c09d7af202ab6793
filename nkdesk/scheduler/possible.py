"""Whether some rules can hold together at all, without asking which days are best.

Every infusion starts on the first day it may have and is put off only when a rule leaves it no
other choice. Bounds between days, open days and days that follow from others by the nearest open
one have a least solution: putting off ends there, or runs out of days and proves there is none.
Only "not on one day, in either order" and the last of several days leave a choice; the choices
are tried one after another.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from operator import sub
from typing import NamedTuple

from nkdesk.scheduler.choices import Choices
from nkdesk.scheduler.frame import Frame
from nkdesk.scheduler.layout import GapEnd
from nkdesk.scheduler.scene import Scene
from nkdesk.scheduler.tries import Tries

TRIES = 300
"""Days put off one by one, or choices tried, before a question is left undecided."""


class _Way(NamedTuple):
    """One way out of a broken rule: days to put off to, pairs of infusions put in an order."""

    later: tuple[tuple[int, int], ...]
    ordered: tuple[tuple[int, int], ...] = ()


def some_days(scene: Scene, frame: Frame | None, tries: int = TRIES) -> list[int] | None:
    """Return days that keep the rules and set them in the scene; None when there are none.

    TriesSpentError when that is not decided after so many tries: only rules that leave a choice
    can need as many.
    """
    if frame is None:
        return None
    return _PutOff(scene, frame, Tries(tries)).days(first_days(scene, frame), ())


def first_days(scene: Scene, frame: Frame) -> list[int]:
    """Return the first day each infusion may have for itself."""
    lows = Choices(scene, frame).lows
    return [max(low, scene.start - frame.most[n + 1][0]) for n, low in enumerate(lows)]


class _PutOff:
    def __init__(self, scene: Scene, frame: Frame, tries: Tries) -> None:
        self.scene = scene
        self.tries = tries
        self.bounds = Bounds(scene, frame, Choices(scene, frame))
        self.reach = frame.reach
        self.loose = [n for n, slot in enumerate(scene.layout.searched) if slot.slack]
        self.apart = [(one, n) for n, ones in enumerate(frame.apart) for one in ones]
        self.checks = [*frame.first_checks, *chain.from_iterable(frame.checks)]

    def days(self, days: list[int], ordered: tuple[tuple[int, int], ...]) -> list[int] | None:
        """Return the first days from ``days`` on that keep every rule."""
        while self.bounds.put_off(days, ordered):
            self.tries.spend()
            self.scene.chosen[:] = days
            ways = self._ways(days)
            if ways is None:
                return days
            if len(ways) != 1:
                return self._first_of(ways, days, ordered)
            _follow(ways[0], days)
        return None

    def _first_of(
        self, ways: Sequence[_Way], days: list[int], ordered: tuple[tuple[int, int], ...]
    ) -> list[int] | None:
        for way in ways:
            tried = list(days)
            _follow(way, tried)
            found = self.days(tried, (*ordered, *way.ordered))
            if found is not None:
                return found
        return None

    def _ways(self, days: list[int]) -> Sequence[_Way] | None:
        """Return the ways out of the first broken rule, None when all hold."""
        broken = chain(self._windows(days), self._gaps(), self._same_days(days))
        return next(broken, None)

    def _windows(self, days: list[int]) -> Iterator[Sequence[_Way]]:
        for number in self.loose:
            slot = self.scene.layout.searched[number]
            before, after = self.reach[number]
            away = days[number] - self.scene.target(slot)
            if away < -before:
                yield [_Way(((number, days[number] - away - before),))]
            elif away > after:
                yield self._later({slot.root}, days)

    def _gaps(self) -> Iterator[Sequence[_Way]]:
        for check in self.checks:
            start, end = self.scene.end_day(check.gap.start), self.scene.end_day(check.gap.end)
            if start is None or end is None:
                continue
            if check.low is not None and end - start < check.low:
                yield self._end_later(check.gap.end, end)
            elif check.high is not None and end - start > check.high:
                yield self._end_later(check.gap.start, start)

    def _same_days(self, days: list[int]) -> Iterator[Sequence[_Way]]:
        for first, second in self.apart:
            if days[first] == days[second]:
                later = days[first] + 1
                yield [
                    _Way(((second, later),), ((first, second),)),
                    _Way(((first, later),), ((second, first),)),
                ]

    def _end_later(self, end: GapEnd, day: int) -> Sequence[_Way]:
        """Return how the end of a gap can come later than ``day``."""
        scene = self.scene
        slots = [scene.layout.slots[index] for index in end.slots]
        if end.latest:
            roots = sorted({slot.follows for slot in slots if slot.follows is not None})
            return [_Way(((root, scene.chosen[root] + 1),)) for root in roots]
        return self._later({slot.follows for slot in slots if scene.day(slot) == day}, scene.chosen)

    def _later(self, roots: set[int | None], days: Sequence[int]) -> Sequence[_Way]:
        """Return the way in which all of some infusions are put off; none for the typed anchor."""
        later = tuple((root, days[root] + 1) for root in roots if root is not None)
        return [_Way(later)] if len(later) == len(roots) and later else []


def _follow(way: _Way, days: list[int]) -> None:
    for number, later in way.later:
        days[number] = max(days[number], later)


class Bounds:
    """The bounds between days, and the days that can be used, as what puts infusions off."""

    def __init__(self, scene: Scene, frame: Frame, choices: Choices) -> None:
        self.choices = choices
        self.last = [scene.start + most for most in frame.most[0][1:]]
        self.after = [row[1:] for row in frame.most[1:]]
        """``after[n][m]``: infusion m may stand at most so many days after n."""

    def put_off(self, days: list[int], ordered: Sequence[tuple[int, int]] = ()) -> bool:
        """Move days to the first that keep the bounds; False when one runs out of days."""
        before: list[int] = []
        while before != days:
            before = list(days)
            for number, after in enumerate(self.after):
                day = self._usable(number, max(map(sub, days, after)))
                if day is None:
                    return False
                days[number] = day
            for first, second in ordered:
                days[second] = max(days[second], days[first] + 1)
        return True

    def _usable(self, number: int, day: int) -> int | None:
        usable, last = self.choices.usable, self.last[number]
        while day <= last:
            if usable(number, day):
                return day
            day += 1
        return None
