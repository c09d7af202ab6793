"""Backups and restores in processes that die a little later each time."""

import os
import shutil
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path

from nkdesk.store import connection
from nkdesk.store.backup import BackupKind, back_up
from nkdesk.store.restoring import RestoreStep, put_in_place, ready
from nkdesk.store.store import open_store
from tests.store.made_up import ticking
from tests.store.processes import KILLED, WHOLE

_FILE_ACTS = ("open", "os.link", "os.remove", "os.rename", "os.mkdir", "os.rmdir")


def back_up_until_it_lives(path: Path, stride: int) -> int:
    """Back a store up, each time into a folder of its own; return how many processes there were."""
    return _until_it_lives(
        lambda number: _back_up(path, path.with_name(f"killed-{number}")), stride
    )


def _back_up(path: Path, folder: Path) -> None:
    back_up(path, folder, ticking(), BackupKind.ASKED)


def restore_until_it_lives(source: Path, wards: Path, content: bytes, stride: int) -> int:
    """Restore a backup into a copy of a ward each time; return how many processes there were."""

    def restore(number: int) -> None:
        path = wards / str(number) / "ward.nkdesk"
        with open_store(path, ticking()) as present:
            expected = present.head()
        with ready(source, path.parent, ticking()) as copy:
            put_in_place(copy, path, RestoreStep("Anna", "kill", expected))

    def prepare(number: int) -> None:
        path = wards / str(number) / "ward.nkdesk"
        path.parent.mkdir(parents=True)
        path.write_bytes(content)

    return _until_it_lives(restore, stride, prepare)


def _until_it_lives(
    act: Callable[[int], None], stride: int, prepare: Callable[[int], None] = lambda _: None
) -> int:
    connection.warm_up()
    for number in count(1):
        prepare(number)
        child = os.fork()
        if child == 0:
            _die_after(1 + (number - 1) * stride)
            act(number)
            os._exit(WHOLE)
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == WHOLE:
            return number
    raise AssertionError("numbers do not end")


def _die_after(chances: int) -> None:
    """Die at a file that is made, named, flushed or removed, or in the middle of a statement."""
    left = [chances]

    def step(*_: object) -> int:
        left[0] -= 1
        if left[0] == 0:
            os._exit(KILLED)
        return 0

    def hook(event: str, about: tuple[object, ...]) -> None:
        if event in _FILE_ACTS and ("ward" in str(about[0]) or ".restoring-" in str(about[0])):
            step()

    sys.addaudithook(hook)
    flush, setting = os.fsync, connection._set_profile

    def flushed(handle: int) -> None:
        step()
        flush(handle)

    def watched(database: object) -> None:
        setting(database)
        # A cache of one page: the file is written to long before the commit.
        database.execute("PRAGMA cache_size=1")
        database.execute("PRAGMA cache_spill=1")
        database.conn.set_progress_handler(step, 500)

    os.fsync, connection._set_profile = flushed, watched


def copied(folder: Path, to: Path) -> Path:
    """Return a copy of a backup, to be spoilt."""
    shutil.copytree(folder, to)
    return to
