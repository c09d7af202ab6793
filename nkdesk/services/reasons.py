"""Why an item was not given: the codes the journal keeps and the words people choose by."""

import tomllib
from dataclasses import dataclass
from functools import cache

from nkdesk.model.words import Words
from nkdesk.places import resources


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason; ``needs_note`` asks for words of one's own."""

    code: str
    title: Words
    needs_note: bool = False


@cache
def not_given_reasons() -> tuple[Reason, ...]:
    """Return the shipped reasons in the order they are offered."""
    source = (resources() / "reasons" / "not_given.toml").read_text(encoding="utf-8")
    return tuple(
        Reason(row["code"], Words(**row["title"]), row.get("needs_note", False))
        for row in tomllib.loads(source)["reason"]
    )
