"""Making a backup: copied whole, opened again and checked, on the disk, and only then named.

A backup is a folder, ``ward-2026-03-12-143005``, with a store and its manifest. It is made under
a hidden name; renaming the folder is the one moment from which it is there. So a backup with a
name is whole, whenever the program or the power was cut off. Source: safety §7, hazard H32.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import count
from pathlib import Path
from uuid import uuid4

from nkdesk import __version__
from nkdesk.store.connection import connect, translated
from nkdesk.store.inspection import refuse_unless_ours
from nkdesk.store.journal import Head, newest_step
from nkdesk.store.manifest import (
    MANIFEST_FILE,
    MOST_BYTES,
    STORE_FILE,
    BackupKind,
    FileSeal,
    Manifest,
    manifest_text,
    read_manifest,
)
from nkdesk.store.naming import name_folder, sync_file, sync_folder
from nkdesk.store.problem import StoreError, StoreProblem, as_file_error
from nkdesk.store.rows import TABLES
from nkdesk.store.site import site
from nkdesk.store.verify import verify
from nkdesk.store.ward_store import Store

PREFIX = "ward-"
UNNAMED = ".making-"
PAGES_AT_ONCE = 512
"""How much is copied before whoever waits to save may: two megabytes."""

_RESTARTS = 3
_LEFT_OVER_S = 3600
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A folder that is named like a backup and cannot be read as one."""

    place: Path
    error: StoreError


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that has its name; ``place`` is its folder."""

    place: Path
    manifest: Manifest

    @property
    def made_at(self) -> datetime:
        """When it was made."""
        return self.manifest.made_at

    @property
    def for_ever(self) -> bool:
        """Whether it is never thinned out."""
        return self.manifest.for_ever


def back_up(path: Path, folder: Path, moment: Callable[[], datetime], kind: BackupKind) -> Backup:
    """Back up the store at ``path`` into a new folder below ``folder``, over its own connection.

    Others read and write meanwhile. StoreError: DAMAGED when what was copied does not check (no
    backup is made then, and none is touched), DISK_FULL, READ_ONLY, MISSING, ….
    """
    refuse_unless_ours(path)
    with making(folder) as unnamed:
        file = unnamed / STORE_FILE
        file.touch(mode=0o600, exist_ok=False)
        _copy(path, file, moment)
        manifest = _checked(file, moment, kind)
        sync_file(file)
        write_manifest(unnamed, manifest)
        return Backup(name_backup(unnamed, folder, manifest), manifest)


@contextmanager
def making(folder: Path) -> Iterator[Path]:
    """Make a hidden folder for a backup; whatever has no name at the end goes away again.

    What killed programs left beside it is cleared away. StoreError for what the system says of
    files.
    """
    unnamed = folder / f"{UNNAMED}{uuid4().hex}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        unnamed.mkdir(mode=0o700)
        _clear_left_over(unnamed)
        yield unnamed
    except OSError as error:
        raise as_file_error(error) from error
    finally:
        shutil.rmtree(unnamed, ignore_errors=True)


def write_manifest(unnamed: Path, manifest: Manifest) -> None:
    """Write a manifest into a backup that has no name yet, and both durably to the disk."""
    path = unnamed / MANIFEST_FILE
    path.touch(mode=0o600, exist_ok=False)
    path.write_text(manifest_text(manifest), "utf-8", newline="\n")
    sync_file(path)
    sync_folder(unnamed)


def name_backup(unnamed: Path, folder: Path, manifest: Manifest) -> Path:
    """Give a finished backup the name of its minute, past the names that are taken."""
    stem = f"{PREFIX}{stamp(manifest.made_at)}"
    names = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    free = (folder / name for name in names)
    place = next(one for one in free if not (one.exists() or one.is_symlink()))
    name_folder(unnamed, place)
    return place


def stamp(moment: datetime) -> str:
    """Return a moment as file names have it, in the order of time."""
    return f"{moment:%Y-%m-%d-%H%M%S}"


def backups_in(folder: Path) -> tuple[Backup | Unreadable, ...]:
    """Return every backup in a folder, newest first; those whose manifest is not readable last.

    StoreError when the folder cannot be read; () when there is none.
    """
    try:
        places = [place for place in folder.iterdir() if place.name.startswith(PREFIX)]
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise as_file_error(error) from error
    found = [_backup_at(place) for place in places if place.is_dir() or place.is_symlink()]
    whole = [one for one in found if isinstance(one, Backup)]
    whole.sort(key=lambda one: (one.made_at, one.place.name), reverse=True)
    torn = [one for one in found if isinstance(one, Unreadable)]
    return (*whole, *sorted(torn, key=lambda one: one.place.name, reverse=True))


def manifest_of(place: Path) -> Manifest:
    """Return the manifest of a backup's folder; StoreError as ``read_manifest``."""
    path = place / MANIFEST_FILE
    if place.is_symlink() or path.is_symlink():
        raise StoreError(StoreProblem.NOT_A_BACKUP, "a link")
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        torn = (place / STORE_FILE).exists() and place.name.startswith(PREFIX)
        problem = StoreProblem.BACKUP_TORN if torn else StoreProblem.NOT_A_BACKUP
        raise StoreError(problem, MANIFEST_FILE) from error
    except OSError as error:
        raise as_file_error(error) from error
    if len(raw) > MOST_BYTES:
        raise StoreError(StoreProblem.NOT_A_BACKUP, MANIFEST_FILE)
    return read_manifest(raw)


