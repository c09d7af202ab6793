"""The places of a row to write in by hand: start and end time, nurse's and checker's signature."""

from nkdesk.sheets.fonts import UNITS_A_POINT
from nkdesk.sheets.list_columns import TEXT, Part
from nkdesk.sheets.marks import GREY_TEXT, Box, Ink, Mark, Place
from nkdesk.sheets.wording.translation import translate
from nkdesk.sheets.wrap import DOT

LEAST_BOX = 20.5 * UNITS_A_POINT
"""7.2 mm: the lowest box a time or initials can be written into by hand."""

_MOST_BOX = 32 * UNITS_A_POINT
_APART = 1.5 * UNITS_A_POINT
_LABEL_BASE = 8.5 * UNITS_A_POINT
_LABEL_LEFT = 2 * UNITS_A_POINT

LEAST_STRIP = LEAST_BOX + _APART
"""A box and the gap below it."""

TO_WRITE_IN = frozenset({Part.START, Part.END, Part.NURSE, Part.CHECK})

_FIELDS = {
    Part.START: "start time",
    Part.END: "end time",
    Part.NURSE: "nurse box",
    Part.CHECK: "check box",
}

HAND_FIELDS = frozenset({"tick", *_FIELDS.values(), "continued", DOT})
"""Fields that ask for handwriting or guide the eye; they say nothing of the patient."""


def strip_height(room: float, strips: int) -> float:
    """Return the height of each of ``strips`` that share a row: all, up to what a hand needs."""
    return min(room / max(strips, 1), _MOST_BOX + _APART)


def hand_marks(part: Part, room: Box, row: str) -> list[Mark]:
    """Return the box of one administration in its strip of a column; none in columns with text."""
    if part not in TO_WRITE_IN:
        return []
    box = Box(room.x + _APART, room.y, room.width - 2 * _APART, room.height - _APART)
    place = Place(row, _FIELDS[part])
    left, base = box.x + _LABEL_LEFT, box.y + _LABEL_BASE
    return [box, Ink(left, base, _label(part), TEXT, place, GREY_TEXT)]


def _label(part: Part) -> str:
    words = {
        Part.START: translate("DailyList", "start"),
        Part.END: translate("DailyList", "end"),
        Part.NURSE: translate("DailyList", "nurse"),
        Part.CHECK: translate("DailyList", "check"),
    }
    return words[part]
