"""Making a ward's store when asked to, and opening one that is there; never the one for the other.

Source: architecture "Store", safety hazard H36, requirements S1 and S7.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from nkdesk.model.site import Site
from nkdesk.store.connection import APPLICATION_ID, connect, translated
from nkdesk.store.folders import refuse_shared_folder
from nkdesk.store.inspection import refuse_read_only, refuse_unless_ours, written_nowhere
from nkdesk.store.migrations import VERSION
from nkdesk.store.naming import name_file
from nkdesk.store.problem import StoreError, StoreProblem, as_file_error
from nkdesk.store.site import add_site
from nkdesk.store.upgrading import (
    MACHINE,
    bring_up_to_date,
    give_newest_shape,
    refuse_altered,
    store_version,
)
from nkdesk.store.ward_store import Store


def create_store(
    path: Path,
    site: Site,
    moment: Callable[[], datetime],
    *,
    actor: str = MACHINE,
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
        name_file(unnamed, path)
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
    """Open a ward's store; whatever is not one is refused by a StoreError and left untouched.

    One of an earlier version is copied and then brought up to date first. One that cannot be
    written to, or whose folder cannot, is opened for reading only (S8), and refused where reading
    alone is not enough: after an unfinished step, or from an earlier version.
    """
    path = path.absolute()
    refuse_unless_ours(path)
    locked = written_nowhere(path)
    store = Store(connect(path, read_only=bool(locked)), path, moment, workstation)
    store.read_only = locked
    try:
        with translated():
            refuse_altered(store.database)
        if store_version(store.database) != VERSION:
            _refuse_reading_alone(store)
            bring_up_to_date(store)
    except BaseException:
        store.close()
        raise
    return store


def _refuse_reading_alone(store: Store) -> None:
    """Raise StoreError READ_ONLY for a store that reading alone does not make usable."""
    if store.read_only:
        raise StoreError(StoreProblem.READ_ONLY, store.read_only)


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
            database.execute(_APPLICATION_ID)
            give_newest_shape(store)
            with store.joined_step(actor=actor, what="create_ward") as step:
                add_site(step, site)
            database.execute("COMMIT")
        finally:
            database.rollback()


# PRAGMA takes no parameters; the number is a constant of this program.
_APPLICATION_ID = f"PRAGMA application_id={APPLICATION_ID}"
