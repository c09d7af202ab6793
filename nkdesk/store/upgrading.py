"""Bringing a store of an earlier version up to date: a verified copy first, then one step.

The store's own lock is held from before the copy until the end, so that the copy is exactly what
is brought up to date, and two programs never do it both. Source: safety hazard H34.
"""

from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from nkdesk.store.connection import connect, disconnect, file_key, translated
from nkdesk.store.migrations import (
    SCHEMA_DIGESTS,
    VERSION,
    migrate,
    schema_digest,
    version_name,
)
from nkdesk.store.naming import name_file
from nkdesk.store.problem import StoreError, StoreProblem, as_file_error
from nkdesk.store.ward_store import Store

if TYPE_CHECKING:
    from sqlite_utils import Database

MACHINE = "nkdesk"
"""The actor of what no person did: the store's own shape."""

# PRAGMA takes no parameters; the number is a constant of this program.
_SET_VERSION = f"PRAGMA user_version={VERSION}"


def refuse_altered(database: "Database") -> None:
    """Raise StoreError ALTERED unless the schema is the one its version was shipped with."""
    if schema_digest(database) != SCHEMA_DIGESTS.get(store_version(database)):
        raise StoreError(StoreProblem.ALTERED, "schema")


def store_version(database: "Database") -> int:
    """Return the version in the file's header: major << 16 | minor."""
    return int(database.execute("PRAGMA user_version").fetchone()[0])


def give_newest_shape(store: Store) -> None:
    """Apply what is pending as a step, inside a transaction that the caller has begun."""
    names = migrate(store.database)
    store.database.execute(_SET_VERSION)
    refuse_altered(store.database)
    with store.joined_step(actor=MACHINE, what="migrate", why=" ".join(names)):
        pass


def bring_up_to_date(store: Store) -> None:
    """Copy a store of an earlier version beside itself, then give it the newest shape.

    Nothing happens to one that has it already. StoreError: DAMAGED when the copy does not check,
    DISK_FULL, READ_ONLY, BUSY, …; the store is then as it was.
    """
    database = store.database
    with translated():
        database.execute("BEGIN IMMEDIATE")
        try:
            refuse_altered(database)
            if store_version(database) != VERSION:
                _keep_copy(store)
                give_newest_shape(store)
            database.execute("COMMIT")
        finally:
            database.rollback()


def _keep_copy(store: Store) -> None:
    """Leave a checked copy beside the store; its name is that of no store."""
    unnamed = store.path.with_name(f".{store.path.name}.copy")
    try:
        _forget(unnamed)
        unnamed.touch(mode=0o600, exist_ok=False)
        _copy(store, unnamed)
        _name_copy(unnamed, store.path)
    except OSError as error:
        raise as_file_error(error) from error
    finally:
        _forget(unnamed)


def _copy(store: Store, unnamed: Path) -> None:
    # A connection that writes cannot be copied from; the lock it holds lets a second one read.
    source, key = connect(store.path), file_key(store.path)
    try:
        with Store(connect(unnamed), unnamed, store.moment) as copy:
            source.conn.backup(copy.database.conn)
            whole = copy.read("PRAGMA integrity_check(1)") == [("ok",)]
            if not whole or copy.head() != store.head():
                raise StoreError(StoreProblem.DAMAGED, "copy before the new version")
    finally:
        disconnect(source, key)


def _name_copy(unnamed: Path, path: Path) -> None:
    """Name the copy after the version it was made for, past the copies that are there."""
    stem = f"{path.stem}-before-{version_name(VERSION)}"
    names = (f"{stem}{'' if number == 1 else f'-{number}'}.backup" for number in count(1))
    name_file(unnamed, next(place for place in map(path.with_name, names) if not place.exists()))


def _forget(unnamed: Path) -> None:
    """Remove an unnamed copy, and what a program that was killed left of one."""
    unnamed.unlink(missing_ok=True)
    unnamed.with_name(f"{unnamed.name}-journal").unlink(missing_ok=True)
