"""What a move puts where, before any rule is asked.

Source: the protocol format, "Changing a cycle". A day of a chemotherapy block takes the block
with it: before it has begun by its anchor, afterwards only the days not given yet. Days that hang
on an infusion or a sample are a block of their own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from nkdesk.model.cycle import Address, Cycle, CycleItem, ItemState
from nkdesk.model.protocol import ItemKind
from nkdesk.model.refusal import BrokenRule, RuleCode
from nkdesk.scheduler.course import Course, scene_of
from nkdesk.scheduler.dating import NOTHING, TYPED, follow, relabelled
from nkdesk.scheduler.layout import Layout, Slot
from nkdesk.scheduler.scene import Scene

_BEGUN = (ItemState.GIVEN, ItemState.PARTLY_GIVEN)


@dataclass(frozen=True, slots=True)
class Shift:
    """Days a cycle's anchor is moved by, and the days its slots are put on, by their index."""

    anchor_days: int = 0
    placed: Mapping[int, int] = field(default_factory=lambda: NOTHING)

    def also(self, placed: Mapping[int, int]) -> "Shift":
        """Return the shift with more slots put somewhere."""
        return replace(self, placed={**self.placed, **placed})


def shifted(course: Course, cycle: Cycle, shift: Shift) -> Course:
    """Return the course with a shift made in one cycle, everything that hangs on it following."""
    return course.with_cycle(shifted_cycle(scene_of(course, cycle), cycle, shift))


def shifted_cycle(scene: Scene, cycle: Cycle, shift: Shift) -> Cycle:
    """Return a cycle with a shift made; ``scene`` is the one it stands in and stays as it is."""
    if not shift.anchor_days:
        return follow(scene, cycle, set(), shift.placed)
    start = scene.start
    scene.start = start + shift.anchor_days
    moved = replace(cycle, start=cycle.start + timedelta(days=shift.anchor_days))
    followed = relabelled(scene, follow(scene, moved, {TYPED}, shift.placed))
    scene.start = start
    return followed


class Shifts:
    """What moving one slot of a cycle can move."""

    def __init__(self, layout: Layout, cycle: Cycle, slot: Slot) -> None:
        self.layout = layout
        self.slot = slot
        self.items: dict[Address, CycleItem] = {item.address: item for item in cycle.items}
        self.item = self.items[slot.address]
        chemo = [item for item in cycle.items if item.kind is ItemKind.CHEMO]
        self.given = [item for item in chemo if item.state in _BEGUN]

    def alone(self, days: int) -> Shift:
        """Return what moving the item by some days moves by itself."""
        if self.slot.kind is not ItemKind.CHEMO:
            return Shift(placed={self.slot.index: self.item.planned.toordinal() + days})
        if self._hangs_on(self.slot) is None and not self.given:
            return Shift(days)
        return Shift(placed=self._moved(self._remaining(), days))

    def along(self, days: int) -> Shift:
        """Return what moving the item and the rest of its cycle by some days moves."""
        return self.alone(days).also(self._moved(self.later_infusions(), days))

    def later_infusions(self) -> tuple[int, ...]:
        """Return the slots of the open infusions that a move of the item can take along.

        With a chemotherapy day they are all of the cycle; with an infusion those after it in
        their order; with another item those first planned after it, for that never changes: the
        opposite move meets the same ones.
        """
        return tuple(
            one.index
            for one in self.layout.infusions
            if one.index != self.slot.index and self._is_open(one) and self._is_later(one)
        )

    def _is_open(self, slot: Slot) -> bool:
        return self.items[slot.address].state is ItemState.PLANNED

    def _is_later(self, infusion: Slot) -> bool:
        if self.slot.kind is ItemKind.CHEMO:
            return True
        if self.slot.kind is ItemKind.INFUSION:
            return infusion.index > self.slot.index
        return self.items[infusion.address].original > self.item.original

    def on_given_days(self, shift: Shift) -> Iterator[BrokenRule]:
        """Yield the chemotherapy days put on or before a day that was given (``order``)."""
        if not self.given:
            return
        last, by = max(
            ((_last_given(item), str(item.address)) for item in self.given),
            key=lambda one: one[0],
        )
        for index, day in shift.placed.items():
            slot = self.layout.slots[index]
            if slot.kind is ItemKind.CHEMO and day <= last.toordinal():
                new = date.fromordinal(day)
                yield BrokenRule(RuleCode.ORDER, str(slot.address), by, new)

    def _hangs_on(self, slot: Slot) -> int | None:
        """Return the slot a chemotherapy day hangs on that is none itself, None: the anchor."""
        anchor = slot.anchor
        while anchor is not None and self.layout.slots[anchor].kind is ItemKind.CHEMO:
            anchor = self.layout.slots[anchor].anchor
        return anchor

    def _remaining(self) -> tuple[int, ...]:
        """Return the chemotherapy days still planned that hang on the same."""
        anchor = self._hangs_on(self.slot)
        chemo = [slot for slot in self.layout.slots if slot.kind is ItemKind.CHEMO]
        return tuple(
            one.index for one in chemo if self._hangs_on(one) == anchor and self._is_open(one)
        )

    def _moved(self, slots: tuple[int, ...], days: int) -> dict[int, int]:
        items = {index: self.items[self.layout.slots[index].address] for index in slots}
        return {index: item.planned.toordinal() + days for index, item in items.items()}


def _last_given(item: CycleItem) -> date:
    return max(part.done for part in item.parts if part.done is not None)
