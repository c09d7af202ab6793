"""What other processes do to a store in these tests; each function is the whole of one process."""

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import TYPE_CHECKING

from nkdesk.model.infusion import Infusion, InfusionAct, InfusionEvent, InfusionState
from nkdesk.store import connection, infusions
from nkdesk.store.problem import StoreConflictError
from nkdesk.store.rows import TABLES
from nkdesk.store.store import Step, Store, open_store
from tests.store.made_up import ticking
from tests.store.product_made_up import NOON

if TYPE_CHECKING:
    from multiprocessing.queues import SimpleQueue


def die_in_a_commit(path: Path) -> None:
    """Write more than the cache holds, so that the file is changed already, and vanish."""
    store = open_store(path, ticking())
    store.database.execute("PRAGMA cache_size=1")
    store.database.execute("PRAGMA cache_spill=1")
    with store.step(actor="nurse", what="note") as step:
        for number in range(400):
            add_day(step, f"c{number}", "n" * 1500)
        os._exit(9)


def count_up(path: Path, times: int) -> None:
    """Add one to a number in the store, again and again: read, then save what was read plus one."""
    with open_store(path, ticking()) as store:
        for _ in range(times):
            with store.step(actor="nurse", what="note") as step:
                key = ("shared", "2026-03-12")
                counted = int(store.read(TABLES["site_day"].select, key)[0][3])
                step.update("site_day", key, {"note": str(counted + 1)})


def write_for_ever(path: Path, name: str) -> None:
    """Save one step after another until killed; each step's rows say how many it has."""
    with open_store(path, ticking()) as store:
        number = 0
        while True:
            number += 1
            _save_three(store, f"{name}-{number}")


def _save_three(store: Store, calendar: str) -> None:
    with store.step(actor="nurse", what="note") as step:
        for day in ("2026-03-12", "2026-03-13", "2026-03-14"):
            step.insert(
                "site_day", {"calendar": calendar, "day": day, "is_open": 1, "note": "n" * 900}
            )


def add_day(step: Step, calendar: str, note: str = "") -> None:
    """Save one site day."""
    step.insert("site_day", {"calendar": calendar, "day": "2026-03-12", "is_open": 1, "note": note})


def start_infusion(
    path: Path, name: str, ready: Barrier, found: "SimpleQueue[tuple[str, str]]"
) -> None:
    """Start the one infusion that is checked, as somebody who has it on the screen."""
    with open_store(path, ticking()) as store:
        before = infusions.infusion(store, 1)
        assert before is not None
        running = replace(before, state=InfusionState.RUNNING, started=NOON)
        ready.wait()
        try:
            with store.step(actor=name, what="start") as step:
                infusions.change_infusion(step, before, running)
                began = InfusionEvent(1, InfusionAct.START, NOON, NOON, name)
                infusions.add_event(step, began)
        except StoreConflictError as error:
            found.put((name, str((error.stored or {})["state"])))
        else:
            found.put((name, ""))


def open_infusion(
    path: Path, name: str, ready: Barrier, found: "SimpleQueue[tuple[str, str]]"
) -> None:
    """Open the record of the one dose that is issued."""
    with open_store(path, ticking()) as store:
        ready.wait()
        begun = Infusion(0, 1, 3, 1, InfusionState.CHECKING, None)
        try:
            with store.step(actor=name, what="open") as step:
                infusions.add_infusion(step, begun)
        except StoreConflictError as error:
            found.put((name, str((error.stored or {})["state"])))
        else:
            found.put((name, ""))


KILLED, WHOLE = 9, 0


def open_until_it_lives(folder: Path, content: bytes, stride: int) -> None:
    """Open copies of a store, each in a process that dies a little later than the one before.

    It dies in the middle of a statement, or before a file is made, named or removed. What every
    death leaves lies in a folder of its own; the last one lived.
    """
    connection.warm_up()
    for number in count(1):
        path = folder / str(number) / "ward.nkdesk"
        path.parent.mkdir()
        path.write_bytes(content)
        child = os.fork()
        if child == 0:
            _die_after(1 + (number - 1) * stride)
            open_store(path, ticking()).close()
            os._exit(WHOLE)
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == WHOLE:
            return


def _die_after(chances: int) -> None:
    left = [chances]

    def step(*_: object) -> int:
        left[0] -= 1
        if left[0] == 0:
            os._exit(KILLED)
        return 0

    _watch_files(step)
    setting = connection._set_profile

    def watched(database: object) -> None:
        setting(database)
        # A cache of one page: the file is written to long before the commit.
        database.execute("PRAGMA cache_size=1")
        database.execute("PRAGMA cache_spill=1")
        database.conn.set_progress_handler(step, 40)

    connection._set_profile = watched


def _watch_files(step: Callable[[], int]) -> None:
    def hook(event: str, about: tuple[object, ...]) -> None:
        if event in ("os.link", "os.remove", "open") and "ward.nkdesk" in str(about[0]):
            step()

    sys.addaudithook(hook)
