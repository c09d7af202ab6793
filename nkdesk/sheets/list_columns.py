"""The columns of the daily list: how wide, in which order, and what stands in each.

Source of the columns: the paper section of the screen design. Type is never below 8 points;
the boxes to write in are as large as the page allows.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from nkdesk.sheets.fonts import UNITS_A_POINT, Face
from nkdesk.sheets.list_options import ListOptions, Names, Orientation
from nkdesk.sheets.wording.translation import translate
from nkdesk.sheets.wrap import DOT, Span

TEXT = Face(8)
STRONG = Face(8, bold=True)
NAME = Face(9.5)
FAMILY = Face(9.5, bold=True)
LARGE = Face(10, bold=True)
SYMBOL = Face(10, symbols=True)
TICK = Face(13, symbols=True)

_FACES = {
    "number": LARGE,
    "tick": TICK,
    "time": LARGE,
    "look-alike": STRONG,
    "trial number": FAMILY,
    "title": FAMILY,
    "cycle day": STRONG,
    "moved": STRONG,
    "dose example": STRONG,
    "warnings": STRONG,
    "status symbol": SYMBOL,
    "status": FAMILY,
    "reason": STRONG,
}


class Part(StrEnum):
    """What a column, or a stretch of one, is for."""

    NUMBER = "number"
    TIME = "time"
    PATIENT = "patient"
    TRIAL = "trial"
    ITEM = "item"
    DOSE = "dose"
    ALLERGIES = "allergies"
    STATUS = "status"
    START = "start"
    END = "end"
    NURSE = "nurse"
    CHECK = "check"
    NOTES = "notes"


FIELDS: dict[Part, tuple[tuple[str, ...], ...]] = {
    Part.NUMBER: (("number",), ("tick",)),
    Part.TIME: (("time",),),
    Part.PATIENT: (("name",), ("born",), ("look-alike",)),
    Part.TRIAL: (("trial number", DOT, "case number"),),
    Part.ITEM: (("title",), ("dose number",), ("cycle day", DOT, "planned"), ("moved",)),
    Part.DOSE: (("dose", DOT, "dose example"), ("dose rule", DOT, "weight")),
    Part.STATUS: (
        ("status symbol", "status"),
        ("progress",),
        ("reason",),
        ("window",),
        ("warnings",),
    ),
    Part.ALLERGIES: (("allergies",),),
    Part.START: (),
    Part.END: (),
    Part.NURSE: (),
    Part.CHECK: (),
    Part.NOTES: (("note",),),
}
"""The paragraphs of each part, top down; fields named together share a paragraph.

What stands on either side of a dot shares a line where both fit one.
"""


@dataclass(frozen=True, slots=True)
class Column:
    """A column, its width in points, and its parts top down."""

    parts: tuple[Part, ...]
    points: float

    @property
    def width(self) -> float:
        """The width in twentieths of a point."""
        return self.points * UNITS_A_POINT


_LANDSCAPE = (
    Column((Part.NUMBER,), 24),
    Column((Part.TIME,), 37),
    Column((Part.PATIENT,), 120),
    Column((Part.TRIAL,), 59),
    Column((Part.ITEM,), 107),
    Column((Part.DOSE,), 125),
    Column((Part.STATUS,), 85),
    Column((Part.ALLERGIES,), 64),
    Column((Part.START,), 33),
    Column((Part.END,), 33),
    Column((Part.NURSE,), 41),
    Column((Part.CHECK,), 41),
    Column((Part.NOTES,), 40),
)
_PORTRAIT = (
    Column((Part.NUMBER,), 24),
    Column((Part.TIME,), 37),
    Column((Part.PATIENT, Part.TRIAL), 120),
    Column((Part.ITEM, Part.DOSE), 142),
    Column((Part.STATUS, Part.ALLERGIES), 88),
    Column((Part.START, Part.END), 46),
    Column((Part.NURSE, Part.CHECK), 54),
    Column((Part.NOTES,), 46),
)


def columns(options: ListOptions) -> tuple[Column, ...]:
    """Return the columns of a list; without names their room goes to the notes."""
    chosen = _LANDSCAPE if options.orientation is Orientation.LANDSCAPE else _PORTRAIT
    if options.names is Names.FULL:
        return chosen
    spare = sum(column.points for column in chosen if column.parts == (Part.PATIENT,))
    kept = (column for column in chosen if column.parts != (Part.PATIENT,))
    return tuple(
        replace(column, points=column.points + spare) if column.parts == (Part.NOTES,) else column
        for column in kept
    )


def heading(part: Part) -> str:
    """Return the words above a column."""
    words = {
        Part.NUMBER: translate("DailyList", "No."),
        Part.TIME: translate("DailyList", "Time"),
        Part.PATIENT: translate("DailyList", "Patient"),
        Part.TRIAL: translate("DailyList", "Trial ID, case"),
        Part.ITEM: translate("DailyList", "Item"),
        Part.DOSE: translate("DailyList", "Planned dose"),
        Part.ALLERGIES: translate("DailyList", "Allergies"),
        Part.STATUS: translate("DailyList", "Status, window"),
        Part.START: translate("DailyList", "Start"),
        Part.END: translate("DailyList", "End"),
        Part.NURSE: translate("DailyList", "Nurse"),
        Part.CHECK: translate("DailyList", "Check"),
        Part.NOTES: translate("DailyList", "Notes"),
    }
    return words[part]


# A number or a date stays with the word before it and with its unit, a dash with what it leads
# to, a cycle with its day.
_TOGETHER = re.compile(r"(?<=[^\W\d]) (?=\d)|(?<=\w) (?=kg\b|m²)|(?<=—) |(?<=C\d) (?=D-?\d)")
_KEPT_TOGETHER = frozenset(
    {"planned", "dose", "moved", "dose rule", "weight", "window", "progress"}
)


_WHOLE = frozenset(
    {"born", "case number", "cycle day", "planned", "dose example", "dose rule", "weight"}
)


def paragraph(names: tuple[str, ...], fields: dict[str, str], strong: str = "") -> tuple[Span, ...]:
    """Return the spans of one paragraph; ``strong`` is the stretch of it that is printed bold."""
    spans: list[Span] = []
    for name in names:
        text = "·" if name == DOT else fields.get(name, "")
        face = _face(name, text)
        before, found, after = text.partition(strong) if strong else (text, "", "")
        bold = replace(face, bold=True)
        stretches = (
            Span(_kept_together(name, before), face, name, whole=name in _WHOLE),
            Span(found, bold, name, whole=name == "dose"),
            Span(_kept_together(name, after), face, name),
        )
        spans += [one for one in stretches if one.text]
    return tuple(spans)


def _kept_together(name: str, text: str) -> str:
    return _TOGETHER.sub("\u00a0", text) if name in _KEPT_TOGETHER else text


def _face(name: str, text: str) -> Face:
    if name == "time" and not any(letter.isdigit() for letter in text):
        return TEXT
    return NAME if name == "name" else _FACES.get(name, TEXT)
