"""Giving a finished file or folder its name: at once, durably, and never over another."""

import os
from pathlib import Path

from nkdesk.store.problem import StoreError, StoreProblem


def name_file(unnamed: Path, path: Path) -> None:
    """Give a finished file its name; StoreError EXISTS when another file has taken it.

    Where the disk has hard links, the file keeps its first name too until the caller removes it.
    """
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
    sync_folder(path.parent)


def name_folder(unnamed: Path, path: Path) -> None:
    """Give a finished folder its name; StoreError EXISTS when it is taken.

    A folder cannot be renamed over one that holds something.
    """
    if path.exists() or path.is_symlink():
        raise StoreError(StoreProblem.EXISTS, path.name)
    unnamed.rename(path)
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Return when the bytes of a closed file are on the disk."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Return when the names in a folder are on the disk; OSError when the disk does not say so."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:  # Windows opens no folders and needs none synced
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
