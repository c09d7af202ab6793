"""Making a ward's store when asked to, and opening one that is there; never the one for the other.

Source: architecture "Store", safety hazard H36, requirements S1 and S7.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from nkdesk.model.site import Site
from nkdesk.store.connection import APPLICATION_ID, connect, translated
from nkdesk.store.folders import refuse_shared_folder
from nkdesk.store.inspection import refuse_read_only, refuse_unless_ours
from nkdesk.store.migrations import SCHEMA_DIGESTS, VERSION, migrate, schema_digest
from nkdesk.store.problem import StoreError, StoreProblem, as_file_error
from nkdesk.store.site import add_site
from nkdesk.store.ward_store import Store

if TYPE_CHECKING:
    from sqlite_utils import Database

_MACHINE = "nkdesk"
"""The actor of what no person did: the store's own shape."""


def create_store(
    path: Path,
    site: Site,
    moment: Callable[[], datetime],
    *,
    actor: str = _MACHINE,
    workstation: str = "",
) -> Store:
    """Make a new store for one ward; its folder is made too, an existing file is never touched.

    The file takes its name only when it is whole: a store half made is never met. StoreError:
    EXISTS, NETWORK_FOLDER, SYNCED_FOLDER, READ_ONLY, DISK_FULL, ….
    """
    path = path.absolute()
    _prepare_folder(path)
    unnamed = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        unnamed.touch(mode=0o600, exist_ok=False)
        with Store(connect(unnamed), unnamed, moment, workstation) as store:
            _fill(store, site, actor)
        _name(unnamed, path)
    except OSError as error:
        raise as_file_error(error) from error
    finally:
        unnamed.unlink(missing_ok=True)
    return open_store(path, moment, workstation=workstation)


def open_store(
    path: Path,
    moment: Callable[[], datetime],
    *,
    workstation: str = "",
) -> Store:
    """Open a ward's store; whatever is not one is refused by a StoreError and left untouched."""
    path = path.absolute()
    refuse_unless_ours(path)
    refuse_read_only(path)
    refuse_read_only(path.parent)
    store = Store(connect(path), path, moment, workstation)
    try:
        with translated():
            _refuse_altered(store.database)
    except BaseException:
        store.close()
        raise
    return store


def _prepare_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise as_file_error(error) from error
    if path.exists() or path.is_symlink():
        raise StoreError(StoreProblem.EXISTS, path.name)
    refuse_shared_folder(path.parent)
    refuse_read_only(path.parent)


def _fill(store: Store, site: Site, actor: str) -> None:
    """Give an empty file its shape and its ward: the first two steps, in one transaction."""
    database = store.database
    with translated():
        database.execute("BEGIN IMMEDIATE")
        try:
            names = migrate(database)
            database.execute(_APPLICATION_ID)
            database.execute(_VERSION)
            with store.joined_step(actor=_MACHINE, what="migrate", why=" ".join(names)):
                pass
            with store.joined_step(actor=actor, what="create_ward") as step:
                add_site(step, site)
            database.execute("COMMIT")
        finally:
            database.rollback()


# PRAGMA takes no parameters; both numbers are constants of this program.
_APPLICATION_ID = f"PRAGMA application_id={APPLICATION_ID}"
_VERSION = f"PRAGMA user_version={VERSION}"


def _name(unnamed: Path, path: Path) -> None:
    """Give a finished file its name unless another file has taken it meanwhile."""
    try:
        try:
            path.hardlink_to(unnamed)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            if path.exists():
                raise FileExistsError(path.name) from None
            unnamed.rename(path)
    except FileExistsError as error:
        raise StoreError(StoreProblem.EXISTS, path.name) from error
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):  # Windows opens no folders and needs none synced
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _refuse_altered(database: "Database") -> None:
    version = database.execute("PRAGMA user_version").fetchone()[0]
    if schema_digest(database) != SCHEMA_DIGESTS.get(version):
        raise StoreError(StoreProblem.ALTERED, "schema")
