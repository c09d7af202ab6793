"""Giving a finished file its name: at once, durably, and never over another file."""

import os
from contextlib import suppress
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
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):  # Windows opens no folders and needs none synced
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
