"""The store's versions: what is applied, in which order, and the schema that must come out."""

from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from nkdesk.store.connection import toolkit
from nkdesk.store.m001_first_light import m001_first_light
from nkdesk.store.m002_changes import m002_changes
from nkdesk.store.m003_gate import m003_gate
from nkdesk.store.m004_products import m004_products

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

VERSION = 1 << 16 | 3
"""Store version 1.3: major << 16 | minor, as ``user_version`` in the file's header."""

SCHEMA_DIGESTS = {
    1 << 16 | 0: "c2805bd400b9f84d6ebae92ed18c8cbcca78da17fe745aecbdc8778093780bef",
    1 << 16 | 1: "fc8fc94592dae2cbec1c9594ec4b0a9fac60c6615ab5113d1bb509dedeb57c2c",
    1 << 16 | 2: "6b65ba22221bcb49c8c3c11468d8509600a6b631f6f0cd03741d6c1e05f4df32",
    VERSION: "8e4884ec0e2bdf8d1c53dfa7cc9cb67575c427ed7ee70c6f828e5b9996bab8af",
}
"""SHA-256 of the whole schema of every store version this program opens."""

_RECORD = """
CREATE TABLE _sqlite_migrations (
  id INTEGER PRIMARY KEY,
  migration_set TEXT NOT NULL,
  name TEXT NOT NULL,
  applied_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX migration_once ON _sqlite_migrations (migration_set, name);
"""


@cache
def migrations() -> "Migrations":
    """Return the migrations in order; append only."""
    found: Migrations = toolkit().Migrations("nkdesk")
    found()(m001_first_light)
    found()(m002_changes)
    found()(m003_gate)
    found()(m004_products)
    return found


def migrate(database: "Database") -> tuple[str, ...]:
    """Apply what is pending and return its names; the caller has begun the transaction.

    sqlite-utils would begin a deferred transaction of its own, which fails when two processes
    migrate at once.
    """
    if not database["_sqlite_migrations"].exists():
        database.executescript(_RECORD)
    pending = tuple(migration.name for migration in migrations().pending(database))
    migrations().apply(database)
    return pending


def schema_digest(database: "Database") -> str:
    """Return the SHA-256 of every table, index, view and trigger as the file defines it."""
    rows = database.execute(
        "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema ORDER BY type, name"
    ).fetchall()
    return sha256("\n".join("\t".join(row) for row in rows).encode()).hexdigest()


def version_name(version: int) -> str:
    """Return a store version as people write it: ``1.0``."""
    return f"{version >> 16}.{version & 0xFFFF}"
