"""The exact search for the days of a cycle's infusions.

Smallest sum of |planned - target|; among equals the earliest first infusion, then the earliest
second, and so on. Source: the protocol format, "Placing a cycle", rule 2.

Infusions are given their days in file order, anchors first, each trying the days nearest its
target first. Three things keep it short: bounds tightened in advance (frame), a floor under what
the rest must cost at least, and a memory of what was found for the same days of the infusions
still needed. That is fast where few days come into question, as they do on most wards. It may
take only so many tries; a question that needs more is answered as a smallest cut (cutting), whose
work grows evenly.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from nkdesk.scheduler.choices import Choices
from nkdesk.scheduler.cutting import cut_days
from nkdesk.scheduler.frame import UNBOUNDED, Frame
from nkdesk.scheduler.possible import some_days
from nkdesk.scheduler.rules import numbered
from nkdesk.scheduler.scene import Scene
from nkdesk.scheduler.tries import Tries, TriesSpentError

NO_PINS: Mapping[int, int] = MappingProxyType({})
TRIES = 1000
"""Days tried before the search gives way to the cut. A ward's protocol needs a few dozen."""

Found = tuple[int, tuple[int, ...]]
"""The cost in days and the days themselves, from some infusion to the last."""


def best_days(scene: Scene, frame: Frame | None, tries: int = TRIES) -> tuple[int, ...] | None:
    """Return the best day of each infusion and set them in the scene; None when none fit."""
    if frame is None or not all(scene.keeps(check) for check in frame.first_checks):
        return None
    choices = Choices(scene, frame)
    try:
        days = _searched(scene, frame, choices, Tries(tries))
    except TriesSpentError:
        days = cut_days(scene, frame, choices)
    if days is not None:
        scene.chosen[:] = days
    return days


def is_possible(scene: Scene, frame: Frame | None) -> bool:
    """Whether any days keep the rules; soon said where they do not. Sets days in the scene."""
    try:
        return some_days(scene, frame) is not None
    except TriesSpentError:
        return best_days(scene, frame) is not None


def _searched(scene: Scene, frame: Frame, choices: Choices, tries: Tries) -> tuple[int, ...] | None:
    found = _Search(scene, frame, choices, tries).best(0, UNBOUNDED)
    if found is None:
        return None
    if scene.layout.searched != scene.layout.infusions and found[0]:
        found = _earliest(_Search(scene, frame, choices, tries), found)
    return found[1]


def _earliest(search: "_Search", found: Found) -> Found:
    """Among placements of equal cost find the earliest dates, taken in the file's order.

    Needed only where an anchor stands later in the file than what hangs on it: the search then
    runs in another order than the one that decides between equals.
    """
    pins: dict[int, int] = {}
    first = search.scene.start
    for number, _ in numbered(search.scene.layout):
        for day in range(first - search.frame.most[number + 1][0], found[1][number]):
            earlier = search.pinned({**pins, number: day}).best(0, found[0])
            if earlier is not None:
                found = earlier
                break
        pins[number] = found[1][number]
    return found


class _Search:
    def __init__(self, scene: Scene, frame: Frame, choices: Choices, tries: Tries) -> None:
        self.scene = scene
        self.frame = frame
        self.choices = choices
        self.tries = tries
        self.pins = NO_PINS
        self.slots = scene.layout.searched
        self.memory: dict[tuple[int, ...], tuple[Found | None, int]] = {}
        self.floors: dict[tuple[int, int, int, int], int] = {}

    def pinned(self, pins: Mapping[int, int]) -> "_Search":
        """Return the same search with the days of some infusions already settled."""
        search = _Search(self.scene, self.frame, self.choices, self.tries)
        search.pins = pins
        return search

    def best(self, number: int, limit: int) -> Found | None:
        """Return the best days from one infusion on that cost at most ``limit``."""
        if number == len(self.slots):
            return 0, ()
        chosen = self.scene.chosen
        key = (number, *[chosen[one] for one in self.frame.needed[number]])
        found, tried = self.memory.get(key, (None, -1))
        if found is None and tried < limit:
            found = self._fresh(number, limit)
            self.memory[key] = (found, limit)
        return found if found is not None and found[0] <= limit else None

    def _fresh(self, number: int, limit: int) -> Found | None:
        found: Found | None = None
        for cost, day in self._candidates(number):
            if cost > limit:
                break
            ceiling = limit if found is None or day < found[1][0] else limit - 1
            rest = self._rest(number, day, ceiling - cost)
            if rest is not None:
                found = (cost + rest[0], (day, *rest[1]))
                limit = found[0]
        return found

    def _rest(self, number: int, day: int, limit: int) -> Found | None:
        """Return the best for what follows once an infusion has its day."""
        self.tries.spend()
        self.scene.chosen[number] = day
        floor = self._floor(number + 1, number, limit)
        if floor > limit or not self._allowed(number, day):
            return None
        return self.best(number + 1, limit)

    def _candidates(self, number: int) -> Iterator[tuple[int, int]]:
        """Yield (distance, day) of the days an infusion may have, nearest first."""
        low, high = self._bounds(number)
        return self._by_distance(number, self.scene.target(self.slots[number]), low, high)

    def _by_distance(
        self, number: int, target: int, low: int, high: int
    ) -> Iterator[tuple[int, int]]:
        before, after = self.frame.reach[number]
        low, high = max(low, target - before), min(high, target + after)
        aim = self.scene.aims.get(number, target)
        for away in range(max(0, low - aim, aim - high), max(aim - low, high - aim) + 1):
            for day in (aim - away, aim + away) if away else (aim,):
                if low <= day <= high and self.choices.usable(number, day):
                    yield away, day

    def _bounds(self, number: int) -> tuple[int, int]:
        most, chosen, start = self.frame.most, self.scene.chosen, self.scene.start
        low = max(self.choices.lows[number], start - most[number + 1][0])
        high = start + most[0][number + 1]
        for one in self.frame.needed[number]:
            low = max(low, chosen[one] - most[number + 1][one + 1])
            high = min(high, chosen[one] + most[one + 1][number + 1])
        if number in self.pins:
            low, high = max(low, self.pins[number]), min(high, self.pins[number])
        return low, high

    def _allowed(self, number: int, day: int) -> bool:
        chosen, scene = self.scene.chosen, self.scene
        if any(chosen[one] == day for one in self.frame.apart[number]):
            return False
        return all(scene.keeps(check) for check in self.frame.checks[number])

    def _floor(self, first: int, chosen: int, limit: int) -> int:
        """Return what the infusions from ``first`` on cost at least, as far as is known yet."""
        floor = 0
        for number in range(first, len(self.slots)):
            slot = self.slots[number]
            if slot.root is None or slot.root <= chosen:
                floor += self._least(number, chosen, self.scene.target(slot))
                if floor > limit:
                    break
        return floor

    def _least(self, number: int, chosen: int, target: int) -> int:
        """Return how far an infusion stands away at least, given one chosen day."""
        most, day = self.frame.most, self.scene.chosen[chosen]
        low = max(self.choices.lows[number], day - most[number + 1][chosen + 1])
        high = day + most[chosen + 1][number + 1]
        key = (number, target, low, high)
        known = self.floors.get(key)
        if known is None:
            days = self._by_distance(number, target, low, high)
            known = self.floors[key] = next(days, (UNBOUNDED, 0))[0]
        return known
