"""Two processes start the same infusion at once: one starts it, the other is told who did."""

import shutil
import subprocess
import sys
from contextlib import contextmanager

import pytest

from nkdesk.model.infusion import InfusionAct
from nkdesk.store import infusions as stored
from tests.services.infusions.bed_story import checked, ready_of
from tests.services.infusions.bed_work import working
from tests.services.infusions.killing import ROOT

NAMES = ("Nurse Adams", "Nurse Brown")
ROUNDS = 6


@contextmanager
def starting(name):
    """A program in which somebody starts infusions."""
    words = [sys.executable, "-m", "tests.services.infusions.start_process", name]
    with subprocess.Popen(  # noqa: S603 -- this interpreter, this project's file
        words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as program:
        yield program
        program.stdin.close()


@pytest.fixture(scope="module")
def checked_ward(ready_ward, tmp_path_factory):
    """A ward in which an infusion is checked and may be started."""
    folder = tmp_path_factory.mktemp("checked") / "ward"
    shutil.copytree(ready_ward[0], folder)
    with working(folder) as desk:
        checked(desk, ready_of(desk))
    return folder


def _say(programs, words):
    for program in programs:
        program.stdin.write(f"{words}\n")


def _hear(programs):
    return [program.stdout.readline().strip() for program in programs]


def test_one_starts_and_the_other_is_told_who_did(checked_ward, tmp_path):
    with starting(NAMES[0]) as one, starting(NAMES[1]) as other:
        both = (one, other)
        for turn in range(ROUNDS):
            folder = shutil.copytree(checked_ward, tmp_path / f"ward{turn}")
            _say(both, folder)
            assert _hear(both) == ["ready", "ready"]
            _say(both if turn % 2 else both[::-1], "now")
            told = dict(zip(NAMES, _hear(both), strict=True))
            winner = next(name for name, answer in told.items() if answer == "started")
            loser = next(name for name in NAMES if name != winner)
            assert told[loser] == f"begun by {winner} at 09:30"
            _started_once(folder, winner)


def _started_once(folder, winner):
    with working(folder) as desk:
        record = stored.of_item(desk.store, ready_of(desk).item_id)
        starts = [
            one.person
            for one in stored.events(desk.store, record.id)
            if one.act is InfusionAct.START
        ]
        assert starts == [winner]
