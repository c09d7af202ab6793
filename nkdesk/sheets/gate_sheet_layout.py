"""A check laid out: from the read model to finished pages, nothing painted yet."""

from collections.abc import Iterator

from nkdesk.sheets.check_rows import CheckSheet, check_rows, printed_check_fields
from nkdesk.sheets.fonts import UNITS_A_POINT, Typecase
from nkdesk.sheets.gate_sheet_frame import (
    check_header,
    no_rows_block,
    outcome_block,
    signature_block,
)
from nkdesk.sheets.gate_sheet_table import WIDTH, CheckTable, check_block, check_head
from nkdesk.sheets.gate_sheet_words import GateWords, gate_words
from nkdesk.sheets.glyphs import require_glyphs
from nkdesk.sheets.list_frame import footer_block, watermark
from nkdesk.sheets.list_layout import A4_LONG, A4_SHORT
from nkdesk.sheets.list_options import PrintStamp
from nkdesk.sheets.marks import Fill, Page, lowered
from nkdesk.sheets.paginator import Block, LaidPage, paginate

LEFT = (A4_SHORT - WIDTH) / 2
_MARGIN = 22 * UNITS_A_POINT
_WIDEST_COUNT = (9999, 9999)
_SYMBOLS_IN_TEXT = frozenset("\u2013")


def lay_out_check(sheet: CheckSheet, stamp: PrintStamp, typecase: Typecase) -> tuple[Page, ...]:
    """Return the pages of a check, standing A4.

    Raises SheetGlyphError for a character that cannot be printed.
    """
    words = gate_words(sheet, stamp)
    _require_all_glyphs(sheet, words, typecase)
    header = check_header(words, LEFT, typecase)
    footer = footer_block(words, _WIDEST_COUNT, (LEFT, WIDTH), typecase)
    top, bottom = _MARGIN + header.height, A4_LONG - _MARGIN - footer.height
    bodies = paginate(_blocks(sheet, words, typecase), top, bottom)
    return tuple(
        _page(body, (number, len(bodies)), words, typecase) for number, body in enumerate(bodies, 1)
    )


def _page(body: LaidPage, page: tuple[int, int], words: GateWords, typecase: Typecase) -> Page:
    header = check_header(words, LEFT, typecase)
    footer = footer_block(words, page, (LEFT, WIDTH), typecase)
    foot_top = A4_LONG - _MARGIN - footer.height
    marks = (
        *(mark for mark in body.marks if isinstance(mark, Fill)),
        *watermark(words),
        *(lowered(mark, _MARGIN) for mark in header.marks),
        *(lowered(mark, foot_top) for mark in footer.marks),
        *(mark for mark in body.marks if not isinstance(mark, Fill)),
    )
    return Page(A4_SHORT, A4_LONG, marks)


def _blocks(sheet: CheckSheet, words: GateWords, typecase: Typecase) -> Iterator[Block]:
    yield outcome_block(words, LEFT, typecase)
    table = CheckTable(LEFT, typecase)
    head = check_head(table)
    for row in check_rows(sheet):
        yield check_block(row, table, head)
    if words.empty:
        yield no_rows_block(words, LEFT, typecase)
    yield signature_block(words, LEFT, typecase)


def _require_all_glyphs(sheet: CheckSheet, words: GateWords, typecase: Typecase) -> None:
    trial_number = words.identity["trial number"]
    around = (
        ("ward", words.title),
        ("protocol", words.trial),
        ("printed by", words.stamp),
        *words.identity.items(),
        *(("outcome", text) for text in words.standing),
        *(("signature", text) for text in words.signature.lines),
    )
    require_glyphs(around, "header", trial_number, typecase)
    for row in check_rows(sheet):
        fields = printed_check_fields(row)
        if row.symbol in _SYMBOLS_IN_TEXT:
            del fields["verdict symbol"]
        require_glyphs(fields.items(), str(row.number), trial_number, typecase)
