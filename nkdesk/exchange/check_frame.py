"""Checks of what items hang on: calendars, arms, anchors. Source: the protocol file format."""

from collections.abc import Mapping

import holidays

from nkdesk.exchange.item_facts import by_code, days_of, places_of
from nkdesk.exchange.sections import Sections
from nkdesk.exchange.tables import AnchorTable, ItemTable
from nkdesk.exchange.wording import did_you_mean
from nkdesk.model.protocol import TYPED_ANCHOR


def check_frame(found: Sections) -> None:
    """Check calendars, arms and anchors against one another and the items."""
    _check_calendars(found)
    _check_arms(found)
    for name, anchor in found.anchors.items():
        _check_anchor(name, anchor, found)
    _check_circles(found)
    _check_presence(found)


def _check_calendars(found: Sections) -> None:
    countries = holidays.list_supported_countries(include_aliases=False)
    for name, calendar in found.calendars.items():
        path = ("calendar", name)
        if calendar.holidays is not None and calendar.holidays not in countries:
            problem = f'No public holidays are known for "{calendar.holidays[:20]}".'
            remedy = 'Write a country in two capital letters ("BY"), or remove the key.'
            found.say((*path, "holidays"), problem, remedy)
        _check_once([*calendar.closed_weekdays], (*path, "closed_weekdays"), found)


def _check_arms(found: Sections) -> None:
    if found.whole and not found.arms:
        found.say((), "There is no arm.", "Add [[arm]] with id, title and disease_groups.")
    seen_ids: set[str] = set()
    seen_groups: dict[str, str] = {}
    for place, arm in found.arms.items():
        if arm.id in seen_ids:
            found.say(("arm", place, "id"), f"Another arm has the id {arm.id}.", "Choose another.")
        seen_ids.add(arm.id)
        for position, group in enumerate(arm.disease_groups):
            if group in seen_groups:
                problem = f"The group {group} already leads into the arm {seen_groups[group]}."
                path = ("arm", place, "disease_groups", position)
                found.say(path, problem, "Name each group once over all arms.")
            seen_groups.setdefault(group, arm.id)


def _check_once(values: list[str], path: tuple[str, ...], found: Sections) -> None:
    for position, value in enumerate(values):
        if value in values[:position]:
            found.say((*path, position), f"{value} is named twice.", "Name it once.")


def _check_anchor(name: str, anchor: AnchorTable, found: Sections) -> None:
    path = ("anchor", name)
    if anchor.number == 0 and not anchor.day_zero:
        problem = "The anchor is called day 0, but day_zero = false says there is none."
        found.say((*path, "number"), problem, "Write day_zero = true, or another number.")
    if name == TYPED_ANCHOR and anchor.item is not None:
        problem = f"The date of {TYPED_ANCHOR} is typed when a cycle is planned."
        found.say((*path, "item"), problem, "Remove the key, or give the anchor another name.")
    elif name != TYPED_ANCHOR and anchor.item is None:
        problem = "The anchor has no item whose date it would be."
        found.say((*path, "item"), problem, 'Add item = "…" with the code of an item.')
    elif anchor.item is not None:
        _check_anchor_item(name, anchor.item, found)


def _check_anchor_item(name: str, code: str, found: Sections) -> None:
    path = ("anchor", name, "item")
    item = by_code(found).get(code)
    if code not in found.item_codes:
        known = sorted(found.item_codes)
        remedy = did_you_mean(code, known, "Name the code of an item of this file.")
        found.say(path, f"There is no item {code}.", remedy)
    elif item is not None and len(days_of(item, found)) > 1:
        problem = f"The item {code} has several days; an anchor is one day."
        found.say(path, problem, "Name an item with one day.")


def _check_circles(found: Sections) -> None:
    items = by_code(found)
    for name in found.anchors:
        passed = [name]
        here = _anchor_behind(name, items, found)
        while here is not None and here not in passed:
            passed.append(here)
            here = _anchor_behind(here, items, found)
        if here == name:
            circle = " on ".join([*passed, name])
            remedy = f"Let one of their items count from {TYPED_ANCHOR}."
            found.say(("anchor", name, "item"), f"A circle: {circle}.", remedy)


def _anchor_behind(name: str, items: Mapping[str, ItemTable], found: Sections) -> str | None:
    """Return the anchor that an anchor's own item counts from, None where the chain ends."""
    anchor = found.anchors.get(name)
    item = items.get(anchor.item) if anchor is not None and anchor.item else None
    return None if item is None else item.anchor


def _check_presence(found: Sections) -> None:
    """Refuse an item where the item it counts from does not stand."""
    items = by_code(found)
    for place, item in found.items.items():
        anchor = found.anchors.get(item.anchor)
        behind = items.get(anchor.item) if anchor is not None and anchor.item else None
        if behind is None:
            continue
        lacking = sorted(places_of(item, found) - places_of(behind, found))
        if lacking:
            arm, cycle = lacking[0]
            problem = f"{item.anchor} is the date of {behind.code}, which arm {arm} does not have"
            remedy = f"Give both the same arms and cycles, or count from {TYPED_ANCHOR}."
            found.say(("item", place, "anchor"), f"{problem} in cycle {cycle}.", remedy)
