"""From the bytes of a table of limits to its TOML values, and on which line each of them stands."""

import re
import tomllib
from dataclasses import dataclass, field
from typing import Any, NamedTuple

MAX_BYTES = 64 * 1024
"""The largest file that is read."""

WHOLE_FILE = "(file)"
KeyPath = tuple[str | int, ...]
"""Where a value stands: table names, keys, and the places of rows from 0."""

_HEADER = re.compile(r"[ \t]*(?:\[[ \t]*(table)[ \t]*\]|\[\[[ \t]*(row)[ \t]*\]\])", re.ASCII)
_KEY = re.compile(r"[ \t]*([A-Za-z0-9_-]+)[ \t]*[.=]", re.ASCII)
_WHERE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


class UlnFault(NamedTuple):
    """A fault found at a key, before its line is known."""

    path: KeyPath
    problem: str
    remedy: str


@dataclass(frozen=True, slots=True, order=True)
class UlnFileError:
    """One thing wrong with a table of limits, in plain English sentences.

    ``line`` counts from 1. ``key`` is the key path with rows counted from 1 (``row[3].uln``).
    ``problem`` says what is wrong, ``remedy`` what would be right.
    """

    line: int
    key: str
    problem: str
    remedy: str


@dataclass(frozen=True, slots=True)
class UlnText:
    """A text that is TOML: its values, and the line of each key by its path."""

    tables: dict[str, Any]
    lines: dict[KeyPath, int] = field(default_factory=dict)

    def located(self, fault: UlnFault) -> UlnFileError:
        """Return a fault with its line; that of the table around it where the key has none."""
        path = fault.path
        while path and path not in self.lines:
            path = path[:-1]
        return UlnFileError(self.lines.get(path, 1), spoken(fault.path), *fault[1:])


def read_text(raw: bytes) -> UlnText | UlnFileError:
    """Return the TOML values of a file, or why it has none."""
    if len(raw) > MAX_BYTES:
        problem = f"The file has more than {MAX_BYTES} bytes."
        return UlnFileError(1, WHOLE_FILE, problem, "Choose a table of limits; it is far smaller.")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        problem = "The file is not UTF-8 text."
        return UlnFileError(line, WHOLE_FILE, problem, "Save it as plain text, UTF-8.")
    try:
        return UlnText(tomllib.loads(text.replace("\r\n", "\n")), _lines(text))
    except (ValueError, RecursionError) as fault:  # ValueError: a whole number without end
        return _syntax(text, str(fault))


def spoken(path: KeyPath) -> str:
    """Return a key path as it is written for a person: ``row[3].uln``."""
    words = ""
    for part in path:
        words += f"[{part + 1}]" if isinstance(part, int) else f".{part[:40]}"
    shown = "".join(one if one.isprintable() else " " for one in words)
    return shown.strip(". ") or WHOLE_FILE


def _syntax(text: str, message: str) -> UlnFileError:
    where = _WHERE.search(message)
    said = message[: where.start()] if where else message
    line = int(where[1]) if where and where[1] else text.rstrip().count("\n") + 1
    shown = "".join(one if one.isprintable() else " " for one in said)
    remedy = "Write one key = value on each line, text and limits in double quotes."
    return UlnFileError(line, WHOLE_FILE, f"This is not TOML: {shown}.", remedy)


def _lines(text: str) -> dict[KeyPath, int]:
    """Return the line on which each table and each key begins, the first where two do."""
    found: dict[KeyPath, int] = {}
    around: KeyPath = ()
    rows = 0
    for number, line in enumerate(text.split("\n"), start=1):
        header, key = _HEADER.match(line), _KEY.match(line)
        if header is not None:
            around = ("row", rows) if header[2] else ("table",)
            rows += header[2] is not None
            found.setdefault(around, number)
        elif key is not None:
            found.setdefault((*around, key[1]), number)
    return found
