"""The places of a row to write in by hand: start and end time, nurse's and checker's signature."""

from nkdesk.sheets.cells import PAD
from nkdesk.sheets.fonts import UNITS_A_POINT
from nkdesk.sheets.list_columns import TEXT, Part
from nkdesk.sheets.marks import GREY_TEXT, Box, Ink, Mark, Place, Rule
from nkdesk.sheets.wording.translation import translate

HAND_HEIGHT = 46 * UNITS_A_POINT
"""One administration: two times above each other, and two signatures beside them."""

_HALF = HAND_HEIGHT / 2
_LABEL_BASE = 9 * UNITS_A_POINT
_SIGN_GAP = 2 * UNITS_A_POINT

HAND_FIELDS = frozenset({"tick", "start time", "end time", "nurse box", "check box", "continued"})
"""Fields that ask for handwriting or guide the eye; they say nothing of the patient."""


def hand_marks(part: Part, x: float, width: float, top: float, row: str) -> list[Mark]:
    """Return the places to write in of one administration in a column; none in other columns."""
    if part is Part.CLOCK:
        first, second = translate("DailyList", "start"), translate("DailyList", "end")
        upper = _line_to_write_on(x, width, top, first, Place(row, "start time"))
        return upper + _line_to_write_on(x, width, top + _HALF, second, Place(row, "end time"))
    if part is Part.SIGN:
        first, second = translate("DailyList", "nurse"), translate("DailyList", "check")
        upper = _box_to_sign(x, width, top, first, Place(row, "nurse box"))
        return upper + _box_to_sign(x, width, top + _HALF, second, Place(row, "check box"))
    return []


def _line_to_write_on(x: float, width: float, top: float, label: str, place: Place) -> list[Mark]:
    base = top + _HALF - _SIGN_GAP
    return [
        Ink(x + PAD, top + _LABEL_BASE, label, TEXT, place, GREY_TEXT),
        Rule(x + PAD, base, x + width - PAD, base, 10),
    ]


def _box_to_sign(x: float, width: float, top: float, label: str, place: Place) -> list[Mark]:
    return [
        Box(x + PAD, top, width - 2 * PAD, _HALF - _SIGN_GAP),
        Ink(x + 2 * PAD, top + _LABEL_BASE, label, TEXT, place, GREY_TEXT),
    ]
