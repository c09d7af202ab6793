"""The rows of the daily list as blocks: cells, places to write in, lines between them."""

from dataclasses import dataclass, replace
from itertools import product

from nkdesk.sheets.cells import Cell, cell, level
from nkdesk.sheets.fonts import UNITS_A_POINT, Typecase
from nkdesk.sheets.hands import LEAST_STRIP, TO_WRITE_IN, hand_marks, strip_height
from nkdesk.sheets.list_columns import FIELDS, STRONG, Column, Part, heading, paragraph
from nkdesk.sheets.list_options import Names
from nkdesk.sheets.list_rows import ListRow, printed_fields
from nkdesk.sheets.marks import CLOSED, GREY_LINE, ZEBRA, Box, Fill, Mark, Rule
from nkdesk.sheets.paginator import Block
from nkdesk.sheets.wording.translation import translate
from nkdesk.sheets.wrap import Span, wrap

THIN = 8
_THICK = 24
_TO_REPEAT = frozenset({Part.NUMBER, Part.PATIENT, Part.TRIAL})
_ABOVE = 2 * UNITS_A_POINT


@dataclass(frozen=True, slots=True)
class Table:
    """The columns at their places: ``lefts`` holds where each begins, and where the last ends."""

    columns: tuple[Column, ...]
    lefts: tuple[float, ...]
    names: Names
    typecase: Typecase

    @property
    def right(self) -> float:
        """Where the table ends."""
        return self.lefts[-1]

    @property
    def strips(self) -> int:
        """How many boxes to write in stand above each other for one administration."""
        return max(len(TO_WRITE_IN.intersection(column.parts)) for column in self.columns)


def place_table(
    columns: tuple[Column, ...], left: float, names: Names, typecase: Typecase
) -> Table:
    """Return the columns side by side from ``left``."""
    lefts = [left]
    for column in columns:
        lefts.append(lefts[-1] + column.width)
    return Table(columns, tuple(lefts), names, typecase)


def head_block(table: Table) -> Block:
    """Return the headings that stand above the rows of every page."""
    cells = []
    for column, x in zip(table.columns, table.lefts, strict=False):
        words = ((Span(heading(part), STRONG, "column heading"),) for part in column.parts)
        cells.append(cell(x, column.width, words, table.typecase))
    height = max(one.height for one in cells) + 2 * _ABOVE
    left, right = table.lefts[0], table.right
    marks: list[Mark] = [Fill(left, 0, right - left, height, CLOSED)]
    for one in cells:
        marks += one.inks(_ABOVE, "header")
    marks += [Rule(left, 0, right, 0, _THICK), Rule(left, height, right, height, _THICK)]
    return Block(height, tuple(marks))


@dataclass(frozen=True, slots=True)
class _RowShape:
    """One row, or what is left of it: its cells and how many administrations to write in."""

    table: Table
    head: Block
    row: str
    cells: tuple[Cell, ...]
    hands: int
    shaded: bool
    closed: bool
    banded: bool

    def block(self) -> Block:
        text = max(one.height for one in self.cells)
        inner = max(text, self.hands * self.table.strips * LEAST_STRIP)
        height = inner + 2 * _ABOVE
        marks = (
            *self._ground(height),
            *self._texts(),
            *self._places_to_write_in(inner),
            *self._lines(height),
        )
        return Block(height, marks, self.head, self.row, self._split)

    def _ground(self, height: float) -> list[Mark]:
        left, right = self.table.lefts[0], self.table.right
        marks: list[Mark] = [Fill(left, 0, right - left, height, ZEBRA)] if self.shaded else []
        for column, x in zip(self.table.columns, self.table.lefts, strict=False):
            if self.closed and TO_WRITE_IN & set(column.parts):
                marks.append(Fill(x, 0, column.width, height, CLOSED))
        return marks

    def _texts(self) -> list[Mark]:
        marks: list[Mark] = []
        for one in self.cells:
            marks += one.inks(_ABOVE, self.row)
        return marks

    def _places_to_write_in(self, inner: float) -> list[Mark]:
        """Share the height of the row between the boxes of its administrations."""
        strips = self.table.strips
        height = strip_height(inner, self.hands * strips)
        marks: list[Mark] = []
        for column, x in zip(self.table.columns, self.table.lefts, strict=False):
            for hand, (place, part) in product(range(self.hands), enumerate(column.parts)):
                top = _ABOVE + (hand * strips + place) * height
                marks += hand_marks(part, Box(x, top, column.width, height), self.row)
        return marks

    def _lines(self, height: float) -> list[Mark]:
        lefts = self.table.lefts
        marks: list[Mark] = [Rule(x, 0, x, height, THIN, GREY_LINE) for x in lefts]
        # Above too: the ground of this row lies over the line below the row before.
        edges = (0.0,) if self.banded else (0.0, height)
        marks += [Rule(lefts[0], y, lefts[-1], y, THIN) for y in edges]
        return marks

    def _split(self, room: float) -> tuple[Block, Block]:
        """Cut a row taller than a page: who it is about stands on every part of it."""
        inner = room - 2 * _ABOVE
        hands = min(self.hands, max(int(inner // (self.table.strips * LEAST_STRIP)), 1))
        cuts = [one.cut(inner) for one in self.cells]
        first = replace(self, cells=tuple(fitting for fitting, _ in cuts), hands=hands)
        following = tuple(
            self._continued(column, fitting, rest)
            for column, (fitting, rest) in zip(self.table.columns, cuts, strict=True)
        )
        rest = replace(self, cells=following, hands=self.hands - hands)
        return first.block(), rest.block()

    def _continued(self, column: Column, fitting: Cell, rest: Cell) -> Cell:
        if rest.lines or not _TO_REPEAT & set(column.parts):
            return rest
        again = replace(fitting, again=True)
        if Part.NUMBER not in column.parts or fitting.again:
            return again
        note = Span(translate("DailyList", "cont."), STRONG, "continued")
        number = fitting.lines[:1] + wrap((note,), column.width, self.table.typecase)
        return replace(again, lines=number)


def row_block(row: ListRow, table: Table, head: Block, *, banded: bool = False) -> Block:
    """Return a row with the fields of its columns, and places to write in while it waits.

    ``banded``: more of the row follows below it, so that no line closes it.
    """
    hands = row.hands if row.waiting else 0
    fields = printed_fields(row, table.names) | {"tick": " ".join("☐" * hands)}
    cells = level(
        cell(x, column.width, _paragraphs(column, fields, row), table.typecase)
        for column, x in zip(table.columns, table.lefts, strict=False)
    )
    number = str(row.number)
    ground = {"shaded": row.number % 2 == 0, "closed": not row.waiting, "banded": banded}
    return _RowShape(table, head, number, cells, hands, **ground).block()


def _paragraphs(column: Column, fields: dict[str, str], row: ListRow) -> list[tuple[Span, ...]]:
    strong = {"name": row.who.family, "dose": row.dose.strength}
    return [
        paragraph(names, fields, strong.get(names[0], ""))
        for part in column.parts
        for names in FIELDS[part]
    ]
