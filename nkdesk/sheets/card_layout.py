"""The bedside card laid out on A5: who and which dose, GO or not, bags to sign for, vital signs."""

from collections.abc import Iterator
from dataclasses import dataclass

from nkdesk.model.product_rules import Vital
from nkdesk.sheets.card_words import CardSheet, CardWords, vitals_rows
from nkdesk.sheets.cells import PAD, cell
from nkdesk.sheets.fonts import UNITS_A_POINT, Face
from nkdesk.sheets.grid import Grid, Hand, Paragraphs
from nkdesk.sheets.list_columns import FAMILY, LARGE, NAME, STRONG, TEXT
from nkdesk.sheets.marks import CLOSED, Box, Code, Fill, Mark, Rule
from nkdesk.sheets.paginator import Block
from nkdesk.sheets.sheet_pages import Paper, text_blocks
from nkdesk.sheets.symbols import squares_of
from nkdesk.sheets.wording.reactions import vital_short_text, vital_unit_text
from nkdesk.sheets.wording.translation import translate
from nkdesk.sheets.wrap import DOT, Span

_TITLE = Face(11, bold=True)
_DAY = Face(12, bold=True)
_GO = Face(15, bold=True)
_GO_SYMBOL = Face(16, symbols=True)
_CODE_SIDE = 66 * UNITS_A_POINT
_CODE_WIDTH = 74 * UNITS_A_POINT
_GAP = 5 * UNITS_A_POINT
_LONG_NAME = 120

BAG_COLUMNS = (32.0, 124.0, 88.0, 70.0, 70.0)
VITAL_COLUMNS = (78.0, 40.0, 38.0, 38.0, 38.0, 38.0, 38.0, 36.0, 40.0)
RECORD_COLUMNS = (164.0, 70.0, 70.0, 80.0)


def card_header(words: CardWords, paper: Paper) -> Block:
    """Return the header of every page: two identifiers, which dose of which day, both codes."""
    width = paper.inner - 2 * _CODE_WIDTH
    who = words.identity
    stack = [
        (Span(words.title, STRONG, "title"),),
        (Span(who["name"], _name_face(who["name"]), "name"),),
        (Span(who["born"], NAME, "born", whole=True),),
        (
            Span(who["trial number"], FAMILY, "trial number", whole=True),
            Span("·", TEXT, DOT),
            Span(who["case number"], NAME, "case number", whole=True),
        ),
        (Span(words.infusion, FAMILY, "infusion"),),
        (Span(words.day, _DAY, "day"),),
        (Span(words.trial, TEXT, "trial"),),
        *((Span(alarm, STRONG, "alarm"),) for alarm in words.alarms),
    ]
    one = cell(paper.left - PAD, width, stack, paper.typecase)
    marks: list[Mark] = list(one.inks(0, "header"))
    height = one.height
    for nth, (field, text) in enumerate(words.codes.items()):
        left = paper.left + width + nth * _CODE_WIDTH
        marks.append(_code(text, left))
        caption = [(Span(_caption(field), STRONG, "column heading"),), (Span(text, TEXT, field),)]
        below = cell(left, _CODE_WIDTH, caption, paper.typecase)
        marks += below.inks(_CODE_SIDE, "header")
        height = max(height, _CODE_SIDE + below.height)
    foot = height + PAD / 2
    marks.append(Rule(paper.left, foot, paper.left + paper.inner, foot, 16))
    return Block(foot + _GAP, tuple(marks))


def _name_face(name: str) -> Face:
    """Return a smaller face for a name that would leave no room for what it is about."""
    return _TITLE if len(name) <= _LONG_NAME else STRONG


def _caption(field: str) -> str:
    names = {
        "patient code": translate("BedsideCard", "patient"),
        "card code": translate("BedsideCard", "this card"),
    }
    return names[field]


def _code(text: str, left: float) -> Code:
    return Code(left, 0, _CODE_SIDE, _CODE_SIDE, text, squares_of(text))


