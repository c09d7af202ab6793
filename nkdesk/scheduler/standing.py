"""Which rules a cycle breaks as it stands: with its facts, its planned dates and its neighbours."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from nkdesk.model.cycle import Cycle, CycleItem
from nkdesk.model.protocol import ItemKind
from nkdesk.model.refusal import BrokenRule, RuleCode
from nkdesk.scheduler.layout import PREVIOUS_INFUSION_LAST, GapEnd, GapRule, Slot
from nkdesk.scheduler.scene import Scene, previous_day, standing_day

BreachKey = tuple[RuleCode, str, str, int | None]


@dataclass(frozen=True, slots=True)
class Breach:
    """A broken rule and the slots it is about, by index."""

    rule: BrokenRule
    slots: frozenset[int]

    @property
    def key(self) -> BreachKey:
        """What stays the same when the same rule is broken on another day."""
        return self.rule.code, self.rule.item, self.rule.other, self.rule.limit


def breaches(scene: Scene, cycle: Cycle, asked: Iterable[int] = ()) -> tuple[Breach, ...]:
    """Return every rule the cycle breaks.

    Window, closed day and capacity bind infusions. Window and closed day are looked at for what
    was given, of any kind, and for the slots ``asked`` about; chemotherapy is never held by a
    closed day. What was not given breaks nothing.
    """
    return tuple(_Standing(scene, cycle).breaches(frozenset(asked)))


class _Standing:
    def __init__(self, scene: Scene, cycle: Cycle) -> None:
        self.scene = scene
        self.items = {item.address: item for item in cycle.items}
        self.days: dict[int, int] = {}
        for slot in scene.layout.slots:
            day = standing_day(self.items[slot.address])
            if day is not None:
                self.days[slot.index] = day.toordinal()

    def breaches(self, asked: frozenset[int]) -> Iterator[Breach]:
        for index in self.days:
            slot = self.scene.layout.slots[index]
            item = self.items[slot.address]
            infusion = slot.kind is ItemKind.INFUSION
            if infusion or item.actual is not None or index in asked:
                for rule in self._own(slot, item):
                    yield Breach(rule, frozenset([index]))
        yield from self._pairs()
        for gap in self.scene.layout.gaps:
            yield from self._gap(gap)

    def _own(self, slot: Slot, item: CycleItem) -> Iterator[BrokenRule]:
        day = date.fromordinal(self.days[slot.index])
        text = str(slot.address)
        if (item.earliest and day < item.earliest) or (item.latest and day > item.latest):
            yield BrokenRule(RuleCode.OUTSIDE_WINDOW, text, day=day)
        calendar = slot.calendar
        if slot.kind is not ItemKind.CHEMO and not self.scene.opens[calendar].is_open(
            day.toordinal()
        ):
            yield BrokenRule(RuleCode.CLOSED_DAY, text, day=day, calendar=calendar)
        room = self.scene.rooms[calendar]
        if slot.kind is ItemKind.INFUSION and room.is_full(day.toordinal()):
            limit = room.limit(day.toordinal())
            yield BrokenRule(RuleCode.OVER_CAPACITY, text, day=day, limit=limit, calendar=calendar)

    def _pairs(self) -> Iterator[Breach]:
        standing = [slot for slot in self.scene.layout.infusions if slot.index in self.days]
        for first, second in combinations(standing, 2):
            slots = frozenset([first.index, second.index])
            rule = self._pair(second, str(first.address), self.days[first.index])
            if rule is not None:
                yield Breach(rule, slots)
        for slot in standing:
            for before in self.scene.infused_before:
                rule = self._pair(slot, PREVIOUS_INFUSION_LAST, before)
                if rule is not None:
                    yield Breach(rule, frozenset([slot.index]))

    def _pair(self, slot: Slot, other: str, before: int) -> BrokenRule | None:
        day = self.days[slot.index]
        if day > before:
            return None
        code = RuleCode.SAME_DAY if day == before else RuleCode.ORDER
        return BrokenRule(code, str(slot.address), other, date.fromordinal(day))

    def _gap(self, gap: GapRule) -> Iterator[Breach]:
        start, end = self._end_day(gap.start), self._end_day(gap.end)
        if start is None or end is None:
            return
        slots = frozenset([*gap.start.slots, *gap.end.slots])
        day = date.fromordinal(end)
        names = gap.start.name, gap.end.name
        if gap.min is not None and end - start < gap.min:
            yield Breach(BrokenRule(RuleCode.GAP_TOO_SHORT, *names, day, gap.min), slots)
        if gap.max is not None and end - start > gap.max:
            yield Breach(BrokenRule(RuleCode.GAP_TOO_LONG, *names, day, gap.max), slots)

    def _end_day(self, end: GapEnd) -> int | None:
        if end.previous:
            return previous_day(self.scene.previous, end.previous)
        days = [self.days[index] for index in end.slots if index in self.days]
        return (max if end.latest else min)(days, default=None)
