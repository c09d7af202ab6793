"""What a process did to the files of one folder, call by call, as ``strace`` saw it.

Writes with their bytes, sizes set, names given and taken away, every sync of a file or a folder,
and between them what the process said was saved.
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.faults.children import Say
from tests.faults.tracing import traced

_CALLS = "openat,pwrite64,write,ftruncate,fsync,fdatasync,unlink,unlinkat,rename,link,linkat"
_LINE = re.compile(r"^(?P<name>\w+)\((?P<rest>.*)\) += (?P<answer>\d+)(?:<.*>)?$")
_FILE = re.compile(r"^\d+<(?P<path>[^>]*)>")
_WRITE = re.compile(r'^\d+<(?P<path>[^>]*)>, (?P<bytes>".*"), \d+(?:, (?P<at>\d+))?$')
_NAMES = re.compile(r'"((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True)
class Wrote:
    """Bytes written at a place of a file."""

    name: str
    at: int
    content: bytes


@dataclass(frozen=True)
class Cut:
    """A file's size set."""

    name: str
    size: int


@dataclass(frozen=True)
class Made:
    """A new empty file."""

    name: str


@dataclass(frozen=True)
class Linked:
    """A second name for a file; the first is taken away when it was renamed."""

    old: str
    name: str
    renamed: bool


@dataclass(frozen=True)
class Removed:
    """A name taken away."""

    name: str


@dataclass(frozen=True)
class Synced:
    """A file, or with "" the folder, that the disk confirmed."""

    name: str


@dataclass(frozen=True)
class Said:
    """A step that was told as saved: its number and hash."""

    seq: int
    hash: str


Event = Wrote | Cut | Made | Linked | Removed | Synced | Said


def recorded(folder: Path, work: Callable[[Say], None]) -> tuple[Event, ...]:
    """Let a child work and return what it did to the files of ``folder``, in order.

    It waits for its tracer itself, and says ``saved SEQ HASH`` after each step.
    """
    words = ["-y", "-s", "100000", "-e", f"trace={_CALLS}"]
    child, ended, log = traced(work, words)
    assert ended == 0, child.lines
    return tuple(_events(log, f"{folder}"))


def _events(log: str, folder: str) -> Iterator[Event]:
    for line in log.splitlines():
        match = _LINE.match(line)
        if match is None:  # a call that failed changed nothing
            continue
        name, rest = match["name"], match["rest"]
        if name == "write" and "<pipe:" in rest:
            yield from _said(rest)
        elif folder in rest:
            event = _READ.get(name, _synced)(rest, folder)
            if event is not None:
                yield event


def _said(rest: str) -> Iterator[Said]:
    words = _bytes(_NAMES.findall(rest)[0]).decode().split()
    if words[:1] == ["saved"]:
        yield Said(int(words[1]), words[2])


def _wrote(rest: str, folder: str) -> Event:
    match = _WRITE.match(rest)
    assert match is not None, rest[:200]
    content = _bytes(match["bytes"][1:-1])
    assert match["at"] is not None, "a plain write to a file of the ward has no place"
    return Wrote(_short(match["path"], folder), int(match["at"]), content)


def _cut(rest: str, folder: str) -> Event:
    return Cut(_short(_path(rest), folder), int(rest.rpartition(", ")[2]))


def _made(rest: str, folder: str) -> Event | None:
    return Made(_short(_NAMES.findall(rest)[0], folder)) if "O_CREAT" in rest else None


def _removed(rest: str, folder: str) -> Event:
    return Removed(_short(_NAMES.findall(rest)[0], folder))


def _linked(rest: str, folder: str) -> Event:
    old, new = (_short(name, folder) for name in _NAMES.findall(rest)[:2])
    return Linked(old, new, renamed=False)


def _renamed(rest: str, folder: str) -> Event:
    old, new = (_short(name, folder) for name in _NAMES.findall(rest)[:2])
    return Linked(old, new, renamed=True)


def _synced(rest: str, folder: str) -> Event:
    return Synced(_short(_path(rest), folder))


_READ: dict[str, Callable[[str, str], Event | None]] = {
    "openat": _made,
    "pwrite64": _wrote,
    "write": _wrote,
    "ftruncate": _cut,
    "unlink": _removed,
    "unlinkat": _removed,
    "link": _linked,
    "linkat": _linked,
    "rename": _renamed,
}


def _path(rest: str) -> str:
    match = _FILE.match(rest)
    assert match is not None, rest[:200]
    return match["path"]


def _short(path: str, folder: str) -> str:
    """The name of a file in the folder, "" for the folder itself."""
    return path.removeprefix(folder).lstrip("/")


def _bytes(escaped: str) -> bytes:
    """What strace wrote with the escapes of C, which are those of Python."""
    found: bytes = ast.literal_eval(f'b"{escaped}"')
    return found