def remove_backup(place: Path) -> None:
    """Take a backup's name away at once, then its files: a removal cut short leaves no half."""
    unnamed = place.with_name(f"{UNNAMED}{uuid4().hex}")
    try:
        place.rename(unnamed)
    except OSError as error:
        raise as_file_error(error) from error
    shutil.rmtree(unnamed, ignore_errors=True)


def file_seal(path: Path) -> FileSeal:
    """Return length and SHA-256 of a file that no store has open."""
    digest, size = sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return FileSeal(size, digest.hexdigest())


def counted_rows(store: Store) -> dict[str, int]:
    """Return how many rows each table of a store has; a table it has not yet is left out."""
    there = {name for (name,) in store.read("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    names = ("step", "journal", *(name for name in TABLES if name in there))
    return {name: int(store.read(" ".join(("SELECT count(*) FROM", name)))[0][0]) for name in names}


def _copy(path: Path, file: Path, moment: Callable[[], datetime]) -> None:
    """Copy the store and check the copy's end against what was there at the beginning."""
    with (
        Store(connect(path), path, moment) as source,
        Store(connect(file), file, moment) as copy,
        translated(),
    ):
        before = source.head()
        _copy_pages(source, copy)
        if copy.head().seq < before.seq:
            raise StoreError(StoreProblem.DAMAGED, "backup")


def _copy_pages(source: Store, copy: Store) -> None:
    """Copy a few pages at a time, so that nobody waits to save; a save begins the copy anew.

    After three beginnings it is copied in one go, for which a save may wait.
    """
    last: list[int] = []
    begun_again = 0

    def look(_status: int, remaining: int, _total: int) -> None:
        nonlocal begun_again
        begun_again += bool(last) and remaining >= last[0]
        last[:] = [remaining]
        if begun_again > _RESTARTS:
            raise _TooManySavesError

    try:
        source.database.conn.backup(
            copy.database.conn, pages=PAGES_AT_ONCE, progress=look, sleep=0.001
        )
    except _TooManySavesError:
        source.database.conn.backup(copy.database.conn)


class _TooManySavesError(Exception):
    """The ward is saved to so often that copying it page by page does not end."""


def _checked(file: Path, moment: Callable[[], datetime], kind: BackupKind) -> Manifest:
    """Open the copy as any store is opened, check all of it, and say what it holds."""
    with Store(connect(file), file, moment) as copy:
        for finding in verify(copy):
            raise StoreError(StoreProblem.DAMAGED, finding.where)
        newest, ward = newest_step(copy), site(copy)
        if newest is None:
            raise StoreError(StoreProblem.DAMAGED, "journal")
        rows = counted_rows(copy)
        version = int(copy.read("PRAGMA user_version")[0][0])
    return Manifest(
        made_at=moment(),
        kind=kind,
        program=__version__,
        store_id=ward.uuid,
        ward=ward.ward,
        sample=ward.sample,
        version=version,
        head=Head(newest.seq, newest.hash),
        head_at=newest.at,
        rows=rows,
        files={STORE_FILE: file_seal(file)},
    )


def _backup_at(place: Path) -> Backup | Unreadable:
    try:
        return Backup(place, manifest_of(place))
    except StoreError as error:
        return Unreadable(place, error)


def _clear_left_over(mine: Path) -> None:
    """Remove what has lain unnamed for an hour: whoever made it was killed.

    The age is told by the disk's own clock, from the folder just made.
    """
    newest = mine.stat().st_mtime
    for other in mine.parent.glob(f"{UNNAMED}*"):
        with suppress(OSError):
            if newest - other.stat().st_mtime > _LEFT_OVER_S:
                shutil.rmtree(other, ignore_errors=True)
