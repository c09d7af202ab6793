"""All backups of a ward as a list, and whether anything about them needs somebody."""

from datetime import datetime, timedelta
from pathlib import Path

from nkdesk.services.backups.making import BACKUPS, OLD, backups_folder, line_of
from nkdesk.services.backups.models import (
    BackupKind,
    BackupLine,
    BackupPlace,
    BackupsPage,
    LineState,
    SecondPlace,
)
from nkdesk.services.backups.notes import Notes, read_notes
from nkdesk.services.ward import WARD_FILE
from nkdesk.store.backup import Backup, Unreadable, backups_in
from nkdesk.store.problem import StoreError
from nkdesk.store.restoring import ASIDE
from nkdesk.store.second_place import folder_in, same_disk

DRILL_EVERY = timedelta(days=35)
SET_ASIDE = "set_aside"


def backups_page(place: BackupPlace) -> BackupsPage:
    """Return every backup of a ward; StoreError when its folder of backups cannot be read."""
    notes = read_notes(place)
    found = backups_in(backups_folder(place))
    lines = [_line(one) for one in found]
    newest = next((one for one in found if isinstance(one, Backup)), None)
    if notes.second is not None and newest is not None:
        lines += _second_lines(folder_in(notes.second, newest.manifest.store_id))
    drilled = notes.drilled_at
    return BackupsPage(
        (*lines, *_lone_files(place)),
        None if newest is None else newest.made_at,
        None if newest is None else newest.manifest.head.seq,
        _second(place, notes),
        drilled,
        newest is not None and (drilled is None or place.now() - drilled > DRILL_EVERY),
    )


def lines_in(folder: Path) -> tuple[BackupLine, ...]:
    """Return what can be restored from a folder a person chose: one backup, or those in it.

    A ward's own folder stands for its folder of backups.
    """
    if (folder / BACKUPS).is_dir():
        folder = folder / BACKUPS
    found = backups_in(folder)
    if not found:
        found = tuple(
            one for inner in sorted(folder.glob("nkdesk-backups-*")) for one in backups_in(inner)
        )
    return tuple(_line(one) for one in found)


def is_old(now: datetime, newest_at: datetime | None) -> bool:
    """Whether the newest backup is older than a day, or there is none."""
    return newest_at is None or now - newest_at > OLD


def _line(one: Backup | Unreadable) -> BackupLine:
    if isinstance(one, Backup):
        return line_of(one)
    return BackupLine(one.place, LineState.UNREADABLE, error=one.error)


def _second_lines(folder: Path) -> list[BackupLine]:
    try:
        return [line_of(one, second=True) for one in backups_in(folder) if isinstance(one, Backup)]
    except StoreError:  # a disk that is gone says so in its own line
        return []


def _lone_files(place: BackupPlace) -> tuple[BackupLine, ...]:
    """Return the stores beside the ward's own: from before a new version, and set aside."""
    kinds = (("*.backup", BackupKind.BEFORE_VERSION.value), (f"{WARD_FILE}.{ASIDE}-*", SET_ASIDE))
    return tuple(
        BackupLine(path, LineState.UNCHECKED, _changed_at(path, place), kind, None, _size(path))
        for pattern, kind in kinds
        for path in sorted(place.folder.glob(pattern), reverse=True)
        if path.is_file() and not path.name.endswith("-journal")
    )


def _changed_at(path: Path, place: BackupPlace) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, place.now().tzinfo)


def _size(path: Path) -> int:
    return path.stat().st_size


def _second(place: BackupPlace, notes: Notes) -> SecondPlace | None:
    if notes.second is None:
        return None
    there = notes.second.is_dir()
    return SecondPlace(
        notes.second, notes.second_at, there, there and same_disk(notes.second, place.folder)
    )
