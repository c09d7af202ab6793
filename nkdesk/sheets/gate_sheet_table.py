"""The rows of a check as blocks: number, verdict, criterion, evidence, lines between them."""

from dataclasses import dataclass, replace

from nkdesk.sheets.cells import Cell, cell, level
from nkdesk.sheets.check_rows import CheckSheetRow, EvidenceWords
from nkdesk.sheets.fonts import UNITS_A_POINT, Face, Typecase
from nkdesk.sheets.list_columns import LARGE, STRONG, SYMBOL, TEXT
from nkdesk.sheets.marks import CLOSED, GREY_LINE, ZEBRA, Fill, Mark, Rule
from nkdesk.sheets.paginator import Block
from nkdesk.sheets.wording.translation import translate
from nkdesk.sheets.wrap import DOT, Span

NUMBER, VERDICT, CRITERION, EVIDENCE = (26, 106, 180, 245)
"""The widths of the columns in points."""

WIDTH = (NUMBER + VERDICT + CRITERION + EVIDENCE) * UNITS_A_POINT

_WORD = Face(9.5, bold=True)
_CRITERION = Face(9)
_THIN, _THICK = 8, 24
_ABOVE = 2.5 * UNITS_A_POINT


@dataclass(frozen=True, slots=True)
class CheckTable:
    """The columns at their places."""

    left: float
    typecase: Typecase

    @property
    def columns(self) -> tuple[tuple[float, float], ...]:
        """Where each column begins, and how wide it is."""
        places, x = [], self.left
        for points in (NUMBER, VERDICT, CRITERION, EVIDENCE):
            places.append((x, points * UNITS_A_POINT))
            x += points * UNITS_A_POINT
        return tuple(places)

    def cells(self, texts: tuple[list[tuple[Span, ...]], ...]) -> tuple[Cell, ...]:
        """Return paragraphs in their columns."""
        return tuple(
            cell(x, width, paragraphs, self.typecase)
            for (x, width), paragraphs in zip(self.columns, texts, strict=True)
        )


def check_head(table: CheckTable) -> Block:
    """Return the headings that stand above the rows of every page."""
    words = (
        translate("CheckSheet", "No."),
        translate("CheckSheet", "Verdict"),
        translate("CheckSheet", "Criterion, whose rule it is"),
        translate("CheckSheet", "Evidence: value, limit, day and age, source, last day"),
    )
    cells = table.cells(tuple([(Span(text, STRONG, "column heading"),)] for text in words))
    height = max(one.height for one in cells) + 2 * _ABOVE
    right = table.left + WIDTH
    marks: list[Mark] = [Fill(table.left, 0, WIDTH, height, CLOSED)]
    for one in cells:
        marks += one.inks(_ABOVE, "header")
    marks += [Rule(table.left, y, right, y, _THICK) for y in (0.0, height)]
    return Block(height, tuple(marks))


@dataclass(frozen=True, slots=True)
class _RowShape:
    """One row, or what is left of one that is taller than a page."""

    table: CheckTable
    head: Block
    row: str
    cells: tuple[Cell, ...]
    shaded: bool

    def block(self) -> Block:
        height = max(one.height for one in self.cells) + 2 * _ABOVE
        left, right = self.table.left, self.table.left + WIDTH
        marks: list[Mark] = [Fill(left, 0, WIDTH, height, ZEBRA)] if self.shaded else []
        for one in self.cells:
            marks += one.inks(_ABOVE, self.row)
        edges = (*(x for x, _ in self.table.columns), right)
        marks += [Rule(x, 0, x, height, _THIN, GREY_LINE) for x in edges]
        marks += [Rule(left, y, right, y, _THIN) for y in (0.0, height)]
        return Block(height, tuple(marks), self.head, self.row, self._split)

    def _split(self, room: float) -> tuple[Block, Block]:
        """Cut a row taller than a page: its number stands on every part of it."""
        cuts = [one.cut(room - 2 * _ABOVE) for one in self.cells]
        first = replace(self, cells=tuple(fitting for fitting, _ in cuts))
        number = replace(cuts[0][0], again=True)
        rest = replace(self, cells=(number, *(left for _, left in cuts[1:])))
        return first.block(), rest.block()


def check_block(row: CheckSheetRow, table: CheckTable, head: Block) -> Block:
    """Return a row with everything it must show; what still needs somebody's work is bold."""
    cells = level(
        table.cells(
            (
                [(Span(str(row.number), LARGE, "number"),)],
                _verdict(row),
                _criterion(row),
                [paragraph for one in row.evidence for paragraph in _evidence(one)],
            )
        )
    )
    shape = _RowShape(table, head, str(row.number), cells, row.number % 2 == 0)
    return shape.block()


def _verdict(row: CheckSheetRow) -> list[tuple[Span, ...]]:
    symbol = SYMBOL if row.symbol in _SYMBOLS else _WORD
    face = Face(9.5) if row.decided else _WORD
    return [
        (Span(row.symbol, symbol, "verdict symbol"), Span(row.verdict, face, "verdict")),
        (Span(row.id, TEXT, "criterion id"),),
    ]


_SYMBOLS = frozenset("✔✖○")
"""The shapes that stand in the symbol font; the dash is in the text font."""


def _criterion(row: CheckSheetRow) -> list[tuple[Span, ...]]:
    whose = STRONG if row.site_rule else TEXT
    return [
        (Span(row.text, _CRITERION, "criterion"),),
        (Span(row.rule, whose, "rule", whole=True), _dot(), Span(row.validity, TEXT, "validity")),
        (Span(row.waiver, STRONG, "waiver"),),
    ]


def _evidence(one: EvidenceWords) -> list[tuple[Span, ...]]:
    return [
        (Span(one.found, STRONG, "found"), _dot(), Span(one.limit, STRONG, "limit", whole=True)),
        (Span(one.taken, TEXT, "taken", whole=True), _dot(), Span(one.origin, TEXT, "origin")),
        (Span(one.until, TEXT, "until"),),
        (Span(one.help, STRONG, "help"),),
    ]


def _dot() -> Span:
    return Span("·", TEXT, DOT)
