"""The donor and product sheet of a lot: to a PDF that has been read back, a printer, a preview."""

from PySide6.QtGui import QImage, QPagedPaintDevice

from nkdesk.sheets.fonts import Typecase
from nkdesk.sheets.glyphs import require_glyphs
from nkdesk.sheets.list_options import PrintStamp
from nkdesk.sheets.list_words import page_text
from nkdesk.sheets.marks import Page
from nkdesk.sheets.paper import paint_pages, pdf_of, picture_of
from nkdesk.sheets.product_sheet_layout import ProductLayout, product_header
from nkdesk.sheets.product_sheet_words import (
    ProductSheet,
    ProductSheetWords,
    product_sheet_words,
)
from nkdesk.sheets.read_back import Fields
from nkdesk.sheets.sheet_pages import A4, Paper, pages_of, verify_sheet
from nkdesk.sheets.wording.translation import translate


def product_sheet_pdf(sheet: ProductSheet, stamp: PrintStamp) -> bytes:
    """Return the sheet as a PDF whose text has been compared with what is recorded.

    Raises SheetError; the bytes are never handed out then.
    """
    return _read_back(sheet, stamp, Typecase())[1]


def print_product_sheet(printer: QPagedPaintDevice, sheet: ProductSheet, stamp: PrintStamp) -> int:
    """Print the sheet once the same pages have been read back; return how many pages.

    Raises SheetError, for what does not read back before the printer is touched.
    """
    typecase = Typecase()
    pages, _ = _read_back(sheet, stamp, typecase)
    paint_pages(printer, pages, typecase)
    return len(pages)


def product_sheet_pages(
    sheet: ProductSheet, stamp: PrintStamp, *, dots_an_inch: int = 110
) -> list[QImage]:
    """Return the pages as pictures for a preview: the very marks that will be printed."""
    typecase = Typecase()
    pages = lay_out_product_sheet(sheet, stamp, typecase)
    return [picture_of(page, dots_an_inch, typecase) for page in pages]


def lay_out_product_sheet(
    sheet: ProductSheet, stamp: PrintStamp, typecase: Typecase
) -> tuple[Page, ...]:
    """Return the pages of the sheet, upright A4.

    Raises SheetGlyphError for a character that cannot be printed.
    """
    words = product_sheet_words(sheet, stamp)
    _require_all_glyphs(words, typecase)
    paper = Paper(A4, typecase)
    blocks = ProductLayout(words, paper).blocks()
    return pages_of(blocks, product_header(words, paper), words, paper)


def _read_back(
    sheet: ProductSheet, stamp: PrintStamp, typecase: Typecase
) -> tuple[tuple[Page, ...], bytes]:
    pages = lay_out_product_sheet(sheet, stamp, typecase)
    words = product_sheet_words(sheet, stamp)
    title = translate("ProductSheet", "Donor and product sheet {}").format(sheet.view.lot.number)
    pdf = pdf_of(pages, title, typecase)
    verify_sheet(pdf, pages, words.rows, lambda n, of: _frame(words, n, of), typecase)
    return pages, pdf


def _frame(words: ProductSheetWords, number: int, of: int) -> Fields:
    alarms = "".join(words.alarms)
    return {
        "watermark": words.watermark,
        "title": words.title,
        **words.identity,
        "lot": words.lot,
        "alarm": alarms + alarms,
        "stamp": words.stamp,
        "discard": words.discard,
        "page": page_text(number, of),
    }


def _require_all_glyphs(words: ProductSheetWords, typecase: Typecase) -> None:
    trial_number = words.identity["trial number"]
    around = {
        "ward": words.title,
        **words.identity,
        "lot": words.lot,
        "printed by": words.stamp,
    }
    require_glyphs(around.items(), "header", trial_number, typecase)
    for row, fields in words.rows.items():
        require_glyphs(fields.items(), row, trial_number, typecase)
