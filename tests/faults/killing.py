"""Killing writers and copiers at random moments, again and again (S4, H30).

Two processes save steps of three rows without a pause, a third backs the store up. One of them,
at random, is killed and replaced. Every few kills all are, and the store and every backup that
has its name are checked from the first step to the last.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from nkdesk.store import connection
from nkdesk.store.backup import Backup, Unreadable, back_up, backups_in, remove_backup
from nkdesk.store.manifest import STORE_FILE, BackupKind
from nkdesk.store.problem import StoreError, StoreProblem
from nkdesk.store.store import Store, open_store
from nkdesk.store.verify import verify
from tests.faults.children import Child, Say, begin
from tests.store.made_up import new_store, ticking

DAYS = ("2026-03-12", "2026-03-13", "2026-03-14")
LONGEST_WAIT = 0.03
KILLS_A_CHECK = 25
MEANT = (0, 0, 0, 1, 1, 1, 2)
"""Whom a kill means: a backup takes longer than a step, and some must come to their end."""
LARGEST = 1500
"""Steps after which a new store is begun: an old one takes long to check, not to break."""


@dataclass
class Killed:
    """What the kills came to."""

    kills: int = 0
    acknowledged: int = 0
    steps: int = 0
    copies: int = 0
    checks: int = 0
    seconds: float = 0.0
    violations: tuple[str, ...] = ()


class Ring:
    """Two writers and a copier on one store, and everything they said."""

    def __init__(self, folder: Path, killed: Killed, seed: int) -> None:
        folder.mkdir()
        new_store(folder).close()
        self.path = folder / "ward.nkdesk"
        self._backups = folder / "backups"
        self._killed = killed
        self._source = random.Random(seed)  # noqa: S311 -- moments to try, no secrets
        self._names = iter(range(10**9))
        self._works: tuple[Callable[[Say, str], None], ...] = (self.write, self.write, self.copy)
        self._alive: list[Child] = []
        self._told: dict[int, str] = {}

    def kill(self, times: int) -> None:
        """Kill one of the three at a random moment, so many times."""
        for _ in range(times):
            while len(self._alive) < len(self._works):
                self._alive.append(self._begin(len(self._alive)))
            time.sleep(self._source.uniform(0, LONGEST_WAIT))
            place = self._source.choice(MEANT)
            self._end(self._alive[place])
            self._alive[place] = self._begin(place)
        for child in self._alive:
            self._end(child)
        self._alive.clear()

    def check(self) -> int:
        """Check the store and its copies; return the newest step's number."""
        self._killed.checks += 1
        with open_store(self.path, ticking()) as store:
            self._complain(f"store: {one.sentence}" for one in verify(store))
            why = dict(store.read("SELECT seq, why FROM step"))
            lost = [seq for seq, name in self._told.items() if why.get(seq) != name]
            self._complain(f"step {seq} was told as saved and is lost" for seq in lost)
            torn = store.read("SELECT calendar FROM site_day GROUP BY 1 HAVING count(*) <> 3")
            self._complain(f"step {name} is torn" for (name,) in torn)
            newest = store.head().seq
        for found in backups_in(self._backups):
            self._check_backup(found)
        return newest

    def _check_backup(self, found: Backup | Unreadable) -> None:
        if isinstance(found, Unreadable):
            self._complain([f"a backup that has its name: {found.error}"])
            return
        with open_store(found.place / STORE_FILE, ticking()) as store:
            faults = verify(store, found.manifest.head)
            self._complain(f"backup: {one.sentence}" for one in faults)
        self._killed.copies += 1
        remove_backup(found.place)

    def _begin(self, place: int) -> Child:
        name, work = f"w{next(self._names)}", self._works[place]
        return begin(lambda say: work(say, name))

    def _end(self, child: Child) -> None:
        child.kill()
        child.wait()
        self._killed.kills += 1
        for line in child.lines:
            seq, _, name = line.partition(" ")
            if seq == "error:":
                self._complain([line])
            else:
                self._told[int(seq)] = name
                self._killed.acknowledged += 1

    def _complain(self, found: Iterable[str]) -> None:
        self._killed.violations += tuple(found)

    def write(self, say: Say, name: str) -> None:
        """Save one step after another, and say each one that was saved."""
        with open_store(self.path, ticking()) as store:
            for number in range(10**9):
                words = f"{name}-{number}"
                seq = _saved(store, words)
                if seq:
                    say(f"{seq} {words}")

    def copy(self, _say: Say, _name: str) -> None:
        """Back the store up again and again."""
        self._backups.mkdir(exist_ok=True)
        while True:
            try:
                back_up(self.path, self._backups, ticking(), BackupKind.REGULAR)
            except StoreError as error:
                if error.problem is not StoreProblem.BUSY:
                    raise


def _saved(store: Store, words: str) -> int:
    """Save three rows as one step and return its number; 0 when others were writing."""
    try:
        with store.step(actor="nurse", what="note", why=words) as step:
            for day in DAYS:
                row = {"calendar": words, "day": day, "is_open": 1, "note": "n" * 900}
                step.insert("site_day", row)
    except StoreError as error:
        if error.problem is not StoreProblem.BUSY:
            raise
        return 0
    return step.seq


def kill_loop(kills: int, folder: Path, seed: int) -> Killed:
    """Kill so many times and return what it came to."""
    connection.warm_up()
    killed, began, rings = Killed(), time.monotonic(), 0
    ring = Ring(folder / "0", killed, seed)
    while killed.kills < kills:
        ring.kill(KILLS_A_CHECK)
        steps = ring.check()
        if steps > LARGEST or killed.kills >= kills:
            killed.steps += steps
            rings += 1
            ring = Ring(folder / str(rings), killed, seed + rings)
    killed.seconds = round(time.monotonic() - began, 1)
    return killed


def main(words: Sequence[str]) -> int:
    """Print as JSON what so many kills came to."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as folder:
        killed = kill_loop(asked.kills, Path(folder), asked.seed)
    sys.stdout.write(json.dumps(asdict(killed)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
