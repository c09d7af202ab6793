"""Finished pages onto paper: a PDF, a printer or a picture, always the very same marks."""

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

from nkdesk.sheets.fonts import UNITS_A_POINT, Typecase
from nkdesk.sheets.marks import Page
from nkdesk.sheets.painting import paint_page
from nkdesk.sheets.problem import SheetError
from nkdesk.sheets.wording.translation import translate

UNITS_AN_INCH = 72 * UNITS_A_POINT
_LONGEST_A5 = 600  # points


class PaintingError(SheetError):
    """The printer or file did not take the sheet; nothing usable was made."""


def pdf_of(pages: tuple[Page, ...], title: str, typecase: Typecase) -> bytes:
    """Return pages as a PDF; the title names no patient. Raises PaintingError."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(UNITS_AN_INCH)
    writer.setTitle(title)
    writer.setCreator("nkdesk")
    paint_pages(writer, pages, typecase)
    buffer.close()
    return bytes(content.data())


def paint_pages(device: QPagedPaintDevice, pages: tuple[Page, ...], typecase: Typecase) -> None:
    """Paint every page on A4 or A5, the way the pages lie. Raises PaintingError."""
    _set_page(device, pages[0])
    painter = QPainter()
    if not painter.begin(device):
        raise PaintingError(translate("Sheets", "The printer did not take the sheet."))
    try:
        painter.scale(device.logicalDpiX() / UNITS_AN_INCH, device.logicalDpiY() / UNITS_AN_INCH)
        for number, page in enumerate(pages):
            if number and not device.newPage():
                raise PaintingError(translate("Sheets", "The printer stopped after a page."))
            paint_page(painter, page, typecase)
    finally:
        painter.end()


def picture_of(page: Page, dots_an_inch: int, typecase: Typecase) -> QImage:
    """Return a page as a picture for a preview."""
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


def _set_page(device: QPagedPaintDevice, page: Page) -> None:
    lying = page.width > page.height
    layout = QPageLayout(
        QPageSize(_size_of(page)),
        QPageLayout.Orientation.Landscape if lying else QPageLayout.Orientation.Portrait,
        QMarginsF(0, 0, 0, 0),
    )
    # Places are counted from the corner of the paper, whatever margin a printer asks for.
    layout.setMode(QPageLayout.Mode.FullPageMode)
    device.setPageLayout(layout)


def _size_of(page: Page) -> QPageSize.PageSizeId:
    """Return the paper a page was laid out for."""
    long_side = max(page.width, page.height) / UNITS_A_POINT
    return QPageSize.PageSizeId.A5 if long_side < _LONGEST_A5 else QPageSize.PageSizeId.A4
