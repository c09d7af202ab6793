"""What somebody remembers of the journal, held against it: printed heads, a file of noted heads."""

from collections.abc import Iterable
from pathlib import Path

from nkdesk.services.desk import Desk
from nkdesk.services.ward import ward_site
from nkdesk.store.journal import Head
from nkdesk.store.witness import doubts, head_of_text, noted_heads


def typed_head(text: str) -> Head | None:
    """Return a head typed as a sheet prints it, ``SEQ:HASH``; None when it is none."""
    return head_of_text(text)


def witness_faults(desk: Desk, typed: Iterable[Head], noted_in: Path | None) -> tuple[str, ...]:
    """Return a sentence for what known heads say against the journal, () when all agree.

    StoreError when the file of noted heads cannot be read.
    """
    noted = () if noted_in is None else noted_heads(noted_in, ward_site(desk).uuid)
    return tuple(finding.sentence for finding in doubts(desk.store, (*typed, *noted)))
