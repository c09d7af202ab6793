"""What stands around the rows of a check: the header, the outcome, the signature, the end."""

from nkdesk.sheets.cells import PAD, cell
from nkdesk.sheets.fonts import UNITS_A_POINT, Face, Typecase
from nkdesk.sheets.gate_sheet_table import WIDTH
from nkdesk.sheets.gate_sheet_words import GateWords
from nkdesk.sheets.list_columns import FAMILY, LARGE, NAME, STRONG, TEXT
from nkdesk.sheets.list_frame import DAY, TITLE
from nkdesk.sheets.marks import GREY_TEXT, Box, Ink, Mark, Place
from nkdesk.sheets.paginator import Block
from nkdesk.sheets.wording.translation import translate
from nkdesk.sheets.wrap import DOT, Span

OUTCOME = Face(15, bold=True)
OUTCOME_SYMBOL = Face(16, symbols=True)

_DAY_WIDTH = WIDTH * 0.31
_GAP = 6 * UNITS_A_POINT
_HAND_BOX = 34 * UNITS_A_POINT
_HAND_PARTS = (0.3, 0.2, 0.2, 0.3)
_LABEL_BASE = 9 * UNITS_A_POINT


def check_header(words: GateWords, left: float, typecase: Typecase) -> Block:
    """Return the header: which check, of whom by two identifiers, its day in 16 points."""
    who = words.identity
    stack = [
        (Span(words.title, TITLE, "title"),),
        (Span(who["name"], FAMILY, "name"),),
        (
            Span(who["born"], NAME, "born", whole=True),
            _dot(),
            Span(who["trial number"], FAMILY, "trial number", whole=True),
            _dot(),
            Span(who["case number"], NAME, "case number", whole=True),
        ),
        (Span(words.trial, TEXT, "trial"),),
    ]
    beside = [
        (Span(words.day, DAY, "day", whole=True),),
        *((Span(alarm, STRONG, "alarm"),) for alarm in words.alarms),
    ]
    cells = (
        cell(left - PAD, WIDTH - _DAY_WIDTH, stack, typecase),
        cell(left + WIDTH - _DAY_WIDTH, _DAY_WIDTH, beside, typecase),
    )
    marks = [ink for one in cells for ink in one.inks(0, "header")]
    return Block(max(one.height for one in cells) + PAD, tuple(marks))


def outcome_block(words: GateWords, left: float, typecase: Typecase) -> Block:
    """Return the outcome in its frame, with what it means for the cycle."""
    lines = [
        (Span(words.symbol, OUTCOME_SYMBOL, "symbol"), Span(words.outcome, OUTCOME, "outcome")),
        (Span(words.valid, LARGE, "valid"),),
        *((Span(text, NAME, "standing"),) for text in words.standing),
    ]
    one = cell(left + PAD, WIDTH - 2 * PAD, lines, typecase)
    height = one.height + 2 * PAD
    marks: list[Mark] = [Box(left, 0, WIDTH, height, 30)]
    marks += one.inks(PAD, "outcome")
    return Block(height + _GAP, tuple(marks), row="outcome")


def no_rows_block(words: GateWords, left: float, typecase: Typecase) -> Block:
    """Return what a check without a single criterion says."""
    one = cell(left - PAD, WIDTH, [(Span(words.empty, LARGE, "empty"),)], typecase)
    return Block(one.height + _GAP, tuple(one.inks(0, "empty")), row="empty")


def signature_block(words: GateWords, left: float, typecase: Typecase) -> Block:
    """Return who signed what, or that nobody has, and the end of the check.

    It never stands on a page without a row of what it is about.
    """
    signature = words.signature
    lines = [
        (Span(signature.title, FAMILY, "signature title"),),
        *(
            (Span(text, STRONG if number == 0 else NAME, "signature"),)
            for number, text in enumerate(signature.lines)
        ),
        *((Span(text, FAMILY, "signature alarm"),) for text in signature.alarms),
    ]
    one = cell(left + PAD, WIDTH - 2 * PAD, lines, typecase)
    top: float = _GAP + PAD
    marks: list[Mark] = list(one.inks(top, "signature"))
    top += one.height + PAD
    if signature.by_hand:
        marks += _boxes(left, top)
        top += _HAND_BOX
    marks.append(Box(left, _GAP, WIDTH, top - _GAP, 20))
    end = cell(left - PAD, WIDTH, [(Span(words.end, LARGE, "end"),)], typecase)
    marks += end.inks(top + _GAP, "signature")
    return Block(top + _GAP + end.height, tuple(marks), row="signature", alone=False)


def _boxes(left: float, top: float) -> list[Mark]:
    """Return empty boxes to write name, role, moment and signature into."""
    labels = (
        translate("CheckSheet", "name"),
        translate("CheckSheet", "role"),
        translate("CheckSheet", "date, time"),
        translate("CheckSheet", "signature"),
    )
    marks: list[Mark] = []
    x = left
    for label, part in zip(labels, _HAND_PARTS, strict=True):
        width = WIDTH * part
        marks.append(Box(x, top, width, _HAND_BOX))
        # Field "check box" asks for handwriting and says nothing of the patient.
        place = Place("signature", "check box")
        marks.append(Ink(x + PAD, top + _LABEL_BASE, label, TEXT, place, GREY_TEXT))
        x += width
    return marks


def _dot() -> Span:
    return Span("·", TEXT, DOT)
