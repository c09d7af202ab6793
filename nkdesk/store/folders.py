"""Where a store must not lie: network drives and folders that other programs keep in step.

SQLite's locks do not hold there and a second copy may be written elsewhere. Source: safety
hazard H22, requirement S9.
"""

import re
import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

from nkdesk.store.problem import StoreError, StoreProblem

_NETWORK = frozenset(
    (
        *("9p", "afpfs", "afs", "ceph", "cifs", "coda", "davfs", "fuse", "gfs", "gfs2"),
        *("glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "ocfs2", "orangefs", "remote"),
        *("smb3", "smbfs", "vboxsf", "virtiofs"),
    )
)
_SYNCED = (
    "dropbox",
    "onedrive",
    "google drive",
    "googledrive",
    "icloud",
    "mega",
    "nextcloud",
    "owncloud",
    "pcloud",
    "syncthing",
    "yandex.disk",
    "yandexdisk",
    "яндекс.диск",
)
_MARKS = (".dropbox", ".dropbox.cache", ".stfolder", ".owncloudsync.log", ".nextcloudsync.log")
_MOUNTS = Path("/proc/self/mountinfo")
_OCTAL = re.compile(r"\\([0-7]{3})")
_DRIVE_REMOTE = 4


def refuse_shared_folder(folder: Path) -> None:
    """Raise StoreError NETWORK_FOLDER or SYNCED_FOLDER for a folder a store must not lie in."""
    kind = file_system_type(folder).casefold()
    if kind in _NETWORK or kind.startswith("fuse."):
        raise StoreError(StoreProblem.NETWORK_FOLDER, kind)
    for place in (folder, *folder.parents):
        if _is_synced(place):
            raise StoreError(StoreProblem.SYNCED_FOLDER, place.name)


def _is_synced(place: Path) -> bool:
    name = place.name.casefold()
    if any(name == synced or name.startswith((f"{synced} ", f"{synced}-")) for synced in _SYNCED):
        return True
    return any((place / mark).exists() for mark in _MARKS)


def file_system_type(folder: Path) -> str:
    """Return the type of the file system below a folder as this computer names it."""
    if sys.platform == "win32":
        return _windows_type(folder)
    try:
        lines = _MOUNTS.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return ""
    return mounted_type(folder, lines)


def mounted_type(folder: Path, lines: Iterable[str]) -> str:
    """Return the type of the innermost mount above a folder, from the lines of mountinfo."""
    best, found = -1, ""
    for line in lines:
        left, _, right = line.partition(" - ")
        match left.split(), right.split():
            case [_, _, _, _, name, *_], [kind, *_]:
                point = Path(_unescaped(name))
                depth = len(point.parts)
                if folder.is_relative_to(point) and depth >= best:
                    best, found = depth, kind
            case _:
                continue
    return found


def _unescaped(name: str) -> str:
    """Return a mount point as it is; mountinfo writes spaces and tabs as octal numbers."""
    return _OCTAL.sub(lambda match: chr(int(match[1], 8)), name)


def _windows_type(folder: Path) -> str:
    drive = folder.drive
    if drive.startswith("\\\\"):
        return "remote"
    kind = import_module("ctypes").windll.kernel32.GetDriveTypeW(f"{drive}\\")
    return "remote" if kind == _DRIVE_REMOTE else ""
