"""Making backups: when one is due, making it, the second copy, and letting old ones go."""

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from nkdesk.services.backups.models import BackedUp, BackupKind, BackupLine, BackupPlace, LineState
from nkdesk.services.backups.notes import note, read_notes
from nkdesk.services.desk import Desk
from nkdesk.services.ward import WARD_FILE
from nkdesk.store.backup import Backup, back_up, backups_in, remove_backup
from nkdesk.store.problem import StoreError, StoreProblem
from nkdesk.store.second_place import copy_backup, folder_in
from nkdesk.store.thinning import too_many
from nkdesk.store.witness import note_head

BACKUPS = "backups"
EVERY = timedelta(minutes=30)
OLD = timedelta(hours=24)
SAMPLE_KEPT = 20
"""A sample ward's day never ends, so its backups would never grow old."""


def place_of(desk: Desk) -> BackupPlace:
    """Return where an open ward's backups are made, by the ward's clock."""
    return BackupPlace(desk.store.path.parent, desk.clock.now)


def backups_folder(place: BackupPlace) -> Path:
    """Return where a ward's backups lie."""
    return place.folder / BACKUPS


def is_due(now: datetime, newest_at: datetime | None, *, changed: bool) -> bool:
    """Whether it is time for a backup nobody asked for.

    After 30 minutes when something changed, after a day in any case. With a clock that went back
    nothing can be said of the time, so a change is enough.
    """
    if newest_at is None:
        return True
    age = now - newest_at
    if age < timedelta(0):
        return changed
    return age >= OLD or (changed and age >= EVERY)


def newest_backup(place: BackupPlace) -> Backup | None:
    """Return the newest whole backup, None when there is none."""
    found = backups_in(backups_folder(place))
    return next((one for one in found if isinstance(one, Backup)), None)


def make_backup(place: BackupPlace, kind: BackupKind) -> BackedUp:
    """Back the ward up, copy that to the second place, and let go what is too many.

    The second place also notes the newest step: a witness against a journal cut or computed anew.

    Slow; runs on any thread with connections of its own. StoreError when no backup was made; what
    is wrong with the second place alone is told beside the backup.
    """
    folder = backups_folder(place)
    made = back_up(place.folder / WARD_FILE, folder, place.now, kind)
    removed = _thin(folder, made, place)
    return BackedUp(line_of(made), removed, _second_copy(place, made))


def line_of(backup: Backup, *, second: bool = False) -> BackupLine:
    """Return a backup as a line of a list."""
    kept = backup.manifest
    return BackupLine(
        backup.place, LineState.WHOLE, kept.made_at, kept.kind, kept.head.seq, kept.size, second
    )


def _second_copy(place: BackupPlace, made: Backup) -> StoreError | None:
    root = read_notes(place).second
    if root is None:
        return None
    try:
        copied = copy_backup(made, root)
        note_head(root, made.manifest.store_id, made.manifest.head, made.manifest.made_at)
    except StoreError as error:
        return error
    note(place, second_at=made.made_at)
    _thin(folder_in(root, made.manifest.store_id), copied, place)
    return None


def _thin(folder: Path, made: Backup, place: BackupPlace) -> int:
    """Remove what is too many, never the backup just made; return how many went."""
    mine = [
        one
        for one in backups_in(folder)
        if isinstance(one, Backup)
        and one.manifest.store_id == made.manifest.store_id
        and one.place != made.place
    ]
    going = list(too_many([*mine, made], place.now()))
    if made.manifest.sample:
        going = mine[SAMPLE_KEPT - 1 :]
    removed = 0
    for one in going:
        with suppress(StoreError):  # one too many does no harm; the next backup tries again
            remove_backup(one.place)
            removed += 1
    return removed


def choose_second_place(place: BackupPlace, root: Path | None) -> None:
    """Remember a second place, None for none; StoreError when nothing can be written there.

    The newest backup is copied there at once, so that it is known to work.
    """
    note(place, second=root, second_at=None if root is None else _try_place(place, root))


def _try_place(place: BackupPlace, root: Path) -> datetime | None:
    """Copy the newest backup there; return when, None while there is none to copy."""
    if root.absolute() == place.folder.absolute() or not root.is_dir():
        raise StoreError(StoreProblem.NO_SECOND_PLACE, root.name)
    newest = newest_backup(place)
    if newest is None:
        return None
    copy_backup(newest, root)
    return newest.made_at
