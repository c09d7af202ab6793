"""The sheet of an eligibility check: to a PDF that has been read back, to a printer, a preview."""

from PySide6.QtGui import QImage, QPagedPaintDevice

from nkdesk.sheets.check_rows import CheckSheet
from nkdesk.sheets.fonts import Typecase
from nkdesk.sheets.gate_sheet_back import verify_check
from nkdesk.sheets.gate_sheet_layout import lay_out_check
from nkdesk.sheets.gate_sheet_words import check_title
from nkdesk.sheets.list_options import PrintStamp
from nkdesk.sheets.marks import Page
from nkdesk.sheets.paper import paint_pages, pdf_of, picture_of


def check_pdf(sheet: CheckSheet, stamp: PrintStamp) -> bytes:
    """Return a check as a PDF whose text has been compared with it.

    Raises SheetError; the bytes are never handed out then.
    """
    return _read_back(sheet, stamp, Typecase())[1]


def print_check(printer: QPagedPaintDevice, sheet: CheckSheet, stamp: PrintStamp) -> int:
    """Print a check once the same pages have been read back as a PDF; return how many pages.

    Raises SheetError, for what does not read back before the printer is touched.
    """
    typecase = Typecase()
    pages, _ = _read_back(sheet, stamp, typecase)
    paint_pages(printer, pages, typecase)
    return len(pages)


def check_pages(sheet: CheckSheet, stamp: PrintStamp, *, dots_an_inch: int = 110) -> list[QImage]:
    """Return the pages as pictures for a preview: the very marks that will be printed."""
    typecase = Typecase()
    pages = lay_out_check(sheet, stamp, typecase)
    return [picture_of(page, dots_an_inch, typecase) for page in pages]


def _read_back(
    sheet: CheckSheet, stamp: PrintStamp, typecase: Typecase
) -> tuple[tuple[Page, ...], bytes]:
    pages = lay_out_check(sheet, stamp, typecase)
    # The title of the file names no patient.
    title = f"{check_title(sheet.check)} {sheet.check.evaluation.on.isoformat()}"
    pdf = pdf_of(pages, title, typecase)
    verify_check(pdf, pages, sheet, stamp)
    return pages, pdf
