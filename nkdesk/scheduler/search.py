"""The exact search for the days of a cycle's infusions.

Smallest sum of |planned - target|; among equals the earliest first infusion, then the earliest
second, and so on. Source: the protocol format, "Placing a cycle", rule 2.

Infusions are given their days in file order, anchors first, each trying the days nearest its
target first. Three things keep it short: bounds tightened in advance (frame), a floor under what
the rest must cost at least, and a memory of what was found for the same days of the infusions
still needed.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from nkdesk.model.refusal import RuleCode
from nkdesk.scheduler.frame import UNBOUNDED, Frame
from nkdesk.scheduler.rules import PREVIOUS, Rule, numbered
from nkdesk.scheduler.scene import Scene

NO_PINS: Mapping[int, int] = MappingProxyType({})

Found = tuple[int, tuple[int, ...]]
"""The cost in days and the days themselves, from some infusion to the last."""


def best_days(scene: Scene, frame: Frame | None) -> tuple[int, ...] | None:
    """Return the best day of each infusion and set them in the scene; None when none fit."""
    if frame is None or not all(scene.keeps(check) for check in frame.first_checks):
        return None
    found = _Search(scene, frame).best(0, UNBOUNDED)
    if found is None:
        return None
    if scene.layout.searched != scene.layout.infusions and found[0]:
        found = _earliest(scene, frame, found)
    scene.chosen[:] = found[1]
    return found[1]


def _earliest(scene: Scene, frame: Frame, found: Found) -> Found:
    """Among placements of equal cost find the earliest dates, taken in the file's order.

    Needed only where an anchor stands later in the file than what hangs on it: the search then
    runs in another order than the one that decides between equals.
    """
    pins: dict[int, int] = {}
    for number, _ in numbered(scene.layout):
        for day in range(scene.start - frame.most[number + 1][0], found[1][number]):
            earlier = _Search(scene, frame, {**pins, number: day}).best(0, found[0])
            if earlier is not None:
                found = earlier
                break
        pins[number] = found[1][number]
    return found


class _Search:
    def __init__(self, scene: Scene, frame: Frame, pins: Mapping[int, int] = NO_PINS) -> None:
        self.scene = scene
        self.frame = frame
        self.pins = pins
        self.slots = scene.layout.searched
        self.opens = [scene.opens[slot.calendar] for slot in self.slots]
        self.rooms = [scene.rooms[slot.calendar] for slot in self.slots]
        self.lows = [self._low(number) for number in range(len(self.slots))]
        self.memory: dict[tuple[int, ...], tuple[Found | None, int]] = {}
        self.usable: list[dict[int, bool]] = [{} for _ in self.slots]
        self.floors: dict[tuple[int, int, int, int], int] = {}

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
        self.scene.chosen[number] = day
        floor = self._floor(number + 1, number, limit)
        if floor > limit or not self._allowed(number, day):
            return None
        return self.best(number + 1, limit)

    def _low(self, number: int) -> int:
        """Return the first day allowed by today and by the infusions of the cycle before."""
        scene = self.scene
        low = -UNBOUNDED if scene.today is None else scene.today
        if scene.infused_before and self._after_previous(RuleCode.ORDER, number):
            low = max(low, *scene.infused_before)
        return low

    def _after_previous(self, code: RuleCode, number: int) -> bool:
        rules = self.frame.rules
        return rules is None or Rule(code, PREVIOUS, number) in rules

    def _candidates(self, number: int) -> Iterator[tuple[int, int]]:
        """Yield (distance from target, day) of the days an infusion may have, nearest first."""
        low, high = self._bounds(number)
        return self._by_distance(number, self.scene.target(self.slots[number]), low, high)

    def _by_distance(
        self, number: int, target: int, low: int, high: int
    ) -> Iterator[tuple[int, int]]:
        before, after = self.frame.reach[number]
        low, high = max(low, target - before), min(high, target + after)
        for away in range(
            max(0, low - target, target - high), max(target - low, high - target) + 1
        ):
            for day in (target - away, target + away) if away else (target,):
                if low <= day <= high and self._usable(number, day):
                    yield away, day

    def _bounds(self, number: int) -> tuple[int, int]:
        most, chosen, start = self.frame.most, self.scene.chosen, self.scene.start
        low = max(self.lows[number], start - most[number + 1][0])
        high = start + most[0][number + 1]
        for one in self.frame.needed[number]:
            low = max(low, chosen[one] - most[number + 1][one + 1])
            high = min(high, chosen[one] + most[one + 1][number + 1])
        if number in self.pins:
            low, high = max(low, self.pins[number]), min(high, self.pins[number])
        return low, high

    def _usable(self, number: int, day: int) -> bool:
        """Whether the resource is open that day and has room, as far as these rules hold."""
        known = self.usable[number].get(day)
        if known is None:
            known = self.usable[number][day] = self._looked_up(number, day)
        return known

    def _looked_up(self, number: int, day: int) -> bool:
        frame = self.frame
        if not self.opens[number].is_open(day) and frame.holds(RuleCode.CLOSED_DAY, number):
            return False
        full = self.rooms[number].is_full(day)
        return not (full and frame.holds(RuleCode.OVER_CAPACITY, number))

    def _allowed(self, number: int, day: int) -> bool:
        chosen, scene = self.scene.chosen, self.scene
        if any(chosen[one] == day for one in self.frame.apart[number]):
            return False
        if day in scene.infused_before and self._after_previous(RuleCode.SAME_DAY, number):
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
        """Return how far from its target an infusion stands at least, given one chosen day."""
        most, day = self.frame.most, self.scene.chosen[chosen]
        low = max(self.lows[number], day - most[number + 1][chosen + 1])
        high = day + most[chosen + 1][number + 1]
        key = (number, target, low, high)
        known = self.floors.get(key)
        if known is None:
            days = self._by_distance(number, target, low, high)
            known = self.floors[key] = next(days, (UNBOUNDED, 0))[0]
        return known
