"""What is wrong with a protocol file: said of a key first, of a line for the reader."""

from dataclasses import dataclass

KeyPath = tuple[str | int, ...]
"""Where a value stands in a TOML text: table names, keys, and positions in arrays from 0."""

WHOLE_FILE = "(file)"
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault found at a key, before its line is known."""

    path: KeyPath
    problem: str
    remedy: str


@dataclass(frozen=True, slots=True, order=True)
class ProtocolError:
    """One thing wrong with a protocol file, in plain English sentences.

    ``line`` counts from 1. ``key`` is the key path with positions counted from 1, as a person
    counts (``item[3].window.before``). ``problem`` says what is wrong, ``remedy`` what would be
    right.
    """

    line: int
    key: str
    problem: str
    remedy: str


def spoken(path: KeyPath) -> str:
    """Return a key path as it is written for a person: ``item[3].days[1]``."""
    words = ""
    for part in path:
        if isinstance(part, int):
            words += f"[{part + 1}]"
        else:
            words += f".{part[:_LONGEST]}" if words else part[:_LONGEST]
    return one_line(words) or WHOLE_FILE


def one_line(text: str) -> str:
    """Return a text on one line, what does not show left out: files hold anything at all."""
    shown = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(shown.split())
