"""The one form of a protocol: what its hash is taken over, what the store keeps, what differs.

Source: the protocol file format (a protocol is pinned by the SHA-256 of its canonical content).
Order has no meaning, and is therefore sorted, for anchors, calendars, arms, gaps, criteria, the
tests inside a criterion, disease groups, the arms, cycles and days of an item, and the tests,
answers, limits and minutes of a product. Order has a
meaning, and is kept, for items (infusions follow one another as in the file), the clock times of
a day (first part, second part), dose rules (the first that holds counts) and sources.
"""

import hashlib
import json
from dataclasses import dataclass, replace
from enum import StrEnum

from nkdesk.model.criterion import Criterion
from nkdesk.model.product_rules import ProductRules
from nkdesk.model.protocol import Gap, Item, Protocol
from nkdesk.model.protocol_tree import Tree, branch, protocol_of, tree_of
from nkdesk.model.words import Words

_LANGUAGES = frozenset(Words.__slots__)
_WORDING = frozenset({("protocol", "version"), ("protocol", "sources")})
_NAMES = {
    ("anchor",): "{id}",
    ("calendar",): "{id}",
    ("arm",): "{id}",
    ("item",): "{code}",
    ("gap",): "{from} to {to}",
    ("criterion",): "{id}",
    ("product", "tests"): "{id}",
    ("product", "limits"): "{vital} from {from_months} months",
}
"""What a row is called where its place says nothing, by the path of its list."""


class ChangeKind(StrEnum):
    """What a newer version of a protocol is. A correction moves no date, dose or limit."""

    SAME = "same"
    CORRECTION = "correction"
    AMENDMENT = "amendment"


@dataclass(frozen=True, slots=True)
class Change:
    """One key that differs, with its values as JSON; None on the side that lacks the key."""

    key: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two versions, keys in alphabetical order."""

    kind: ChangeKind
    changes: tuple[Change, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The changed key paths: ``item.NK1.window.after``."""
        return tuple(change.key for change in self.changes)


def normalised(protocol: Protocol) -> Protocol:
    """Return the same protocol with everything sorted whose order has no meaning."""
    return replace(
        protocol,
        anchors=tuple(sorted(protocol.anchors, key=lambda anchor: anchor.id)),
        calendars=tuple(sorted(protocol.calendars, key=lambda calendar: calendar.id)),
        arms=tuple(
            replace(arm, disease_groups=tuple(sorted(arm.disease_groups)))
            for arm in sorted(protocol.arms, key=lambda arm: arm.id)
        ),
        items=tuple(_normalised_item(item) for item in protocol.items),
        gaps=tuple(sorted(protocol.gaps, key=_gap_order)),
        criteria=tuple(
            _normalised_criterion(criterion)
            for criterion in sorted(protocol.criteria, key=lambda criterion: criterion.id)
        ),
        product=None if protocol.product is None else _normalised_product(protocol.product),
    )


def canonical_json(protocol: Protocol) -> bytes:
    """Return the canonical content: JSON, sorted keys, UTF-8, NFC, explicit null, no floats."""
    return _text(tree_of(normalised(protocol))).encode()


def protocol_from_json(content: bytes) -> Protocol:
    """Return the protocol of a canonical content.

    Raises ValueError when the bytes are anything but what ``canonical_json`` writes.
    """
    try:
        protocol = protocol_of(json.loads(content))
        faithful = canonical_json(protocol) == content
    except (KeyError, TypeError, AttributeError, ArithmeticError) as fault:
        message = "This is not the canonical content of a protocol."
        raise ValueError(message) from fault
    if not faithful:
        message = "This content was not written in the canonical form."
        raise ValueError(message)
    return protocol


def protocol_hash(protocol: Protocol) -> str:
    """Return what pins a protocol: the SHA-256 of its canonical content, 64 hex digits."""
    return hashlib.sha256(canonical_json(protocol)).hexdigest()


def difference(old: Protocol, new: Protocol) -> Difference:
    """Tell a correction from an amendment, with every changed key.

    A correction changes titles, criterion texts, sources or the version number, nothing else.
    """
    before, after = _leaves(old), _leaves(new)
    changed = sorted(path for path in {*before, *after} if before.get(path) != after.get(path))
    changes = [Change(".".join(path), before.get(path), after.get(path)) for path in changed]
    kind = _kind(changed)
    order = _moved_items(old, new)
    if order is not None:
        kind = ChangeKind.AMENDMENT
        changes.append(order)
    return Difference(kind, tuple(changes))


def _normalised_item(item: Item) -> Item:
    return replace(
        item,
        arms=tuple(sorted(item.arms)),
        cycles=tuple(sorted(item.cycles)),
        days=tuple(sorted(item.days)),
    )


def _normalised_criterion(criterion: Criterion) -> Criterion:
    return replace(criterion, tests=tuple(sorted(criterion.tests, key=_content)))


def _normalised_product(product: ProductRules) -> ProductRules:
    return replace(
        product,
        vitals=tuple(sorted(product.vitals)),
        after_end=tuple(sorted(product.after_end)),
        tests=tuple(
            replace(test, answers=tuple(sorted(test.answers)))
            for test in sorted(product.tests, key=lambda test: test.id)
        ),
        limits=tuple(sorted(product.limits, key=lambda limit: (limit.vital, limit.from_months))),
    )


def _gap_order(gap: Gap) -> tuple[str, str, str]:
    return (gap.start, gap.end, _content(gap))


def _content(row: object) -> str:
    return _text(branch(row))


def _text(tree: Tree) -> str:
    return json.dumps(tree, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _leaves(protocol: Protocol) -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    _gather(tree_of(normalised(protocol)), (), found)
    return found


def _gather(tree: Tree, path: tuple[str, ...], found: dict[tuple[str, ...], str]) -> None:
    """Collect every value with its path; rows go by their name, so that order does not show."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            _gather(value, (*path, key), found)
    elif isinstance(tree, list) and any(isinstance(row, dict) for row in tree):
        for number, row in enumerate(tree, start=1):
            _gather(row, _row_path(path, row, number, found), found)
    else:
        found[path] = _text(tree)


def _row_path(
    path: tuple[str, ...], row: Tree, number: int, found: dict[tuple[str, ...], str]
) -> tuple[str, ...]:
    name = str(number)
    if isinstance(row, dict) and path in _NAMES:
        name = _NAMES[path].format_map(row)
    while (*path, name, "example") in found:  # two gaps may stand between the same ends
        name += "+"
    return (*path, name)


def _kind(changed: list[tuple[str, ...]]) -> ChangeKind:
    if not changed:
        return ChangeKind.SAME
    if all(_is_wording(path) for path in changed):
        return ChangeKind.CORRECTION
    return ChangeKind.AMENDMENT


def _is_wording(path: tuple[str, ...]) -> bool:
    return path in _WORDING or (path[-2:-1] in (("title",), ("text",)) and path[-1] in _LANGUAGES)


def _moved_items(old: Protocol, new: Protocol) -> Change | None:
    codes = [item.code for item in old.items]
    kept = [item.code for item in new.items if item.code in codes]
    before = [code for code in codes if code in kept]
    return None if before == kept else Change("item", _text([*before]), _text([*kept]))