@dataclass(frozen=True, slots=True)
class CardLayout:
    """The blocks of one card, from the top down."""

    sheet: CardSheet
    words: CardWords
    paper: Paper

    def blocks(self) -> Iterator[Block]:
        """Yield every block of the card."""
        yield from self._go()
        yield from text_blocks("cells", self._cells(), self.paper)
        yield from self._bags()
        yield from text_blocks("care", self._care(), self.paper)
        yield self._record()
        yield from self._vitals()
        yield self._reactions()
        yield from text_blocks("end", [(self._span("end", "end", LARGE),)], self.paper)

    def _span(self, row: str, field: str, face: Face = TEXT, *, whole: bool = False) -> Span:
        return Span(self.words.rows[row].get(field, ""), face, field, whole=whole)

    def _go(self) -> Iterator[Block]:
        """Yield shape and word in their frame, then every reason on a line of its own."""
        paper = self.paper
        line = (
            self._span("go", "symbol", _GO_SYMBOL),
            self._span("go", "go", _GO),
            self._span("go", "go at", NAME, whole=True),
        )
        one = cell(paper.left, paper.inner, [line], paper.typecase)
        height = one.height + PAD
        marks: list[Mark] = [
            Fill(paper.left, 0, paper.inner, height, CLOSED),
            Box(paper.left, 0, paper.inner, height, 24),
            *one.inks(PAD / 2, "go"),
        ]
        yield Block(height + PAD, tuple(marks), row="go")
        reasons = [(Span(text, STRONG, "go reasons"),) for text in self.words.reasons]
        yield from text_blocks("go", reasons, paper)

    def _cells(self) -> Paragraphs:
        return (
            (self._span("cells", "ordered", STRONG), _dot(), self._span("cells", "ordered by")),
            (self._span("cells", "labelled", STRONG),),
            (self._span("cells", "product"),),
        )

    def _bags(self) -> Iterator[Block]:
        grid = Grid(self.paper.left, BAG_COLUMNS, self.paper.typecase)
        head = grid.head(
            (
                translate("BedsideCard", "Bag"),
                translate("BedsideCard", "Product number, expiry"),
                translate("BedsideCard", "On the label"),
                translate("BedsideCard", "First check"),
                translate("BedsideCard", "Second check"),
            )
        )
        signed = Hand(translate("BedsideCard", "time, signature"), 36)
        for view in self.sheet.page.bags:
            row = f"bag {view.bag.nth}"
            texts: tuple[Paragraphs, ...] = (
                ((self._span(row, "nth", LARGE),),),
                (
                    (self._span(row, "number", FAMILY),),
                    (self._span(row, "expiry", STRONG),),
                    (self._span(row, "thaw", STRONG),),
                ),
                (
                    (self._span(row, "volume"), _dot(), self._span(row, "viability", whole=True)),
                    (self._span(row, "cells"),),
                ),
            )
            yield grid.row(row, (*texts, signed, signed), head)
        yield Block(_GAP, ())

    def _care(self) -> Paragraphs:
        return (
            (self._span("care", "allergies", STRONG),),
            (self._span("care", "steroids", STRONG),),
        )

    def _record(self) -> Block:
        grid = Grid(self.paper.left, RECORD_COLUMNS, self.paper.typecase)
        hands = (
            Hand(translate("BedsideCard", "premedication: drug, dose, time"), 34),
            Hand(translate("BedsideCard", "start"), 34),
            Hand(translate("BedsideCard", "end"), 34),
            Hand(translate("BedsideCard", "mL left, signature"), 34),
        )
        return _above(grid.row("record", hands))

    def _vitals(self) -> Iterator[Block]:
        grid = Grid(self.paper.left, VITAL_COLUMNS, self.paper.typecase)
        names = tuple(f"{vital_short_text(one)} {vital_unit_text(one)}" for one in Vital)
        head = grid.head(
            (
                translate("BedsideCard", "Vital signs"),
                translate("BedsideCard", "Time"),
                *names,
                translate("BedsideCard", "Nurse"),
            )
        )
        usual = tuple(((self._span("usual", one.value),),) for one in Vital)
        yield grid.row("usual", (((self._span("usual", "usual"),),), (), *usual, ()), head)
        empty = (Hand(points=20),) * (len(VITAL_COLUMNS) - 1)
        for label, _ in vitals_rows(self.sheet.page):
            yield grid.row(label, (((self._span(label, "due", STRONG),),), *empty), head)

    def _reactions(self) -> Block:
        width = self.paper.inner / UNITS_A_POINT
        grid = Grid(self.paper.left, (width,), self.paper.typecase)
        words = translate("BedsideCard", "reactions: what, from when, what was done, until when")
        return _above(grid.row("reactions", (Hand(words, 44),)))


def _above(block: Block) -> Block:
    """Return a block with a gap below it."""
    return Block(block.height + _GAP, block.marks, block.head, block.row)


def _dot() -> Span:
    return Span("·", TEXT, DOT)
