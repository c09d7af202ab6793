"""On which line each key and value of a TOML text stands; no TOML reader we use tells.

It reads just enough of TOML 1.0 to follow keys, and judges only what the parser of the standard
library cannot point at or cannot bear: brackets that are never closed, keys stated twice, and
nesting so deep that the parser would run out of stack or memory. Everything else is left to
that parser. It accepts any text and never raises.
"""

import re
import tomllib
from bisect import bisect_right
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NoReturn

from nkdesk.exchange.fault import Fault, KeyPath, ProtocolError, one_line, spoken

MAX_DEPTH = 12
MAX_SCALAR = 300
_BLANK = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_SPACE = re.compile(r"[ \t]*+")
_LINE = re.compile(r"[^\n]*+")
_BASIC = r"\"(?:[^\"\\\n]++|\\[^\n])*+\""
_KEY = re.compile(rf"[A-Za-z0-9_-]++|{_BASIC}|'[^'\n]*+'")
_STRING = re.compile(rf"{_BASIC}|'[^'\n]*+'")
_LONG_STRING = re.compile(
    r"\"{3}(?:[^\\\"]++|\\.|\"(?!\"\"))*+\"{3}\"{0,2}|'{3}.*?'{3}'{0,2}", re.DOTALL
)
_SCALAR = re.compile(r"[^,\]}#\n]+")


class _LostError(Exception):
    """The text cannot be followed further; a fault says why, or the parser will."""


