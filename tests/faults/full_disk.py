"""Every operation on a disk without room: told in words, lists still read and printed (S6).

Started with a folder on a small disk of its own. The disk is filled but for a few blocks, the
operation tried, the day's list read and printed onto another disk, room made and the operation
tried again on the same connection.
"""

import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nkdesk.services.day_list import day_list
from nkdesk.services.desk import Desk
from nkdesk.services.ward import WARD_FILE
from nkdesk.sheets.list_options import PrintStamp
from nkdesk.sheets.paper_file import write_daily_list
from nkdesk.store.problem import StoreError
from nkdesk.store.verify import verify
from tests.faults.stations import MIGRATION, Operation, closing, desk_on, operations

ROOM = (0, 4096, 20_480, 65_536)
"""Bytes left on the disk when the operation begins."""


@dataclass
class Filled:
    """What full disks came to."""

    tries: int = 0
    told: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    printed: int = 0
    violations: list[str] = field(default_factory=list)


def fill(folder: Path, room: int) -> Path:
    """Fill the disk of a folder but for so many bytes; return what fills it."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as stream:
        try:
            while stream.write(bytes(4096)):
                pass
        except OSError:
            os.ftruncate(stream.fileno(), max(stream.tell() - room, 0))
    return filler


def try_one(operation: Operation, folder: Path, room: int, done: Filled) -> None:
    """Try one operation with so much room, and again with plenty."""
    path = folder / WARD_FILE
    path.write_bytes(operation.content)
    desk = desk_on(folder, operation)
    with closing(desk):
        filler, before = fill(folder, room), desk.store.head()
        where = f"{operation.name} with {room} bytes left"
        done.tries += 1
        began = time.monotonic()
        try:
            operation.act(desk)
        except StoreError as error:
            done.told[error.problem] += 1
            done.slowest = max(done.slowest, round(time.monotonic() - began, 2))
            if desk.store.head() != before:
                done.violations.append(f"{where}: told as not saved, and saved")
            done.violations += [f"{where}: {one}" for one in _still_works(desk, done)]
            filler.unlink()
            operation.act(desk)
        if desk.store.head().seq != before.seq + 1:
            done.violations.append(f"{where}: not saved when there was room")
        done.violations += [f"{where}: {one.sentence}" for one in verify(desk.store)]
    filler.unlink(missing_ok=True)
    path.unlink()


def _still_works(desk: Desk, done: Filled) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as elsewhere:
        sheet = Path(elsewhere) / "list.pdf"
        listed = day_list(desk, desk.clock.today())
        write_daily_list(listed, sheet, PrintStamp(desk.clock.now(), desk.actor))
        if sheet.read_bytes()[:5] != b"%PDF-":
            yield "the day's list could not be printed"
    done.printed += 1


def main(words: Sequence[str]) -> int:
    """Print as JSON what the full disks came to."""
    folder, done = Path(words[0]), Filled()
    with tempfile.TemporaryDirectory() as wards:
        for operation in operations(Path(wards)):
            if operation.name != MIGRATION:
                for room in ROOM:
                    try_one(operation, folder, room, done)
    sys.stdout.write(json.dumps(vars(done)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
