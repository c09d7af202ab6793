"""A sheet of its own: header, blocks and footer put together on pages, and read back."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from nkdesk.sheets.cells import PAD, Cell, cell
from nkdesk.sheets.fonts import UNITS_A_POINT, Face, Typecase
from nkdesk.sheets.list_frame import StampedWords, footer_block, watermark
from nkdesk.sheets.marks import Fill, Page, lowered
from nkdesk.sheets.paginator import Block, LaidPage, paginate
from nkdesk.sheets.read_back import Fields, compare_pages, verify_text
from nkdesk.sheets.symbols import verify_codes
from nkdesk.sheets.wrap import Span

A4 = (595.0 * UNITS_A_POINT, 842.0 * UNITS_A_POINT)
A5 = (420.0 * UNITS_A_POINT, 595.0 * UNITS_A_POINT)

_MARGIN = 18 * UNITS_A_POINT
_WIDEST_COUNT = (9999, 9999)
_MOST_LINES = 8
_MARK_SHARE = 0.08


@dataclass(frozen=True, slots=True)
class Paper:
    """Upright paper and what may be printed on it: from ``left``, ``inner`` wide."""

    size: tuple[float, float]
    typecase: Typecase

    @property
    def left(self) -> float:
        """Where everything begins."""
        return _MARGIN

    @property
    def mark(self) -> Face:
        """The type of a mark that goes across all of it."""
        return Face(_MARK_SHARE * self.size[0] / UNITS_A_POINT, bold=True)

    @property
    def inner(self) -> float:
        """How wide everything is."""
        return self.size[0] - 2 * _MARGIN


def pages_of(
    blocks: Iterable[Block], header: Block, words: StampedWords, paper: Paper
) -> tuple[Page, ...]:
    """Return the pages: the same header on each, the blocks, a footer with its page's count."""
    foot = _footer(words, _WIDEST_COUNT, paper)
    top, bottom = _MARGIN + header.height, paper.size[1] - _MARGIN - foot.height
    bodies = paginate(blocks, top, bottom)
    return tuple(
        _page(body, header, _footer(words, (number, len(bodies)), paper), words, paper)
        for number, body in enumerate(bodies, 1)
    )


def _footer(words: StampedWords, page: tuple[int, int], paper: Paper) -> Block:
    return footer_block(words, page, (paper.left, paper.inner), paper.typecase)


def _page(body: LaidPage, header: Block, footer: Block, words: StampedWords, paper: Paper) -> Page:
    width, height = paper.size
    marks = (
        *(mark for mark in body.marks if isinstance(mark, Fill)),
        *watermark(words, paper.mark),
        *(lowered(mark, _MARGIN) for mark in header.marks),
        *(lowered(mark, height - _MARGIN - footer.height) for mark in footer.marks),
        *(mark for mark in body.marks if not isinstance(mark, Fill)),
    )
    return Page(width, height, marks)


def text_blocks(
    label: str, paragraphs: Iterable[tuple[Span, ...]], paper: Paper
) -> Iterator[Block]:
    """Yield paragraphs across the paper; many lines come in blocks, so that each fits a page."""
    rest = cell(paper.left - PAD, paper.inner + 2 * PAD, paragraphs, paper.typecase)
    while rest.lines:
        part = Cell(rest.x, rest.lines[:_MOST_LINES])
        rest = Cell(rest.x, rest.lines[_MOST_LINES:])
        after = 0.0 if rest.lines else float(PAD)
        yield Block(part.height + after, tuple(part.inks(0, label)), row=label)


def verify_sheet(
    pdf: bytes,
    pages: tuple[Page, ...],
    rows: Mapping[str, Fields],
    frame: Callable[[int, int], Fields],
    typecase: Typecase,
) -> None:
    """Raise SheetError unless pages and PDF say what they should and every code reads back.

    ``rows`` and ``frame`` are as ``compare_pages`` takes them.
    """
    compare_pages(pages, rows, frame)
    verify_text(pdf, pages)
    verify_codes(pages, typecase)
