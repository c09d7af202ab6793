"""Looking at a file before it is opened, so that what is not a ward store stays untouched.

Only the first hundred bytes are read, and only when this process does not have the file open.
Source: https://www.sqlite.org/fileformat2.html, 1.3; safety requirement S7.
"""

import os
from pathlib import Path

from nkdesk.store.connection import APPLICATION_ID, is_open_here
from nkdesk.store.folders import refuse_shared_folder
from nkdesk.store.migrations import SCHEMA_DIGESTS, VERSION, version_name
from nkdesk.store.problem import StoreError, StoreProblem, as_file_error

_MAGIC = b"SQLite format 3\0"
_HEADER = 100
_WAL = 2


def refuse_unless_ours(path: Path) -> None:
    """Raise a StoreError unless the file is a whole ward store this program can write to."""
    try:
        _refuse_place(path)
        if not is_open_here(path):
            _refuse_header(path)
    except OSError as error:
        raise as_file_error(error) from error


def refuse_read_only(path: Path) -> None:
    """Raise StoreError READ_ONLY when a file or folder cannot be written to."""
    if _is_read_only(path):
        raise StoreError(StoreProblem.READ_ONLY, path.name)


def written_nowhere(path: Path) -> str:
    """Return the name of what cannot be written to, the store's file or its folder; else ""."""
    return next((place.name for place in (path, path.parent) if _is_read_only(place)), "")


def _is_read_only(path: Path) -> bool:
    return not os.access(path, os.W_OK)


def _refuse_place(path: Path) -> None:
    if not path.exists():
        raise StoreError(StoreProblem.MISSING, path.name)
    if not path.is_file():
        raise StoreError(StoreProblem.NOT_A_STORE, "not a file")
    refuse_shared_folder(path.parent)
    if path.stat().st_size == 0:
        raise StoreError(StoreProblem.EMPTY, path.name)


def _refuse_header(path: Path) -> None:
    with path.open("rb") as file:
        header = file.read(_HEADER)
    # Looked at in this order: a journal means that SQLite has to put the file right first, and
    # without one the file has at least the pages its header names.
    unfinished = path.with_name(f"{path.name}-journal").exists()
    size = path.stat().st_size
    if not header.startswith(_MAGIC[: len(header)]):
        raise StoreError(StoreProblem.NOT_A_STORE, _looks_like(header))
    if len(header) < _HEADER:
        raise StoreError(StoreProblem.TRUNCATED, path.name)
    if _number(header, 68) != APPLICATION_ID:
        raise StoreError(StoreProblem.FOREIGN, path.name)
    _refuse_version(_number(header, 60))
    if header[18] == _WAL or header[19] == _WAL:
        raise StoreError(StoreProblem.ALTERED, "journal mode WAL")
    if not unfinished and size < _page_size(header) * _number(header, 28):
        raise StoreError(StoreProblem.TRUNCATED, path.name)


def _refuse_version(version: int) -> None:
    if version > VERSION:
        raise StoreError(StoreProblem.NEWER, f"store version {version_name(version)}")
    if version not in SCHEMA_DIGESTS:
        raise StoreError(StoreProblem.OLDER, f"store version {version_name(version)}")


def _looks_like(header: bytes) -> str:
    if header.startswith(b"PK"):
        return "a zip archive"
    try:
        header.decode("utf-8")
    except UnicodeDecodeError:
        return "unknown content"
    return "a text"


def _page_size(header: bytes) -> int:
    size = int.from_bytes(header[16:18], "big")
    return 65536 if size == 1 else size


def _number(header: bytes, start: int) -> int:
    return int.from_bytes(header[start : start + 4], "big")
