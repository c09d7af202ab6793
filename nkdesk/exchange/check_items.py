"""Checks of the items: what they name, their days, times and doses.

Source: the protocol file format. The bounds on how much one cycle may hold are ours.
"""

from collections import Counter
from decimal import Decimal

from nkdesk.exchange.fault import KeyPath
from nkdesk.exchange.item_facts import days_of, has_day_zero, places_of
from nkdesk.exchange.sections import Sections
from nkdesk.exchange.tables import ConditionTable, DoseTable, ItemTable
from nkdesk.exchange.wording import did_you_mean
from nkdesk.model.protocol import ItemKind

MAX_DAYS = 200
MAX_INFUSIONS = 20
MAX_DATES = 1000


def check_items(found: Sections) -> None:
    """Check every item by itself and against what it names."""
    seen: set[str] = set()
    for place, item in found.items.items():
        path: KeyPath = ("item", place)
        if item.code in seen:
            problem = f"Another item has the code {item.code}."
            found.say((*path, "code"), problem, "Give each item its own code.")
        seen.add(item.code)
        _check_names(item, path, found)
        _check_arms(item, path, found)
        _check_cycles(item, path, found)
        _check_days(item, path, found)
        _check_times(item, path, found)
        _check_doses(item, path, found)
    _check_amount(found)


def _check_names(item: ItemTable, path: KeyPath, found: Sections) -> None:
    for key, name, known in (
        ("anchor", item.anchor, found.anchor_names),
        ("calendar", item.calendar, found.calendar_names),
    ):
        if name not in known:
            remedy = did_you_mean(name, sorted(known), f"Add [{key}.{name[:40]}].")
            found.say((*path, key), f"There is no {key} {name[:40]}.", remedy)


def _check_arms(item: ItemTable, path: KeyPath, found: Sections) -> None:
    arms = item.arms or []
    for position, arm in enumerate(arms):
        at = (*path, "arms", position)
        if arm not in found.arm_names:
            known = sorted(found.arm_names)
            found.say(at, f"There is no arm {arm[:40]}.", did_you_mean(arm, known, "Add [[arm]]."))
        if arm in arms[:position]:
            found.say(at, f"The arm {arm[:40]} is named twice.", "Name it once.")


def _check_cycles(item: ItemTable, path: KeyPath, found: Sections) -> None:
    cycles = item.cycles or []
    for position, cycle in enumerate(cycles):
        at = (*path, "cycles", position)
        if found.protocol is not None and not 1 <= cycle <= found.protocol.cycles:
            problem = f"Cycle {cycle} does not exist: the protocol has {found.protocol.cycles}."
            found.say(at, problem, f"Write cycles from 1 to {found.protocol.cycles}.")
        if cycle in cycles[:position]:
            found.say(at, f"Cycle {cycle} is named twice.", "Name it once.")


def _check_days(item: ItemTable, path: KeyPath, found: Sections) -> None:
    zero = has_day_zero(item, found)
    seen: set[int] = set()
    for position, (first, last) in enumerate(item.days):
        at = (*path, "days", position)
        if not zero and 0 in (first, last):
            problem = f"There is no day 0: anchor {item.anchor} says day_zero = false."
            found.say(at, problem, "The day before day 1 is -1.")
        days = {day for day in range(first, last + 1) if day != 0 or zero}
        if days & seen:
            found.say(at, f"Day {min(days & seen)} is named twice.", "Name each day once.")
        seen |= days
    if len(seen) > MAX_DAYS:
        problem = f"The item has {len(seen)} days."
        found.say((*path, "days"), problem, f"Keep to {MAX_DAYS}; split the item if need be.")


def _check_times(item: ItemTable, path: KeyPath, found: Sections) -> None:
    for position, time in enumerate(item.times):
        at = (*path, "times", position)
        if time == "" and len(item.times) > 1:
            found.say(at, "One of several times is empty.", "State every time, or none.")
        elif time in item.times[:position]:
            found.say(at, f"{time} is stated twice.", "State each time of a day once.")


def _check_doses(item: ItemTable, path: KeyPath, found: Sections) -> None:
    earlier: list[DoseTable] = []
    for position, rule in enumerate(item.dose):
        at = (*path, "dose", position)
        if rule.when is not None:
            _check_condition(rule.when, (*at, "when"), found)
        if any(before.when is None or before.when == rule.when for before in earlier):
            problem = "This dose rule is never reached: a rule before it always holds first."
            found.say(at, problem, "Put the rule without a condition last; state each once.")
        earlier.append(rule)


def _check_condition(when: ConditionTable, path: KeyPath, found: Sections) -> None:
    if not when.model_fields_set:
        found.say(path, "The condition states no limit.", "State a limit, or remove the key.")
    for what, least, below in (
        ("age", _number(when.age_from_months), _number(when.age_below_months)),
        ("weight", when.weight_from_kg, when.weight_below_kg),
    ):
        if least is not None and below is not None and least >= below:
            problem = f"No {what} is both from {least} and below {below}."
            found.say(path, problem, "Let the lower limit come first.")


def _number(months: int | None) -> Decimal | None:
    return None if months is None else Decimal(months)


def _check_amount(found: Sections) -> None:
    infusions: Counter[tuple[str, int]] = Counter()
    dates: Counter[tuple[str, int]] = Counter()
    for place, item in found.items.items():
        days = len(days_of(item, found))
        for where in places_of(item, found):
            dates[where] += days
            infusions[where] += days if item.kind is ItemKind.INFUSION else 0
        at = ("item", place, "days")
        if max(infusions.values(), default=0) > MAX_INFUSIONS:
            problem = f"With this item one cycle has more than {MAX_INFUSIONS} infusions."
            found.say(at, problem, f"Keep to {MAX_INFUSIONS} infusions in a cycle.")
            return
        if max(dates.values(), default=0) > MAX_DATES:
            problem = f"With this item one cycle has more than {MAX_DATES} dates."
            found.say(at, problem, f"Keep to {MAX_DATES} dates in a cycle.")
            return
