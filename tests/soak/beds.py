"""The program killed at the bed, again and again, each time at another moment of another step."""

import random
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services.infusions.bed_path import STAGES
from tests.services.infusions.bed_story import enrol_patient, make_ready
from tests.services.infusions.bed_work import working
from tests.services.infusions.killing import bedside, kill_within, no_faults, some_moment, told
from tests.soak.watching import Call


@contextmanager
def killed_at_the_bed(ward: Path, folder: Path) -> Iterator[Call]:
    """Make an infusion ready in a copy of a sample ward; each call kills one of its steps.

    After the last step the next infusion begins in another copy. Nothing is done where the system
    cannot kill.
    """
    if sys.platform == "win32":
        yield lambda _turn: None
        return
    ready, used = folder / "ready", folder / "used"
    shutil.copytree(ward, ready)
    with working(ready) as desk:
        enrol_patient(desk)
        make_ready(desk, bags=2)
    after = told(ready, folder / "told")
    with bedside() as program:

        def call(turn: int) -> None:
            source = random.Random(turn)  # noqa: S311 -- moments to kill at, no secrets
            stage = turn % len(STAGES)
            if stage == 0:
                shutil.rmtree(used, ignore_errors=True)
                shutil.copytree(ready, used)
            kill_within(program, used, stage, after, some_moment(source))
            if stage == len(STAGES) - 1 and not no_faults(used):
                raise AssertionError("the journal does not hold")

        yield call
