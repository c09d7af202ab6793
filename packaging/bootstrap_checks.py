"""The checks behind ``bootstrap.py test``: every one runs, the last line sums up."""

import os
import subprocess
import time
from collections.abc import Callable, Sequence

from bootstrap_environment import Place, clean_variables, say

# Where a wrong line can harm a patient, every branch is taken by a test.
CORE = ("model", "scheduler", "eligibility", "bedside", "store", "services")
CORE_FILES = ",".join(f"nkdesk/{layer}/*" for layer in CORE)
GENERATED = "nkdesk/ui/resources_rc.py"

IMPORTS = "import sys; from importlinter.cli import lint_imports_command as c; c()"

CHECKS: dict[str, tuple[str, ...]] = {
    "format": ("-m", "ruff", "format", "--check", "."),
    "lint": ("-m", "ruff", "check", "."),
    "types": ("-m", "mypy"),
    "imports": ("-c", IMPORTS),
    "tests": ("-m", "pytest", "-n", "auto", "--cov", "--cov-report="),
    "coverage of the core, 100 %": (
        *("-m", "coverage", "report", "--fail-under=100"),
        f"--include={CORE_FILES}",
    ),
    "coverage of the rest, 90 %": (
        *("-m", "coverage", "report", "--fail-under=90"),
        f"--omit={CORE_FILES},{GENERATED}",
    ),
}

Call = Callable[[Sequence[str]], int]


def run_checks(place: Place, call: Call | None = None) -> int:
    """Run every check and return 0 when all passed, else 1."""
    call = call or in_environment(place)
    started = time.monotonic()
    # The numbers of an earlier run must not stand in for a run that died.
    (place.root / ".coverage").unlink(missing_ok=True)
    failed = []
    for name, words in CHECKS.items():
        say(f"== {name}")
        if call(words) != 0:
            failed.append(name)
    print(verdict(failed, time.monotonic() - started), flush=True)
    return 1 if failed else 0


def in_environment(place: Place) -> Call:
    """Return how to run python of the environment in the project's folder, without a screen."""
    variables = {**clean_variables(os.environ), "QT_QPA_PLATFORM": "offscreen"}

    def call(words: Sequence[str]) -> int:
        command = [str(place.python), "-P", *words]
        return subprocess.run(command, cwd=place.root, env=variables, check=False).returncode

    return call


def verdict(failed: Sequence[str], seconds: float) -> str:
    """Return the closing line."""
    took = f"({len(CHECKS)} checks, {seconds:.0f} s)"
    if failed:
        return f"FAILED: {'; '.join(failed)} {took}"
    return f"All checks passed {took}"
