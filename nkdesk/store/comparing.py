"""What a ward would lose and gain by a restore: two journals held against each other.

Every step is sealed to the one before, so two stores whose steps of one number have one hash are
the same up to there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from nkdesk.store.journal import Head, StoredStep, stored_step
from nkdesk.store.ward_store import Store


@dataclass(frozen=True, slots=True)
class Difference:
    """``common`` is the newest step both have, 0 for none; steps are listed newest first.

    ``lost`` counts the present steps that the other store has not, ``gained`` the other's that
    the present one has not; only the newest of them are listed.
    """

    common: int
    lost: int
    gained: int
    lost_steps: tuple[StoredStep, ...]
    gained_steps: tuple[StoredStep, ...]


def difference(present: Store, other: Store, other_head: Head, limit: int = 500) -> Difference:
    """Compare a present store with another up to a head of it."""
    here = present.head()
    common = _common(present, other, min(here.seq, other_head.seq))
    return Difference(
        common,
        here.seq - common,
        other_head.seq - common,
        _steps(present, common, here.seq, limit),
        _steps(other, common, other_head.seq, limit),
    )


def sheets_since(store: Store, seq: int) -> tuple[str, ...]:
    """Return the numbers of the sheets printed after a step, in the order they were printed."""
    rows = store.read(
        "SELECT json_extract(after, '$.number') FROM journal"
        " WHERE step > ? AND table_name = 'printed_sheet' AND before IS NULL ORDER BY step, n",
        (seq,),
    )
    return tuple(str(number) for (number,) in rows)


def _common(one: Store, other: Store, newest: int) -> int:
    """Return the newest step up to ``newest`` that two stores share, by halving."""
    low, high = 0, newest
    while low < high:
        middle = (low + high + 1) // 2
        if _hash(one, middle) == _hash(other, middle):
            low = middle
        else:
            high = middle - 1
    return low


def _hash(store: Store, seq: int) -> Sequence[object]:
    return store.read("SELECT hash FROM step WHERE seq = ?", (seq,))


def _steps(store: Store, after: int, last: int, limit: int) -> tuple[StoredStep, ...]:
    rows = store.read(
        "SELECT seq, at_utc, at_local, actor, workstation, program, what, why, undoes,"
        " row_count, prev, hash FROM step WHERE seq > ? AND seq <= ? ORDER BY seq DESC LIMIT ?",
        (after, last, limit),
    )
    return tuple(stored_step(row) for row in rows)
