"""One placement in day ordinals: the request's dates beside the layout."""

from datetime import date

from nkdesk.model.cycle import Cycle, CycleItem, ItemState
from nkdesk.model.protocol import ItemKind
from nkdesk.scheduler.frame import GapCheck
from nkdesk.scheduler.layout import PREVIOUS_CHEMO_FIRST, GapEnd, Layout, Slot
from nkdesk.scheduler.open_days import OpenDays, Room
from nkdesk.scheduler.request import PlacementRequest

_FALLEN_AWAY = (ItemState.OMITTED, ItemState.CEASED, ItemState.CANCELLED)

DayRules = tuple[str, bool, bool, bool]
"""A calendar, and whether its open days, its capacity and the cycle before are looked at."""


class Scene:
    """Days of a cycle while it is being placed.

    ``chosen`` holds the day of each infusion, set by the search; every other day follows from
    them. ``aims`` gives infusions by number the day their distance is measured from, where that
    is not their target. ``infused_before`` are the days of the infusions of the cycle before.
    ``usable`` keeps which days a calendar's infusions may have, by the rules that say so.
    """

    def __init__(self, request: PlacementRequest, layout: Layout) -> None:
        self.layout = layout
        self.start = request.start.toordinal()
        self.today = None if request.today is None else request.today.toordinal()
        self.opens = {name: OpenDays(one) for name, one in request.calendars.items()}
        self.rooms = {
            name: Room(one, request.taken.get(name, {})) for name, one in request.calendars.items()
        }
        self.chosen = [0] * len(layout.infusions)
        self.aims: dict[int, int] = {}
        self.usable: dict[DayRules, dict[int, bool]] = {}
        self.settled: dict[int, int] = {}
        self.previous = request.previous
        self.infused_before = days_of(request.previous, ItemKind.INFUSION)

    def target(self, slot: Slot) -> int:
        """Return the target of a slot; the infusions it follows must have their day."""
        if slot.anchor is None:
            return self.start + slot.offset
        return self.day(self.layout.slots[slot.anchor]) + slot.offset

    def day(self, slot: Slot) -> int:
        """Return the day a slot stands on; the infusions it follows must have theirs."""
        if slot.infusion is not None:
            return self.chosen[slot.infusion]
        if slot.root is None and slot.index in self.settled:
            return self.settled[slot.index]
        day = self.target(slot)
        if slot.kind is not ItemKind.CHEMO:
            day = self.opens[slot.calendar].nearest(day, slot.window)
        if slot.root is None:
            self.settled[slot.index] = day
        return day

    def laid_out(self) -> tuple[list[int], list[int]]:
        """Return the target and the day of every slot; every infusion must have its day."""
        slots = self.layout.slots
        targets, days = [0] * len(slots), [0] * len(slots)
        for index in self.layout.dependent:
            slot = slots[index]
            before = self.start if slot.anchor is None else days[slot.anchor]
            targets[index] = days[index] = before + slot.offset
            if slot.infusion is not None:
                days[index] = self.chosen[slot.infusion]
            elif slot.kind is not ItemKind.CHEMO:
                days[index] = self.opens[slot.calendar].nearest(targets[index], slot.window)
        return targets, days

    def end_day(self, end: GapEnd) -> int | None:
        """Return the day of a gap's end, None when the cycle before has no such day."""
        if end.previous:
            return previous_day(self.previous, end.previous)
        days = [self.day(self.layout.slots[index]) for index in end.slots]
        return max(days) if end.latest else min(days)

    def keeps(self, check: GapCheck) -> bool:
        """Whether a gap holds; one without a beginning or an end asks nothing."""
        start, end = self.end_day(check.gap.start), self.end_day(check.gap.end)
        if start is None or end is None:
            return True
        days = end - start
        return not (
            (check.low is not None and days < check.low)
            or (check.high is not None and days > check.high)
        )


def previous_day(previous: Cycle | None, name: str) -> int | None:
    """Return a day of the cycle before by the name a gap gives it, None when it has none."""
    if name == PREVIOUS_CHEMO_FIRST:
        return min(days_of(previous, ItemKind.CHEMO), default=None)
    return max(days_of(previous, ItemKind.INFUSION), default=None)


def days_of(cycle: Cycle | None, kind: ItemKind) -> tuple[int, ...]:
    """Return the days of one kind that were given or still stand, a given one by its own date."""
    if cycle is None:
        return ()
    return tuple(
        day.toordinal()
        for item in cycle.items
        if item.kind is kind and (day := standing_day(item)) is not None
    )


def standing_day(item: CycleItem) -> date | None:
    """Return the date an item counts by: given, else planned; None when it was not given."""
    if item.state in _FALLEN_AWAY:
        return None
    return item.planned if item.actual is None else item.actual
