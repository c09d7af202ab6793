"""The bedside card of one infusion: to a PDF that has been read back, a printer, a preview."""

from PySide6.QtGui import QImage, QPagedPaintDevice

from nkdesk.sheets.card_layout import CardLayout, card_header
from nkdesk.sheets.card_words import CardSheet, CardWords, card_words
from nkdesk.sheets.fonts import Typecase
from nkdesk.sheets.glyphs import require_glyphs
from nkdesk.sheets.list_options import PrintStamp
from nkdesk.sheets.list_words import page_text
from nkdesk.sheets.marks import Page
from nkdesk.sheets.paper import paint_pages, pdf_of, picture_of
from nkdesk.sheets.read_back import Fields
from nkdesk.sheets.sheet_pages import A5, Paper, pages_of, verify_sheet
from nkdesk.sheets.wording.translation import translate


def card_pdf(sheet: CardSheet, stamp: PrintStamp) -> bytes:
    """Return a card as a PDF whose text and codes have been read back.

    Raises SheetError; the bytes are never handed out then.
    """
    return _read_back(sheet, stamp, Typecase())[1]


def print_card(printer: QPagedPaintDevice, sheet: CardSheet, stamp: PrintStamp) -> int:
    """Print a card once the same pages have been read back; return how many pages.

    Raises SheetError, for what does not read back before the printer is touched.
    """
    typecase = Typecase()
    pages, _ = _read_back(sheet, stamp, typecase)
    paint_pages(printer, pages, typecase)
    return len(pages)


def card_pages(sheet: CardSheet, stamp: PrintStamp, *, dots_an_inch: int = 110) -> list[QImage]:
    """Return the pages as pictures for a preview: the very marks that will be printed."""
    typecase = Typecase()
    pages = lay_out_card(sheet, stamp, typecase)
    return [picture_of(page, dots_an_inch, typecase) for page in pages]


def lay_out_card(sheet: CardSheet, stamp: PrintStamp, typecase: Typecase) -> tuple[Page, ...]:
    """Return the pages of a card, upright A5.

    Raises SheetGlyphError for a character that cannot be printed.
    """
    words = card_words(sheet, stamp)
    _require_all_glyphs(words, typecase)
    paper = Paper(A5, typecase)
    layout = CardLayout(sheet, words, paper)
    return pages_of(layout.blocks(), card_header(words, paper), words, paper)


def _read_back(
    sheet: CardSheet, stamp: PrintStamp, typecase: Typecase
) -> tuple[tuple[Page, ...], bytes]:
    pages = lay_out_card(sheet, stamp, typecase)
    words = card_words(sheet, stamp)
    # The title of the file names no patient.
    title = translate("BedsideCard", "Bedside card {}")
    pdf = pdf_of(pages, title.format(sheet.page.intended.isoformat()), typecase)
    verify_sheet(pdf, pages, words.rows, lambda n, of: _frame(words, n, of), typecase)
    return pages, pdf


def _frame(words: CardWords, number: int, of: int) -> Fields:
    alarms = "".join(words.alarms)
    return {
        "watermark": words.watermark,
        "title": words.title,
        **words.identity,
        "infusion": words.infusion,
        "day": words.day,
        **words.codes,
        "trial": words.trial,
        "alarm": alarms + alarms,
        "stamp": words.stamp,
        "discard": words.discard,
        "page": page_text(number, of),
    }


def _require_all_glyphs(words: CardWords, typecase: Typecase) -> None:
    trial_number = words.identity["trial number"]
    around = {
        "ward": words.title,
        **words.identity,
        "infusion": words.infusion,
        "protocol": words.trial,
        "printed by": words.stamp,
    }
    require_glyphs(around.items(), "header", trial_number, typecase)
    for row, fields in words.rows.items():
        require_glyphs(fields.items(), row, trial_number, typecase)
