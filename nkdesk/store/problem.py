"""What can be wrong with a store: a code, one plain sentence and one safe next step each.

Source: safety hazards H30 and H36, requirements S6, S7, S8, S9 and S11. No next step ever
advises to delete a file.
"""

import errno
from collections.abc import Mapping
from enum import StrEnum


class StoreProblem(StrEnum):
    """Why the store could not do what was asked; the file is as it was before."""

    MISSING = "missing"
    EXISTS = "exists"
    EMPTY = "empty"
    NOT_A_STORE = "not_a_store"
    FOREIGN = "foreign"
    TRUNCATED = "truncated"
    DAMAGED = "damaged"
    ALTERED = "altered"
    NEWER = "newer"
    OLDER = "older"
    NETWORK_FOLDER = "network_folder"
    SYNCED_FOLDER = "synced_folder"
    READ_ONLY = "read_only"
    READING_ONLY = "reading_only"
    CANNOT_OPEN = "cannot_open"
    BUSY = "busy"
    DISK_FULL = "disk_full"
    DISK_ERROR = "disk_error"
    UNCONFIRMED = "unconfirmed"
    NO_MEMORY = "no_memory"
    LIBRARY = "library"
    CONFLICT = "conflict"
    RULE = "rule"
    BAD_VALUE = "bad_value"
    REPLACED = "replaced"
    NOT_A_BACKUP = "not_a_backup"
    BACKUP_TORN = "backup_torn"
    BACKUP_DAMAGED = "backup_damaged"
    BACKUP_NEWER = "backup_newer"
    BACKUP_OLDER = "backup_older"
    OTHER_WARD = "other_ward"
    NO_SECOND_PLACE = "no_second_place"
    UNEXPECTED = "unexpected"


_ASK = "Ask whoever looks after this computer before anything else is done with the file."
_KEEP = "Keep the file as it is and restore the newest backup; the start page has a button for it."
_OTHER_BACKUP = "Nothing was changed. Choose another backup, the newest one first."

_WORDS: Mapping[StoreProblem, tuple[str, str]] = {
    StoreProblem.MISSING: (
        "There is no ward store at this place.",
        "Check the folder's name, or choose to make a new ward.",
    ),
    StoreProblem.EXISTS: (
        "There is already a file at this place.",
        "Choose another folder for the new ward, or open the ward that is there.",
    ),
    StoreProblem.EMPTY: ("The file is empty; it is not a ward store.", _KEEP),
    StoreProblem.NOT_A_STORE: (
        "The file is not a ward store.",
        "Choose the ward's own folder.",
    ),
    StoreProblem.FOREIGN: (
        "The file is the database of another program.",
        "Choose the ward's own folder.",
    ),
    StoreProblem.TRUNCATED: ("The end of the ward store is missing.", _KEEP),
    StoreProblem.DAMAGED: ("The ward store is damaged.", _KEEP),
    StoreProblem.ALTERED: (
        "The structure of the ward store was changed by something other than nkdesk.",
        _KEEP,
    ),
    StoreProblem.NEWER: (
        "The ward store was written by a newer nkdesk.",
        "Install that version of nkdesk on this computer.",
    ),
    StoreProblem.OLDER: (
        "The ward store was written by a version of nkdesk that this one cannot read.",
        _ASK,
    ),
    StoreProblem.NETWORK_FOLDER: (
        "The folder is on a network drive, where a ward store can be corrupted.",
        "Choose a folder on a disk inside this computer.",
    ),
    StoreProblem.SYNCED_FOLDER: (
        "The folder is kept in step with other computers, which can corrupt a ward store.",
        "Choose a folder that no cloud or synchronising program watches.",
    ),
    StoreProblem.READ_ONLY: (
        "The ward store or its folder cannot be written to.",
        "Ask for the right to write to the folder, then open the ward again.",
    ),
    StoreProblem.READING_ONLY: (
        "This ward is open for reading only, because its file or folder cannot be written to.",
        "Read and print what is needed; have the folder made writable, then open the ward again.",
    ),
    StoreProblem.CANNOT_OPEN: (
        "The ward store could not be opened.",
        "Check that the folder is there and may be read, then try again.",
    ),
    StoreProblem.BUSY: (
        "Another window or computer program is writing to the ward store.",
        "Nothing was saved. Wait a moment and try again.",
    ),
    StoreProblem.DISK_FULL: (
        "The disk is full.",
        "Nothing was saved. Free some space, then save again; reading and printing still work.",
    ),
    StoreProblem.DISK_ERROR: (
        "The disk did not read or write as it should.",
        "Nothing was saved. Print today's list, then have the disk checked.",
    ),
    StoreProblem.UNCONFIRMED: (
        "The disk did not confirm that the change was saved.",
        "Look whether it is there, and enter it again only if it is not. Have the disk checked.",
    ),
    StoreProblem.NO_MEMORY: (
        "This computer has run out of memory.",
        "Nothing was saved. Close other programs, then try again.",
    ),
    StoreProblem.LIBRARY: (
        "The database library on this computer does not do what a ward store needs.",
        "Install nkdesk again with its own libraries.",
    ),
    StoreProblem.CONFLICT: (
        "Somebody else changed this in the meantime.",
        "Nothing was saved. Look at the new values, then decide again.",
    ),
    StoreProblem.RULE: (
        "The ward store refused a value that cannot be right.",
        "Nothing was saved. Check what was entered.",
    ),
    StoreProblem.BAD_VALUE: (
        "A text or number holds something that cannot be stored.",
        "Nothing was saved. Enter it again without special or invisible characters.",
    ),
    StoreProblem.REPLACED: (
        "This ward was restored from a backup while it was open here.",
        "Nothing was saved. Close this window, then open the ward again.",
    ),
    StoreProblem.NOT_A_BACKUP: (
        "This is not a backup of a ward.",
        "Nothing was changed. Choose a folder whose name begins with ward- and a date.",
    ),
    StoreProblem.BACKUP_TORN: (
        "This backup is not whole: a part of it is missing or is not as it was written.",
        _OTHER_BACKUP,
    ),
    StoreProblem.BACKUP_DAMAGED: (
        "This backup does not pass the checks that a ward store must pass.",
        _OTHER_BACKUP,
    ),
    StoreProblem.BACKUP_NEWER: (
        "This backup was made by a newer nkdesk.",
        "Nothing was changed. Install that version of nkdesk, or choose an older backup.",
    ),
    StoreProblem.BACKUP_OLDER: (
        "This backup was made by a version of nkdesk that this one cannot read.",
        "Nothing was changed. Choose a newer backup.",
    ),
    StoreProblem.OTHER_WARD: (
        "This is a backup of another ward.",
        "Nothing was changed. Choose a backup of this ward, or restore into an empty folder.",
    ),
    StoreProblem.NO_SECOND_PLACE: (
        "The second place for backups is not there.",
        "Plug the disk in, or choose another second place; the first copy is made all the same.",
    ),
    StoreProblem.UNEXPECTED: (
        "The ward store met a fault in nkdesk.",
        "Nothing was saved. Keep the report of this fault and start nkdesk again.",
    ),
}

