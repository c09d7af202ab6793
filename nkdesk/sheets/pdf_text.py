"""The text of a finished PDF, as its pages say it: read from the bytes, not from our own lists.

pypdf takes the file apart. Its own text extraction guesses at words and lines and takes half a
second for 40 rows, so the letters are first read straight from the painting orders; pypdf's
extraction is the second opinion.
"""

import re
from collections.abc import Callable, Iterator
from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader
    from pypdf.generic import DictionaryObject, StreamObject

Letters = dict[int, str]
TextReader = Callable[[bytes], list[str]]

_ORDER = re.compile(rb"/(F\d+)\s+[\d.]+\s+Tf|<([0-9A-Fa-f]+)>\s*Tj")
_BLOCK = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_RANGE = re.compile(rb"<(\w+)>\s*<(\w+)>\s*(?:\[([^\]]*)\]|<(\w+)>)")
_HEXADECIMAL = re.compile(rb"<(\w+)>")
_DIGITS_A_GLYPH = 4
_UNKNOWN = "\ufffd"


def letters_of_pages(pdf: bytes) -> list[str]:
    """Return every page's letters in the order they are painted."""
    tables: dict[bytes, Letters] = {}
    return ["".join(_letters(page, tables)) for page in _open(pdf).pages]


def extracted_pages(pdf: bytes) -> list[str]:
    """Return every page's text as pypdf extracts it: slower, and whatever way Qt writes it."""
    return [page.extract_text() for page in _open(pdf).pages]


READERS: tuple[TextReader, ...] = (letters_of_pages, extracted_pages)
"""Asked in this order; the first that reads exactly what was meant is believed."""


def _open(pdf: bytes) -> "PdfReader":
    # Late, because a first paint must not wait 0.1 s for it.
    pypdf = import_module("pypdf")
    return cast("PdfReader", pypdf.PdfReader(BytesIO(pdf)))


def _letters(page: "PageObject", tables: dict[bytes, Letters]) -> Iterator[str]:
    content = page.get_contents()
    fonts = cast("DictionaryObject", cast("DictionaryObject", page["/Resources"])["/Font"])
    letters: Letters = {}
    for order in _ORDER.finditer(b"" if content is None else content.get_data()):
        if order[1]:
            font = cast("DictionaryObject", fonts[f"/{order[1].decode()}"])
            letters = _table(cast("StreamObject", font["/ToUnicode"]).get_data(), tables)
        else:
            yield from (letters.get(glyph, _UNKNOWN) for glyph in _glyphs(order[2]))


def _glyphs(shown: bytes) -> Iterator[int]:
    for at in range(0, len(shown), _DIGITS_A_GLYPH):
        yield int(shown[at : at + _DIGITS_A_GLYPH], 16)


def _table(unicode_map: bytes, tables: dict[bytes, Letters]) -> Letters:
    if unicode_map not in tables:
        tables[unicode_map] = dict(_entries(unicode_map))
    return tables[unicode_map]


def _entries(unicode_map: bytes) -> Iterator[tuple[int, str]]:
    for block in _BLOCK.findall(unicode_map):
        for first, last, listed, begin in _RANGE.findall(block):
            if begin:
                yield from _counted(int(first, 16), int(last, 16), int(begin, 16))
            for place, text in enumerate(_HEXADECIMAL.findall(listed)):
                yield int(first, 16) + place, bytes.fromhex(text.decode()).decode("utf-16-be")


def _counted(first: int, last: int, begin: int) -> Iterator[tuple[int, str]]:
    """Yield a range whose letters follow each other, as Qt writes a font of one or two glyphs."""
    for place in range(last - first + 1):
        yield first + place, chr(begin + place)
