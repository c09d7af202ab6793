"""The rules of one patient as bounds between the days of the doses that may move.

Only rules that a dose to be placed takes part in are made: what stands, stands.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from nkdesk.model.cycle import Cycle, CycleItem, ItemState
from nkdesk.model.protocol import ItemKind
from nkdesk.model.refusal import BrokenRule, RuleCode
from nkdesk.scheduler.layout import (
    PREVIOUS_CHEMO_FIRST,
    PREVIOUS_INFUSION_LAST,
    GapEnd,
    GapRule,
    Layout,
    Slot,
)
from nkdesk.scheduler.refusing import TODAY
from nkdesk.scheduler.scene import standing_day
from nkdesk.scheduler.ward.person import (
    ANY_DAY,
    AtMost,
    Check,
    Days,
    Person,
    PersonRule,
    infusions_of,
    is_infusion,
    laid_out,
)


class Term(NamedTuple):
    """A day that depends on the day of one dose, or on none (``dose`` is ANY_DAY).

    It is ``shift`` days after the dose; where ``later`` is set it answers instead.
    """

    dose: int
    shift: int
    later: Callable[[int], int] | None = None

    def day(self, days: Days) -> int:
        """Return the day once the doses have theirs."""
        start = 0 if self.dose == ANY_DAY else days[self.dose]
        return start + self.shift if self.later is None else self.later(start)


def rules_for(person: Person, today: int) -> tuple[PersonRule, ...]:
    """Return every rule the doses of a person keep, closed and full days left aside."""
    return tuple(_Maker(person).rules(today)) if person.doses else ()


class _Maker:
    def __init__(self, person: Person) -> None:
        self.person = person
        self.laid = {cycle.number: (cycle, layout) for cycle, layout in laid_out(person.course)}
        self.items = {item.address: item for cycle in person.course.cycles for item in cycle.items}

    def rules(self, today: int) -> Iterator[PersonRule]:
        for number, dose in enumerate(self.person.doses):
            item = self.person.named(str(dose.address))
            late = BrokenRule(RuleCode.OUTSIDE_WINDOW, item, TODAY, date.fromordinal(today))
            yield AtMost(number, ANY_DAY, -today, late)
        yield from self._order()
        for cycle, layout in self.laid.values():
            yield from self._windows(cycle, layout)
            for gap in layout.gaps:
                yield from self._gap(cycle, gap)

    def _order(self) -> Iterator[PersonRule]:
        """Yield the order of the infusions; of several that follow the nearest is enough."""
        movable: tuple[Term, str] | None = None
        fixed: tuple[Term, str] | None = None
        for slot, item in infusions_of(self.person.course):
            if standing_day(item) is None:
                continue
            own, name = self.term(slot), self.person.named(str(slot.address))
            for before in (movable, fixed):
                if before is not None:
                    rule = BrokenRule(RuleCode.ORDER, name, before[1])
                    yield from _bounded(before[0], own, (1, None), (rule, rule))
            if own.dose != ANY_DAY:
                movable = own, name
            elif fixed is None or own.shift > fixed[0].shift:
                fixed = own, name

    def _windows(self, cycle: Cycle, layout: Layout) -> Iterator[PersonRule]:
        for slot in layout.infusions:
            if slot.window is None or slot.address not in self.person.numbers:
                continue
            rule = BrokenRule(RuleCode.OUTSIDE_WINDOW, self.person.named(str(slot.address)))
            bounds = (-slot.window.before, slot.window.after)
            yield from _bounded(self._target(cycle, slot), self.term(slot), bounds, (rule, rule))

    def _gap(self, cycle: Cycle, gap: GapRule) -> Iterator[PersonRule]:
        starts, ends = list(self._ends(cycle, gap.start)), list(self._ends(cycle, gap.end))
        if not starts or not ends:
            return
        start, end = self.person.named(gap.start.name), self.person.named(gap.end.name)
        rules = (
            BrokenRule(RuleCode.GAP_TOO_SHORT, start, end, limit=gap.min),
            BrokenRule(RuleCode.GAP_TOO_LONG, start, end, limit=gap.max),
        )
        if len(starts) == len(ends) == 1:
            yield from _bounded(starts[0], ends[0], (gap.min, gap.max), rules)
            return
        between = partial(_between, _Edge(starts, gap.start), _Edge(ends, gap.end))
        yield from _checks([*starts, *ends], between, (gap.min, gap.max), rules)

    def _ends(self, cycle: Cycle, end: GapEnd) -> Iterator[Term]:
        """Yield the days one of which is the end of a gap; one at most that is fixed."""
        if end.previous:
            terms = list(self._previous(cycle.number - 1, end.previous))
        else:
            slots = [self._layout(cycle).slots[index] for index in end.slots]
            terms = [self.term(slot) for slot in slots if self._counts(slot)]
        fixed = [term.shift for term in terms if term.dose == ANY_DAY]
        if fixed:
            yield Term(ANY_DAY, (max if _is_latest(end) else min)(fixed))
        yield from (term for term in terms if term.dose != ANY_DAY)

    def _previous(self, number: int, name: str) -> Iterator[Term]:
        """Yield the days of the cycle before that a gap may begin with.

        The order of infusions holds: only the last of them counts where it may move, and only
        those that stand where the last one stands.
        """
        if number not in self.laid:
            return
        slots = [slot for slot in self.laid[number][1].slots if self._counts(slot)]
        if name == PREVIOUS_CHEMO_FIRST:
            yield from (self.term(slot) for slot in slots if slot.kind is ItemKind.CHEMO)
            return
        terms = [self.term(slot) for slot in slots if is_infusion(slot)]
        if terms and terms[-1].dose != ANY_DAY:
            yield terms[-1]
        else:
            yield from (term for term in terms if term.dose == ANY_DAY)

    def _layout(self, cycle: Cycle) -> Layout:
        return self.laid[cycle.number][1]

    def _counts(self, slot: Slot) -> bool:
        return standing_day(self.items[slot.address]) is not None

    def _target(self, cycle: Cycle, slot: Slot) -> Term:
        if slot.anchor is None:
            return Term(ANY_DAY, cycle.start.toordinal() + slot.offset)
        anchor = self.term(self._layout(cycle).slots[slot.anchor])
        if anchor.later is None:
            return Term(anchor.dose, anchor.shift + slot.offset)
        return Term(anchor.dose, 0, partial(_shifted, anchor.later, slot.offset))

    def term(self, slot: Slot) -> Term:
        """Return the day of a slot; that of what was not given is the day it was planned for."""
        number = self.person.numbers.get(slot.address)
        if number is not None:
            return Term(number, 0)
        item = self.items[slot.address]
        stands = Term(ANY_DAY, (item.actual or item.planned).toordinal())
        if item.state is not ItemState.PLANNED or is_infusion(slot):
            return stands
        target = self._target(self.laid[slot.address.cycle][0], slot)
        if slot.kind is ItemKind.CHEMO:
            return self._follows(target, item)
        nearest = partial(self.person.opens[slot.calendar].nearest, window=slot.window)
        if target.dose == ANY_DAY:
            return Term(ANY_DAY, nearest(target.shift))
        return Term(target.dose, 0, partial(_nearest, target, nearest))

    def _follows(self, target: Term, item: CycleItem) -> Term:
        """Return the day of chemotherapy: where it stands, unless what it hangs on moves."""
        planned = item.planned.toordinal()
        if target.dose == ANY_DAY:
            return Term(ANY_DAY, planned)
        now = target.day(self.person.planned)
        if now == planned and target.later is None:
            return target
        return Term(target.dose, 0, partial(_unless_moved, target, now, planned))


class _Edge(NamedTuple):
    terms: Sequence[Term]
    end: GapEnd

    def day(self, days: Days) -> int:
        choose = max if _is_latest(self.end) else min
        return choose(term.day(days) for term in self.terms)


def _is_latest(end: GapEnd) -> bool:
    return end.latest or end.previous == PREVIOUS_INFUSION_LAST


def _between(start: _Edge, end: _Edge, days: Days) -> int:
    return end.day(days) - start.day(days)


def _apart(start: Term, end: Term, days: Days) -> int:
    return end.day(days) - start.day(days)


def _shifted(anchor: Callable[[int], int], days: int, start: int) -> int:
    return anchor(start) + days


def _on(target: Term, start: int) -> int:
    return start + target.shift if target.later is None else target.later(start)


def _nearest(target: Term, nearest: Callable[[int], int], start: int) -> int:
    return nearest(_on(target, start))


def _unless_moved(target: Term, now: int, planned: int, start: int) -> int:
    day = _on(target, start)
    return planned if day == now else day


Bounds = tuple[int | None, int | None]
Names = tuple[BrokenRule, BrokenRule]


def _bounded(start: Term, end: Term, bounds: Bounds, names: Names) -> Iterator[PersonRule]:
    """Yield that one day lies between two bounds after another, where a dose has a part in it."""
    low, high = bounds
    if start.later is not None or end.later is not None:
        yield from _checks([start, end], partial(_apart, start, end), bounds, names)
    elif start.dose != end.dose:
        shift = start.shift - end.shift
        if low is not None:
            yield AtMost(end.dose, start.dose, -low - shift, names[0])
        if high is not None:
            yield AtMost(start.dose, end.dose, high + shift, names[1])
    elif start.dose != ANY_DAY:
        yield from _checks([start], partial(_apart, start, end), bounds, names)


def _checks(
    terms: Sequence[Term],
    between: Callable[[Days], int],
    bounds: Bounds,
    names: Names,
) -> Iterator[PersonRule]:
    scope = tuple(sorted({term.dose for term in terms} - {ANY_DAY}))
    low, high = bounds
    if scope and low is not None:
        yield Check(scope, partial(_at_least, between, low), names[0])
    if scope and high is not None:
        yield Check(scope, partial(_at_most, between, high), names[1])


def _at_least(between: Callable[[Days], int], low: int, days: Days) -> bool:
    return between(days) >= low


def _at_most(between: Callable[[Days], int], high: int, days: Days) -> bool:
    return between(days) <= high
