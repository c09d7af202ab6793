"""The donor and product sheet laid out on A4: donor, lot, tests, doses, places to sign."""

from collections.abc import Iterator
from dataclasses import dataclass

from nkdesk.sheets.cells import PAD, cell
from nkdesk.sheets.fonts import UNITS_A_POINT, Face
from nkdesk.sheets.grid import Grid, Hand, Paragraphs
from nkdesk.sheets.list_columns import FAMILY, LARGE, NAME, STRONG, SYMBOL, TEXT
from nkdesk.sheets.list_frame import DAY, TITLE
from nkdesk.sheets.marks import CLOSED, Box, Fill, Mark, Rule
from nkdesk.sheets.paginator import Block
from nkdesk.sheets.product_sheet_words import ProductSheetWords
from nkdesk.sheets.sheet_pages import Paper, text_blocks
from nkdesk.sheets.wording.translation import translate
from nkdesk.sheets.wrap import DOT, Span

_STATE = Face(15, bold=True)
_STATE_SYMBOL = Face(16, symbols=True)
_GAP = 6 * UNITS_A_POINT
_LOT_SHARE = 0.36

MOVE_COLUMNS = (116.0, 110.0, 110.0, 223.0)
TEST_COLUMNS = (24.0, 120.0, 100.0, 135.0, 90.0, 90.0)
DOSE_COLUMNS = (140.0, 209.0, 210.0)
SIGN_COLUMNS = (186.0, 187.0, 186.0)


def product_header(words: ProductSheetWords, paper: Paper) -> Block:
    """Return the header of every page: whose product it is by two identifiers, and the lot."""
    who = words.identity
    beside = paper.inner * _LOT_SHARE
    stack = [
        (Span(words.title, TITLE, "title"),),
        (Span(who["name"], FAMILY, "name"),),
        (
            Span(who["born"], NAME, "born", whole=True),
            _dot(),
            Span(who["trial number"], FAMILY, "trial number", whole=True),
            _dot(),
            Span(who["case number"], NAME, "case number", whole=True),
        ),
    ]
    lot = [
        (Span(words.lot, DAY, "lot"),),
        *((Span(alarm, STRONG, "alarm"),) for alarm in words.alarms),
    ]
    cells = (
        cell(paper.left - PAD, paper.inner - beside, stack, paper.typecase),
        cell(paper.left + paper.inner - beside, beside, lot, paper.typecase),
    )
    marks: list[Mark] = [ink for one in cells for ink in one.inks(0, "header")]
    foot = max(one.height for one in cells) + PAD / 2
    marks.append(Rule(paper.left, foot, paper.left + paper.inner, foot, 16))
    return Block(foot + _GAP, tuple(marks))


