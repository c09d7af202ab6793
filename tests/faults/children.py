"""Processes to be harmed: made by fork, so that five hundred of them cost seconds.

What a child says goes through a pipe, one short line each; a line that arrived was said before
the child died, so it names what somebody at a screen had already been told.
"""

import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Say = Callable[[str], None]
Work = Callable[[Say], None]

DIED = 1


@dataclass
class Child:
    """A forked process and what it said."""

    pid: int
    pipe: int
    _said: bytes = field(default=b"", repr=False)

    @property
    def lines(self) -> list[str]:
        """Every whole line said so far."""
        return self._said.decode().split("\n")[:-1]

    def kill(self) -> None:
        """End it as a power button would; it has no chance to tidy up."""
        os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        """Wait for its end and hear it out; its exit code, or minus the signal it died of."""
        with os.fdopen(self.pipe, "rb") as stream:
            self._said += stream.read()
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def begin(work: Work) -> Child:
    """Start ``work`` in a process of its own; an error in it is said as ``error: …``."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return Child(pid, reading)
    os.close(reading)
    code = 0
    try:
        work(lambda line: _write(writing, line))
    except BaseException:  # whatever it is, the one who waits must hear of it
        _write(writing, "error: " + traceback.format_exc().replace("\n", " | "))
        code = DIED
    finally:
        os._exit(code)


def _write(pipe: int, line: str) -> None:
    os.write(pipe, f"{line}\n".encode())


def run_apart(module: str, words: Sequence[str], folder: Path) -> dict[str, Any]:
    """Run a harness as a program of its own and return what it came to.

    A test process has threads and a Qt application, and must not be forked.
    """
    done = subprocess.run(  # noqa: S603 -- our own module
        [sys.executable, "-m", f"tests.faults.{module}", *words],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    came_to: dict[str, Any] = json.loads(done.stdout)
    return came_to
