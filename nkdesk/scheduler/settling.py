"""Placing the open infusions of a cycle anew after facts left rules unsettled."""

from datetime import date

from nkdesk.model.cycle import ItemState
from nkdesk.model.refusal import BrokenRule, Refused, RuleCode
from nkdesk.scheduler.course import Course
from nkdesk.scheduler.layout import layout_of
from nkdesk.scheduler.moved import Moved
from nkdesk.scheduler.needed import Touched, needed_days
from nkdesk.scheduler.recording import open_breaches
from nkdesk.scheduler.shifting import Shift, shifted
from nkdesk.scheduler.standing_layout import Standing


def settle(course: Course, number: int, today: date) -> Moved | Refused:
    """Move the open infusions of a cycle only as far as the rules demand, none before ``today``.

    Unlike a move it leaves no rule broken that an open infusion can mend: it is the proposal
    after a fact left some unsettled. Refused: rules that no dates mend, a cycle not opened or
    not planned.
    """
    shut = course.not_open(number)
    cycle = course.cycle(number)
    if cycle is None:
        return Refused((shut or BrokenRule(RuleCode.UNKNOWN_ITEM, f"C{number}"),))
    items = {item.address: item for item in cycle.items}
    free = frozenset(
        slot.index
        for slot in layout_of(course.protocol, course.arm, number).infusions
        if items[slot.address].state is ItemState.PLANNED
    )
    standing = Standing(course, number, free, today)
    days = needed_days(standing, Touched(settling=True))
    if days is None:
        return Refused(tuple(breach.rule for breach in open_breaches(course, number)))
    return Moved(shifted(course, cycle, Shift(placed=days)))
