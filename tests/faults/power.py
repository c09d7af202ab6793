"""Every state that a power cut may leave of a recorded session (S3, H30).

The disk keeps what was synced. Of what was not, it keeps any subset: a write wholly, its first
sectors only or not at all, a name given or taken away or not. A sampled cut and subset is laid
into a folder, the store opened as the program opens it and checked from the first step to the
last; nothing that was told as saved may be missing.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from nkdesk.services.desk import Desk
from nkdesk.services.ward import WARD_FILE
from nkdesk.store import connection
from nkdesk.store.journal import Head
from nkdesk.store.problem import StoreError
from nkdesk.store.store import Store, open_store
from nkdesk.store.verify import verify
from tests.faults.children import Say
from tests.faults.recording import Cut, Event, Linked, Made, Removed, Said, Synced, Wrote, recorded
from tests.faults.stations import MIGRATION, Operation, desk_on, operations
from tests.faults.tracing import wait_for_tracer, why_not
from tests.store.made_up import ticking
from tests.store.processes import add_day

SECTOR = 512
LATER_STEPS = 2
_OFF = ("PRAGMA synchronous=OFF", "PRAGMA synchronous", 0)


@dataclass
class Replayed:
    """What the states came to."""

    why_not: str = ""
    sessions: int = 0
    calls: int = 0
    states: int = 0
    different: int = 0
    seconds: float = 0.0
    violations: list[str] = field(default_factory=list)


class _Disk:
    """The files of one folder as a disk holds them: what is kept for sure, and what may be."""

    def __init__(self, content: bytes, chance: Callable[[], str]) -> None:
        self._files: list[bytearray] = [bytearray(content)]
        self._names: dict[str, int] = {WARD_FILE: 0}
        self._now: dict[str, int] = {WARD_FILE: 0}
        self._data: list[tuple[int, Wrote | Cut]] = []
        self._folder: list[tuple[str, int | None]] = []
        self._chance = chance
        self.told: Said | None = None

    def do(self, event: Event) -> None:
        """Take in one call."""
        match event:
            case Said():
                self.told = event
            case Synced(""):
                self._keep_names(lambda: "all")
            case Synced(name):
                self._keep_bytes(self._now[name], lambda: "all")
            case Wrote() | Cut():
                self._data.append((self._now[event.name], event))
            case _:
                self._do_name(event)

    def _do_name(self, event: Event) -> None:
        match event:
            case Made(name):
                if name not in self._now:
                    self._files.append(bytearray())
                    self._name(name, len(self._files) - 1)
            case Linked(old, name, renamed):
                self._name(name, self._now[old])
                if renamed:
                    self._name(old, None)
            case Removed(name):
                self._name(name, None)

    def cut(self) -> dict[str, bytes]:
        """Return the files after a power cut now, by name."""
        self._keep_names(self._chance)
        for number in range(len(self._files)):
            self._keep_bytes(number, self._chance)
        return {name: bytes(self._files[number]) for name, number in self._names.items()}

    def _name(self, name: str, number: int | None) -> None:
        self._folder.append((name, number))
        _put(self._now, name, number)

    def _keep_names(self, chance: Callable[[], str]) -> None:
        for name, number in self._folder:
            if chance() != "none":
                _put(self._names, name, number)
        self._folder.clear()

    def _keep_bytes(self, number: int, chance: Callable[[], str]) -> None:
        for place, event in self._data:
            if place == number:
                _write(self._files[number], event, chance())
        self._data = [one for one in self._data if one[0] != number]


def _put(names: dict[str, int], name: str, number: int | None) -> None:
    if number is None:
        names.pop(name, None)
    else:
        names[name] = number


def _write(file: bytearray, event: Wrote | Cut, kept: str) -> None:
    if kept == "none":
        return
    if isinstance(event, Cut):
        del file[event.size :]
        file.extend(bytes(event.size - len(file)))
        return
    content = event.content[:SECTOR] if kept == "part" else event.content
    file.extend(bytes(max(event.at - len(file), 0)))
    file[event.at : event.at + len(content)] = content


@dataclass(frozen=True)
class Session:
    """One recorded session: the file before it, and every call."""

    operation: Operation
    before: Head
    events: tuple[Event, ...]

    def state(self, source: random.Random) -> tuple[dict[str, bytes], Head, int]:
        """Return the files after one cut, what must be in them, and the cut's place."""
        place = source.randrange(len(self.events) + 1)
        mood = source.choice(("all", "none", "some", "some", "some"))
        kinds = ("all", "none", "part") if mood == "some" else (mood,)
        disk = _Disk(self.operation.content, lambda: source.choice(kinds))
        for event in self.events[:place]:
            disk.do(event)
        told = disk.told
        return disk.cut(), self.before if told is None else Head(told.seq, told.hash), place


