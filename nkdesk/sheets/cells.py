"""Cells side by side: wrapped text in columns, and what is left of it for the next page."""

from collections.abc import Iterable
from dataclasses import dataclass

from nkdesk.sheets.fonts import UNITS_A_POINT, Typecase
from nkdesk.sheets.marks import BLACK, Ink, Place
from nkdesk.sheets.wrap import Line, Span, wrap

PAD = 3 * UNITS_A_POINT


@dataclass(frozen=True, slots=True)
class Cell:
    """Wrapped lines standing at ``x``; ``again`` when they were printed on an earlier page."""

    x: float
    lines: tuple[Line, ...]
    again: bool = False

    @property
    def height(self) -> float:
        """How tall the lines stand."""
        return sum(line.height for line in self.lines)

    def inks(self, top: float, row: str, shade: int = BLACK) -> list[Ink]:
        """Return the text at its place below ``top``."""
        inks = []
        for line in self.lines:
            for piece in line.pieces:
                place = Place(row, piece.field, self.again)
                inks.append(
                    Ink(self.x + piece.x, top + line.rise, piece.text, piece.face, place, shade)
                )
            top += line.height
        return inks

    def cut(self, room: float) -> "tuple[Cell, Cell]":
        """Return the lines that fit ``room``, at least one, and a cell with the rest."""
        count, used = 0, 0.0
        for line in self.lines:
            used += line.height
            if count and used > room:
                break
            count += 1
        first = Cell(self.x, self.lines[:count], again=self.again)
        return first, Cell(self.x, self.lines[count:], again=self.again)


def cell(
    x: float, width: float, paragraphs: Iterable[tuple[Span, ...]], typecase: Typecase
) -> Cell:
    """Return paragraphs wrapped into a column that starts at ``x``, with a margin either side."""
    lines: list[Line] = []
    for spans in paragraphs:
        lines.extend(wrap(spans, width - 2 * PAD, typecase))
    return Cell(x + PAD, tuple(lines))
