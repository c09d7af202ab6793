"""A ruled table with cells of text, places to write in, and codes for a scanner."""

from dataclasses import dataclass
from itertools import accumulate, pairwise

from nkdesk.sheets.cells import PAD, Cell, cell, level
from nkdesk.sheets.fonts import UNITS_A_POINT, Typecase
from nkdesk.sheets.list_columns import STRONG, TEXT
from nkdesk.sheets.marks import CLOSED, GREY_TEXT, Box, Code, Fill, Ink, Mark, Place, Rule
from nkdesk.sheets.paginator import Block
from nkdesk.sheets.wrap import Span

Paragraphs = tuple[tuple[Span, ...], ...]

_THIN, _THICK = 8, 20
_ABOVE = 2 * UNITS_A_POINT
_APART = 1.5 * UNITS_A_POINT
_LABEL_BASE = 10 * UNITS_A_POINT


@dataclass(frozen=True, slots=True)
class Hand:
    """An empty box to write into, ``points`` high at least, with its label in grey."""

    label: str = ""
    points: float = 21


@dataclass(frozen=True, slots=True)
class Scanned:
    """A code as tall as it is drawn, in points."""

    text: str
    rows: tuple[str, ...]
    points: float


Content = Paragraphs | Hand | Scanned


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns of ``points`` width side by side from ``left``."""

    left: float
    points: tuple[float, ...]
    typecase: Typecase

    @property
    def edges(self) -> tuple[float, ...]:
        """Where each column begins, and where the last ends."""
        widths = (one * UNITS_A_POINT for one in self.points)
        return tuple(accumulate(widths, initial=self.left))

    def head(self, headings: tuple[str, ...]) -> Block:
        """Return the headings that stand above the rows of every page."""
        texts = tuple(((Span(text, STRONG, "column heading"),),) for text in headings)
        cells = self._cells(texts)
        height = max(one.height for one in cells) + 2 * _ABOVE
        left, right = self.edges[0], self.edges[-1]
        marks: list[Mark] = [Fill(left, 0, right - left, height, CLOSED)]
        for one in cells:
            marks += one.inks(_ABOVE, "header")
        marks += [Rule(left, y, right, y, _THICK) for y in (0.0, height)]
        return Block(height, tuple(marks))

    def row(self, label: str, contents: tuple[Content, ...], head: Block | None = None) -> Block:
        """Return a row; every text in it belongs to ``label``."""
        cells = self._cells(tuple(one if isinstance(one, tuple) else () for one in contents))
        text = max((one.height for one in cells), default=0.0)
        boxes = max((_least(one) for one in contents), default=0.0)
        height = max(text + 2 * _ABOVE, boxes)
        marks: list[Mark] = []
        for one in level(cells):
            marks += one.inks(_ABOVE, label)
        for content, (left, right) in zip(contents, pairwise(self.edges), strict=True):
            marks += _filled(content, Box(left, 0, right - left, height), label)
        left, right = self.edges[0], self.edges[-1]
        marks += [Rule(x, 0, x, height, _THIN) for x in self.edges]
        marks += [Rule(left, y, right, y, _THIN) for y in (0.0, height)]
        return Block(height, tuple(marks), head, label)

    def _cells(self, texts: tuple[Paragraphs, ...]) -> tuple[Cell, ...]:
        return tuple(
            cell(left, right - left, paragraphs, self.typecase)
            for paragraphs, (left, right) in zip(texts, pairwise(self.edges), strict=True)
        )


def _least(content: Content) -> float:
    """Return how tall a row must be for what stands in it; text is measured by itself."""
    if isinstance(content, Hand):
        return content.points * UNITS_A_POINT
    if isinstance(content, Scanned):
        return (content.points + 4) * UNITS_A_POINT
    return 0.0


def _filled(content: Content, room: Box, label: str) -> list[Mark]:
    if isinstance(content, Hand):
        if not content.label:
            return []
        # Field "check box" asks for handwriting and says nothing of the patient.
        place = Place(label, "check box")
        left, base = room.x + PAD, room.y + _LABEL_BASE
        return [Ink(left, base, content.label, TEXT, place, GREY_TEXT)]
    if isinstance(content, Scanned):
        side = content.points * UNITS_A_POINT
        wide = side if len(content.rows) > 1 else room.width - 2 * _APART
        left = room.x + (room.width - wide) / 2
        top = room.y + (room.height - side) / 2
        return [Code(left, top, wide, side, content.text, content.rows)]
    return []
