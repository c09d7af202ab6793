"""A second copy of every backup on another disk, byte for byte and read back.

No store is opened there, so the place may be one a store must not lie in.
"""

import shutil
from pathlib import Path

from nkdesk.store.backup import Backup, file_seal, making, name_backup
from nkdesk.store.manifest import MANIFEST_FILE
from nkdesk.store.naming import sync_file, sync_folder
from nkdesk.store.problem import StoreError, StoreProblem, as_file_error


def folder_in(root: Path, store_id: str) -> Path:
    """Return where a ward's second copies lie: several wards may share one disk."""
    return root / f"nkdesk-backups-{store_id[:8]}"


def copy_backup(backup: Backup, root: Path) -> Backup:
    """Copy a backup to a second place; StoreError NO_SECOND_PLACE, DISK_FULL, BACKUP_TORN, …."""
    if not root.is_dir():  # a disk that is not plugged in must not become a folder
        raise StoreError(StoreProblem.NO_SECOND_PLACE, root.name)
    folder = folder_in(root, backup.manifest.store_id)
    with making(folder) as unnamed:
        for name, seal in backup.manifest.files.items():
            _copy(backup.place / name, unnamed / name)
            if file_seal(unnamed / name) != seal:
                raise StoreError(StoreProblem.BACKUP_TORN, name)
        _copy(backup.place / MANIFEST_FILE, unnamed / MANIFEST_FILE)
        sync_folder(unnamed)
        return Backup(name_backup(unnamed, folder, backup.manifest), backup.manifest)


def same_disk(one: Path, other: Path) -> bool:
    """Whether two folders lie on one disk, which one fault takes both from; StoreError as it is."""
    try:
        return one.stat().st_dev == other.stat().st_dev
    except OSError as error:
        raise as_file_error(error) from error


def _copy(source: Path, target: Path) -> None:
    target.touch(mode=0o600, exist_ok=False)
    shutil.copyfile(source, target)
    sync_file(target)
