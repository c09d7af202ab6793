"""From bytes to TOML tables: size, encoding, hidden characters, syntax. Nothing here knows days."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nkdesk.exchange.fault import WHOLE_FILE, ProtocolError, one_line, spoken
from nkdesk.exchange.toml_lines import TomlLines, find_lines

MAX_BYTES = 256 * 1024
_WHERE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_VALUE = "Put text in double quotes; write numbers plain, true and false in small letters."
_REMEDIES = {
    "Invalid value": _VALUE,
    "Invalid statement": "Write one key = value on each line, or a table name in brackets.",
    "Invalid initial character for a key part": "Write key = value, the key in plain letters.",
    "Expected newline or end of document": "Write one key = value on each line.",
    "Invalid date or datetime": "No protocol file holds a date; days are numbers.",
    "Cannot overwrite a value": "State each key and each table once.",
    "Illegal character": "Retype the line; it holds a character that does not show.",
}


@dataclass(frozen=True, slots=True)
class TomlSource:
    """A text that is TOML: its tables as read, and where each key stands."""

    tables: dict[str, Any]
    lines: TomlLines


def read_source(raw: bytes) -> TomlSource | tuple[ProtocolError, ...]:
    """Read the tables of a TOML file, or say on which lines it is none."""
    if len(raw) > MAX_BYTES:
        problem = f"The file has more than {MAX_BYTES} bytes."
        return (
            ProtocolError(1, WHOLE_FILE, problem, "Choose a protocol file; it is far smaller."),
        )
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        problem = "The file is not UTF-8 text."
        return (ProtocolError(line, WHOLE_FILE, problem, "Save it as plain text, UTF-8."),)
    return _read_text(text)


def _read_text(text: str) -> TomlSource | tuple[ProtocolError, ...]:
    hidden = tuple(_hidden_characters(text))
    if hidden:
        return hidden
    lines = find_lines(text)
    if lines.errors:
        return tuple(lines.errors)
    try:
        return TomlSource(tomllib.loads(text), lines)
    except ValueError as fault:
        return (_syntax_error(text, lines, str(fault)),)


def hidden_character(text: str) -> str | None:
    """Return the name of the first character that would not show on paper, None if all do."""
    for character in text:
        if unicodedata.category(character) in _HIDDEN:
            return unicodedata.name(character, f"U+{ord(character):04X}")
    return None


def _hidden_characters(text: str) -> Iterator[ProtocolError]:
    if text.isascii() and text.isprintable():
        return
    for number, line in enumerate(text.split("\n"), start=1):
        name = hidden_character(line.removesuffix("\r").replace("\t", " "))
        if name is not None:
            problem = f"The line holds a character that does not show: {name}."
            remedy = "Remove it; save the file as UTF-8 without a byte order mark."
            yield ProtocolError(number, WHOLE_FILE, problem, remedy)


def _syntax_error(text: str, lines: TomlLines, message: str) -> ProtocolError:
    """Turn the parser's message into a line and two sentences."""
    where = _WHERE.search(message)
    said = message[: where.start()] if where else message
    last = text.rstrip().count("\n") + 1
    line = int(where.group(1)) if where and where.group(1) else last
    remedy = next((_REMEDIES[start] for start in _REMEDIES if said.startswith(start)), _VALUE)
    key = lines.key_on(line)
    return ProtocolError(line, spoken(key), one_line(f"This is not TOML: {said}."), remedy)
