"""A fault at every call that changes the disk, in every named operation (S2, A4, B7, H30, H34).

Each call is made to fail three ways: the process is killed before it, the disk answers EIO, the
disk answers ENOSPC. Afterwards the file must be whole, the operation there completely or not at
all, what was told as saved there, what was told as not saved not there; and after an error the
same operation must go through on the same connection.
"""

import argparse
import json
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nkdesk.services.desk import Desk
from nkdesk.services.ward import WARD_FILE
from nkdesk.store import connection
from nkdesk.store.connection import connect, disconnect, file_key
from nkdesk.store.journal import Head
from nkdesk.store.problem import StoreError
from nkdesk.store.store import Store, open_store
from nkdesk.store.upgrading import refuse_altered
from nkdesk.store.verify import verify
from tests.faults.children import Child, Say
from tests.faults.stations import MIGRATION, Operation, desk_on, operations
from tests.faults.tracing import KINDS, Point, points, traced, wait_for_tracer, why_not
from tests.store.made_up import ticking


@dataclass
class Injected:
    """What the injected faults came to; ``why_not`` says why there were none."""

    why_not: str = ""
    operations: dict[str, int] = field(default_factory=dict)
    points: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    saved_all_the_same: int = 0
    missed: int = 0
    seconds: float = 0.0
    violations: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Ran:
    """One run of an operation with a fault in it, in a folder of its own."""

    operation: Operation
    folder: Path

    @property
    def path(self) -> Path:
        """The ward's file."""
        return self.folder / WARD_FILE

    def work(self, say: Say) -> None:
        """Do the operation while watched; when something stands in its way, do it again."""
        if self.operation.name == MIGRATION:  # the act is the opening
            wait_for_tracer()
            _twice(say, lambda: desk_on(self.folder, self.operation))
            return
        desk = desk_on(self.folder, self.operation)
        wait_for_tracer()
        _twice(say, lambda: self._done(desk))

    def _done(self, desk: Desk) -> Desk:
        self.operation.act(desk)
        return desk


def _twice(say: Say, act: Callable[[], Desk]) -> None:
    try:
        desk = act()
    except StoreError as error:
        say(f"refused {error.problem}")
        desk = act()
    say(f"saved {desk.store.head().seq}")


def inject(operation: Operation, point: Point, kind: str, found: Injected) -> None:
    """Let one call of one operation fail and check what it left."""
    with tempfile.TemporaryDirectory() as folder:
        ran = Ran(operation, Path(folder))
        ran.path.write_bytes(operation.content)
        before = _head(ran.path)
        child, ended, log = traced(ran.work, ["-s", "0", *point.inject(kind)])
        hit = "(INJECTED" in log or "killed by SIGKILL" in log
        found.kinds[kind] += hit
        found.missed += not hit
        wrong = list(_wrong(ran, child, ended, before))
        where = f"{operation.name}, {kind} at {point.name} {point.nth} {point.rest[:80]}"
        found.violations += [f"{where}: {one}" for one in wrong]
        for line in child.lines:
            if line.startswith("refused "):
                found.refused[line.removeprefix("refused ")] += 1
        found.saved_all_the_same += hit and kind != "kill" and child.lines[:1] == [_done(before)]


def _wrong(ran: Ran, child: Child, ended: int, before: Head) -> Iterator[str]:
    """Yield what is wrong after a fault."""
    if ended != -9 and child.lines[-1:] != [_done(before)]:
        yield f"it ended with {ended} and said {child.lines[-1:]}"
    after = _head(ran.path)
    if after.seq not in (before.seq, before.seq + 1):
        yield f"the store is at step {after.seq}, after {before.seq}"
    if _done(before) in child.lines and after.seq != before.seq + 1:
        yield "what was told as saved is lost"
    for copy in ran.folder.glob("*.backup"):
        yield from (f"the copy: {one}" for one in _faults(copy, before))
        copy.unlink()
    yield from _faults(ran.path, before)


def _done(before: Head) -> str:
    return f"saved {before.seq + 1}"


def _head(path: Path) -> Head:
    """Return the head of a store of any version, its journal played back and nothing else."""
    database, key = connect(path), file_key(path)
    try:
        refuse_altered(database)
        return Store(database, path, ticking()).head()
    finally:
        disconnect(database, key)


def _faults(path: Path, known: Head) -> list[str]:
    """Open a store as the program does and return what is wrong with it."""
    with open_store(path, ticking()) as store:
        return [one.sentence for one in verify(store, known)]


def chosen(found: Sequence[Point], most: int, seed: int) -> list[Point]:
    """Return all points, or so many: every call that is not a plain write, then some at random."""
    if not most or len(found) <= most:
        return list(found)
    rare = [one for one in found if one.name != "pwrite64"]
    writes = [one for one in found if one.name == "pwrite64"]
    source = random.Random(seed)  # noqa: S311 -- points to try, no secrets
    named = rare[-most + 1 :]  # the last ones: the file written through, the journal gone
    return named + source.sample(writes, most - len(named))


def inject_all(most: int, seed: int) -> Injected:
    """Put faults into every operation: at every point, or at most so many of each."""
    found = Injected(why_not())
    if found.why_not:
        return found
    connection.warm_up()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        for operation in operations(Path(folder)):
            for point in chosen(_points(operation), most, seed):
                found.points += 1
                for kind in KINDS:
                    inject(operation, point, kind, found)
                    found.operations[operation.name] = found.operations.get(operation.name, 0) + 1
    found.seconds = round(time.monotonic() - began, 1)
    return found


def _points(operation: Operation) -> tuple[Point, ...]:
    folder = Path(tempfile.mkdtemp())
    try:
        ran = Ran(operation, folder)
        ran.path.write_bytes(operation.content)
        return points(ran.work)
    finally:
        shutil.rmtree(folder)


def main(words: Sequence[str]) -> int:
    """Print as JSON what the faults came to."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--most", type=int, default=0, help="points of one operation (0: all)")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(words)
    sys.stdout.write(json.dumps(vars(inject_all(asked.most, asked.seed))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
