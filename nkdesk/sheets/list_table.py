"""The rows of the daily list as blocks: cells, places to write in, lines between them."""

from dataclasses import dataclass, replace

from nkdesk.sheets.cells import PAD, Cell, cell, level
from nkdesk.sheets.fonts import Typecase
from nkdesk.sheets.hands import HAND_HEIGHT, hand_marks
from nkdesk.sheets.list_columns import FIELDS, STRONG, Column, Part, heading, paragraph
from nkdesk.sheets.list_options import Names
from nkdesk.sheets.list_rows import ListRow, printed_fields
from nkdesk.sheets.marks import CLOSED, GREY_LINE, ZEBRA, Fill, Mark, Rule
from nkdesk.sheets.paginator import Block
from nkdesk.sheets.wording.translation import translate
from nkdesk.sheets.wrap import Span, wrap

_THIN, _THICK = 8, 24
_TO_REPEAT = frozenset({Part.NUMBER, Part.PATIENT, Part.TRIAL})
_TO_WRITE_IN = frozenset({Part.CLOCK, Part.SIGN})


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
    height = max(one.height for one in cells) + 2 * PAD
    left, right = table.lefts[0], table.right
    marks: list[Mark] = [Fill(left, 0, right - left, height, CLOSED)]
    for one in cells:
        marks += one.inks(PAD, "header")
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

    def block(self) -> Block:
        text = max(one.height for one in self.cells)
        height = max(text, self.hands * HAND_HEIGHT) + 2 * PAD
        marks = (*self._ground(height), *self._texts(), *self._lines(height))
        return Block(height, marks, self.head, self.row, self._split)

    def _ground(self, height: float) -> list[Mark]:
        left, right = self.table.lefts[0], self.table.right
        marks: list[Mark] = [Fill(left, 0, right - left, height, ZEBRA)] if self.shaded else []
        for column, x in zip(self.table.columns, self.table.lefts, strict=False):
            if self.closed and _TO_WRITE_IN & set(column.parts):
                marks.append(Fill(x, 0, column.width, height, CLOSED))
        return marks

    def _texts(self) -> list[Mark]:
        marks: list[Mark] = []
        for column, x, one in zip(self.table.columns, self.table.lefts, self.cells, strict=False):
            marks += one.inks(PAD, self.row)
            for hand in range(self.hands):
                top = PAD + hand * HAND_HEIGHT
                marks += hand_marks(column.parts[0], x, column.width, top, self.row)
        return marks

    def _lines(self, height: float) -> list[Mark]:
        lefts = self.table.lefts
        marks: list[Mark] = [Rule(x, 0, x, height, _THIN, GREY_LINE) for x in lefts]
        # Above too: the ground of this row lies over the line below the row before.
        marks += [Rule(lefts[0], y, lefts[-1], y, _THIN) for y in (0.0, height)]
        return marks

    def _split(self, room: float) -> tuple[Block, Block]:
        """Cut a row taller than a page: who it is about stands on every part of it."""
        inner = room - 2 * PAD
        hands = min(self.hands, max(int(inner // HAND_HEIGHT), 1))
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


def row_block(row: ListRow, table: Table, head: Block) -> Block:
    """Return a row with every field it must show, and places to write in while it waits."""
    hands = row.hands if row.waiting else 0
    fields = printed_fields(row, table.names) | {"tick": " ".join("☐" * hands)}
    cells = level(
        cell(x, column.width, _paragraphs(column, fields, row), table.typecase)
        for column, x in zip(table.columns, table.lefts, strict=False)
    )
    number = str(row.number)
    shape = _RowShape(table, head, number, cells, hands, row.number % 2 == 0, not row.waiting)
    return shape.block()


def _paragraphs(column: Column, fields: dict[str, str], row: ListRow) -> list[tuple[Span, ...]]:
    strong = {"name": row.who.family, "dose": row.dose.strength}
    return [
        paragraph(names, fields, strong.get(names[0], ""))
        for part in column.parts
        for names in FIELDS[part]
    ]
