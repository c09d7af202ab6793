"""Work at one bed in processes of their own, so that they can be killed at any moment.

``python -m tests.services.infusions.bed_process`` reads the number of a stage and the folder of a
ward a line. For each it makes a process that takes the stage, says that it was acknowledged, and
waits to be killed; when it is gone, that is said, too.
"""

import os
import signal
import sys
from pathlib import Path

from tests.services.infusions.bed_path import take
from tests.services.infusions.bed_story import ready_of
from tests.services.infusions.bed_work import working


def main():
    """Serve until nothing more is asked."""
    for line in sys.stdin:
        stage, folder = line.strip().split(" ", 1)
        child = os.fork()
        if child == 0:
            _take_and_wait(Path(folder), int(stage))
        _say(f"process {child}")
        os.waitpid(child, 0)
        _say("gone")


def _take_and_wait(folder, stage):
    with working(folder) as desk:
        ready = ready_of(desk)
        _say("begun")
        take(desk, ready, stage)
        _say("acknowledged")
        signal.pause()


def _say(words):
    os.write(1, f"{words}\n".encode())


if __name__ == "__main__":
    main()
