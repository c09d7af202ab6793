"""The daily infusion list: to a PDF that has been read back, to a printer, to a preview."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF
from PySide6.QtGui import (
    QColorConstants,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)

from nkdesk.services.read_models import DayList
from nkdesk.sheets.fonts import UNITS_A_POINT, Typecase
from nkdesk.sheets.list_layout import lay_out
from nkdesk.sheets.list_options import ListOptions, Orientation, PrintStamp
from nkdesk.sheets.marks import Page
from nkdesk.sheets.painting import paint_page
from nkdesk.sheets.problem import SheetError
from nkdesk.sheets.read_back import verify
from nkdesk.sheets.wording.translation import translate

UNITS_AN_INCH = 72 * UNITS_A_POINT
FULL = ListOptions()


class PaintingError(SheetError):
    """The printer or file did not take the sheet; nothing usable was made."""


def daily_list_pdf(day_list: DayList, stamp: PrintStamp, options: ListOptions = FULL) -> bytes:
    """Return the list as a PDF whose text has been compared with ``day_list``.

    Raises SheetError (its kinds: SheetGlyphError, SheetMismatchError, FontsMissingError,
    PaintingError); the bytes are never handed out then.
    """
    typecase = Typecase()
    pages = lay_out(day_list, stamp, options, typecase)
    pdf = _pdf(pages, day_list, options, typecase)
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
    verify(_pdf(pages, day_list, options, typecase), pages, day_list, stamp, options)
    _paint(printer, pages, options, typecase)
    return len(pages)


def daily_list_pages(
    day_list: DayList, stamp: PrintStamp, options: ListOptions = FULL, *, dots_an_inch: int = 110
) -> list[QImage]:
    """Return the pages as pictures for a preview: the very marks that will be printed."""
    typecase = Typecase()
    pages = lay_out(day_list, stamp, options, typecase)
    return [_picture(page, dots_an_inch, typecase) for page in pages]


def _pdf(
    pages: tuple[Page, ...], day_list: DayList, options: ListOptions, typecase: Typecase
) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(UNITS_AN_INCH)
    title = translate("DailyList", "Daily infusion list {}").format(day_list.day.isoformat())
    writer.setTitle(title)
    writer.setCreator("nkdesk")
    _paint(writer, pages, options, typecase)
    buffer.close()
    return bytes(content.data())


def _paint(
    device: QPagedPaintDevice, pages: tuple[Page, ...], options: ListOptions, typecase: Typecase
) -> None:
    _set_page(device, options)
    painter = QPainter()
    if not painter.begin(device):
        raise PaintingError(translate("Sheets", "The printer did not take the list."))
    try:
        painter.scale(device.logicalDpiX() / UNITS_AN_INCH, device.logicalDpiY() / UNITS_AN_INCH)
        for number, page in enumerate(pages):
            if number and not device.newPage():
                raise PaintingError(translate("Sheets", "The printer stopped after a page."))
            paint_page(painter, page, typecase)
    finally:
        painter.end()


def _set_page(device: QPagedPaintDevice, options: ListOptions) -> None:
    lying = options.orientation is Orientation.LANDSCAPE
    layout = QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4),
        QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait,
        QMarginsF(0, 0, 0, 0),
    )
    # Places are counted from the corner of the paper, whatever margin a printer asks for.
    layout.setMode(QPageLayout.Mode.FullPageMode)
    device.setPageLayout(layout)


def _picture(page: Page, dots_an_inch: int, typecase: Typecase) -> QImage:
    scale = dots_an_inch / UNITS_AN_INCH
    picture = QImage(
        round(page.width * scale), round(page.height * scale), QImage.Format.Format_RGB32
    )
    picture.fill(QColorConstants.White)
    painter = QPainter(picture)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(scale, scale)
    paint_page(painter, page, typecase)
    painter.end()
    return picture
