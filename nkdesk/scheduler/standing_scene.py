"""A cycle as it stands, in day ordinals, and which rules are broken there."""

from collections.abc import Iterator

from nkdesk.model.protocol import ItemKind
from nkdesk.model.refusal import RuleCode
from nkdesk.scheduler.course import request_for
from nkdesk.scheduler.frame import GapCheck
from nkdesk.scheduler.layout import Slot
from nkdesk.scheduler.rules import PREVIOUS, Rule
from nkdesk.scheduler.scene import Scene
from nkdesk.scheduler.standing_layout import Standing, layout_as_it_stands


class StandingScene(Scene):
    """The scene in which the free infusions of a cycle may move.

    ``aims`` are the days they stand on, by their number. ``stuck`` are samples that stand
    elsewhere than on the open day nearest their target, with that target: they stay while it
    does. Only those matter that a gap or an infusion counts from.
    """

    def __init__(self, standing: Standing) -> None:
        cycle = standing.cycle
        request = request_for(standing.course, standing.number, cycle.start, None)
        super().__init__(request, layout_as_it_stands(standing))
        self.items = {item.address: item for item in cycle.items}
        for number, slot in enumerate(self.layout.searched):
            self.aims[number] = self.items[slot.address].planned.toordinal()
        self.stuck = dict(self._stuck())
        self.stand()

    def stand(self) -> None:
        """Put every free infusion on the day it stands on."""
        self.chosen[:] = self.aims.values()

    def day(self, slot: Slot) -> int:
        """Return the day a slot stands on; the infusions it follows must have theirs."""
        target, day = self.stuck.get(slot.index, (None, 0))
        if target is not None and self.target(slot) == target:
            return day
        return super().day(slot)

    def _stuck(self) -> Iterator[tuple[int, tuple[int, int]]]:
        for index in sorted(self._counted_from()):
            slot = self.layout.slots[index]
            if slot.root is None or slot.infusion is not None or slot.kind is ItemKind.CHEMO:
                continue
            item = self.items[slot.address]
            target, day = item.target.toordinal(), item.planned.toordinal()
            if self.opens[slot.calendar].nearest(target, slot.window) != day:
                yield slot.index, (target, day)

    def _counted_from(self) -> set[int]:
        gaps = {index for gap in self.layout.gaps for index in (*gap.start.slots, *gap.end.slots)}
        return gaps | {slot.anchor for slot in self.layout.slots if slot.anchor is not None}

    def breaks(self, rule: Rule) -> bool:
        """Whether a rule is broken on the days chosen."""
        if rule.code in (RuleCode.GAP_TOO_SHORT, RuleCode.GAP_TOO_LONG):
            return not self.keeps(self._check(rule))
        if rule.code in (RuleCode.SAME_DAY, RuleCode.ORDER):
            return self._breaks_pair(rule)
        return self._breaks_alone(rule)

    def _check(self, rule: Rule) -> GapCheck:
        gap = self.layout.gaps[rule.first]
        short = rule.code is RuleCode.GAP_TOO_SHORT
        return GapCheck(gap, gap.min if short else None, None if short else gap.max)

    def _breaks_pair(self, rule: Rule) -> bool:
        day = self.chosen[rule.second]
        before = self.infused_before if rule.first == PREVIOUS else (self.chosen[rule.first],)
        if rule.code is RuleCode.SAME_DAY:
            return day in before
        return any(day < one for one in before)

    def _breaks_alone(self, rule: Rule) -> bool:
        day, slot = self.chosen[rule.first], self.layout.searched[rule.first]
        if rule.code is RuleCode.CLOSED_DAY:
            return not self.opens[slot.calendar].is_open(day)
        if rule.code is RuleCode.OVER_CAPACITY:
            return self.rooms[slot.calendar].is_full(day)
        window, away = slot.window, day - self.target(slot)
        return window is not None and not -window.before <= away <= window.after
