"""``strace`` on a forked child: which calls it makes that change a disk, and one of them failing.

Needs ``strace`` and the right to trace one's own processes; ``why_not`` says what is missing.
"""

import re
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.children import Child, Say, begin

CHANGING = (
    *("pwrite64", "write", "fdatasync", "fsync", "ftruncate", "unlink", "unlinkat"),
    *("rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat"),
)
"""Every call by which a program changes what is on a disk; opening a file to make it is not one."""

KILL = "signal=SIGKILL"
KINDS = {"kill": KILL, "EIO": "error=EIO", "ENOSPC": "error=ENOSPC"}

_CALL = re.compile(r"^(?P<name>\w+)\((?P<rest>.*)$")
_OWN_PIPE = re.compile(r"^\d+<pipe:")


@dataclass(frozen=True)
class Point:
    """The ``nth`` call of its name that a program makes, and what it was made on."""

    name: str
    nth: int
    rest: str

    def inject(self, kind: str) -> tuple[str, ...]:
        """Return how ``strace`` is told to let this call fail, and to write it down."""
        fault = f"inject={self.name}:{KINDS[kind]}:when={self.nth}"
        return "-e", f"trace={self.name}", "-e", fault


def traced(work: Callable[[Say], None], words: Sequence[str]) -> tuple[Child, int, str]:
    """Let ``strace`` watch a child; return the child, how it ended and what was written down.

    The child calls ``wait_for_tracer`` before what is to be watched.
    """
    with TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        child = begin(work)
        strace = subprocess.Popen(  # noqa: S603 -- our own words
            [_strace(), "-q", "-p", str(child.pid), "-o", str(log), *words],
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        ended = child.wait()
        strace.wait()
        return child, ended, log.read_text("utf-8", "replace")


def points(work: Callable[[Say], None]) -> tuple[Point, ...]:
    """Let a child work undisturbed; return every call that changes something, in order."""
    child, ended, log = traced(work, ["-y", "-s", "8", "-e", f"trace={','.join(CHANGING)}"])
    assert ended == 0, child.lines
    seen: dict[str, int] = {}
    found = []
    for line in log.splitlines():
        match = _CALL.match(line)
        if match:
            name = match["name"]
            seen[name] = seen.get(name, 0) + 1
            if not _OWN_PIPE.match(match["rest"]):
                found.append(Point(name, seen[name], match["rest"]))
    return tuple(found)


@cache
def why_not() -> str:
    """Return why no fault can be injected on this machine; "" when it can."""
    if shutil.which("strace") is None:
        return "strace is not installed (Debian: apt-get install strace); no call was made to fail"
    try:
        found = points(lambda _say: wait_for_tracer())
    except (OSError, AssertionError) as error:
        return f"strace may not trace here ({error}); no call was made to fail"
    return "" if found == () else "strace sees calls that were not made"


def _strace() -> str:
    found = shutil.which("strace")
    assert found is not None
    return found


def wait_for_tracer() -> None:
    """Wait until somebody traces this process, for ten seconds at most."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        status = Path("/proc/self/status").read_text("utf-8")
        if "TracerPid:\t0\n" not in status:
            time.sleep(0.002)  # seized, and interrupted right after
            return
        time.sleep(0.001)
    raise TimeoutError("nobody traces this process")
