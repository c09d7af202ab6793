"""Placing a cycle: the one function every plan comes from."""

from dataclasses import replace

from nkdesk.model.cycle import Cycle, ItemState
from nkdesk.model.refusal import BrokenRule, Refused, RuleCode
from nkdesk.scheduler.dating import dated
from nkdesk.scheduler.frame import full_frame
from nkdesk.scheduler.layout import layout_of
from nkdesk.scheduler.refusing import refuse
from nkdesk.scheduler.request import PlacementRequest
from nkdesk.scheduler.scene import Scene
from nkdesk.scheduler.search import best_days


def place_cycle(request: PlacementRequest) -> Cycle | Refused:
    """Lay out one cycle: the one best placement, or why there is none.

    The answer is exact and unique. Source: the protocol format, "Placing a cycle". The calendars
    of the request must hold every calendar the items name (KeyError).
    """
    if not 1 <= request.cycle <= request.protocol.cycles:
        return Refused((BrokenRule(RuleCode.UNKNOWN_ITEM, f"C{request.cycle}"),))
    closed = _closed_items(request.current)
    if closed:
        return Refused(closed)
    scene = Scene(request, layout_of(request.protocol, request.arm, request.cycle))
    if best_days(scene, full_frame(scene.layout)) is None:
        return refuse(scene)
    return _cycle(request, scene)


def _closed_items(current: Cycle | None) -> tuple[BrokenRule, ...]:
    """Name what has happened in the cycle already: it then cannot be placed afresh."""
    if current is None:
        return ()
    return tuple(
        BrokenRule(RuleCode.ALREADY_CLOSED, str(item.address), day=item.actual)
        for item in current.items
        if item.state is not ItemState.PLANNED
    )


def _cycle(request: PlacementRequest, scene: Scene) -> Cycle:
    before = () if request.current is None else request.current.items
    originals = {item.address: item.original for item in before}
    items = []
    for slot, target, day in zip(scene.layout.slots, *scene.laid_out(), strict=True):
        item = dated(scene, slot, target, day)
        if slot.address in originals:
            item = replace(item, original=originals[slot.address])
        items.append(item)
    return Cycle(request.cycle, request.arm, request.start, tuple(items))
