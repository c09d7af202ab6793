"""Heads of the journal known from elsewhere: from a printed sheet, or noted in a second folder.

A chain alone cannot show that its end was cut off, that the whole file was put back to an older
one, or that every hash was computed anew. Somebody who remembers one head can. Source: safety §5.
"""

import os
import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from nkdesk.store.journal import Head, newest_head
from nkdesk.store.problem import as_file_error
from nkdesk.store.verify import Fault, Finding
from nkdesk.store.ward_store import Store

HEADS_FILE = "nkdesk-heads.txt"
_HEAD = re.compile(r"(\d{1,18}):([0-9a-f]{8,64})", re.ASCII)
_LINE = re.compile(r"(\S+) (\S+) (\d{1,18}:[0-9a-f]{64})", re.ASCII)


def head_of_text(text: str) -> Head | None:
    """Return a head typed as ``SEQ:HASH``, at least eight characters of the hash; None if not."""
    found = _HEAD.fullmatch(text.strip().lower())
    return None if found is None else Head(int(found[1]), found[2])


def note_head(folder: Path, ward: str, head: Head, at: datetime) -> None:
    """Add a ward's newest head to the file in a second folder; nothing noted is ever changed.

    A head that stands last there already is not noted twice. StoreError when the folder does not
    take it.
    """
    path = folder / HEADS_FILE
    noted = noted_heads(path, ward) if path.exists() else ()
    if not noted or noted[-1] != head:
        _append(path, f"{at.isoformat()} {ward} {head.seq}:{head.hash}\n")


def noted_heads(path: Path, ward: str) -> tuple[Head, ...]:
    """Return what a file of heads says of one ward, in the order noted; StoreError if unreadable.

    A line that was cut off or is of another ward says nothing.
    """
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as error:
        raise as_file_error(error) from error
    found = (_LINE.fullmatch(line) for line in lines)
    heads = (head_of_text(one[3]) for one in found if one is not None and one[2] == ward)
    return tuple(head for head in heads if head is not None)


def doubts(store: Store, known: Iterable[Head]) -> tuple[Finding, ...]:
    """Return what heads known from elsewhere say against the journal, () when all agree.

    The narrowest stretch is named: from the step after the last head that agrees to the first
    that does not; a step that is missing is named itself.
    """
    agreed = 0
    for head in sorted(set(known)):
        if _agrees(store, head):
            agreed = head.seq
            continue
        newest = newest_head(store).seq
        if newest < head.seq:
            return (Finding(Fault.HEAD, f"step {newest + 1}"),)
        first = agreed + 1
        where = f"step {first}" if first >= head.seq else f"in steps {first} to {head.seq}"
        return (Finding(Fault.HEAD, where),)
    return ()


def _agrees(store: Store, head: Head) -> bool:
    if head.seq == 0:
        return True
    found = store.read("SELECT hash FROM step WHERE seq = ?", (head.seq,))
    return bool(found) and str(found[0][0]).startswith(head.hash)


def _append(path: Path, line: str) -> None:
    try:
        cut = path.exists() and not path.read_bytes().endswith(b"\n")
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write("\n" + line if cut else line)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise as_file_error(error) from error
