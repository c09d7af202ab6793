"""The one form of a table of limits: what its hash is taken over and what the store keeps.

Source: the eligibility format. The order of the rows has no meaning, and is therefore sorted.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from nkdesk.model.evidence import UlnRow, UlnTable
from nkdesk.model.protocol_tree import branch
from nkdesk.model.words import Words

FORMAT = 1
"""The format of table files this program reads and of the content it writes."""


def sorted_table(table: UlnTable) -> UlnTable:
    """Return the same table with its rows in order: enzyme, sex, age."""
    rows = sorted(table.rows, key=lambda row: (row.what, row.sex or "", row.from_months))
    return replace(table, rows=tuple(rows))


def uln_canonical(table: UlnTable) -> bytes:
    """Return the canonical content: JSON, sorted keys, UTF-8, NFC, no floats."""
    tree = branch(sorted_table(table))
    content = {"format": FORMAT, "table": tree}
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def uln_hash(table: UlnTable) -> str:
    """Return what pins a table: the SHA-256 of its canonical content, 64 hex digits."""
    return hashlib.sha256(uln_canonical(table)).hexdigest()


def uln_from_canonical(content: bytes) -> UlnTable:
    """Return the table of a canonical content.

    Raises ValueError when the bytes are anything but what ``uln_canonical`` writes.
    """
    try:
        table = _table(json.loads(content)["table"])
        faithful = uln_canonical(table) == content
    except (KeyError, TypeError, AttributeError, ArithmeticError) as fault:
        message = "This is not the canonical content of a table of limits."
        raise ValueError(message) from fault
    if not faithful:
        message = "This content was not written in the canonical form."
        raise ValueError(message)
    return table


def overlaps(rows: Sequence[UlnRow]) -> tuple[tuple[int, int], ...]:
    """Return the places of rows that state a limit twice for somebody; the later place first.

    A row of one sex beside a row of any sex is no overlap: the exact one is taken.
    """
    return tuple(
        (later, earlier)
        for later, row in enumerate(rows)
        for earlier in range(later)
        if _meet(row, rows[earlier])
    )


def _meet(one: UlnRow, other: UlnRow) -> bool:
    same = (one.what, one.sex) == (other.what, other.sex)
    return same and one.from_months < other.below_months and other.from_months < one.below_months


def _table(tree: dict[str, Any]) -> UlnTable:
    rows = tuple(UlnRow(**row | {"uln": Decimal(row["uln"])}) for row in tree["rows"])
    return UlnTable(**tree | {"title": Words(**tree["title"]), "rows": rows})
