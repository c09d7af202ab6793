"""Checking a whole store: settings, shape, pages, references, the chain and every row's journal.

Nothing is repaired. Source: safety §5, requirements A5, A6 and A10.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from nkdesk.store.connection import APPLICATION_ID, profile_faults, translated
from nkdesk.store.journal import NO_STEP, Head, JournalRow, StepHead, seal
from nkdesk.store.migrations import SCHEMA_DIGESTS, schema_digest
from nkdesk.store.problem import StoreError
from nkdesk.store.rows import TABLES, Table, canonical
from nkdesk.store.ward_store import Store

_NO_ROW = b""


class Fault(StrEnum):
    """What a check found."""

    SETTINGS = "settings"
    SCHEMA = "schema"
    PAGES = "pages"
    REFERENCES = "references"
    CHAIN = "chain"
    JOURNAL = "journal"
    ROWS = "rows"
    HEAD = "head"
    UNREADABLE = "unreadable"


_SENTENCES = {
    Fault.SETTINGS: "The ward store does not run with the settings that keep it safe",
    Fault.SCHEMA: "The structure of the ward store is not the one nkdesk made",
    Fault.PAGES: "The ward store's file is damaged",
    Fault.REFERENCES: "A row of the ward store points at a row that is not there",
    Fault.CHAIN: "The journal was changed after it was written",
    Fault.JOURNAL: "The journal's own record of a row does not follow on from step to step",
    Fault.ROWS: "A row was changed without the journal",
    Fault.HEAD: "The newest steps known from elsewhere are missing or different",
    Fault.UNREADABLE: "A part of the ward store cannot be read",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong; ``where`` names a step, table or setting, never a value."""

    fault: Fault
    where: str

    @property
    def sentence(self) -> str:
        """What is wrong, in one plain English sentence."""
        return f"{_SENTENCES[self.fault]} ({self.where})."


def verify(store: Store, known: Head | None = None) -> tuple[Finding, ...]:
    """Return everything that is wrong with a store, () when nothing is.

    ``known`` is a head printed on a sheet or kept in a backup: a chain alone cannot show that
    its end was cut off.
    """
    try:
        with translated():
            store.database.begin()
            try:
                return tuple(_findings(store, known))
            finally:
                store.database.rollback()
    except StoreError as error:
        return (Finding(Fault.UNREADABLE, error.problem.value),)


def _findings(store: Store, known: Head | None) -> Iterator[Finding]:
    yield from _settings(store)
    # quick_check would pass over an index that has lost a row, and with it a line of a list
    pages = [row[0] for row in store.read("PRAGMA integrity_check(5)")]
    if pages != ["ok"]:
        yield Finding(Fault.PAGES, f"{len(pages)} or more places")
        return
    if schema_digest(store.database) not in SCHEMA_DIGESTS.values():
        yield Finding(Fault.SCHEMA, "schema")
        return
    for table in sorted({row[0] for row in store.read("PRAGMA foreign_key_check")}):
        yield Finding(Fault.REFERENCES, f"table {table}")
    yield from _chain(store, known)
    yield from _images(store)


def _settings(store: Store) -> Iterator[Finding]:
    for setting in profile_faults(store.database):
        yield Finding(Fault.SETTINGS, setting)
    if store.read("PRAGMA application_id") != [(APPLICATION_ID,)]:
        yield Finding(Fault.SETTINGS, "application id")
    if store.read("PRAGMA user_version")[0][0] not in SCHEMA_DIGESTS:
        yield Finding(Fault.SETTINGS, "store version")


def _chain(store: Store, known: Head | None) -> Iterator[Finding]:
    """Walk the steps from the first; the first bad one is named and ends the walk."""
    expected, prev = 1, NO_STEP
    for step, count, named, sealed in _steps(store):
        rows = _rows_of(store, step.seq)
        whole = step.seq == expected and named == prev and count == len(rows)
        if not whole or seal(prev, step, rows) != sealed:
            yield Finding(Fault.CHAIN, f"step {expected}")
            return
        if known is not None and known.seq == step.seq and known.hash != sealed:
            yield Finding(Fault.HEAD, f"step {step.seq}")
        expected, prev = expected + 1, sealed
    if known is not None and known.seq >= expected:
        yield Finding(Fault.HEAD, f"step {known.seq}")
    if store.read("SELECT 1 FROM journal WHERE step NOT IN (SELECT seq FROM step) LIMIT 1"):
        yield Finding(Fault.CHAIN, f"step {expected}")


def _steps(store: Store) -> Iterator[tuple[StepHead, int, str, str]]:
    for row in store.read(
        "SELECT seq, at_utc, at_local, actor, workstation, program, what, why, undoes,"
        " row_count, prev, hash FROM step ORDER BY seq"
    ):
        yield StepHead(*row[:9]), row[9], row[10], row[11]


def _rows_of(store: Store, seq: int) -> list[JournalRow]:
    rows = store.read(
        "SELECT table_name, row_key, patient_id, before, after, n FROM journal"
        " WHERE step = ? ORDER BY n",
        (seq,),
    )
    numbered = [n for *_, n in rows] == list(range(1, len(rows) + 1))
    return [JournalRow(*row[:5]) for row in rows] if numbered else []


def _images(store: Store) -> Iterator[Finding]:
    """Compare every row with the last image of it, and every image with the one before it."""
    last: dict[tuple[str, str], bytes] = {}
    cursor = store.database.conn.execute(
        "SELECT table_name, row_key, before, after, step FROM journal ORDER BY step, n"
    )
    for table, key, before, after, step in cursor:
        if last.pop((table, key), _NO_ROW) != _digest(before):
            yield Finding(Fault.JOURNAL, f"step {step}")
        if after is not None:
            last[table, key] = _digest(after)
    for table in TABLES.values():
        if not _same_rows(store, table, last):
            yield Finding(Fault.ROWS, f"table {table.name}")


def _same_rows(store: Store, table: Table, last: dict[tuple[str, str], bytes]) -> bool:
    present = {}
    for values in store.database.conn.execute(table.select_all):
        row = dict(zip(table.columns, values, strict=True))
        present[table.name, canonical(table.key_of(row))] = _digest(table.image(row))
    return present == {name: digest for name, digest in last.items() if name[0] == table.name}


def _digest(text: str | None) -> bytes:
    return _NO_ROW if text is None else sha256(text.encode()).digest()
