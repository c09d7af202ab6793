"""The daily list laid out: from the read model to finished pages, nothing painted yet."""

from collections.abc import Iterator
from dataclasses import dataclass

from nkdesk.services.read_models import DayList
from nkdesk.sheets.fonts import UNITS_A_POINT, Typecase
from nkdesk.sheets.glyphs import require_glyphs
from nkdesk.sheets.list_band import band_blocks, has_band
from nkdesk.sheets.list_columns import columns
from nkdesk.sheets.list_frame import (
    empty_block,
    end_block,
    footer_block,
    header_block,
    left_off_block,
    left_off_head,
    left_off_label,
    watermark,
)
from nkdesk.sheets.list_options import ListOptions, Orientation, PrintStamp
from nkdesk.sheets.list_rows import (
    left_off_rows,
    list_rows,
    printed_fields,
    printed_left_off,
)
from nkdesk.sheets.list_table import head_block, place_table, row_block
from nkdesk.sheets.list_words import SheetWords, sheet_words
from nkdesk.sheets.marks import Fill, Page, lowered
from nkdesk.sheets.paginator import Block, LaidPage, paginate

A4_SHORT = 595.0 * UNITS_A_POINT
A4_LONG = 842.0 * UNITS_A_POINT
_MARGIN_TOP = 22 * UNITS_A_POINT
_WIDEST_COUNT = (9999, 9999)


@dataclass(frozen=True, slots=True)
class _Paper:
    width: float
    height: float
    left: float
    inner: float
    typecase: Typecase


def lay_out(
    day_list: DayList, stamp: PrintStamp, options: ListOptions, typecase: Typecase
) -> tuple[Page, ...]:
    """Return the pages of a day's list.

    Raises SheetGlyphError for a character that cannot be printed.
    """
    words = sheet_words(day_list, stamp, options)
    _require_all_glyphs(day_list, words, options, typecase)
    paper = _paper(options, typecase)
    header = header_block(words, paper.left, paper.inner, typecase)
    footer = footer_block(words, _WIDEST_COUNT, (paper.left, paper.inner), typecase)
    top = _MARGIN_TOP + header.height
    bottom = paper.height - _MARGIN_TOP - footer.height
    bodies = paginate(_blocks(day_list, words, options, paper), top, bottom)
    return tuple(
        _page(body, (number, len(bodies)), words, header, paper)
        for number, body in enumerate(bodies, 1)
    )


def _paper(options: ListOptions, typecase: Typecase) -> _Paper:
    lying = options.orientation is Orientation.LANDSCAPE
    width, height = (A4_LONG, A4_SHORT) if lying else (A4_SHORT, A4_LONG)
    inner = sum(column.width for column in columns(options))
    return _Paper(width, height, (width - inner) / 2, inner, typecase)


def _page(
    body: LaidPage, page: tuple[int, int], words: SheetWords, header: Block, paper: _Paper
) -> Page:
    footer = footer_block(words, page, (paper.left, paper.inner), paper.typecase)
    foot_top = paper.height - _MARGIN_TOP - footer.height
    grounds = (mark for mark in body.marks if isinstance(mark, Fill))
    marks = (
        *grounds,
        *watermark(words),
        *(lowered(mark, _MARGIN_TOP) for mark in header.marks),
        *(lowered(mark, foot_top) for mark in footer.marks),
        *(mark for mark in body.marks if not isinstance(mark, Fill)),
    )
    return Page(paper.width, paper.height, marks)


def _blocks(
    day_list: DayList, words: SheetWords, options: ListOptions, paper: _Paper
) -> Iterator[Block]:
    place = (paper.left, paper.inner)
    table = place_table(columns(options), paper.left, options.names, paper.typecase)
    head = head_block(table)
    for row in list_rows(day_list):
        yield row_block(row, table, head, banded=has_band(row))
        yield from band_blocks(row, table, head)
    if words.empty:
        yield empty_block(words, *place, paper.typecase)
    left_head = left_off_head(words, *place, paper.typecase)
    for left_off in left_off_rows(day_list):
        yield left_off_block(left_off, place, options.names, left_head, paper.typecase)
    yield end_block(words, *place, paper.typecase)


def _require_all_glyphs(
    day_list: DayList, words: SheetWords, options: ListOptions, typecase: Typecase
) -> None:
    around = {"ward": words.title, "trial": words.trial, "printed by": words.stamp}
    notices = (("closed day", notice) for notice in words.notices)
    following = (("next item", text) for text in words.empty)
    require_glyphs((*around.items(), *notices, *following), "header", "", typecase)
    for row in list_rows(day_list):
        fields = printed_fields(row, options.names).items()
        require_glyphs(fields, str(row.number), row.who.trial_number, typecase)
    for left in left_off_rows(day_list):
        fields = printed_left_off(left, options.names).items()
        require_glyphs(fields, left_off_label(left.number), left.who.trial_number, typecase)
