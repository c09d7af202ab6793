"""The sheet that tests a scanner: codes, what each must read, and what other layouts make of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtGui import QImage, QPagedPaintDevice

from nkdesk.bedside.codes import bag_code, card_code, patient_code
from nkdesk.sheets.cells import PAD, cell
from nkdesk.sheets.fonts import UNITS_A_POINT, Face, Typecase
from nkdesk.sheets.glyphs import require_glyphs
from nkdesk.sheets.grid import Content, Grid, Scanned
from nkdesk.sheets.keyboards import Keyboard, typed_through
from nkdesk.sheets.list_columns import LARGE, NAME, STRONG, TEXT
from nkdesk.sheets.list_frame import TITLE
from nkdesk.sheets.list_options import PrintStamp
from nkdesk.sheets.list_words import page_text
from nkdesk.sheets.marks import Mark, Page, Rule
from nkdesk.sheets.paginator import Block
from nkdesk.sheets.paper import paint_pages, pdf_of, picture_of
from nkdesk.sheets.read_back import Fields
from nkdesk.sheets.sheet_pages import A4, Paper, pages_of, text_blocks, verify_sheet
from nkdesk.sheets.symbols import Symbology, squares_of
from nkdesk.sheets.wording.dates import moment_text
from nkdesk.sheets.wording.translation import translate
from nkdesk.sheets.wrap import Span

COLUMNS = (28.0, 92.0, 184.0, 130.0, 125.0)
_READ = Face(10, bold=True)
_QR_POINTS, _BAR_POINTS = 68.0, 40.0
_LONGEST_BARS = 16
_INVENTED = "TEST-001"
_GAP = 6 * UNITS_A_POINT


@dataclass(frozen=True, slots=True)
class ScannerSheet:
    """The sheet of one ward; it is about nobody."""

    ward: str


@dataclass(frozen=True, slots=True)
class ScannerWords:
    """The words of a scanner test sheet; ``rows`` from the top down, field by field."""

    title: str
    stamp: str
    discard: str
    how: tuple[str, ...]
    rows: dict[str, Fields]
    alarms: tuple[str, ...] = ()
    watermark: str = ""


def texts_to_scan() -> tuple[tuple[str, str], ...]:
    """Return what is tested, by name: our own codes of an invented patient, then every key."""
    return (
        (translate("ScannerSheet", "a patient's code"), patient_code(_INVENTED)),
        (translate("ScannerSheet", "a card's code"), card_code(_INVENTED, 12)),
        (translate("ScannerSheet", "a bag's code"), bag_code("TEST-0117")),
        (translate("ScannerSheet", "a donation number"), "=W1234 26 123456"),
        (translate("ScannerSheet", "capital letters"), "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        (translate("ScannerSheet", "small letters"), "abcdefghijklmnopqrstuvwxyz"),
        (translate("ScannerSheet", "digits and signs"), "N 0123456789 -_=+*()%!"),
    )


def scanner_words(sheet: ScannerSheet, stamp: PrintStamp) -> ScannerWords:
    """Return every word of the sheet."""
    printed = translate("ScannerSheet", "Printed {printed} by {by}.")
    how = _how()
    rows = {"how": {"how": "".join(how)}}
    for number, (name, text) in enumerate(texts_to_scan(), 1):
        rows[f"code {number}"] = {
            "number": str(number),
            "name": name,
            "reads": text,
            "russian": typed_through(text, Keyboard.RUSSIAN),
            "belarusian": typed_through(text, Keyboard.BELARUSIAN),
        }
    rows["end"] = {"end": translate("ScannerSheet", "END OF SHEET")}
    return ScannerWords(
        title=translate("ScannerSheet", "Scanner test — {}").format(sheet.ward),
        stamp=printed.format(printed=moment_text(stamp.printed_at), by=stamp.printed_by),
        discard=translate("ScannerSheet", "Invented numbers: nobody is called so."),
        how=how,
        rows=rows,
    )


def _how() -> tuple[str, ...]:
    return (
        translate(
            "ScannerSheet",
            "Set the scanner to a US keyboard and to end with Enter. Put the cursor into any field "
            "and scan each code; what appears must be what stands here, letter for letter.",
        ),
        translate(
            "ScannerSheet",
            "While another keyboard layout is on, the letters on the right appear. At "
            "the bed nkdesk turns them back and says so; anything else it refuses.",
        ),
    )


def scanner_sheet_pdf(sheet: ScannerSheet, stamp: PrintStamp) -> bytes:
    """Return the sheet as a PDF whose codes and text have been read back. Raises SheetError."""
    return _read_back(sheet, stamp, Typecase())[1]


def print_scanner_sheet(printer: QPagedPaintDevice, sheet: ScannerSheet, stamp: PrintStamp) -> int:
    """Print the sheet once it has been read back; return how many pages. Raises SheetError."""
    typecase = Typecase()
    pages, _ = _read_back(sheet, stamp, typecase)
    paint_pages(printer, pages, typecase)
    return len(pages)


def scanner_sheet_pages(
    sheet: ScannerSheet, stamp: PrintStamp, *, dots_an_inch: int = 110
) -> list[QImage]:
    """Return the pages as pictures for a preview: the very marks that will be printed."""
    typecase = Typecase()
    pages = lay_out_scanner_sheet(scanner_words(sheet, stamp), typecase)
    return [picture_of(page, dots_an_inch, typecase) for page in pages]


def lay_out_scanner_sheet(words: ScannerWords, typecase: Typecase) -> tuple[Page, ...]:
    """Return the pages of the sheet, upright A4. Raises SheetGlyphError."""
    around = {"ward": words.title, "printed by": words.stamp}
    require_glyphs(around.items(), "header", "", typecase)
    paper = Paper(A4, typecase)
    return pages_of(_blocks(words, paper), _header(words, paper), words, paper)


def _read_back(
    sheet: ScannerSheet, stamp: PrintStamp, typecase: Typecase
) -> tuple[tuple[Page, ...], bytes]:
    words = scanner_words(sheet, stamp)
    pages = lay_out_scanner_sheet(words, typecase)
    pdf = pdf_of(pages, words.title, typecase)
    verify_sheet(pdf, pages, words.rows, lambda n, of: _frame(words, n, of), typecase)
    return pages, pdf


def _frame(words: ScannerWords, number: int, of: int) -> Fields:
    page = page_text(number, of)
    return {
        "title": words.title,
        "stamp": words.stamp,
        "discard": words.discard,
        "page": page,
    }


def _header(words: ScannerWords, paper: Paper) -> Block:
    one = cell(
        paper.left - PAD, paper.inner, [(Span(words.title, TITLE, "title"),)], paper.typecase
    )
    foot = one.height + PAD / 2
    marks: list[Mark] = [*one.inks(0, "header")]
    marks.append(Rule(paper.left, foot, paper.left + paper.inner, foot, 16))
    return Block(foot + _GAP, tuple(marks))


def _blocks(words: ScannerWords, paper: Paper) -> Iterator[Block]:
    yield from text_blocks("how", [(Span(text, NAME, "how"),) for text in words.how], paper)
    grid = Grid(paper.left, COLUMNS, paper.typecase)
    head = grid.head(
        (
            translate("ScannerSheet", "No."),
            translate("ScannerSheet", "Code"),
            translate("ScannerSheet", "Bars, where they fit"),
            translate("ScannerSheet", "It must read"),
            translate("ScannerSheet", "Through a Russian, a Belarusian layout"),
        )
    )
    for row, fields in words.rows.items():
        if row.startswith("code "):
            yield grid.row(row, _contents(fields), head)
    end = (Span(words.rows["end"]["end"], LARGE, "end"),)
    yield from text_blocks("end", [end], paper)


def _contents(fields: Fields) -> tuple[Content, ...]:
    text = fields["reads"]
    bars: Content = ()
    if len(text) <= _LONGEST_BARS:
        bars = Scanned(text, squares_of(text, Symbology.BARS), _BAR_POINTS)
    return (
        ((Span(fields["number"], LARGE, "number"),),),
        Scanned(text, squares_of(text), _QR_POINTS),
        bars,
        ((Span(text, _READ, "reads"),), (Span(fields["name"], TEXT, "name"),)),
        (
            (Span(fields["russian"], STRONG, "russian"),),
            (Span(fields["belarusian"], STRONG, "belarusian"),),
        ),
    )
