"""Codes a scanner reads: made as plain squares, and read back from the finished page.

zxing-cpp makes and reads them from plain bytes. What it makes is drawn as rectangles, so that a
code is as sharp on paper as the type beside it.
"""

from collections.abc import Iterable
from enum import Enum, auto
from functools import lru_cache
from typing import TYPE_CHECKING, cast

import zxingcpp
from PySide6.QtGui import QImage

from nkdesk.sheets.fonts import Typecase
from nkdesk.sheets.marks import Code, Page
from nkdesk.sheets.paper import UNITS_AN_INCH, picture_of
from nkdesk.sheets.problem import SheetError
from nkdesk.sheets.wording.translation import translate

if TYPE_CHECKING:
    from typing_extensions import Buffer

READ_AT = 200
"""Dots an inch at which a page is read back: what a plain office printer surely prints."""

_ERROR_CORRECTION = "Q"  # a quarter of the squares may be lost to a crease or a stain
_QUIET_SQUARES = 4
_QUIET_BARS = 10


class Symbology(Enum):
    """How a text becomes a code: as squares, or as bars for older scanners."""

    QR = auto()
    BARS = auto()


class CodeError(SheetError):
    """A code on a page does not read back as it should; the page must not be used.

    ``page`` counts from 1. The message never holds what the code says.
    """

    def __init__(self, page: int) -> None:
        self.page = page
        sentence = translate(
            "Sheets",
            "Not printed: a code on page {page} does not read back as it should. Nothing has left "
            "the program. Try again; if it stays, type the numbers at the bed and report it.",
        )
        super().__init__(sentence.format(page=page))


@lru_cache(maxsize=256)
def squares_of(text: str, symbology: Symbology = Symbology.QR) -> tuple[str, ...]:
    """Return the rows of a code, ``#`` for dark, with the quiet zone all around.

    ``text`` is printable ASCII. Bars are one row, to be drawn as tall as they are needed.
    """
    if symbology is Symbology.BARS:
        bars = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128)
        return (_between(_drawn(bars)[0], _QUIET_BARS),)
    qr = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=_ERROR_CORRECTION)
    rows = [_between(row, _QUIET_SQUARES) for row in _drawn(qr)]
    blank = ["." * len(rows[0])] * _QUIET_SQUARES
    return (*blank, *rows, *blank)


def _drawn(code: zxingcpp.Barcode) -> list[str]:
    """Return the rows of a code without its quiet zone, one letter a square."""
    dots = zxingcpp.write_barcode_to_image(code, 1, add_quiet_zones=False)
    tall, wide = dots.shape
    # The stubs do not say that a picture is a buffer of bytes.
    shades = memoryview(cast("Buffer", dots)).tobytes()
    rows = (shades[at : at + wide] for at in range(0, tall * wide, wide))
    return ["".join(".#"[not shade] for shade in row) for row in rows]


def _between(row: str, quiet: int) -> str:
    return f"{'.' * quiet}{row}{'.' * quiet}"


def verify_codes(pages: Iterable[Page], typecase: Typecase) -> None:
    """Raise CodeError unless every code of every page reads back as its text, where it stands."""
    for number, page in enumerate(pages, 1):
        codes = [mark for mark in page.marks if isinstance(mark, Code)]
        picture = picture_of(page, READ_AT, typecase) if codes else QImage()
        if any(read_picture(_cut_out(picture, code)) != [code.text] for code in codes):
            raise CodeError(number)


def _cut_out(picture: QImage, code: Code) -> QImage:
    """Return the part of a page's picture a code stands on, and nothing beside it.

    Dense type beside a code can look like bars.
    """
    scale = READ_AT / UNITS_AN_INCH
    place = (code.x, code.y, code.width, code.height)
    return picture.copy(*(round(one * scale) for one in place))


def read_picture(picture: QImage) -> list[str]:
    """Return what every code on a picture says."""
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    dots = memoryview(grey.constBits()).cast("B", (grey.height(), grey.bytesPerLine()))
    # Made anew each time: the library complains aloud of any object that outlives the program.
    ours = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Code128])
    return [code.text for code in zxingcpp.read_barcodes(dots, formats=ours)]
