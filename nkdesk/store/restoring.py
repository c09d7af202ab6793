"""Putting a backup in the place of a ward's store; what was there is set aside, never overwritten.

The backup itself is only read: a copy of it is made beside the ward's store, checked, brought up
to date and given its step. Until one renaming at the very end the ward is as it was. Source:
safety §7, B3 to B5, hazard H33.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import count
from pathlib import Path
from uuid import uuid4

from nkdesk.store.backup import CHUNK, counted_rows, manifest_of, stamp
from nkdesk.store.connection import connect, is_open_here, translated
from nkdesk.store.folders import refuse_shared_folder
from nkdesk.store.inspection import refuse_read_only, refuse_unless_ours
from nkdesk.store.journal import Head, StoredStep, newest_step
from nkdesk.store.manifest import MANIFEST_FILE, STORE_FILE, FileSeal, Manifest
from nkdesk.store.migrations import VERSION
from nkdesk.store.naming import name_file, sync_file, sync_folder
from nkdesk.store.problem import StoreConflictError, StoreError, StoreProblem, as_file_error
from nkdesk.store.site import site
from nkdesk.store.upgrading import give_newest_shape, refuse_altered, store_version
from nkdesk.store.verify import verify
from nkdesk.store.ward_store import Store

ASIDE = "set-aside"
MOST_BYTES = 4 << 30
_UNNAMED = ".restoring-"
_SEEN_BEFORE = {
    StoreProblem.EMPTY: StoreProblem.BACKUP_TORN,
    StoreProblem.TRUNCATED: StoreProblem.BACKUP_TORN,
    StoreProblem.NOT_A_STORE: StoreProblem.NOT_A_BACKUP,
    StoreProblem.FOREIGN: StoreProblem.NOT_A_BACKUP,
    StoreProblem.MISSING: StoreProblem.NOT_A_BACKUP,
    StoreProblem.DAMAGED: StoreProblem.BACKUP_DAMAGED,
    StoreProblem.ALTERED: StoreProblem.BACKUP_DAMAGED,
    StoreProblem.UNEXPECTED: StoreProblem.BACKUP_DAMAGED,
    StoreProblem.NEWER: StoreProblem.BACKUP_NEWER,
    StoreProblem.OLDER: StoreProblem.BACKUP_OLDER,
}


@dataclass(frozen=True, slots=True)
class Ready:
    """A checked copy of a backup, open, in the newest shape, with what it held as it came.

    ``manifest`` is None for a lone file: a store that was set aside, or one from before a new
    version.
    """

    store: Store
    newest: StoredStep
    rows: dict[str, int]
    manifest: Manifest | None

    @property
    def head(self) -> Head:
        """The newest step's number and hash as the backup came."""
        return Head(self.newest.seq, self.newest.hash)


@dataclass(frozen=True, slots=True)
class RestoreStep:
    """Who puts a backup in place and why; ``expected`` is the ward's head the decision saw.

    ``expected`` is None where there is no ward or none that can be read.
    """

    actor: str
    why: str
    expected: Head | None


@contextmanager
def ready(source: Path, folder: Path, moment: Callable[[], datetime]) -> Iterator[Ready]:
    """Copy a backup into ``folder`` under a hidden name, check it, and remove the copy at the end.

    ``source`` is a backup's folder, its manifest, or a lone store file. StoreError:
    NOT_A_BACKUP, BACKUP_TORN, BACKUP_DAMAGED, BACKUP_NEWER, BACKUP_OLDER, DISK_FULL, ….
    """
    file, manifest = _located(source.absolute())
    unnamed = folder / f"{_UNNAMED}{uuid4().hex}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        refuse_shared_folder(folder)
        _copy_file(file, unnamed, manifest)
        with _as_backup():
            store = Store(connect(unnamed), unnamed, moment)
        with store:
            with _as_backup():
                checked = _checked(store, manifest)
            yield checked
    except OSError as error:
        raise as_file_error(error) from error
    finally:
        for left in (unnamed, _journal_of(unnamed)):
            left.unlink(missing_ok=True)


def put_in_place(prepared: Ready, path: Path, how: RestoreStep) -> Path | None:
    """Give the ward's name to a checked copy and return where the old store was set aside.

    None when there was no old one. StoreConflictError when somebody saved since the decision;
    REPLACED, DISK_FULL, READ_ONLY, …: the ward is then as it was.
    """
    path = path.absolute()
    refuse_read_only(path.parent)
    with _nobody_saves(path, how.expected, prepared.store.moment):
        with prepared.store.step(actor=how.actor, what="restore", why=how.why):
            pass
        for finding in verify(prepared.store, prepared.head):
            raise StoreError(StoreProblem.BACKUP_DAMAGED, finding.where)
        moment = prepared.store.moment()
        prepared.store.close()
        try:
            sync_file(prepared.store.path)
            return _swap(prepared.store.path, path, moment)
        except OSError as error:
            raise as_file_error(error) from error


@contextmanager
def _as_backup() -> Iterator[None]:
    """Say of the backup what the store's own words would say of the ward."""
    try:
        yield
    except StoreConflictError:
        raise
    except StoreError as error:
        problem = _SEEN_BEFORE.get(error.problem)
        if problem is None:
            raise
        raise StoreError(problem, error.detail) from error