@dataclass(slots=True)
class TomlLines:
    """Lines of the keys found, and the faults seen on the way."""

    lines: dict[KeyPath, int] = field(default_factory=dict)
    errors: list[ProtocolError] = field(default_factory=list)

    def at(self, path: KeyPath) -> int:
        """Return the line of a key; of the nearest table around it when the key is not there."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def key_on(self, line: int) -> KeyPath:
        """Return the last key that begins on a line or before it, () when there is none."""
        before = [(at, number) for number, at in enumerate(self.lines.values()) if at <= line]
        return list(self.lines)[max(before)[1]] if before else ()

    def located(self, fault: Fault) -> ProtocolError:
        """Give a fault its line."""
        problem, remedy = one_line(fault.problem), one_line(fault.remedy)
        return ProtocolError(self.at(fault.path), spoken(fault.path), problem, remedy)


def find_lines(text: str) -> TomlLines:
    """Follow the keys of a TOML text as far as it can be followed."""
    scanner = _Scanner(text)
    with suppress(_LostError):
        scanner.statements()
    return scanner.found


class _Scanner:
    def __init__(self, text: str) -> None:
        self.found = TomlLines()
        self._text = text
        self._at = 0
        self._table: KeyPath = ()
        self._rows: dict[KeyPath, int] = {}
        self._stated: set[KeyPath] = set()
        self._ends = [match.start() for match in re.finditer("\n", text)]

    def statements(self) -> None:
        self._pass(_BLANK)
        while self._at < len(self._text):
            if self._take("[["):
                self._row_header()
            elif self._take("["):
                self._table_header()
            else:
                self._pair(self._table)
            self._pass(_LINE)
            self._pass(_BLANK)

    def _row_header(self) -> None:
        line = self._line()
        parts = self._key()
        array = (*self._resolved(parts[:-1]), parts[-1])
        if self._rows.get(array) is None and array in self._stated:
            self._twice(array, line)
        row = self._rows[array] = self._rows.get(array, -1) + 1
        self._table = (*array, row)
        self._note(self._table, line)

    def _table_header(self) -> None:
        line = self._line()
        parts = self._key()
        self._table = self._resolved(parts)
        if self._table in self._stated or len(self._table) != len(self._resolved(parts[:-1])) + 1:
            self._twice(self._table, line)
        self._stated.add(self._table)
        self._note(self._table, line)

    def _pair(self, table: KeyPath, depth: int = 0) -> None:
        line = self._line()
        path = (*table, *self._key())
        self._note(path, line)
        self._pass(_SPACE)
        if not self._take("="):
            self._lose(path, "There is no = after this key.", 'Write key = value: code = "NK1".')
        if path in self._stated:
            self._twice(path, line)
        self._stated.add(path)
        self._pass(_SPACE)
        self._value(path, depth)

    def _key(self) -> tuple[str, ...]:
        parts: list[str] = []
        while not parts or self._take("."):
            self._pass(_SPACE)
            match = _KEY.match(self._text, self._at)
            if match is None:
                raise _LostError
            self._at = match.end()
            parts.append(_unquoted(match.group()))
            self._pass(_SPACE)
            if len(parts) > MAX_DEPTH:
                self._too_deep((), self._line())
        return tuple(parts)

    def _value(self, path: KeyPath, depth: int) -> None:
        if depth > MAX_DEPTH:
            self._too_deep(path, self._line())
        opened = self._line()
        if self._take("["):
            self._array(path, depth, opened)
        elif self._take("{"):
            self._inline_table(path, depth, opened)
        elif self._text.startswith(('"', "'"), self._at):
            self._string(path)
        else:
            self._scalar(path)

    def _array(self, path: KeyPath, depth: int, opened: int) -> None:
        position = 0
        self._pass(_BLANK)
        while not self._take("]"):
            if self._at >= len(self._text):
                self._unclosed(path, opened, "]")
            member = (*path, position)
            self._note(member, self._line())
            self._value(member, depth + 1)
            ended = self._line()
            self._pass(_BLANK)
            if not self._take(",") and not self._text.startswith("]", self._at):
                self._unclosed(path, ended, "]")
            self._pass(_BLANK)
            position += 1

    def _inline_table(self, path: KeyPath, depth: int, opened: int) -> None:
        self._pass(_SPACE)
        while not self._take("}"):
            if self._at >= len(self._text) or self._text.startswith(("\n", "\r", "#"), self._at):
                self._unclosed(path, opened, "}")
            self._pair(path, depth + 1)
            ended = self._line()
            self._pass(_SPACE)
            if not self._take(",") and not self._text.startswith("}", self._at):
                self._unclosed(path, ended, "}")
            self._pass(_SPACE)

    def _string(self, path: KeyPath) -> None:
        long = self._text.startswith(('"""', "'''"), self._at)
        match = (_LONG_STRING if long else _STRING).match(self._text, self._at)
        if match is None:
            self._lose(path, "This text is not closed.", "End it with the quotes it began with.")
        else:
            self._at = match.end()

    def _scalar(self, path: KeyPath) -> None:
        match = _SCALAR.match(self._text, self._at)
        if match is None:
            self._lose(path, "There is no value here.", "Write a value or remove the key.")
        elif len(match.group()) > MAX_SCALAR:
            self._lose(path, "This value is too long.", "Write a number, a date, true or false.")
        else:
            self._at = match.end()

    def _resolved(self, parts: tuple[str, ...]) -> KeyPath:
        """Return the place a header names: inside the newest row of every array on the way."""
        path: KeyPath = ()
        for part in parts:
            path = (*path, part)
            if path in self._rows:
                path = (*path, self._rows[path])
        return path

    def _note(self, path: KeyPath, line: int) -> None:
        for length in range(1, len(path) + 1):
            self.found.lines.setdefault(path[:length], line)

    def _line(self) -> int:
        return bisect_right(self._ends, self._at - 1) + 1

    def _pass(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self._text, self._at)
        self._at = match.end() if match else self._at

    def _take(self, token: str) -> bool:
        found = self._text.startswith(token, self._at)
        self._at += len(token) if found else 0
        return found

    def _say(self, path: KeyPath, line: int, problem: str, remedy: str) -> None:
        self.found.errors.append(ProtocolError(line, spoken(path), problem, remedy))

    def _lose(self, path: KeyPath, problem: str, remedy: str) -> NoReturn:
        self._say(path, self._line(), problem, remedy)
        raise _LostError

    def _twice(self, path: KeyPath, line: int) -> None:
        first = self.found.at(path)
        self._say(path, line, f"It is stated twice, first on line {first}.", "State it once.")

    def _unclosed(self, path: KeyPath, line: int, bracket: str) -> NoReturn:
        problem = f"A comma or the closing {bracket} is missing."
        remedy = f"Put a comma between values and {bracket} after the last one"
        same_line = "." if bracket == "]" else ", all on one line."
        self._say(path, line, problem, remedy + same_line)
        raise _LostError

    def _too_deep(self, path: KeyPath, line: int) -> NoReturn:
        problem = f"Brackets or dotted keys are nested deeper than {MAX_DEPTH}."
        self._say(path, line, problem, "A protocol file needs no more than 4 levels.")
        raise _LostError


def _unquoted(key: str) -> str:
    if not key.startswith(('"', "'")):
        return key
    try:
        return str(tomllib.loads(f"key = {key}")["key"])
    except ValueError as fault:  # an escape that does not exist: the parser names it
        raise _LostError from fault
