"""Kill the process that works at a bed, and see that exactly what it acknowledged is there."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from nkdesk.services import infusions
from nkdesk.services.ward import ward_faults
from tests.services.infusions.bed_path import STAGES, seen, take
from tests.services.infusions.bed_story import ready_of
from tests.services.infusions.bed_work import working

ROOT = Path(__file__).parents[3]
_LONGEST = 0.15


def some_moment(source):
    """Seconds after which a step is killed: mostly a few milliseconds, as long as most steps take.

    On a slow machine a step takes many times as long.
    """
    return _LONGEST * source.random() ** 3


class Bedside:
    """A program that makes one process for each stage; every process of it can be killed."""

    def __init__(self):
        words = [sys.executable, "-m", "tests.services.infusions.bed_process"]
        self._program = subprocess.Popen(  # noqa: S603 -- this interpreter, this project's file
            words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def take_and_kill(self, folder, stage, delay=None):
        """Take a stage in a ward and kill its process; return whether it had acknowledged the step.

        It is killed so many seconds after it began, without a number once it has acknowledged.
        """
        self._program.stdin.write(f"{stage} {folder}\n")
        self._program.stdin.flush()
        said = set()
        self._read_until(said, "process")
        self._read_until(said, "begun", "gone")
        process = next(int(one.split()[1]) for one in said if one.startswith("process"))
        if delay is None:
            self._read_until(said, "acknowledged", "gone")
        else:
            time.sleep(delay)
        if "gone" in said:  # it ended by itself: the stage was refused
            return False
        os.kill(process, signal.SIGKILL)
        self._read_until(said, "gone")
        return "acknowledged" in said

    def _read_until(self, said, *words):
        """Read what the program says until it has said one of these."""
        while not any(one.startswith(words) for one in said):
            line = self._program.stdout.readline()
            assert line, "the program at the bed has gone"
            said.add(line.strip())

    def close(self):
        self._program.stdin.close()
        self._program.wait(timeout=30)
        self._program.stdout.close()


@contextmanager
def bedside():
    """A program that works in wards, ended when the test is over."""
    program = Bedside()
    try:
        yield program
    finally:
        program.close()


def told(folder, spare):
    """Take the whole path without being killed; return what is stored after each stage."""
    shutil.copytree(folder, spare)
    with working(spare) as desk:
        ready = ready_of(desk)
        after = [seen(desk, ready)]
        for stage in range(len(STAGES)):
            take(desk, ready, stage)
            after.append(seen(desk, ready))
    return after


def found(folder):
    """Open the ward as after a crash; return what is there and what the screen says of it."""
    with working(folder) as desk:
        ready = ready_of(desk)
        page = infusions.bedside_page(desk, ready.item_id)
        return seen(desk, ready), page


def says_where_it_stopped(page, stored):
    """The screen says the newest thing that was acknowledged, and shows all of it."""
    over = stored.infusion is not None and stored.infusion.state == "complete"
    newest = None if over or not stored.events else stored.events[-1]
    return (page.infusion, page.events, page.resumed) == (stored.infusion, stored.events, newest)


def kill_after(program, folder, stage, after):
    """Kill after a step was acknowledged: exactly that much is there."""
    assert program.take_and_kill(folder, stage), f"stage {stage} was refused"
    stored, page = found(folder)
    assert stored == after[stage + 1], f"stage {stage}"
    assert says_where_it_stopped(page, stored), f"stage {stage}"


def kill_within(program, folder, stage, after, delay):
    """Kill in the middle of a step: it is there whole or not at all; then take it.

    Return whether the kill came before the step was acknowledged.
    """
    acknowledged = program.take_and_kill(folder, stage, delay)
    stored, page = found(folder)
    wanted = after[stage + 1 : stage + 2] if acknowledged else after[stage : stage + 2]
    assert stored in wanted, f"stage {stage}"
    assert says_where_it_stopped(page, stored), f"stage {stage}"
    if stored != after[stage + 1]:
        kill_after(program, folder, stage, after)
    return not acknowledged


def no_faults(folder):
    """The journal and every rule of the store hold."""
    with working(folder) as desk:
        return ward_faults(desk) == ()