def _located(source: Path) -> tuple[Path, Manifest | None]:
    """Return the store file of a backup and its manifest; None for a lone file."""
    if source.name == MANIFEST_FILE or (source.parent / MANIFEST_FILE).is_file():
        source = source.parent
    if source.is_dir():
        manifest = manifest_of(source)
        if set(manifest.files) != {STORE_FILE}:
            raise StoreError(StoreProblem.BACKUP_NEWER, "more files")
        return source / STORE_FILE, manifest
    if not source.is_file() or source.is_symlink():
        raise StoreError(StoreProblem.NOT_A_BACKUP, source.name)
    if is_open_here(source) or source.name == STORE_FILE:
        # reading a file this program has open would drop its locks; and a ward is no backup
        raise StoreError(StoreProblem.NOT_A_BACKUP, "a ward in use")
    return source, None


def _copy_file(file: Path, unnamed: Path, manifest: Manifest | None) -> None:
    """Copy the bytes and hold them against the manifest's."""
    if file.is_symlink() or not file.is_file():
        raise StoreError(StoreProblem.BACKUP_TORN, STORE_FILE)
    expected = None if manifest is None else manifest.files[STORE_FILE]
    size = file.stat().st_size
    if size > MOST_BYTES or _journal_of(file).exists():
        raise StoreError(StoreProblem.NOT_A_BACKUP, "too large" if size > MOST_BYTES else "in use")
    if expected is not None and size != expected.size:
        raise StoreError(StoreProblem.BACKUP_TORN, STORE_FILE)
    unnamed.touch(mode=0o600, exist_ok=False)
    digest = sha256()
    with file.open("rb") as reading, unnamed.open("wb") as writing:
        while chunk := reading.read(CHUNK):
            digest.update(chunk)
            writing.write(chunk)
    if expected is not None and FileSeal(size, digest.hexdigest()) != expected:
        raise StoreError(StoreProblem.BACKUP_TORN, STORE_FILE)
    with _as_backup():
        refuse_unless_ours(unnamed)


def _checked(store: Store, manifest: Manifest | None) -> Ready:
    """Hold a copy against its manifest, bring it up to date, and check all of it."""
    with translated():
        refuse_altered(store.database)
    newest, rows = newest_step(store), counted_rows(store)
    if newest is None:
        raise StoreError(StoreProblem.BACKUP_DAMAGED, "journal")
    checked = Ready(store, newest, rows, manifest)
    if manifest is not None and (
        checked.head != manifest.head
        or rows != dict(manifest.rows)
        or site(store).uuid != manifest.store_id
    ):
        raise StoreError(StoreProblem.BACKUP_DAMAGED, MANIFEST_FILE)
    if store_version(store.database) != VERSION:
        _bring_up_to_date(store)
    for finding in verify(store, checked.head):
        raise StoreError(StoreProblem.BACKUP_DAMAGED, finding.where)
    return checked


def _bring_up_to_date(store: Store) -> None:
    """Give a copy the newest shape; it needs no copy of its own first."""
    with translated():
        store.database.execute("BEGIN IMMEDIATE")
        try:
            give_newest_shape(store)
            store.database.execute("COMMIT")
        finally:
            store.database.rollback()


@contextmanager
def _nobody_saves(
    path: Path, expected: Head | None, moment: Callable[[], datetime]
) -> Iterator[None]:
    """Keep others from saving to the store that goes, if it can still be opened at all."""
    if expected is None:
        yield
        return
    with Store(connect(path), path, moment) as present, translated():
        present.database.execute("BEGIN IMMEDIATE")
        try:
            if present.head() != expected:
                raise StoreConflictError("step", None)
            yield
        finally:
            present.database.rollback()


def _swap(unnamed: Path, path: Path, moment: datetime) -> Path | None:
    """Set the old store aside under a second name, then put the new one in its place at once."""
    aside = _set_aside(path, moment) if path.exists() else None
    try:
        unnamed.replace(path)
    except OSError:
        if aside is not None:
            _take_back(aside, path)
        raise
    sync_folder(path.parent)
    return aside


def _set_aside(path: Path, moment: datetime) -> Path:
    """Give the old store a name that is no store's, and with it a journal it has left.

    A journal is left only by a store that cannot be opened; it must not lie beside the new one.
    """
    aside, journal = _free_name(path, moment), _journal_of(path)
    if journal.exists():
        name_file(journal, _journal_of(aside))
    name_file(path, aside)
    journal.unlink(missing_ok=True)
    return aside


def _take_back(aside: Path, path: Path) -> None:
    """Let the old store be the ward again: drop its second name, or give it back its first."""
    if path.exists():
        aside.unlink()
    else:
        aside.rename(path)


def _free_name(path: Path, moment: datetime) -> Path:
    stem = f"{path.name}.{ASIDE}-{stamp(moment)}"
    names = (f"{stem}{'' if number == 1 else f'-{number}'}" for number in count(1))
    return next(place for place in map(path.with_name, names) if not place.exists())


def _journal_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-journal")
