"""The bundled fonts: loaded from our own files, never the computer's, and asked for every glyph.

With no font Qt writes a PDF without any text and raises nothing (safety hazard H40), so the fonts
ship with the program and a character they lack stops the sheet.
"""

import unicodedata
from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QGuiApplication, QRawFont

from nkdesk.places import resources
from nkdesk.sheets.problem import SheetError

TEXT_FAMILY = "Noto Sans"
SYMBOL_FAMILY = "Noto Sans Symbols2"
FONT_FILES = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "NotoSansSymbols2-Regular.ttf")
UNITS_A_POINT = 20

_LOADED = "nkdesk_fonts_loaded"
_BLANKS = frozenset(" \t\r\n")
_INVISIBLE = ("C", "Zl", "Zp")  # controls, bidirectional overrides, soft hyphens, separators
# A ligature or a substituted base letter would read back as another character than was written.
_SUBSTITUTIONS = ("liga", "clig", "calt", "ccmp", "locl")


class FontsMissingError(SheetError):
    """A bundled font is not there or cannot be used; without it nothing may be printed."""


@dataclass(frozen=True, slots=True)
class Families:
    """The family names under which the bundled fonts are known to Qt."""

    text: str
    symbols: str


@dataclass(frozen=True, slots=True)
class Face:
    """A size of type in points, and whether it is bold or comes from the symbol font."""

    points: float
    bold: bool = False
    symbols: bool = False


def load_fonts() -> Families:
    """Make the bundled fonts known to the running application, once. Raises FontsMissingError."""
    application = QGuiApplication.instance()
    if application is None:
        raise FontsMissingError("Fonts need a running Qt application.")
    if not application.property(_LOADED):
        for name in FONT_FILES:
            _load(name)
        application.setProperty(_LOADED, "yes")
    return Families(TEXT_FAMILY, SYMBOL_FAMILY)


def _load(name: str) -> None:
    path = resources() / "fonts" / name
    number = QFontDatabase.addApplicationFont(str(path)) if path.is_file() else -1
    if number < 0:
        message = f"The font {name} could not be loaded. Install nkdesk again."
        raise FontsMissingError(message)
    known = QFontDatabase.applicationFontFamilies(number)
    if not {TEXT_FAMILY, SYMBOL_FAMILY} & set(known):
        message = f"The font {name} is not the one nkdesk ships. Install nkdesk again."
        raise FontsMissingError(message)


class Typecase:
    """Fonts and widths for one sheet. Lengths are twentieths of a point, whatever the device."""

    def __init__(self) -> None:
        load_fonts()
        self._fonts: dict[Face, QFont] = {}
        self._metrics: dict[Face, QFontMetricsF] = {}
        self._widths: dict[tuple[str, Face], float] = {}
        self._glyphs: dict[tuple[str, bool], bool] = {}

    def font(self, face: Face) -> QFont:
        """Return the font of a face, with nothing borrowed from other fonts."""
        if face not in self._fonts:
            self._fonts[face] = _font(face)
        return self._fonts[face]

    def width(self, text: str, face: Face) -> float:
        """Return how wide ``text`` prints."""
        key = (text, face)
        if key not in self._widths:
            if face not in self._metrics:
                self._metrics[face] = QFontMetricsF(self.font(face))
            self._widths[key] = self._metrics[face].horizontalAdvance(text)
        return self._widths[key]

    def unprintable(self, text: str, face: Face) -> str:
        """Return the first character of ``text`` the face has no visible glyph for, else ""."""
        return next((letter for letter in text if not self._has_glyph(letter, face)), "")

    def _has_glyph(self, letter: str, face: Face) -> bool:
        if letter in _BLANKS:
            return True
        key = (letter, face.symbols)
        if key not in self._glyphs:
            kind = unicodedata.category(letter)
            self._glyphs[key] = not kind.startswith(_INVISIBLE) and self._in_fonts(
                letter, symbols=face.symbols
            )
        return self._glyphs[key]

    def _in_fonts(self, letter: str, *, symbols: bool) -> bool:
        faces = (Face(8, symbols=True),) if symbols else (Face(8), Face(8, bold=True))
        return all(
            QRawFont.fromFont(self.font(face)).supportsCharacter(ord(letter)) for face in faces
        )


def _font(face: Face) -> QFont:
    font = QFont(SYMBOL_FAMILY if face.symbols else TEXT_FAMILY)
    font.setPixelSize(round(face.points * UNITS_A_POINT))
    font.setBold(face.bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
    for substitution in _SUBSTITUTIONS:
        font.setFeature(QFont.Tag.fromString(substitution), 0)
    return font
