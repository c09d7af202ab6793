"""Reading a sheet back before it leaves: all of the read model is on it, letter for letter.

Two comparisons, both letter for letter without regard to white space. First every field of every
row of the read model against the pages as laid out; then the pages against the text another
program reads from the finished PDF. A difference stops the sheet (safety hazard H07).
"""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from nkdesk.services.read_models import DayList
from nkdesk.sheets.hands import HAND_FIELDS
from nkdesk.sheets.list_frame import left_off_label
from nkdesk.sheets.list_options import ListOptions, PrintStamp
from nkdesk.sheets.list_rows import (
    left_off_rows,
    list_rows,
    printed_fields,
    printed_left_off,
)
from nkdesk.sheets.list_words import SheetWords, page_text, sheet_words
from nkdesk.sheets.marks import Page
from nkdesk.sheets.pdf_text import READERS, TextReader
from nkdesk.sheets.problem import SheetError
from nkdesk.sheets.wording.translation import translate

Fields = dict[str, str]

FRAME_ROWS = frozenset({"mark", "header", "footer", "left off"})
"""What stands around the rows; compared page by page."""

HEADINGS = frozenset({"column heading", "left off"})
"""Headings stand only on pages that have rows of their kind."""


class SheetMismatchError(SheetError):
    """The sheet does not say what the read model says; it must not be used.

    ``row`` is as on the sheet ("3", "left off 2", "page 1"). The message names row and field,
    never what stands there.
    """

    def __init__(self, row: str, field: str) -> None:
        self.row = row
        self.field = field
        sentence = translate(
            "Sheets",
            "Not printed: the sheet read back differs from the record at row {row}, "
            "{field}. Nothing has left the program. Try again; if it stays, write the sheet by "
            "hand and report it.",
        )
        super().__init__(sentence.format(row=row, field=field))


def verify(
    pdf: bytes, pages: tuple[Page, ...], day_list: DayList, stamp: PrintStamp, options: ListOptions
) -> None:
    """Raise SheetMismatchError unless the PDF says what the read model says, on every page."""
    words = sheet_words(day_list, stamp, options)
    verify_layout(pages, day_list, words, options)
    verify_text(pdf, pages)


def verify_layout(
    pages: tuple[Page, ...], day_list: DayList, words: SheetWords, options: ListOptions
) -> None:
    """Compare the pages as laid out with the read model."""
    if len(_listed(day_list)) + len(day_list.left_off) != day_list.active_patients:
        raise SheetMismatchError("end", "accounted")
    rows = dict(_expected_rows(day_list, words, options))
    compare_pages(pages, rows, lambda number, of: _expected_frame(words, number, of))


def compare_pages(
    pages: tuple[Page, ...], rows: Mapping[str, Fields], frame: Callable[[int, int], Fields]
) -> None:
    """Compare pages as laid out with what must stand on them, row by row and page by page.

    ``rows`` come in their order; ``frame`` gives what stands around them on a page of how many.
    """
    laid = _laid_rows(pages)
    expected = {row: _squeezed(fields) for row, fields in rows.items()}
    for row in (*expected, *laid):
        _compare(row, expected.get(row, {}), laid.get(row, {}))
    if list(laid) != list(expected):
        raise SheetMismatchError("end", "order of rows")
    for number, page in enumerate(pages, 1):
        around = _squeezed(frame(number, len(pages)))
        _compare(f"page {number}", around, _frame_fields(page))


def _listed(day_list: DayList) -> set[int]:
    return {row.line.patient.id for row in day_list.rows}


def _compare(row: str, expected: Fields, found: Fields) -> None:
    for field in (*expected, *found):
        if expected.get(field) != found.get(field):
            raise SheetMismatchError(row, field)


def _expected_rows(
    day_list: DayList, words: SheetWords, options: ListOptions
) -> Iterator[tuple[str, Fields]]:
    for row in list_rows(day_list):
        yield str(row.number), printed_fields(row, options.names)
    if words.empty:
        yield "empty", {"empty": "".join(words.empty)}
    for left_off in left_off_rows(day_list):
        yield left_off_label(left_off.number), printed_left_off(left_off, options.names)
    yield "end", {"accounted": words.accounted, "end": words.end}


def _expected_frame(words: SheetWords, number: int, of: int) -> Fields:
    alarms = "".join(words.alarms)
    return {
        "watermark": words.watermark,
        "title": words.title,
        "trial": words.trial,
        "counts": words.counts,
        "notice": "".join(words.notices),
        "day": words.day,
        "alarm": alarms + alarms,
        "stamp": words.stamp,
        "discard": words.discard,
        "page": page_text(number, of),
    }


def _laid_rows(pages: tuple[Page, ...]) -> dict[str, Fields]:
    """Return what the pages say, row by row in order; repeats and places to write in left out."""
    rows: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for page in pages:
        for ink in page.texts:
            place = ink.place
            if place.row not in FRAME_ROWS and not place.again and place.field not in HAND_FIELDS:
                rows[place.row][place.field].append(ink.text)
    return {row: _joined(fields) for row, fields in rows.items()}


def _frame_fields(page: Page) -> Fields:
    fields: defaultdict[str, list[str]] = defaultdict(list)
    for ink in page.texts:
        if ink.place.row in FRAME_ROWS and ink.place.field not in HEADINGS | HAND_FIELDS:
            fields[ink.place.field].append(ink.text)
    return _joined(fields)


def _joined(fields: Mapping[str, list[str]]) -> Fields:
    return _squeezed({field: "".join(texts) for field, texts in fields.items()})


def _squeezed(fields: Mapping[str, str]) -> Fields:
    squeezed = {field: squeeze(text) for field, text in fields.items()}
    return {field: text for field, text in squeezed.items() if text}


def squeeze(text: str) -> str:
    """Return the letters of a text without white space, composed so that equal letters match."""
    return unicodedata.normalize("NFC", "".join(text.split()))


def verify_text(
    pdf: bytes, pages: tuple[Page, ...], readers: tuple[TextReader, ...] = READERS
) -> None:
    """Compare the text of the PDF, page by page, with the pages as laid out.

    ``readers`` are asked one after the other; the last one's difference is the one that is told.
    """
    told = SheetMismatchError("end", "nothing read")
    for reader in readers:
        difference = _difference([squeeze(text) for text in reader(pdf)], pages)
        if difference is None:
            return
        told = difference
    raise told


def _difference(texts: list[str], pages: tuple[Page, ...]) -> SheetMismatchError | None:
    if len(texts) != len(pages):
        return SheetMismatchError("end", "number of pages")
    for number, (text, page) in enumerate(zip(texts, pages, strict=True), 1):
        if text != squeeze("".join(ink.text for ink in page.texts)):
            return _first_difference(text, page, number)
    return None


def _first_difference(letters: str, page: Page, number: int) -> SheetMismatchError:
    at = 0
    for ink in page.texts:
        wanted = squeeze(ink.text)
        if not letters.startswith(wanted, at):
            return SheetMismatchError(ink.place.row, ink.place.field)
        at += len(wanted)
    return SheetMismatchError(f"page {number}", "text after the last field")
