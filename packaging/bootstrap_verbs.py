"""What ``bootstrap.py`` can be told to do."""

import io
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bootstrap_checks import run_checks
from bootstrap_commands import link_project
from bootstrap_environment import (
    WINDOWS,
    BootstrapError,
    Lock,
    Place,
    clean_variables,
    ensure,
)
from bootstrap_libraries import ensure_libraries

USAGE = """usage: python3 packaging/bootstrap.py VERB

  run [-- ARGUMENTS]    make the environment, then start nkdesk; ARGUMENTS reach nkdesk
  test                  run every check, without a screen
  setup                 make the environment and stop
  bench [ARGUMENTS]     measure against peers and print ratios (--json FILE)
  soak [ARGUMENTS]      run for a long time and watch for leaks (--minutes N)
"""

USAGE_ERROR = 2
INTERRUPTED = 130


def prepare(place: Place, lock: Lock) -> None:
    """Leave everything in place that nkdesk, or its tests, needs to start."""
    ensure_libraries(os.environ)
    ensure(place, lock)
    link_project(place)


def run(place: Place, words: Sequence[str]) -> int:
    """Start nkdesk in the folder the person stands in; it answers for the rest."""
    if words and words[0] != "--":
        sys.stderr.write(f"Write -- before what is meant for nkdesk: run -- {' '.join(words)}\n")
        return USAGE_ERROR
    prepare(place, Lock.RUNTIME)
    return become(place, ["-m", "nkdesk", *words[1:]])


def setup(place: Place, words: Sequence[str]) -> int:
    """Make the environment and stop."""
    if words:
        return usage_error()
    prepare(place, Lock.RUNTIME)
    return 0


def test(place: Place, words: Sequence[str]) -> int:
    """Run every check."""
    if words:
        return usage_error()
    prepare(place, Lock.TEST)
    return run_checks(place)


def bench(place: Place, words: Sequence[str]) -> int:
    """Measure nkdesk against its peers."""
    prepare(place, Lock.TEST)
    return become(place, ["-m", "tests.benchmarks", *without_dashes(words)])


def soak(place: Place, words: Sequence[str]) -> int:
    """Run nkdesk's parts for a long time."""
    prepare(place, Lock.TEST)
    return become(place, ["-m", "tests.soak", *without_dashes(words)])


VERBS: dict[str, Callable[[Place, Sequence[str]], int]] = {
    "run": run,
    "test": test,
    "setup": setup,
    "bench": bench,
    "soak": soak,
}


def without_dashes(words: Sequence[str]) -> Sequence[str]:
    """Return the arguments without the ``--`` that may stand before them."""
    return words[1:] if words and words[0] == "--" else words


def usage_error() -> int:
    """Show how the verbs are written."""
    sys.stderr.write(USAGE)
    return USAGE_ERROR


def become(place: Place, words: Sequence[str]) -> int:
    """Hand this process over to the environment's Python, so that signals reach it alone."""
    # -P: a file click.py in the current folder must not take the place of the library.
    command = [str(place.python), "-P", *words]
    variables = clean_variables(os.environ)
    sys.stdout.flush()
    sys.stderr.flush()
    if not WINDOWS:
        os.execve(command[0], command, variables)
    return subprocess.run(command, env=variables, check=False).returncode


def main(words: Sequence[str]) -> int:
    """Do what the command line says and return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A console without Cyrillic must not stop us from naming a Cyrillic folder.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    if words and words[0] in ("-h", "--help"):
        sys.stdout.write(USAGE)
        return 0
    if not words or words[0] not in VERBS:
        return usage_error()
    place = Place(Path(__file__).resolve().parent.parent)
    try:
        return VERBS[words[0]](place, words[1:])
    except BootstrapError as problem:
        sys.stderr.write(f"{problem}\n")
    except OSError as problem:
        sys.stderr.write(f"nkdesk could not be set up here: {problem}\n")
    except KeyboardInterrupt:
        sys.stderr.write("Stopped. The same command goes on from here.\n")
        return INTERRUPTED
    return 1