@dataclass(frozen=True, slots=True)
class ProductLayout:
    """The blocks of one sheet, from the top down."""

    words: ProductSheetWords
    paper: Paper

    def blocks(self) -> Iterator[Block]:
        """Yield every block of the sheet."""
        yield self._state()
        yield from text_blocks("donor", self._donor(), self.paper)
        yield from self._moves()
        yield from self._tests()
        yield from self._doses()
        for row in self._named("hold "):
            yield from text_blocks(row, [(self._span(row, "hold", STRONG),)], self.paper)
        yield self._signatures()
        yield from text_blocks("end", [(self._span("end", "end", LARGE),)], self.paper)

    def _span(self, row: str, field: str, face: Face = TEXT, *, whole: bool = False) -> Span:
        return Span(self.words.rows[row].get(field, ""), face, field, whole=whole)

    def _named(self, start: str) -> list[str]:
        return [row for row in self.words.rows if row.startswith(start)]

    def _state(self) -> Block:
        paper = self.paper
        lines = [
            (
                self._span("state", "symbol", _STATE_SYMBOL),
                self._span("state", "state", _STATE),
                self._span("state", "product", NAME),
            ),
            (self._span("state", "note"),),
        ]
        one = cell(paper.left, paper.inner, lines, paper.typecase)
        height = one.height + PAD
        marks: list[Mark] = [
            Fill(paper.left, 0, paper.inner, height, CLOSED),
            Box(paper.left, 0, paper.inner, height, 24),
            *one.inks(PAD / 2, "state"),
        ]
        return Block(height + _GAP, tuple(marks), row="state")

    def _donor(self) -> Paragraphs:
        return (
            (self._span("donor", "donor", FAMILY),),
            (
                self._span("donor", "check symbol", SYMBOL),
                self._span("donor", "check", FAMILY),
                self._span("donor", "checked on", NAME),
            ),
            (
                self._span("donor", "collected", STRONG, whole=True),
                _dot(),
                self._span("donor", "consent", whole=True),
            ),
            (self._span("donor", "typing"),),
        )

    def _moves(self) -> Iterator[Block]:
        grid = Grid(self.paper.left, MOVE_COLUMNS, self.paper.typecase)
        head = grid.head(
            (
                translate("ProductSheet", "When"),
                translate("ProductSheet", "Lot"),
                translate("ProductSheet", "Who"),
                translate("ProductSheet", "Why, open tests, weight"),
            )
        )
        for row in self._named("move "):
            why = tuple((self._span(row, name),) for name in ("why", "open tests", "judged by"))
            texts: tuple[Paragraphs, ...] = (
                ((self._span(row, "moved at", whole=True),),),
                ((self._span(row, "becomes", STRONG),),),
                ((self._span(row, "person"),),),
                why,
            )
            yield grid.row(row, texts, head)
        yield Block(_GAP, ())

    def _tests(self) -> Iterator[Block]:
        grid = Grid(self.paper.left, TEST_COLUMNS, self.paper.typecase)
        head = grid.head(
            (
                translate("ProductSheet", "No."),
                translate("ProductSheet", "Test"),
                translate("ProductSheet", "Limit"),
                translate("ProductSheet", "Result"),
                translate("ProductSheet", "Verdict"),
                translate("ProductSheet", "Reported"),
            )
        )
        for row in self._named("test "):
            symbol = self._span(row, "verdict symbol", SYMBOL)
            verdict = (symbol, self._span(row, "verdict", STRONG))
            texts: tuple[Paragraphs, ...] = (
                ((self._span(row, "number", LARGE),),),
                ((self._span(row, "test", STRONG),),),
                ((self._span(row, "limit"),), (self._span(row, "example", STRONG),)),
                ((self._span(row, "result", NAME),),),
                (verdict,),
                ((self._span(row, "reported"),),),
            )
            yield grid.row(row, texts, head)
        yield Block(_GAP, ())

    def _doses(self) -> Iterator[Block]:
        grid = Grid(self.paper.left, DOSE_COLUMNS, self.paper.typecase)
        head = grid.head(
            (
                translate("ProductSheet", "Dose, product number"),
                translate("ProductSheet", "State, expiry"),
                translate("ProductSheet", "Ordered, on the label"),
            )
        )
        for row in self._named("dose "):
            if " bag " in row:
                continue
            yield grid.row(row, self._dose(row), head)
            for bag in self._named(f"{row} bag "):
                yield grid.row(bag, self._bag(bag), head)
            yield from text_blocks(row, [(self._span(row, "go reasons"),)], self.paper)
        yield Block(_GAP, ())

    def _dose(self, row: str) -> tuple[Paragraphs, ...]:
        state = (
            self._span(row, "status symbol", SYMBOL),
            self._span(row, "dose state", STRONG),
        )
        go = (self._span(row, "go symbol", SYMBOL), self._span(row, "go", FAMILY))
        return (
            ((self._span(row, "dose", LARGE),), (self._span(row, "for"),)),
            (state, go),
            ((self._span(row, "ordered"),),),
        )

    def _bag(self, row: str) -> tuple[Paragraphs, ...]:
        return (
            ((self._span(row, "bag number", FAMILY),),),
            ((self._span(row, "expiry", STRONG),), (self._span(row, "thaw", STRONG),)),
            ((self._span(row, "label"),), (self._span(row, "cells"),)),
        )

    def _signatures(self) -> Block:
        grid = Grid(self.paper.left, SIGN_COLUMNS, self.paper.typecase)
        hands = tuple(
            Hand(label, 44)
            for label in (
                translate("ProductSheet", "laboratory: name, date, time, signature"),
                translate("ProductSheet", "release: name, date, time, signature"),
                translate("ProductSheet", "ward: name, date, time, signature"),
            )
        )
        block = grid.row("signatures", hands)
        return Block(block.height + _GAP, block.marks, row="signatures")


def _dot() -> Span:
    return Span("·", TEXT, DOT)
