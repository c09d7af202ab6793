"""Checks of the gaps: their ends must be dates that can stand in one cycle of one arm.

Source: the protocol file format. A gap that could never apply is refused: whoever wrote it
means it to hold.
"""

import re

from nkdesk.exchange.fault import KeyPath
from nkdesk.exchange.item_facts import Place, by_code, days_of, places_of, places_of_kind
from nkdesk.exchange.sections import Sections
from nkdesk.exchange.tables import GapTable
from nkdesk.exchange.wording import did_you_mean
from nkdesk.model.protocol import ItemKind

PREVIOUS = {
    "previous.chemo.first": ItemKind.CHEMO,
    "previous.infusion.last": ItemKind.INFUSION,
}
BLOCK = ("chemo.first", "chemo.last")
_END = re.compile(r"([A-Z][A-Z0-9]*)(?:@(-?\d{1,4}))?", re.ASCII)
_REMEDY = f"Write an item code, CODE@day, {', '.join((*BLOCK, *PREVIOUS))}."


def check_gaps(found: Sections) -> None:
    """Check the ends and limits of every gap."""
    for place, gap in found.gaps.items():
        path: KeyPath = ("gap", place)
        _check_limits(gap, path, found)
        ends = [
            _check_end(text, (*path, key), found)
            for key, text in (("from", gap.start), ("to", gap.end))
        ]
        if gap.start == gap.end:
            found.say((*path, "to"), "The gap ends where it begins.", "Name two different ends.")
        elif gap.end in PREVIOUS:
            problem = f"A gap cannot end in the cycle before: {gap.end}."
            found.say((*path, "to"), problem, "Let it begin there: from.")
        elif found.whole and None not in ends and not _meet(*ends):
            problem = "Its two ends never stand in the same arm and cycle."
            found.say(path, problem, "Name ends of one arm and cycle, or remove the gap.")


def _check_limits(gap: GapTable, path: KeyPath, found: Sections) -> None:
    if gap.min is None and gap.max is None:
        found.say(path, "The gap states neither min nor max.", "State at least one, in days.")
    elif gap.min is not None and gap.max is not None and gap.min > gap.max:
        problem = f"min {gap.min} is more than max {gap.max}."
        found.say((*path, "min"), problem, "Let min be at most max.")


def _meet(start: frozenset[Place] | None, end: frozenset[Place] | None) -> bool:
    return bool((start or frozenset()) & (end or frozenset()))


def _check_end(text: str, path: KeyPath, found: Sections) -> frozenset[Place] | None:
    """Return where an end stands, None when it stands nowhere, for a reason already said."""
    if text in BLOCK:
        return _some(places_of_kind(ItemKind.CHEMO, found), "chemotherapy", path, found)
    if text in PREVIOUS:
        return _check_previous(PREVIOUS[text], path, found)
    match = _END.fullmatch(text)
    if match is None:
        found.say(path, f'"{text[:40]}" is no end of a gap.', _REMEDY)
        return None
    return _check_item(match.group(1), match.group(2), path, found)


def _check_previous(kind: ItemKind, path: KeyPath, found: Sections) -> frozenset[Place] | None:
    if found.protocol is not None and found.protocol.cycles == 1:
        problem = "There is no cycle before: the protocol has one cycle."
        found.say(path, problem, "Remove the gap, or state more cycles.")
        return None
    before = _some(places_of_kind(kind, found), kind.value, path, found)
    return before and frozenset((arm, cycle + 1) for arm, cycle in before)


def _some(
    places: frozenset[Place], what: str, path: KeyPath, found: Sections
) -> frozenset[Place] | None:
    if found.whole and not places:
        found.say(path, f"The protocol has no {what} item.", "Name an end that exists.")
    return places or None


def _check_item(
    code: str, day: str | None, path: KeyPath, found: Sections
) -> frozenset[Place] | None:
    item = by_code(found).get(code)
    if code not in found.item_codes:
        known = sorted(found.item_codes)
        remedy = did_you_mean(code, known, "Name the code of an item of this file.")
        found.say(path, f"There is no item {code[:40]}.", remedy)
    if item is None:
        return None
    days = days_of(item, found)
    if day is None and len(days) > 1:
        problem = f"{code} has several days and none is named."
        found.say(path, problem, f"Name the day: {code}@{days[0]}.")
    elif day is not None and int(day) not in days:
        problem = f"{code} has no day {int(day)}."
        found.say(path, problem, f"Its days are {', '.join(map(str, days[:10]))}.")
    return places_of(item, found)
