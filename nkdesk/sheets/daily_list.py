"""The daily infusion list: to a PDF that has been read back, to a printer, to a preview."""

from PySide6.QtGui import QImage, QPagedPaintDevice

from nkdesk.services.read_models import DayList
from nkdesk.sheets.fonts import Typecase
from nkdesk.sheets.list_layout import lay_out
from nkdesk.sheets.list_options import ListOptions, PrintStamp
from nkdesk.sheets.marks import Page
from nkdesk.sheets.paper import paint_pages, pdf_of, picture_of
from nkdesk.sheets.read_back import verify
from nkdesk.sheets.wording.translation import translate

FULL = ListOptions()


def daily_list_pdf(day_list: DayList, stamp: PrintStamp, options: ListOptions = FULL) -> bytes:
    """Return the list as a PDF whose text has been compared with ``day_list``.

    Raises SheetError (its kinds: SheetGlyphError, SheetMismatchError, FontsMissingError,
    PaintingError); the bytes are never handed out then.
    """
    typecase = Typecase()
    pages = lay_out(day_list, stamp, options, typecase)
    pdf = _pdf(pages, day_list, typecase)
    verify(pdf, pages, day_list, stamp, options)
    return pdf


def print_daily_list(
    printer: QPagedPaintDevice, day_list: DayList, stamp: PrintStamp, options: ListOptions = FULL
) -> int:
    """Print the list once the same pages have been read back as a PDF; return how many pages.

    Raises as ``daily_list_pdf`` does, before the printer is touched.
    """
    typecase = Typecase()
    pages = lay_out(day_list, stamp, options, typecase)
    verify(_pdf(pages, day_list, typecase), pages, day_list, stamp, options)
    paint_pages(printer, pages, typecase)
    return len(pages)


def daily_list_pages(
    day_list: DayList, stamp: PrintStamp, options: ListOptions = FULL, *, dots_an_inch: int = 110
) -> list[QImage]:
    """Return the pages as pictures for a preview: the very marks that will be printed."""
    typecase = Typecase()
    pages = lay_out(day_list, stamp, options, typecase)
    return [picture_of(page, dots_an_inch, typecase) for page in pages]


def _pdf(pages: tuple[Page, ...], day_list: DayList, typecase: Typecase) -> bytes:
    title = translate("DailyList", "Daily infusion list {}").format(day_list.day.isoformat())
    return pdf_of(pages, title, typecase)
