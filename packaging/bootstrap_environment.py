"""The environment in ``.venv``: made from the lock file, stamped when whole, remade when not."""

import contextlib
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

WINDOWS = os.name == "nt"

# Left over from another program's set-up, these would lead pip or Python out of .venv.
STRAY_VARIABLES = ("PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX", "PIP_USER")


class BootstrapError(Exception):
    """Something the person at the keyboard has to know; its text is one plain sentence."""


class Lock(StrEnum):
    """Which lock file an environment was made from; ``TEST`` holds all of ``RUNTIME``."""

    RUNTIME = "requirements.lock"
    TEST = "requirements-test.lock"


@dataclass(frozen=True)
class Place:
    """Where one checkout keeps its environment. ``root`` is the folder of pyproject.toml."""

    root: Path

    @property
    def venv(self) -> Path:
        """Return the folder of the environment."""
        return self.root / ".venv"

    @property
    def scripts(self) -> Path:
        """Return the folder with python and the commands."""
        return self.venv / ("Scripts" if WINDOWS else "bin")

    @property
    def python(self) -> Path:
        """Return the environment's interpreter."""
        return self.scripts / ("python.exe" if WINDOWS else "python")

    @property
    def site_packages(self) -> Path:
        """Return the folder the packages are installed into."""
        base = {"base": str(self.venv), "platbase": str(self.venv)}
        return Path(sysconfig.get_path("purelib", "venv", base))

    @property
    def mark(self) -> Path:
        """Return the file that says: this folder is ours to remake."""
        return self.venv / "made-by-bootstrap"

    @property
    def stamp(self) -> Path:
        """Return the file written last, that says: this environment is whole."""
        return self.venv / "nkdesk-stamp.json"

    def lock_file(self, lock: Lock) -> Path:
        """Return the file with the pinned versions and their hashes."""
        return self.root / "packaging" / lock.value


def say(sentence: str) -> None:
    """Tell the person at the keyboard what is going on; stdout belongs to nkdesk."""
    print(sentence, file=sys.stderr, flush=True)


def fingerprint(place: Place, lock: Lock) -> str:
    """Return the SHA-256 of what an environment depends on: the lock and this Python."""
    python = f"{sys.implementation.cache_tag} {platform.system()} {platform.machine()}"
    content = place.lock_file(lock).read_bytes().replace(b"\r\n", b"\n")
    return hashlib.sha256(content + python.encode()).hexdigest()


def is_whole(place: Place, lock: Lock) -> bool:
    """Say whether the environment was finished from this lock and nothing went missing since."""
    try:
        stamp = json.loads(place.stamp.read_text(encoding="utf-8"))
        return bool(
            stamp[lock.name] == fingerprint(place, lock)
            and set(stamp["packages"]) <= names_in(place.site_packages)
            and place.python.exists()
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def names_in(site_packages: Path) -> set[str]:
    """Return what is installed, by the names of its files and folders."""
    return {path.name for path in site_packages.iterdir() if path.name != "__pycache__"}


def write_stamp(place: Place, lock: Lock) -> None:
    """Declare the environment whole. The rename makes it all or nothing."""
    locks = (Lock.RUNTIME,) if lock is Lock.RUNTIME else (Lock.RUNTIME, Lock.TEST)
    stamp: dict[str, object] = {each.name: fingerprint(place, each) for each in locks}
    stamp["packages"] = sorted(names_in(place.site_packages))
    half = place.stamp.with_suffix(".half")
    with half.open("w", encoding="utf-8") as file:
        json.dump(stamp, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    half.replace(place.stamp)


def ensure(place: Place, lock: Lock) -> None:
    """Leave ``.venv`` whole for this lock; takes no time when it already is.

    Raises BootstrapError when a package cannot be installed or the folder cannot be written.
    """
    if not is_whole(place, lock):
        with only_one(place) as held:
            # Whoever held the turn before us may have done the work.
            if not is_whole(place, lock):
                build(place, lock, held)


def build(place: Place, lock: Lock, held: int) -> None:
    """Make or extend the environment; without a stamp it is made anew.

    A package that was being copied when the power went can look installed to pip, so a
    half-made environment is never built upon. What pip had downloaded, it still has.
    """
    if is_whole(place, Lock.RUNTIME):
        place.stamp.unlink()
    else:
        make_venv(place, held)
    install(place, lock, held)
    write_stamp(place, lock)


def make_venv(place: Place, held: int) -> None:
    """Make an empty environment where there is none, or a broken one."""
    if place.venv.is_symlink() or place.venv.exists():
        discard(place)
    say(f"Making the environment in {place.venv}")
    place.venv.mkdir()
    place.mark.touch()
    words = [sys.executable, "-m", "venv", str(place.venv)]
    if call(words, held) != 0:
        sentence = f"Python could not make an environment in {place.venv}."
        raise BootstrapError(sentence)


def discard(place: Place) -> None:
    """Remove our own unfinished environment; set anything else aside, untouched."""
    if is_ours(place):
        say("The environment in .venv is unfinished or out of date; it is made again.")
        shutil.rmtree(place.venv)
        return
    aside = place.venv.with_name(f".venv.aside-{int(time.time())}")
    say(f"The .venv here was not made by this program; it is set aside as {aside.name}.")
    place.venv.rename(aside)


def is_ours(place: Place) -> bool:
    """Say whether ``.venv`` was made here. A folder still empty is one we were killed over."""
    if place.venv.is_symlink() or not place.venv.is_dir():
        return False
    return place.mark.exists() or not any(place.venv.iterdir())


def install(place: Place, lock: Lock, held: int) -> None:
    """Install every package of the lock, each checked against its hash."""
    say(f"Installing the packages of packaging/{lock.value}; this happens once.")
    pip = [str(place.python), "-m", "pip", "--disable-pip-version-check", "--no-input"]
    options = ["install", "--require-hashes", "--no-deps", "--only-binary=:all:"]
    if call([*pip, *options, "-r", str(place.lock_file(lock))], held) != 0:
        raise BootstrapError(
            "The packages could not be installed (see above). When the cause is gone, "
            "start the same command again."
        )


def clean_variables(variables: Mapping[str, str]) -> dict[str, str]:
    """Return the environment variables for anything started inside ``.venv``."""
    return {name: value for name, value in variables.items() if name not in STRAY_VARIABLES}


def call(words: Sequence[str], held: int) -> int:
    """Run a command and return its exit code.

    The child keeps our turn open: if we are killed and it lives on, nobody else touches
    ``.venv`` before it ends.
    """
    keep = () if WINDOWS else (held,)
    return subprocess.run(
        words, env=clean_variables(os.environ), pass_fds=keep, check=False
    ).returncode


@contextlib.contextmanager
def only_one(place: Place) -> Iterator[int]:
    """Hold the turn to change ``.venv``; a second bootstrap waits for the first."""
    descriptor = os.open(place.root / ".bootstrap.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if not take_turn(descriptor):
            say("Another bootstrap is preparing .venv here; waiting for it.")
            while not take_turn(descriptor):
                time.sleep(0.2)
        yield descriptor
    finally:
        os.close(descriptor)


def take_turn(descriptor: int) -> bool:
    """Try to take the turn. The system gives it back when the process ends, however it ends."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
