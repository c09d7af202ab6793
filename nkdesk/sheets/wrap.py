"""Breaking text into lines: at spaces, in words too long for a line anywhere, never cut short.

Nothing is elided and no hyphen is added: what is printed is letter for letter what was written.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from nkdesk.sheets.fonts import UNITS_A_POINT, Face, Typecase

LEADING = 1.22
ASCENT = 0.95

DOT = "dot"
"""The field of a dot between two texts of one paragraph; it stands only where both share a line."""

_SPACES = re.compile(r"[ \t]+")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one face; ``whole`` keeps it on one line where it fits one.

    ``field`` names what the text says, and goes with every piece it is broken into.
    """

    text: str
    face: Face
    field: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one line in one face, ``x`` from the line's start."""

    x: float
    text: str
    face: Face
    field: str


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line."""

    pieces: tuple[Piece, ...]
    width: float
    height: float
    rise: float


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    face: Face
    field: str
    width: float


def wrap(spans: tuple[Span, ...], width: float, typecase: Typecase) -> tuple[Line, ...]:
    """Break spans into lines no wider than ``width``; blank text makes no line."""
    lines: list[Line] = []
    for words in _hard_lines(spans, width, typecase):
        lines.extend(_line(filled, typecase) for filled in _fill(words, width, typecase))
    return tuple(lines)


def _hard_lines(spans: tuple[Span, ...], width: float, typecase: Typecase) -> Iterator[list[_Word]]:
    words: list[_Word] = []
    for span in spans:
        for number, part in enumerate(span.text.splitlines()):
            if number:
                yield words
                words = []
            words.extend(_words(part, span, width, typecase))
    yield words


def _words(text: str, span: Span, width: float, typecase: Typecase) -> Iterator[_Word]:
    stripped = text.strip(" \t")
    fits = span.whole and typecase.width(stripped, span.face) <= width
    for word in [stripped] if fits else _SPACES.split(stripped):
        for part in _parts(word, span.face, width, typecase) if word else ():
            yield _Word(part, span.face, span.field, typecase.width(part, span.face))


def _parts(word: str, face: Face, width: float, typecase: Typecase) -> Iterator[str]:
    """Cut a word wider than a line anywhere between letters, after a hyphen if there is one."""
    while typecase.width(word, face) > width:
        cut = _cut(word, face, width, typecase)
        if cut >= len(word):
            break
        yield word[:cut]
        word = word[cut:]
    yield word


def _cut(word: str, face: Face, width: float, typecase: Typecase) -> int:
    ends = [
        end
        for end in range(1, len(word) + 1)
        if end == len(word) or not unicodedata.combining(word[end])
    ]
    fitting = bisect_right(ends, width, key=lambda end: typecase.width(word[:end], face))
    cut = ends[max(fitting - 1, 0)]
    hyphen = word.rfind("-", 0, cut) + 1
    return hyphen if hyphen > cut // 3 else cut


def _fill(words: list[_Word], width: float, typecase: Typecase) -> Iterator[list[_Word]]:
    filled: list[_Word] = []
    dot: list[_Word] = []
    used = 0.0
    for word in words:
        if word.field == DOT:
            dot = [word]
            continue
        added = [*dot, word] if filled else [word]
        longer = sum(_advance(one, typecase) for one in added)
        if filled and used + longer > width:
            yield filled
            filled, used, added = [], 0.0, [word]
            longer = _advance(word, typecase)
        # The first word of a line has no space before it.
        used += longer if filled else word.width
        filled += added
        dot = []
    if filled:
        yield filled


def _advance(word: _Word, typecase: Typecase) -> float:
    return typecase.width(" ", word.face) + word.width


def _line(words: list[_Word], typecase: Typecase) -> Line:
    pieces: list[Piece] = []
    x = 0.0
    for (face, field), group in groupby(words, key=lambda word: (word.face, word.field)):
        text = " ".join(word.text for word in group)
        x += typecase.width(" ", face) if pieces else 0.0
        pieces.append(Piece(x, text, face, field))
        x += typecase.width(text, face)
    size = max(piece.face.points for piece in pieces) * UNITS_A_POINT
    return Line(tuple(pieces), x, size * LEADING, size * ASCENT)
