"""Steps for an audit: by patient, person, days and kind, page by page, newest first.

Every question is asked by key (``before_seq``), so that the last page of many years comes as
fast as the first. Source: requirements A6 and A7.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from nkdesk.store.journal import (
    JournalRow,
    StoredStep,
    iso_times,
    rows_of_steps,
    stored_step,
)
from nkdesk.store.ward_store import Store

_NO_END = 2**63 - 1
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class StepsAsked:
    """Which steps are asked for; what is None is not narrowed.

    ``since`` and ``until`` are aware moments, the second one not included; ``kind`` is a code.
    """

    patient_id: int | None = None
    person: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    kind: str | None = None


def steps_asked(
    store: Store, asked: StepsAsked, before_seq: int | None, limit: int
) -> tuple[StoredStep, ...]:
    """Return at most ``limit`` steps before a step, newest first."""
    # The plus signs keep SQLite from sorting what another index finds: seq alone leads.
    rows = store.read(
        "SELECT seq, at_utc, at_local, actor, workstation, program, what, why, undoes,"
        " row_count, prev, hash FROM step AS s WHERE seq < ?1"
        " AND (?2 IS NULL OR EXISTS"
        "  (SELECT 1 FROM journal WHERE patient_id = ?2 AND step = s.seq))"
        " AND (?3 IS NULL OR +actor = ?3)"
        " AND (?4 IS NULL OR +at_utc >= ?4) AND (?5 IS NULL OR +at_utc < ?5)"
        " AND (?6 IS NULL OR +what = ?6)"
        " ORDER BY seq DESC LIMIT ?7",
        (
            _NO_END if before_seq is None else before_seq,
            asked.patient_id,
            asked.person,
            _utc(asked.since),
            _utc(asked.until),
            asked.kind,
            limit,
        ),
    )
    return tuple(stored_step(row) for row in rows)


def people_of_steps(store: Store) -> tuple[str, ...]:
    """Return everybody who ever did a step, by name; each name is looked up once, by its index."""
    rows = store.read(
        "WITH RECURSIVE person(name) AS (SELECT min(actor) FROM step UNION ALL"
        " SELECT (SELECT min(actor) FROM step WHERE actor > name) FROM person"
        " WHERE name IS NOT NULL) SELECT name FROM person WHERE name IS NOT NULL"
    )
    return tuple(str(name) for (name,) in rows)


def kinds_of_steps(store: Store) -> tuple[str, ...]:
    """Return the code of every kind of step there is."""
    return tuple(str(what) for (what,) in store.read("SELECT DISTINCT what FROM step ORDER BY 1"))


def everybody(store: Store) -> tuple[int, ...]:
    """Return the id of every patient there is."""
    return tuple(int(one) for (one,) in store.read("SELECT id FROM patient"))


def every_step(store: Store, newest: int) -> Iterator[tuple[StoredStep, tuple[JournalRow, ...]]]:
    """Yield every step up to ``newest`` with its rows, from the first on, read in parts."""
    after = 0
    while rows := store.read(
        "SELECT seq, at_utc, at_local, actor, workstation, program, what, why, undoes,"
        " row_count, prev, hash FROM step WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?",
        (after, newest, _CHUNK),
    ):
        steps = [stored_step(row) for row in rows]
        changed = rows_of_steps(store, [step.seq for step in steps])
        yield from ((step, changed.get(step.seq, ())) for step in steps)
        after = steps[-1].seq


def _utc(moment: datetime | None) -> str | None:
    return None if moment is None else iso_times(moment)[0]
