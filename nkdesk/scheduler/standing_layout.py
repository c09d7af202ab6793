"""A cycle as it stands, laid out so that only some of its infusions may still move.

Everything else keeps its day, or follows the infusions it hangs on. The search for a placement
then answers how those infusions move: what it measures from are the days they stand on.
"""

from collections.abc import Iterator, Set
from dataclasses import dataclass, field, replace
from datetime import date

from nkdesk.model.cycle import Cycle, CycleItem, ItemState
from nkdesk.model.protocol import ItemKind, Window
from nkdesk.scheduler.course import Course
from nkdesk.scheduler.layout import (
    PREVIOUS_CHEMO_FIRST,
    SEARCH_DAYS,
    GapEnd,
    GapRule,
    Layout,
    Slot,
    layout_of,
    own_offset,
    own_slack,
)
from nkdesk.scheduler.refusing import TODAY
from nkdesk.scheduler.scene import standing_day


@dataclass(frozen=True, slots=True)
class Standing:
    """A cycle in which the slots ``free`` may move, none of them to a day before ``today``.

    ``placed`` are slots a person put somewhere: they follow nothing. ``reach`` is how many days
    more than usual an infusion without a window is looked for.
    """

    course: Course
    number: int
    free: Set[int]
    today: date
    placed: Set[int] = field(default_factory=frozenset)
    reach: int = 0

    @property
    def cycle(self) -> Cycle:
        """The cycle as it stands."""
        return next(one for one in self.course.cycles if one.number == self.number)


def layout_as_it_stands(standing: Standing) -> Layout:
    """Return the layout in which the free infusions are the only ones.

    A slot that keeps its day stands that many days after the typed anchor. The order of a free
    infusion beside one that keeps its day, the day it may not stand before and the rules of the
    next cycle are gaps.
    """
    maker = _Maker(standing)
    gaps = [
        *maker.own_gaps(),
        *maker.pairs(),
        *maker.windows(),
        *maker.next_cycle(),
        *maker.from_today(),
    ]
    slots = tuple(maker.slots[index] for index in range(len(maker.slots)))
    searched = tuple(slot for slot in maker.slots.values() if slot.infusion is not None)
    return Layout(
        typed=maker.found.typed,
        slots=slots,
        infusions=tuple(sorted(searched, key=lambda slot: slot.index)),
        searched=searched,
        dependent=tuple(maker.slots),
        gaps=tuple(gap for gap in gaps if gap.roots),
    )