def record(operation: Operation, folder: Path, *, unsafe: bool = False) -> Session:
    """Record an operation and two more steps; ``unsafe`` without a single sync."""
    folder.mkdir()
    path = folder / WARD_FILE
    path.write_bytes(operation.content)
    with open_copy(operation.content, folder.with_name(f"{folder.name}-before")) as store:
        before = store.head()
    if operation.name == MIGRATION:  # the step that opening makes is what is recorded
        before = Head(before.seq - 1, "")

    def work(say: Say) -> None:
        if unsafe:
            _without_syncs()
        desk = None if operation.name == MIGRATION else desk_on(folder, operation)
        wait_for_tracer()
        _live(say, desk or desk_on(folder, operation), operation)

    return Session(operation, before, recorded(folder, work))


def open_copy(content: bytes, folder: Path) -> Store:
    folder.mkdir()
    path = folder / WARD_FILE
    path.write_bytes(content)
    return open_store(path, ticking())


def _live(say: Say, desk: Desk, operation: Operation) -> None:
    def tell() -> None:
        head = desk.store.head()
        say(f"saved {head.seq} {head.hash}")

    operation.act(desk)
    tell()
    for number in range(LATER_STEPS):
        with desk.store.step(actor="Anna", what="note") as step:
            add_day(step, f"later-{number}", "n" * 700)
        tell()


def _without_syncs() -> None:
    connection._PROFILE = tuple(
        _OFF if asked == _OFF[1] else (setting, asked, wanted)
        for setting, asked, wanted in connection._PROFILE
    )


def wrong(files: dict[str, bytes], known: Head, folder: Path) -> Iterator[str]:
    """Lay a state into a folder and yield what is wrong with it."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    for path in folder.glob("*.backup"):
        yield from _faults(path, None)
    yield from _faults(folder / WARD_FILE, known)


def _faults(path: Path, known: Head | None) -> Iterator[str]:
    try:
        with open_store(path, ticking()) as store:
            needed = known if known is None or known.hash else None
            yield from (one.sentence for one in verify(store, needed))
    except StoreError as error:
        yield f"it does not open: {error}"


def replay(states: int, seed: int, *, unsafe: bool = False) -> Replayed:
    """Try so many states of the recorded sessions."""
    done = Replayed(why_not())
    if done.why_not:
        return done
    connection.warm_up()
    began, seen = time.monotonic(), set()
    source = random.Random(seed)  # noqa: S311 -- states to try, no secrets
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        sessions = _sessions(folder, unsafe=unsafe)
        done.sessions, done.calls = len(sessions), sum(len(one.events) for one in sessions)
        for number in range(states):
            session = sessions[number % len(sessions)]
            files, known, at = session.state(source)
            seen.add(_digest(files))
            with tempfile.TemporaryDirectory(dir=folder) as state:
                found = list(wrong(files, known, Path(state)))
            where = f"{session.operation.name}, cut after call {at} of {len(session.events)}"
            done.violations += [f"{where}: {one}" for one in found]
            done.states += 1
    done.different, done.seconds = len(seen), round(time.monotonic() - began, 1)
    return done


def _sessions(folder: Path, *, unsafe: bool) -> list[Session]:
    made = operations(folder / "wards")
    return [
        record(operation, folder / f"s{number}", unsafe=unsafe)
        for number, operation in enumerate(made)
    ]


def _digest(files: dict[str, bytes]) -> bytes:
    whole = sha256()
    for name in sorted(files):
        whole.update(name.encode() + b"\0" + sha256(files[name]).digest())
    return whole.digest()


def main(words: Sequence[str]) -> int:
    """Print as JSON what the states came to."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--states", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--unsafe", action="store_true", help="record with synchronous=OFF")
    asked = parser.parse_args(words)
    done = replay(asked.states, asked.seed, unsafe=asked.unsafe)
    sys.stdout.write(json.dumps(vars(done)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
