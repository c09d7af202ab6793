"""What a move puts where, before any rule is asked.

Source: the protocol format, "Changing a cycle". A day of a chemotherapy block takes the block
with it: before it has begun by its anchor, afterwards only the days not given yet. Days that hang
on an infusion or a sample are a block of their own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from nkdesk.model.cycle import Cycle, CycleItem, ItemState
from nkdesk.model.protocol import ItemKind
from nkdesk.model.refusal import BrokenRule, RuleCode
from nkdesk.scheduler.course import Course, scene_of
from nkdesk.scheduler.dating import NOTHING, TYPED, follow, relabelled
from nkdesk.scheduler.layout import Slot, layout_of

_BEGUN = (ItemState.GIVEN, ItemState.PARTLY_GIVEN)


@dataclass(frozen=True, slots=True)
class Shift:
    """Days a cycle's anchor is moved by, and the days its slots are put on, by their index."""

    anchor_days: int = 0
    placed: Mapping[int, int] = field(default_factory=lambda: NOTHING)

    def also(self, placed: Mapping[int, int]) -> "Shift":
        """Return the shift with more slots put somewhere."""
        return replace(self, placed={**self.placed, **placed})


def shifted(course: Course, number: int, shift: Shift) -> Course:
    """Return the course with a shift made and everything that hangs on it following."""
    cycle = _cycle(course, number)
    moved = replace(cycle, start=cycle.start + timedelta(days=shift.anchor_days))
    scene = scene_of(course, moved)
    anchors = {TYPED} if shift.anchor_days else set()
    followed = follow(scene, moved, anchors, shift.placed)
    return course.with_cycle(relabelled(scene, followed) if shift.anchor_days else followed)


def asked_shift(course: Course, item: CycleItem, slot: Slot, days: int) -> Shift:
    """Return what moving one item by some days moves by itself."""
    cycle = _cycle(course, item.address.cycle)
    if item.kind is not ItemKind.CHEMO:
        return Shift(placed={slot.index: item.planned.toordinal() + days})
    if _hangs_on(course, cycle, slot) is None and not _given_chemo(cycle):
        return Shift(days)
    return Shift(placed=_days_moved(course, cycle, _remaining(course, cycle, slot), days))


def along(course: Course, item: CycleItem, slot: Slot, days: int) -> Shift:
    """Return what moving an item and the rest of its cycle by some days moves."""
    cycle = _cycle(course, item.address.cycle)
    shift = asked_shift(course, item, slot, days)
    return shift.also(_days_moved(course, cycle, later_infusions(course, item, slot), days))


def later_infusions(course: Course, item: CycleItem, slot: Slot) -> tuple[int, ...]:
    """Return the slots of the open infusions that a move of an item can take along.

    With a chemotherapy day they are all of the cycle; with an infusion those after it in their
    order; with another item those first planned after it, for that never changes: the opposite
    move meets the same ones.
    """
    cycle = _cycle(course, item.address.cycle)
    found = []
    for other in layout_of(course.protocol, course.arm, cycle.number).infusions:
        infusion = _item(cycle, other)
        if infusion.state is not ItemState.PLANNED or other.index == slot.index:
            continue
        if _is_later(other, infusion, slot, item):
            found.append(other.index)
    return tuple(found)


def _is_later(other: Slot, infusion: CycleItem, slot: Slot, item: CycleItem) -> bool:
    if slot.kind is ItemKind.CHEMO:
        return True
    if slot.kind is ItemKind.INFUSION:
        return other.index > slot.index
    return infusion.original > item.original


def on_given_days(course: Course, number: int, shift: Shift) -> Iterator[BrokenRule]:
    """Yield the chemotherapy days put on or before a day that was given."""
    cycle = _cycle(course, number)
    given = [(_last_given(item), item) for item in _given_chemo(cycle)]
    if not given:
        return
    last, by = max(given, key=lambda one: one[0])
    slots = layout_of(course.protocol, course.arm, number).slots
    for index, day in shift.placed.items():
        item = _item(cycle, slots[index])
        moves = day - item.planned.toordinal()
        if item.kind is ItemKind.CHEMO and moves and day <= last:
            new = item.planned + timedelta(days=moves)
            yield BrokenRule(RuleCode.ORDER, str(item.address), str(by.address), new)


def _given_chemo(cycle: Cycle) -> list[CycleItem]:
    return [one for one in cycle.items if one.kind is ItemKind.CHEMO and one.state in _BEGUN]


def _last_given(item: CycleItem) -> int:
    return max(part.done.toordinal() for part in item.parts if part.done is not None)


def _hangs_on(course: Course, cycle: Cycle, slot: Slot) -> int | None:
    """Return the slot a chemotherapy day hangs on that is none itself, None: the typed anchor."""
    slots = layout_of(course.protocol, course.arm, cycle.number).slots
    anchor = slot.anchor
    while anchor is not None and slots[anchor].kind is ItemKind.CHEMO:
        anchor = slots[anchor].anchor
    return anchor


def _remaining(course: Course, cycle: Cycle, slot: Slot) -> tuple[int, ...]:
    """Return the chemotherapy days still planned that hang on the same."""
    anchor = _hangs_on(course, cycle, slot)
    return tuple(
        one.index
        for one in layout_of(course.protocol, course.arm, cycle.number).slots
        if one.kind is ItemKind.CHEMO
        and _hangs_on(course, cycle, one) == anchor
        and _item(cycle, one).state is ItemState.PLANNED
    )


def _days_moved(course: Course, cycle: Cycle, slots: tuple[int, ...], days: int) -> dict[int, int]:
    found = layout_of(course.protocol, course.arm, cycle.number).slots
    return {index: _item(cycle, found[index]).planned.toordinal() + days for index in slots}


def _cycle(course: Course, number: int) -> Cycle:
    return next(cycle for cycle in course.cycles if cycle.number == number)


def _item(cycle: Cycle, slot: Slot) -> CycleItem:
    return next(item for item in cycle.items if item.address == slot.address)
