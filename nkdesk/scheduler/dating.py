"""From day ordinals to the dated item a person sees, and what follows when an anchor moves."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from nkdesk.model.cycle import Cycle, CycleItem, ItemState, PlanWarning
from nkdesk.model.protocol import ItemKind
from nkdesk.scheduler.days import day_number
from nkdesk.scheduler.layout import Slot
from nkdesk.scheduler.scene import Scene

NOTHING: Mapping[int, int] = MappingProxyType({})

TYPED = -1
"""Stands for the typed anchor where slots are named by their index."""


def dated(
    scene: Scene, slot: Slot, target: int, day: int, before: CycleItem | None = None
) -> CycleItem:
    """Return a slot as a planned item: its target, its window, the day it stands on, its label.

    ``before`` is the same item as it stood, whose first planned date and doses it keeps.
    """
    window = slot.window
    on_target = date.fromordinal(target)
    planned = on_target if day == target else date.fromordinal(day)
    return CycleItem(
        slot.address,
        slot.day,
        slot.kind,
        slot.calendar,
        on_target,
        None if window is None else date.fromordinal(target - window.before),
        None if window is None else date.fromordinal(target + window.after),
        planned,
        planned if before is None else before.original,
        day_number(scene.layout.typed, day - scene.start),
        slot.parts if before is None else before.parts,
        warnings=_warnings(scene, slot, day),
    )


def _warnings(scene: Scene, slot: Slot, day: int) -> tuple[PlanWarning, ...]:
    if slot.kind is ItemKind.INFUSION or scene.opens[slot.calendar].is_open(day):
        return ()
    return (PlanWarning.CLOSED_DAY,)


def follow(
    scene: Scene, cycle: Cycle, moved: set[int], placed: Mapping[int, int] = NOTHING
) -> Cycle:
    """Derive anew what hangs on anchors that moved.

    ``moved`` names slots whose date changed, or TYPED. Targets and windows follow their anchor;
    chemotherapy, collections, samples and checks follow with their date, open infusions stay
    where they are. ``placed`` gives slots by index the day they are put on whatever they hang on.
    Closed items never move.
    """
    found = {item.address: item for item in cycle.items}
    items = [found[slot.address] for slot in scene.layout.slots]
    moved = set(moved)
    for index in scene.layout.dependent:
        slot, item = scene.layout.slots[index], items[index]
        if item.state is not ItemState.PLANNED:
            continue
        anchor = TYPED if slot.anchor is None else slot.anchor
        if anchor in moved or index in placed:
            target = item.target.toordinal()
            if anchor in moved:
                target = _anchor_day(scene, slot, items) + slot.offset
            items[index] = _followed(scene, slot, item, target, placed.get(index))
        if items[index].planned != item.planned:
            moved.add(index)
    return replace(cycle, items=tuple(items))


def relabelled(scene: Scene, cycle: Cycle) -> Cycle:
    """Return the cycle with the labels of its planned items counted from its typed anchor."""
    typed = scene.layout.typed
    items = [
        replace(item, label_day=day_number(typed, item.planned.toordinal() - scene.start))
        if item.state is ItemState.PLANNED
        else item
        for item in cycle.items
    ]
    return replace(cycle, items=tuple(items))


def _anchor_day(scene: Scene, slot: Slot, items: Sequence[CycleItem]) -> int:
    if slot.anchor is None:
        return scene.start
    item = items[slot.anchor]
    return (item.planned if item.actual is None else item.actual).toordinal()


def _followed(
    scene: Scene, slot: Slot, item: CycleItem, target: int, placed: int | None
) -> CycleItem:
    day = target
    if placed is not None:
        day = placed
    elif slot.kind is ItemKind.INFUSION:
        day = item.planned.toordinal()
    elif slot.kind is not ItemKind.CHEMO:
        day = scene.opens[slot.calendar].nearest(target, slot.window)
    followed = dated(scene, slot, target, day, item)
    if placed is None or slot.kind in (ItemKind.CHEMO, ItemKind.INFUSION):
        return followed
    return replace(followed, by_hand=True)
