"""What stands above and below the rows on every page, and what follows the last row."""

from typing import Protocol

from nkdesk.sheets.cells import PAD, Cell, cell, level
from nkdesk.sheets.fonts import UNITS_A_POINT, Face, Typecase
from nkdesk.sheets.list_columns import FAMILY, LARGE, NAME, STRONG, TEXT, paragraph
from nkdesk.sheets.list_options import Names
from nkdesk.sheets.list_rows import LeftOffRow, printed_left_off
from nkdesk.sheets.list_words import SheetWords, page_text
from nkdesk.sheets.marks import CLOSED, Fill, Mark, Place, Rule, Watermark
from nkdesk.sheets.paginator import Block
from nkdesk.sheets.wrap import DOT, Span

TITLE = Face(12, bold=True)
DAY = Face(16, bold=True)
MARK = Face(52, bold=True)

_DAY_SHARE = 0.36
_PAGE_WIDTH = 90 * UNITS_A_POINT
_NUMBER_WIDTH = 26 * UNITS_A_POINT
_NAME_SHARE = 0.34
_TRIAL_WIDTH = 116 * UNITS_A_POINT
_LEFT_OFF_FIELDS = (
    ("number",),
    ("name", DOT, "born"),
    ("trial number", DOT, "case number"),
    ("reason", DOT, "next item"),
)
_GAP = 6 * UNITS_A_POINT


def header_block(words: SheetWords, left: float, width: float, typecase: Typecase) -> Block:
    """Return the header: list and ward, the day in 16 points, trial, counts, closed days."""
    day_width = width * _DAY_SHARE
    stack = [
        (Span(words.title, TITLE, "title"),),
        (Span(words.trial, TEXT, "trial"),),
        (Span(words.counts, TEXT, "counts"),),
        *((Span(notice, STRONG, "notice"),) for notice in words.notices),
    ]
    beside = [
        (Span(words.day, DAY, "day", whole=True),),
        *((Span(alarm, STRONG, "alarm"),) for alarm in words.alarms),
    ]
    cells = (
        cell(left - PAD, width - day_width, stack, typecase),
        cell(left + width - day_width, day_width, beside, typecase),
    )
    marks = [ink for one in cells for ink in one.inks(0, "header")]
    return Block(max(one.height for one in cells) + PAD, tuple(marks))


class StampedWords(Protocol):
    """The words at the foot of every page of any sheet, and the mark across it, "" for none."""

    @property
    def stamp(self) -> str:
        """When and by whom the paper was made, and of what."""

    @property
    def discard(self) -> str:
        """Until when, or for what, the paper may be used."""

    @property
    def alarms(self) -> tuple[str, ...]:
        """What must not be overlooked: examples, invented people."""

    @property
    def watermark(self) -> str:
        """What stands across the page."""


def footer_block(
    words: StampedWords, page: tuple[int, int], place: tuple[float, float], typecase: Typecase
) -> Block:
    """Return the footer of ``page`` (number, of) at ``place`` (left, width)."""
    left, width = place
    stack = [
        (Span(words.stamp, TEXT, "stamp"),),
        (
            Span(words.discard, STRONG, "discard"),
            *(Span(alarm, STRONG, "alarm") for alarm in words.alarms),
        ),
    ]
    count = [(Span(page_text(*page), LARGE, "page", whole=True),)]
    cells = (
        cell(left - PAD, width - _PAGE_WIDTH, stack, typecase),
        cell(left + width - _PAGE_WIDTH, _PAGE_WIDTH + PAD, count, typecase),
    )
    marks: list[Mark] = [Rule(left, 0, left + width, 0, 12)]
    for one in cells:
        marks += one.inks(PAD / 2, "footer")
    return Block(max(one.height for one in cells) + PAD, tuple(marks))


def watermark(words: StampedWords, face: Face = MARK) -> tuple[Watermark, ...]:
    """Return the mark across a page of a sample ward, under everything else."""
    if not words.watermark:
        return ()
    return (Watermark(words.watermark, face, Place("mark", "watermark")),)


def empty_block(words: SheetWords, left: float, width: float, typecase: Typecase) -> Block:
    """Return what an empty list says: nobody of how many, and what comes next."""
    lines = [
        (Span(text, LARGE if number == 0 else NAME, "empty"),)
        for number, text in enumerate(words.empty)
    ]
    one = cell(left - PAD, width, lines, typecase)
    return Block(one.height + 2 * _GAP, tuple(one.inks(_GAP, "empty")))


def left_off_head(words: SheetWords, left: float, width: float, typecase: Typecase) -> Block:
    """Return the heading above the patients without a row."""
    one = cell(left, width, [(Span(words.left_off, FAMILY, "left off"),)], typecase)
    top = _GAP
    height = top + one.height + 2 * PAD
    marks: list[Mark] = [Fill(left, top, width, height - top, CLOSED)]
    marks += one.inks(top + PAD, "left off")
    return Block(height, tuple(marks))


def left_off_block(
    row: LeftOffRow, place: tuple[float, float], names: Names, head: Block, typecase: Typecase
) -> Block:
    """Return the line of a patient without a row, at ``place`` (left, width)."""
    left, width = place
    fields = printed_left_off(row, names)
    named = _NAME_SHARE * width if names is Names.FULL else 0.0
    widths = (_NUMBER_WIDTH, named, _TRIAL_WIDTH, width - _NUMBER_WIDTH - named - _TRIAL_WIDTH)
    cells: list[Cell] = []
    x = left
    for group, share in zip(_LEFT_OFF_FIELDS, widths, strict=True):
        strong = row.who.family if "name" in group else ""
        cells.append(cell(x, share, [paragraph(group, fields, strong)], typecase))
        x += share
    side_by_side = level(cells)
    height = max(one.height for one in side_by_side) + PAD
    label = left_off_label(row.number)
    marks: list[Mark] = [ink for one in side_by_side for ink in one.inks(PAD / 2, label)]
    marks.append(Rule(left, height, left + width, height, 6))
    return Block(height, tuple(marks), head, label)


def left_off_label(number: int) -> str:
    """Return how a line of the patients without a row is named in messages."""
    return f"left off {number}"


def end_block(words: SheetWords, left: float, width: float, typecase: Typecase) -> Block:
    """Return the end of the list: without it the list is not whole."""
    lines = [(Span(words.accounted, TEXT, "accounted"),), (Span(words.end, LARGE, "end"),)]
    one = cell(left - PAD, width, lines, typecase)
    marks = tuple(one.inks(_GAP, "end"))
    return Block(one.height + _GAP, marks, row="end", alone=False)
