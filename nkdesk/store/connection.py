"""One connection: the library, the profile every connection has, and its errors.

The two libraries are imported at the first use, not with this module: together they cost a
tenth of a second that a first window does not have. Source of the profile: safety §4.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from nkdesk.store.problem import StoreError, StoreProblem, as_store_error

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x4E4B4431
"""``NKD1``, in the header of every ward store."""

_OLDEST_LIBRARY = (3, 51, 3)

# What is set, what it is read back with, and the answer that is accepted.
_PROFILE: tuple[tuple[str, str, str | int], ...] = (
    ("PRAGMA busy_timeout=5000", "PRAGMA busy_timeout", 5000),
    ("PRAGMA journal_mode=DELETE", "PRAGMA journal_mode", "delete"),
    ("PRAGMA synchronous=EXTRA", "PRAGMA synchronous", 3),
    ("PRAGMA foreign_keys=ON", "PRAGMA foreign_keys", 1),
    ("PRAGMA recursive_triggers=ON", "PRAGMA recursive_triggers", 1),
    ("PRAGMA trusted_schema=OFF", "PRAGMA trusted_schema", 0),
    ("PRAGMA cell_size_check=ON", "PRAGMA cell_size_check", 1),
    ("PRAGMA mmap_size=0", "PRAGMA mmap_size", 0),
    ("PRAGMA temp_store=MEMORY", "PRAGMA temp_store", 2),
    ("PRAGMA secure_delete=ON", "PRAGMA secure_delete", 1),
    ("PRAGMA ignore_check_constraints=OFF", "PRAGMA ignore_check_constraints", 0),
    ("PRAGMA writable_schema=OFF", "PRAGMA writable_schema", 0),
)

_open_here: Counter[tuple[int, int]] = Counter()


@cache
def driver() -> ModuleType:
    """Return the one SQLite library, made known to sqlite-utils under the name it looks for.

    StoreError LIBRARY when the library is older than the first one without the WAL-reset bug.
    """
    library = import_module("sqlcipher3.dbapi2")
    if library.sqlite_version_info < _OLDEST_LIBRARY:
        raise StoreError(StoreProblem.LIBRARY, f"SQLite {library.sqlite_version}")
    sys.modules["pysqlite3"] = import_module("sqlcipher3")
    sys.modules["pysqlite3.dbapi2"] = library
    return library


@cache
def toolkit() -> ModuleType:
    """Return sqlite-utils, running on the one SQLite library."""
    driver()
    return import_module("sqlite_utils")


def warm_up() -> None:
    """Import what opening a store needs; meant for a thread, after the first paint."""
    toolkit()


@contextmanager
def translated() -> Iterator[None]:
    """Turn every error of the database library into a StoreError."""
    try:
        yield
    except (driver().Error, UnicodeDecodeError) as error:
        raise as_store_error(error) from error


def connect(path: Path, *, read_only: bool = False) -> "Database":
    """Open an existing file with the whole profile set, read back and asserted.

    The file is never created; ``read_only`` never changes it either. StoreError: any of the file,
    or LIBRARY when a setting does not hold.
    """
    uri = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}"
    with translated():
        connection = driver().connect(uri, uri=True, timeout=5.0, isolation_level=None)
    try:
        database: Database = toolkit().Database(connection, execute_plugins=False)
        with translated():
            _set_profile(database)
    except BaseException:
        connection.close()
        raise
    _open_here[file_key(path)] += 1
    return database


def disconnect(database: "Database", key: tuple[int, int]) -> None:
    """Close a connection and forget that this process had the file open."""
    database.close()
    _open_here[key] -= 1


def file_key(path: Path) -> tuple[int, int]:
    """Return what identifies a file whatever its name, without opening it."""
    stat = path.stat()
    return stat.st_dev, stat.st_ino


def is_open_here(path: Path) -> bool:
    """Whether this process has the file open as a store.

    Then it must not be opened by anything else: closing a second handle drops SQLite's locks
    (https://www.sqlite.org/howtocorrupt.html, 2.2).
    """
    return _open_here[file_key(path)] > 0


def profile_faults(database: "Database") -> tuple[str, ...]:
    """Return the settings that are not as the profile wants them."""
    return tuple(
        asked for _, asked, wanted in _PROFILE if database.execute(asked).fetchone() != (wanted,)
    )


def _set_profile(database: "Database") -> None:
    for statement, _, _ in _PROFILE:
        database.execute(statement).fetchall()
    faults = profile_faults(database)
    if faults:
        raise StoreError(StoreProblem.LIBRARY, ", ".join(faults))