class _Maker:
    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        cycle = standing.cycle
        self.start = cycle.start.toordinal()
        self.items = {item.address: item for item in cycle.items}
        self.found = layout_of(standing.course.protocol, standing.course.arm, cycle.number)
        self.slots: dict[int, Slot] = {}
        self.infusions = 0
        for index in self.found.dependent:
            self.slots[index] = self._slot(self.found.slots[index])

    def _slot(self, slot: Slot) -> Slot:
        item = self.items[slot.address]
        if slot.index in self.standing.free:
            return self._free(slot, item)
        if self._follows(slot, item):
            return self._anchored(slot, item)
        day = standing_day(item) or item.planned
        return self._fixed(slot, day.toordinal())

    def _follows(self, slot: Slot, item: CycleItem) -> bool:
        still = slot.index in self.standing.placed or slot.kind is ItemKind.INFUSION
        if still or item.state is not ItemState.PLANNED or slot.anchor is None:
            return False
        return self.slots[slot.anchor].follows is not None

    def _free(self, slot: Slot, item: CycleItem) -> Slot:
        number = self.infusions
        self.infusions += 1
        window = slot.window
        if window is None:
            away = abs((item.planned - item.target).days)
            reach = SEARCH_DAYS + away + self.standing.reach
            window = Window(reach, reach)
        return replace(self._anchored(slot, item), infusion=number, window=window)

    def _anchored(self, slot: Slot, item: CycleItem) -> Slot:
        """Return a slot that counts from what may still move, else from where that stands."""
        before = None if slot.anchor is None else self.slots[slot.anchor]
        if before is None or before.follows is None:
            offset = item.target.toordinal() - self.start
            return replace(slot, offset=offset, anchor=None, root=None, root_offset=offset, slack=0)
        return replace(
            slot,
            root=before.follows,
            root_offset=slot.offset + own_offset(before),
            slack=max(own_slack(before), before.slack + self._away(before)),
        )

    def _away(self, slot: Slot) -> int:
        """Return how far a sample stands from its target now."""
        item = self.items[slot.address]
        return 0 if slot.infusion is not None else abs((item.planned - item.target).days)

    def _fixed(self, slot: Slot, day: int) -> Slot:
        offset = day - self.start
        # Written out: most slots stay, and replacing fields one by one takes five times as long.
        return Slot(
            slot.index,
            slot.address,
            slot.item,
            slot.day,
            offset,
            anchor=None,
            infusion=None,
            root=None,
            root_offset=offset,
            slack=0,
            kind=ItemKind.CHEMO,
            calendar=slot.calendar,
            window=None,
            parts=slot.parts,
        )

    def own_gaps(self) -> Iterator[GapRule]:
        """Yield the gaps between what still stands."""
        for gap in self.found.gaps:
            start, end = self._standing(gap.start), self._standing(gap.end)
            if start is not None and end is not None:
                yield self._gap(start, end, gap.min, gap.max)

    def _standing(self, end: GapEnd) -> GapEnd | None:
        slots = tuple(index for index in end.slots if self._stands(self.slots[index]))
        return replace(end, slots=slots) if slots or end.previous else None

    def _stands(self, slot: Slot) -> bool:
        return standing_day(self.items[slot.address]) is not None

    def _gap(self, start: GapEnd, end: GapEnd, low: int | None, high: int | None) -> GapRule:
        follows = {self.slots[index].follows for index in (*start.slots, *end.slots)}
        roots = frozenset(root for root in follows if root is not None)
        return GapRule(start, end, low, high, roots)

    def pairs(self) -> Iterator[GapRule]:
        """Yield the order of free infusions beside those that keep their day."""
        standing = [slot for slot in self.found.infusions if self._stands(slot)]
        for place, first in enumerate(standing):
            for second in standing[place + 1 :]:
                if (first.index in self.standing.free) != (second.index in self.standing.free):
                    yield self._gap(_end(first), _end(second), 1, None)

    def windows(self) -> Iterator[GapRule]:
        """Yield the windows that move with a free infusion while the item in it keeps its day."""
        for slot in self.found.slots:
            keeps = slot.index in self.standing.placed or slot.kind is ItemKind.INFUSION
            if not keeps or slot.index in self.standing.free:
                continue
            planned = self.items[slot.address].state is ItemState.PLANNED
            if planned and slot.window is not None and slot.anchor is not None:
                low, high = slot.offset - slot.window.before, slot.offset + slot.window.after
                yield self._gap(_end(self.slots[slot.anchor]), _end(slot), low, high)

    def next_cycle(self) -> Iterator[GapRule]:
        """Yield what the next cycle asks of this one."""
        course = self.standing.course
        later = course.cycle(self.standing.number + 1)
        if later is None:
            return
        for item in later.items:
            day = standing_day(item)
            if item.kind is ItemKind.INFUSION and day is not None:
                end = self._extra(str(item.address), day.toordinal())
                for index in sorted(self.standing.free):
                    yield self._gap(_end(self.slots[index]), end, 1, None)
        layout = layout_of(course.protocol, course.arm, later.number)
        for gap in layout.gaps:
            if gap.start.previous or gap.end.previous:
                first, last = (self._seen_from(later, layout, one) for one in (gap.start, gap.end))
                if first is not None and last is not None:
                    yield self._gap(first, last, gap.min, gap.max)

    def _seen_from(self, later: Cycle, layout: Layout, end: GapEnd) -> GapEnd | None:
        """Return the end of a gap of the next cycle as a day of this one or a day that stays."""
        if end.previous:
            return self._named(end.previous)
        items = {item.address: item for item in later.items}
        days = [standing_day(items[layout.slots[index].address]) for index in end.slots]
        standing = [day.toordinal() for day in days if day is not None]
        if not standing:
            return None
        return self._extra(end.name, (max if end.latest else min)(standing))

    def _named(self, name: str) -> GapEnd | None:
        """Return the day of this cycle that the next one calls by a name, None without one."""
        first = name == PREVIOUS_CHEMO_FIRST
        kind = ItemKind.CHEMO if first else ItemKind.INFUSION
        slots = [slot for slot in self.found.slots if slot.kind is kind and self._stands(slot)]
        indexes = tuple(slot.index for slot in slots)
        return GapEnd(name, indexes, latest=not first) if indexes else None

    def from_today(self) -> Iterator[GapRule]:
        """Yield that no free infusion is put before today."""
        today = self._extra(TODAY, self.standing.today.toordinal())
        for index in sorted(self.standing.free):
            yield self._gap(today, _end(self.slots[index]), 0, None)

    def _extra(self, name: str, day: int) -> GapEnd:
        """Add a slot that stands on a day and return it as the end of a gap."""
        index = len(self.slots)
        self.slots[index] = replace(self._fixed(self.found.slots[0], day), index=index)
        return GapEnd(name, (index,))


def _end(slot: Slot) -> GapEnd:
    return GapEnd(str(slot.address), (slot.index,))
