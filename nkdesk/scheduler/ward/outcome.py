"""The courses after a re-placement: infusions on their new days, everything else following."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from nkdesk.model.cycle import Address, Cycle, CycleItem, ItemState
from nkdesk.model.protocol import ItemKind
from nkdesk.scheduler.course import Course, scene_of
from nkdesk.scheduler.dating import dated
from nkdesk.scheduler.layout import Slot
from nkdesk.scheduler.scene import Scene
from nkdesk.scheduler.ward.person import Person
from nkdesk.scheduler.ward.placement import WardMove


def moves_of(person: Person, days: Sequence[int]) -> tuple[WardMove, ...]:
    """Return the infusions of a patient that stand on other days than planned."""
    return tuple(
        WardMove(person.id, dose.address, date.fromordinal(dose.planned), date.fromordinal(day))
        for dose, day in zip(person.doses, days, strict=True)
        if day != dose.planned
    )


def course_after(person: Person, days: Sequence[int]) -> Course:
    """Return a patient's course with the doses on their days.

    What counts from a moved infusion follows; every open collection, sample and check is placed
    anew. Source: the protocol format, "Ward re-placement".
    """
    doses = zip(person.doses, days, strict=True)
    moved = {dose.address: day for dose, day in doses if day != dose.planned}
    course = person.course
    for cycle in course.cycles:
        scene = scene_of(course, cycle)
        scene.opens = person.opens
        after = _Follower(scene, cycle, moved).cycle_after()
        if after != cycle:
            course = course.with_cycle(after)
    return course


class _Follower:
    def __init__(self, scene: Scene, cycle: Cycle, moved: Mapping[Address, int]) -> None:
        self.scene = scene
        self.cycle = cycle
        self.moved = moved
        self.before = {item.address: item for item in cycle.items}
        self.after = dict(self.before)

    def cycle_after(self) -> Cycle:
        for index in self.scene.layout.dependent:
            slot = self.scene.layout.slots[index]
            item = self.before[slot.address]
            if item.state is ItemState.PLANNED:
                self.after[slot.address] = self._followed(slot, item)
        items = tuple(self.after[item.address] for item in self.cycle.items)
        return replace(self.cycle, items=items)

    def _followed(self, slot: Slot, item: CycleItem) -> CycleItem:
        target = self._target(slot)
        if slot.kind in (ItemKind.INFUSION, ItemKind.CHEMO):
            day = self.moved.get(slot.address, item.planned.toordinal())
            if self._target_kept(slot):
                target = item.target.toordinal()
            elif slot.kind is ItemKind.CHEMO:
                day = target
            if (day, target) == (item.planned.toordinal(), item.target.toordinal()):
                return item
        else:
            day = self.scene.opens[slot.calendar].nearest(target, slot.window)
        return replace(
            dated(self.scene, slot, target, day), original=item.original, parts=item.parts
        )

    def _target(self, slot: Slot) -> int:
        if slot.anchor is None:
            return self.scene.start + slot.offset
        return _day(self.after[self._anchor(slot)]) + slot.offset

    def _target_kept(self, slot: Slot) -> bool:
        """Whether what a slot counts from stands where it stood."""
        if slot.anchor is None:
            return True
        anchor = self._anchor(slot)
        return _day(self.after[anchor]) == _day(self.before[anchor])

    def _anchor(self, slot: Slot) -> Address:
        return self.scene.layout.slots[slot.anchor or 0].address


def _day(item: CycleItem) -> int:
    return (item.actual or item.planned).toordinal()
