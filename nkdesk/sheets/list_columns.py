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
from nkdesk.sheets.wrap import Span

TEXT = Face(8)
STRONG = Face(8, bold=True)
NAME = Face(9.5)
FAMILY = Face(9.5, bold=True)
LARGE = Face(10, bold=True)
SYMBOL = Face(10, symbols=True)
TICK = Face(15, symbols=True)

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
    WINDOW = "window"
    ALLERGIES = "allergies"
    STATUS = "status"
    CLOCK = "clock"
    SIGN = "sign"
    NOTES = "notes"


FIELDS: dict[Part, tuple[tuple[str, ...], ...]] = {
    Part.NUMBER: (("number",), ("tick",)),
    Part.TIME: (("time",),),
    Part.PATIENT: (("name",), ("born",), ("look-alike",)),
    Part.TRIAL: (("trial number",), ("case number",)),
    Part.ITEM: (("title",), ("dose number",), ("cycle day",), ("planned",), ("moved",)),
    Part.DOSE: (("dose",), ("dose rule",), ("weight",), ("dose example",)),
    Part.WINDOW: (("window",), ("warnings",)),
    Part.ALLERGIES: (("allergies",),),
    Part.STATUS: (("status symbol", "status"), ("progress",), ("reason",)),
    Part.CLOCK: (),
    Part.SIGN: (),
    Part.NOTES: (("note",),),
}
"""The paragraphs of each part, top down; fields named together share a paragraph."""


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
    Column((Part.NUMBER,), 26),
    Column((Part.TIME,), 37),
    Column((Part.PATIENT,), 118),
    Column((Part.TRIAL,), 60),
    Column((Part.ITEM,), 90),
    Column((Part.DOSE,), 100),
    Column((Part.WINDOW,), 74),
    Column((Part.ALLERGIES,), 66),
    Column((Part.STATUS,), 74),
    Column((Part.CLOCK,), 52),
    Column((Part.SIGN,), 58),
    Column((Part.NOTES,), 47),
)
_PORTRAIT = (
    Column((Part.NUMBER,), 24),
    Column((Part.TIME,), 36),
    Column((Part.PATIENT, Part.TRIAL), 104),
    Column((Part.ITEM, Part.DOSE), 96),
    Column((Part.WINDOW, Part.ALLERGIES), 78),
    Column((Part.STATUS,), 66),
    Column((Part.CLOCK,), 50),
    Column((Part.SIGN,), 54),
    Column((Part.NOTES,), 30),
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
        Part.WINDOW: translate("DailyList", "Window"),
        Part.ALLERGIES: translate("DailyList", "Allergies"),
        Part.STATUS: translate("DailyList", "Status"),
        Part.CLOCK: translate("DailyList", "Start, end"),
        Part.SIGN: translate("DailyList", "Nurse, check"),
        Part.NOTES: translate("DailyList", "Notes"),
    }
    return words[part]


# A weekday stays with its date, a number with its unit, a dash with what it leads to, a cycle
# with its day.
_TOGETHER = re.compile(r"(?<=\w) (?=\d\d-\w{3}-\d{4}\b|kg\b|m²)|(?<=—) |(?<=C\d) (?=D-?\d)")
_KEPT_TOGETHER = frozenset(
    {"planned", "dose", "moved", "dose rule", "weight", "window", "progress"}
)


def paragraph(names: tuple[str, ...], fields: dict[str, str], strong: str = "") -> tuple[Span, ...]:
    """Return the spans of one paragraph; ``strong`` is the stretch of it that is printed bold."""
    spans: list[Span] = []
    for name in names:
        text = fields.get(name, "")
        if name in _KEPT_TOGETHER:
            text = _TOGETHER.sub("\u00a0", text)
        face = _face(name, text)
        before, found, after = text.partition(strong) if strong else (text, "", "")
        bold = replace(face, bold=True)
        stretches = (Span(before, face, name), Span(found, bold, name, whole=name == "dose"))
        spans += [one for one in (*stretches, Span(after, face, name)) if one.text]
    return tuple(spans)


def _face(name: str, text: str) -> Face:
    if name == "time" and not any(letter.isdigit() for letter in text):
        return TEXT
    return NAME if name == "name" else _FACES.get(name, TEXT)
