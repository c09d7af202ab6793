"""What a sheet is made of before it is painted: text, fills, lines and boxes at their places.

A page is a plain list of marks in the order they are painted. Printer, PDF and preview paint the
same list, and reading back compares the same list. Lengths are twentieths of a point.
"""

from dataclasses import dataclass, replace

from nkdesk.sheets.fonts import Face

BLACK = 0
GREY_TEXT = 70
GREY_LINE = 150
ZEBRA = 243
CLOSED = 225
WATERMARK = 224


@dataclass(frozen=True, slots=True)
class Place:
    """Which part of the sheet a text belongs to: ``row`` as printed ("3", "header"), and field.

    ``again`` marks a text repeated on a continuation, so that it is not counted twice.
    """

    row: str
    field: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class Ink:
    """One piece of text of one face; ``y`` is its base line."""

    x: float
    y: float
    text: str
    face: Face
    place: Place
    shade: int = BLACK


@dataclass(frozen=True, slots=True)
class Fill:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    shade: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line."""

    x: float
    y: float
    to_x: float
    to_y: float
    thick: float
    shade: int = BLACK


@dataclass(frozen=True, slots=True)
class Box:
    """An empty rectangle to write into."""

    x: float
    y: float
    width: float
    height: float
    thick: float = 12


@dataclass(frozen=True, slots=True)
class Watermark:
    """A large pale word across the page, under everything else."""

    text: str
    face: Face
    place: Place


@dataclass(frozen=True, slots=True)
class Code:
    """A code for a scanner, its quiet zone within: ``text`` is what it says.

    ``rows`` hold ``#`` for dark and ``.`` for light, stretched to the width and height.
    """

    x: float
    y: float
    width: float
    height: float
    text: str
    rows: tuple[str, ...]


Mark = Ink | Fill | Rule | Box | Watermark | Code


def lowered(mark: Mark, by: float) -> Mark:
    """Return the mark moved down the page."""
    if isinstance(mark, Rule):
        return replace(mark, y=mark.y + by, to_y=mark.to_y + by)
    if isinstance(mark, Watermark):
        return mark
    return replace(mark, y=mark.y + by)


@dataclass(frozen=True, slots=True)
class Page:
    """One page, ready to paint."""

    width: float
    height: float
    marks: tuple[Mark, ...]

    @property
    def texts(self) -> tuple[Ink | Watermark, ...]:
        """Everything with letters, in the order it is painted."""
        return tuple(mark for mark in self.marks if isinstance(mark, Ink | Watermark))
