"""Four processes changing the same plans at once, as four windows would (C1, C5, H20).

Each edit is what a person does: look at the preview of a move, then save it on what was looked
at. When somebody was faster nothing is saved, and the preview drawn anew holds both values: the
date that stands now and the date that was asked for.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from nkdesk.services.change_forms import CauseForm, ChangePreview, MoveForm
from nkdesk.services.changes import move_item, preview_move
from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved
from nkdesk.services.problems import StoreConflictError
from nkdesk.services.ward import open_ward
from nkdesk.store import connection, cycles
from nkdesk.store.store import Step, Store, open_store
from nkdesk.store.verify import verify
from tests.faults.children import Child, Say, begin
from tests.faults.stations import closing
from tests.services.product import life
from tests.services.product.conftest import new_ward, trial
from tests.store.made_up import ticking

PROCESSES, EDITS = 4, 250
DAYS = 4
"""How many days an item is moved about: few, so that two people often mean the same item."""


@dataclass
class Edited:
    """What the edits came to. Times of the write lock in milliseconds."""

    processes: int = PROCESSES
    asked: int = 0
    saved: int = 0
    conflicts: int = 0
    told_with_both: int = 0
    refused: int = 0
    lock_p50: float = 0.0
    lock_p99: float = 0.0
    lock_longest: float = 0.0
    seconds: float = 0.0
    violations: list[str] = field(default_factory=list)


class Person:
    """One process: a person at a window of their own."""

    def __init__(self, folder: Path, name: str, edits: int) -> None:
        self._folder = folder
        self._name = name
        self._edits = edits
        self._source = random.Random(name)  # noqa: S311 -- dates to try, no secrets
        self._held: list[float] = []

    def work(self, say: Say) -> None:
        """Make every edit and say what came of it."""
        _time_steps(self._held)
        clock = life.TurnedClock()
        desk = open_ward(self._folder, lambda _zone, _day: clock, self._name)
        with closing(desk):
            for _ in range(self._edits):
                say(json.dumps(self._edit(desk)))
        say(json.dumps({"held": self._held}))

    def _edit(self, desk: Desk) -> dict[str, Any]:
        form = self._form(desk)
        seen = preview_move(desk, form)
        was, asked = _dates(seen, form)
        if was is None:
            return {"refused": 1}
        time.sleep(self._source.uniform(0, 0.02))  # the person looks at it
        try:
            answer = move_item(desk, form, seen.read_at)
        except StoreConflictError:
            now, mine = _dates(preview_move(desk, form), form)
            return {"conflict": 1, "stands": now, "mine": mine or form.to, "read_at": seen.read_at}
        if isinstance(answer, Saved):
            return {"saved": answer.seq, "item": form.item_id, "was": was, "asked": asked}
        return {"refused": 1}

    def _form(self, desk: Desk) -> MoveForm:
        patient_id = self._source.choice((1, 2))
        item_id = cycles.item_ids(desk.store, patient_id)[life.NK3]
        to = date(2026, 3, 24) + timedelta(days=self._source.randrange(DAYS))
        return MoveForm(item_id, to.isoformat(), "only", CauseForm("infection"))


def _dates(preview: ChangePreview, form: MoveForm) -> tuple[str | None, str | None]:
    """Return the date that stands and the date asked for, as a preview shows them."""
    for row in preview.rows:
        if row.item_id == form.item_id:
            return row.before.planned.isoformat(), row.after.planned.isoformat()
    return None, None


def _time_steps(held: list[float]) -> None:
    """Note how long each step holds the write lock, in milliseconds."""
    whole: Callable[..., Any] = Store.step

    @contextmanager
    def timed(store: Store, **words: str) -> Iterator[Step]:
        began = 0.0
        with whole(store, **words) as step:
            began = time.perf_counter()
            yield step
        held.append((time.perf_counter() - began) * 1000)

    Store.step = timed


def edit(folder: Path, edits: int) -> Edited:
    """Let four people make so many edits each, and check that nothing was lost."""
    connection.warm_up()
    began, done = time.monotonic(), Edited()
    desk = new_ward(folder)
    with closing(desk):
        for nth in (1, 2):
            life.enrolled(desk, trial(desk), nth)
        path = desk.store.path
    people = [begin(Person(folder, f"Nurse {nth}", edits).work) for nth in range(1, PROCESSES + 1)]
    _count(done, people)
    done.seconds = round(time.monotonic() - began, 1)
    with open_store(path, ticking()) as store:
        done.violations += [one.sentence for one in verify(store)]
    return done


def _count(done: Edited, people: Sequence[Child]) -> None:
    held: list[float] = []
    saved: dict[int, dict[str, Any]] = {}
    for child in people:
        if child.wait() != 0:
            done.violations += child.lines[-1:]
            continue
        for line in map(json.loads, child.lines):
            held += line.get("held", [])
            if "held" not in line:
                _count_one(done, line, saved)
    done.violations += list(_overwritten(saved))
    times = sorted(held) or [0.0]
    done.lock_p50 = round(times[len(times) // 2], 1)
    done.lock_p99 = round(times[len(times) * 99 // 100], 1)
    done.lock_longest = round(times[-1], 1)


def _count_one(done: Edited, line: dict[str, Any], saved: dict[int, dict[str, Any]]) -> None:
    done.asked += 1
    done.refused += line.get("refused", 0)
    done.conflicts += line.get("conflict", 0)
    if line.get("stands") and line.get("mine"):
        done.told_with_both += 1
    if "saved" in line:
        done.saved += 1
        if line["saved"] in saved:
            done.violations.append(f"step {line['saved']} was told to two people")
        saved[line["saved"]] = line


def _overwritten(saved: dict[int, dict[str, Any]]) -> Iterator[str]:
    """Yield each edit that replaced a date its person had not seen."""
    stands: dict[int, str] = {}
    for seq in sorted(saved):
        line = saved[seq]
        if stands.get(line["item"], line["was"]) != line["was"]:
            yield f"step {seq} replaced a date that nobody had seen"
        stands[line["item"]] = line["asked"]


def main(words: Sequence[str]) -> int:
    """Print as JSON what the edits came to."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--edits", type=int, default=EDITS, help="of each process")
    asked = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as folder:
        done = edit(Path(folder) / "ward", asked.edits)
    sys.stdout.write(json.dumps(vars(done)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