INTEGRITY = frozenset(
    {
        StoreProblem.EMPTY,
        StoreProblem.TRUNCATED,
        StoreProblem.DAMAGED,
        StoreProblem.ALTERED,
    }
)
"""The problems that mean a ward's record can no longer be trusted as it lies there."""

# https://www.sqlite.org/rescode.html, primary codes
_BY_CODE: Mapping[int, StoreProblem] = {
    3: StoreProblem.READ_ONLY,
    5: StoreProblem.BUSY,
    6: StoreProblem.BUSY,
    7: StoreProblem.NO_MEMORY,
    8: StoreProblem.READ_ONLY,
    9: StoreProblem.BUSY,
    10: StoreProblem.DISK_ERROR,
    11: StoreProblem.DAMAGED,
    13: StoreProblem.DISK_FULL,
    14: StoreProblem.CANNOT_OPEN,
    15: StoreProblem.BUSY,
    17: StoreProblem.ALTERED,
    18: StoreProblem.BAD_VALUE,
    19: StoreProblem.RULE,
    20: StoreProblem.BAD_VALUE,
    26: StoreProblem.NOT_A_STORE,
}


class StoreError(Exception):
    """Something around or inside the store stands in the way; the record is untouched.

    ``detail`` names a column, rule, folder or version for the log and the command line; it holds
    no value that was entered.
    """

    def __init__(self, problem: StoreProblem, detail: str = "") -> None:
        super().__init__(problem, detail)
        self.problem = problem
        self.detail = detail

    @property
    def sentence(self) -> str:
        """What is wrong, in one plain English sentence."""
        return _WORDS[self.problem][0]

    @property
    def next_step(self) -> str:
        """The one safe thing to do now."""
        return _WORDS[self.problem][1]

    def __str__(self) -> str:
        detail = f" ({self.detail})" if self.detail else ""
        return f"{self.sentence[:-1]}{detail}. {self.next_step}"


class StoreConflictError(StoreError):
    """A row is no longer as it was when the change was prepared.

    ``stored`` is the row as it is now, None when it is gone; both values can be shown.
    """

    def __init__(self, table: str, stored: Mapping[str, str | int | None] | None) -> None:
        super().__init__(StoreProblem.CONFLICT, table)
        self.table = table
        self.stored = stored


_BY_ERRNO: Mapping[int | None, StoreProblem] = {
    errno.EACCES: StoreProblem.READ_ONLY,
    errno.EPERM: StoreProblem.READ_ONLY,
    errno.EROFS: StoreProblem.READ_ONLY,
    errno.ENOSPC: StoreProblem.DISK_FULL,
    errno.EDQUOT: StoreProblem.DISK_FULL,
    errno.EIO: StoreProblem.DISK_ERROR,
}


def as_file_error(error: OSError) -> StoreError:
    """Turn what the operating system said about a file into a StoreError."""
    problem = _BY_ERRNO.get(error.errno, StoreProblem.CANNOT_OPEN)
    return StoreError(problem, error.strerror or "")


_NOT_TEXT = "Could not decode to UTF-8"


def as_store_error(error: Exception) -> StoreError:
    """Turn what the database library raised into a StoreError by its primary result code.

    A text that is no text any more means a damaged file; the library's own words would quote it.
    """
    if isinstance(error, UnicodeDecodeError) or str(error).startswith(_NOT_TEXT):
        return StoreError(StoreProblem.DAMAGED, "a text that cannot be read")
    code = getattr(error, "sqlite_errorcode", None)
    problem = _BY_CODE.get(code & 0xFF) if isinstance(code, int) else None
    return StoreError(problem or StoreProblem.UNEXPECTED, str(error))
