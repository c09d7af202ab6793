"""Cells side by side: wrapped text in columns, and what is left of it for the next page."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from nkdesk.sheets.fonts import UNITS_A_POINT, Typecase
from nkdesk.sheets.marks import BLACK, Ink, Place
from nkdesk.sheets.wrap import Line, Span, wrap

PAD = 3 * UNITS_A_POINT


@dataclass(frozen=True, slots=True)
class Cell:
    """Wrapped lines standing at ``x``; ``again`` when they were printed on an earlier page.

    ``drop`` lowers them so that the first lines of cells side by side share a base line.
    """

    x: float
    lines: tuple[Line, ...]
    again: bool = False
    drop: float = 0.0

    @property
    def height(self) -> float:
        """How tall the lines stand."""
        return self.drop + sum(line.height for line in self.lines)

    def inks(self, top: float, row: str, shade: int = BLACK) -> list[Ink]:
        """Return the text at its place below ``top``."""
        inks = []
        top += self.drop
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
        count, used = 0, self.drop
        for line in self.lines:
            used += line.height
            if count and used > room:
                break
            count += 1
        first = replace(self, lines=self.lines[:count])
        return first, Cell(self.x, self.lines[count:], again=self.again)


def cell(
    x: float, width: float, paragraphs: Iterable[tuple[Span, ...]], typecase: Typecase
) -> Cell:
    """Return paragraphs wrapped into a column that starts at ``x``, with a margin either side."""
    lines: list[Line] = []
    for spans in paragraphs:
        lines.extend(wrap(spans, width - 2 * PAD, typecase))
    return Cell(x + PAD, tuple(lines))


def level(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Return cells side by side with their first lines on one base line."""
    beside = tuple(cells)
    deepest = max((one.lines[0].rise for one in beside if one.lines), default=0.0)
    return tuple(
        replace(one, drop=deepest - one.lines[0].rise) if one.lines else one for one in beside
    )
