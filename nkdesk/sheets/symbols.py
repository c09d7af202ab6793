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
    """Raise CodeError unless every code of every page reads back as its text, at its place."""
    for number, page in enumerate(pages, 1):
        codes = [mark for mark in page.marks if isinstance(mark, Code)]
        if codes and not _reads_back(codes, picture_of(page, READ_AT, typecase)):
            raise CodeError(number)


def _reads_back(codes: list[Code], picture: QImage) -> bool:
    found = read_picture(picture)
    scale = UNITS_AN_INCH / READ_AT
    here = [(text, x * scale, y * scale) for text, x, y in found]
    return len(here) == len(codes) and all(
        any(text == code.text and code.holds(x, y) for text, x, y in here) for code in codes
    )


def read_picture(picture: QImage) -> list[tuple[str, float, float]]:
    """Return every code on a picture: what it says, and where its middle is in dots."""
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    dots = memoryview(grey.constBits()).cast("B", (grey.height(), grey.bytesPerLine()))
    return [(code.text, *_middle(code)) for code in zxingcpp.read_barcodes(dots)]


def _middle(code: zxingcpp.Barcode) -> tuple[float, float]:
    one, other = code.position.top_left, code.position.bottom_right
    return (one.x + other.x) / 2, (one.y + other.y) / 2
