"""Malformed protocol files as data: what is written instead, and what must be said about it.

In each row of ``malformed.json``, ``wrong`` replaces ``right`` in the sound file. The line that
must be named is the one that ends in ``# here``; where no comment can stand, ``line`` says it.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from tests.exchange.sound import SOUND

HERE = "# here"
_ROWS = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Malformed:
    name: str
    right: str
    wrong: str
    line: int | None
    key: str
    words: str

    @property
    def text(self) -> str:
        assert self.right in SOUND, self.name
        return SOUND.replace(self.right, self.wrong, 1)

    @property
    def expected_line(self) -> int:
        if self.line is not None:
            return self.line
        lines = enumerate(self.text.split("\n"), start=1)
        (marked,) = [number for number, line in lines if line.endswith(HERE)]
        return marked


CASES = (
    *(Malformed(**row) for row in _ROWS),
    Malformed("title too long", '"test"', f'"{"x" * 501}"', 9, "protocol.title.en", "too long"),
    Malformed(
        "a number with 5,000 digits",
        "cycles = 2\n",
        f"cycles = {'2' * 5000} # here\n",
        None,
        "protocol.cycles",
        "too long",
    ),
    Malformed(
        "a thousand brackets",
        "cycles = 2\n",
        f"cycles = {'[' * 1000} # here\n",
        None,
        "protocol.cycles",
        "nested",
    ),
    Malformed(
        "a thousand dots",
        "cycles = 2\n",
        f"{'.'.join('a' * 1000)} = 2\n",
        7,
        "(file)",
        "nested",
    ),
)
