"""Which active patients have names that could be taken for one another.

Source: safety hazard H01; two patients are alike when they share the family name or their full
names differ by at most two letters, after folding case, accents and look-alike letters.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

from nkdesk.model.folding import NEAR_LETTERS, fold, near
from nkdesk.model.patient import PersonName
from nkdesk.services.desk import Desk
from nkdesk.store import patients


def look_alikes(desk: Desk) -> frozenset[int]:
    """Return the ids of all patients whose name is like another's; computed once per change."""
    revision = patients.newest_id(desk.store)
    if desk.alike is None or desk.alike[0] != revision:
        names = [(one.id, one.name) for one in patients.all_patients(desk.store)]
        desk.alike = (revision, frozenset(_in_pairs(names)))
    return desk.alike[1]


def like(first: PersonName, second: PersonName) -> bool:
    """Whether two names could be taken for one another."""
    if fold(first.family) == fold(second.family):
        return True
    return near(_key(first), _key(second))


def _key(name: PersonName) -> str:
    return fold(f"{name.family} {name.given}")


def _in_pairs(names: list[tuple[int, PersonName]]) -> set[int]:
    """Find all pairs without comparing each name with each.

    Two words within two letters of each other share a form with at most two letters struck out.
    """
    families: defaultdict[str, set[int]] = defaultdict(set)
    struck: defaultdict[str, set[int]] = defaultdict(set)
    keys = {}
    for number, name in names:
        families[fold(name.family)].add(number)
        keys[number] = _key(name)
        for form in _struck_out(keys[number]):
            struck[form].add(number)
    found = {number for group in families.values() if len(group) > 1 for number in group}
    for first, second in _candidates(struck.values()):
        if near(keys[first], keys[second]):
            found |= {first, second}
    return found


def _candidates(groups: Iterable[set[int]]) -> set[tuple[int, int]]:
    return {pair for group in groups if len(group) > 1 for pair in combinations(sorted(group), 2)}


def _struck_out(word: str) -> set[str]:
    forms = {word}
    for _ in range(NEAR_LETTERS):
        forms |= {form[:at] + form[at + 1 :] for form in forms for at in range(len(form))}
    return forms
