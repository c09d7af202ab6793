"""Repeating work for minutes and watching what it holds on to."""

import gc
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

# Growth after the warm-up that a program open for a whole shift could not afford.
GROWTH_MB = 20.0
WARM_UP = 5

Call = Callable[[int], None]


@dataclass(frozen=True)
class Watched:
    """What repeating one thing came to. Memory in MB (0: the system does not tell)."""

    name: str
    rounds: int
    seconds: float
    memory: float
    growth: float
    error: str = ""

    @property
    def held(self) -> bool:
        """Whether nothing went wrong and memory stood still."""
        return not self.error and self.growth <= GROWTH_MB

    def __str__(self) -> str:
        verdict = self.error or ("ok" if self.held else f"grew by more than {GROWTH_MB:g} MB")
        return (
            f"{self.name}: {self.rounds} rounds in {self.seconds:.0f} s, "
            f"{self.memory:.0f} MB, {self.growth:+.1f} MB since the warm-up: {verdict}"
        )


def memory_now() -> float:
    """Return the resident memory of this process in MB, 0 where the system does not tell."""
    if sys.platform != "linux":
        return 0.0
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def repeat(name: str, call: Call, seconds: float, at_least: int = WARM_UP) -> Watched:
    """Repeat a call for so many seconds and rounds; what it raises ends it and is told."""
    started, rounds, error, warm = time.monotonic(), 0, "", 0.0
    fewest = max(WARM_UP + 1, at_least)
    while not error and (rounds < fewest or time.monotonic() - started < seconds):
        try:
            call(rounds)
        except Exception as problem:
            error = f"round {rounds}: {type(problem).__name__}: {problem}"
        rounds += 1
        if rounds == WARM_UP:
            gc.collect()
            warm = memory_now()
    gc.collect()
    memory = memory_now()
    growth = memory - warm if rounds > WARM_UP else 0.0
    return Watched(name, rounds, time.monotonic() - started, memory, growth, error)
