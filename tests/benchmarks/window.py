"""Starting nkdesk on the sample ward against a bare Qt window, as whole processes.

With ``NKDESK_BENCH=1`` nkdesk says on its output when its window is painted and when today's
rows are on it, one JSON object a line, and ends. Times run from the start of the process.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.benchmarks.measuring import ROUNDS, Measure, compared

BARE = (str(Path(__file__).with_name("bare_window.py")),)
NKDESK = ("-m", "nkdesk", "--demo")
MILLI = 1_000
LONGEST = 60.0


@dataclass
class Start:
    """One start of a program: seconds until each event, and the most memory it held, in MB."""

    seconds: dict[str, float] = field(default_factory=dict)
    memory: float = 0.0


def measures(rounds: int = ROUNDS) -> Iterator[Measure]:
    """Yield how long the window and today's rows take, and the memory, as ratios to bare Qt."""
    with tempfile.TemporaryDirectory() as folder:
        variables = _variables(Path(folder))
        # The first start writes the sample ward, compiles, and warms the caches of the system.
        start(NKDESK, variables)
        start(BARE, variables)
        ours, bare = [], []
        for turn in range(rounds):
            for words, into in ((NKDESK, ours), (BARE, bare))[:: 1 if turn % 2 == 0 else -1]:
                into.append(start(words, variables))
    yield from _lines(ours, bare)


def _variables(folder: Path) -> dict[str, str]:
    """Return a person's variables: compiled modules are kept, as on any ward computer."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    kept.setdefault("QT_QPA_PLATFORM", "offscreen")
    return {
        **kept,
        "NKDESK_BENCH": "1",
        "NKDESK_DATA_DIR": str(folder / "wards"),
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
    }


def start(words: Sequence[str], variables: Mapping[str, str]) -> Start:
    """Start a program, note when it says what, and wait for its end.

    RuntimeError when it fails or says nothing of a window.
    """
    begun = time.perf_counter()
    noted = Start()
    with subprocess.Popen(  # noqa: S603  our own two programs
        [sys.executable, "-P", *words], env=dict(variables), stdout=subprocess.PIPE
    ) as process:
        too_long = threading.Timer(LONGEST, process.kill)
        too_long.start()
        for line in process.stdout or ():
            noted.seconds[_event(line)] = time.perf_counter() - begun
        noted.memory, code = _ended(process)
        too_long.cancel()
        too_long.join()
    if code != 0 or "painted" not in noted.seconds:
        sentence = f"{' '.join(words)} ended with {code} and said {noted.seconds}"
        raise RuntimeError(sentence)
    return noted


def _event(line: bytes) -> str:
    """Return the event a line tells of, "" for any other line."""
    try:
        told = json.loads(line)
    except ValueError:
        return ""
    return str(told.get("event", "")) if isinstance(told, dict) else ""


def _ended(process: "subprocess.Popen[bytes]") -> tuple[float, int]:
    """Wait for the end; return the most memory the process held, in MB (0: unknown), and its code.

    The system counts memory in KiB, on macOS in bytes; Windows does not tell.
    """
    if not hasattr(os, "wait4"):
        return 0.0, process.wait()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return usage.ru_maxrss / unit, process.returncode


def _lines(ours: Sequence[Start], bare: Sequence[Start]) -> Iterator[Measure]:
    peer = ("bare QMainWindow painted", _times(bare, "painted"))
    yield replace(compared("window painted", "ms", _times(ours, "painted"), peer), budget=1.3)
    if all("rows" in one.seconds for one in ours):
        shown = compared("today's rows on screen", "ms", _times(ours, "rows"), peer)
        yield replace(shown, budget=1.6)
    if bare[0].memory:
        held = [one.memory for one in ours]
        empty = ("bare QMainWindow", [one.memory for one in bare])
        yield replace(compared("most memory, sample ward", "MB", held, empty), budget=1.8)


def _times(starts: Sequence[Start], event: str) -> list[float]:
    return [one.seconds[event] * MILLI for one in starts]
