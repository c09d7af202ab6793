"""Saying why the ward cannot be placed: whose rules, or which days, do not go together."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from nkdesk.model.refusal import BrokenRule, Refused, RuleCode
from nkdesk.scheduler.layout import SEARCH_DAYS
from nkdesk.scheduler.tries import Tries, TriesSpentError
from nkdesk.scheduler.ward.chooser import Rates
from nkdesk.scheduler.ward.columns import Columns, days_within
from nkdesk.scheduler.ward.crowd import Ward
from nkdesk.scheduler.ward.person import Person, PersonRule
from nkdesk.scheduler.ward.pricing import Market
from nkdesk.scheduler.ward.rooms import Rooms, Seat
from nkdesk.scheduler.ward.tree import Tree

ASKED = 24
"""Up to how many patients it is asked of each whether the days are too few without him."""
NODES = 300
FREE = Rates(0, 0)
"""Whatever it costs."""

Part = PersonRule | int
"""A rule, or the number of a dose: that its day is open and has room."""


def refuse(ward: Ward) -> Refused:
    """Name rules that cannot hold together: one patient's own, or places too few for several.

    Items are written with their patient, ``p0:C1/NK1``. No rule named of one patient's own can be
    left out. Of several patients those are left out, one by one, who are soon shown not to matter.
    """
    for chooser in ward.choosers:
        if not chooser.has_choice():
            return Refused(tuple(dict.fromkeys(_own_conflict(chooser.person, ward.rooms))))
    return Refused(tuple(_crowded(_too_many(ward))))


def _own_conflict(person: Person, rooms: Rooms) -> Iterator[BrokenRule]:
    kept: list[Part] = [*range(len(person.doses)), *person.rules]
    for part in list(kept):
        fewer = [one for one in kept if one is not part]
        if not _possible(person, rooms, fewer):
            kept = fewer
    for part in kept:
        if isinstance(part, int):
            yield from _days_named(person, rooms, part)
        else:
            yield part.rule


def _possible(person: Person, rooms: Rooms, parts: Sequence[Part]) -> bool:
    rules = tuple(part for part in parts if not isinstance(part, int))
    anywhere = frozenset(range(len(person.doses))).difference(
        part for part in parts if isinstance(part, int)
    )
    return Columns(replace(person, rules=rules), rooms, SEARCH_DAYS, anywhere).exist


def _days_named(person: Person, rooms: Rooms, number: int) -> Iterator[BrokenRule]:
    """Name the first closed and the first full day among those a dose might have had."""
    dose = person.doses[number]
    item = person.named(str(dose.address))
    anywhere = frozenset(range(len(person.doses)))
    days = days_within(person, rooms, SEARCH_DAYS, anywhere)[0][number] or [dose.planned]
    is_open = person.opens[dose.calendar].is_open
    for day in [day for day in days if not is_open(day)][:1]:
        on = date.fromordinal(day)
        yield BrokenRule(RuleCode.CLOSED_DAY, item, day=on, calendar=dose.calendar)
    full = [day for day in days if is_open(day) and rooms.free((dose.calendar, day)) == 0]
    for day in full[:1]:
        yield _full(rooms, item, (dose.calendar, day))


def _full(rooms: Rooms, item: str, seat: Seat) -> BrokenRule:
    on = date.fromordinal(seat[1])
    return BrokenRule(
        RuleCode.OVER_CAPACITY, item, day=on, limit=rooms.limit(seat), calendar=seat[0]
    )


def _too_many(ward: Ward) -> Ward:
    """Return patients for whom there are too few places even if there were no others."""
    few = _payers(ward)
    if len(few.choosers) > ASKED:
        return few
    for chooser in few.choosers:
        fewer = Ward([one for one in few.choosers if one is not chooser], ward.rooms)
        if _shown_too_many(fewer):
            few = fewer
    return few


def _payers(ward: Ward) -> Ward:
    """Return those whose need for places shows that they are too few; all when prices do not."""
    for priced in Market(ward, FREE).rounds():
        if priced.bound > 0:
            paying = [one for one in ward.choosers if one.cheapest(FREE, priced.prices).cost > 0]
            return Ward(paying, ward.rooms)
    return ward


def _shown_too_many(ward: Ward) -> bool:
    """Whether it is soon shown that patients cannot all be placed."""
    if any(priced.bound > 0 for priced in Market(ward, FREE).rounds()):
        return True
    tries = Tries(NODES)
    try:
        return Tree(ward, Rates(0, 1), lambda _bound: tries.spend()).best(1 << 60) is None
    except TriesSpentError:
        return False


def _crowded(ward: Ward) -> Iterator[BrokenRule]:
    """Name, for each day that more could need than it takes, everybody who could."""
    wanted: dict[Seat, list[str]] = {}
    for chooser in ward.choosers:
        chooser.reach(SEARCH_DAYS, 1)
        for dose, days in zip(chooser.person.doses, chooser.columns.used(), strict=True):
            item = chooser.person.named(str(dose.address))
            for day in sorted(days):
                wanted.setdefault((dose.calendar, day), []).append(item)
    for seat in sorted(wanted):
        free = ward.rooms.free(seat)
        if free is not None and len(wanted[seat]) > free:
            for item in wanted[seat]:
                yield _full(ward.rooms, item, seat)
