"""Where everything of the ward calendar lies; nothing here paints.

Lengths are logical pixels at 100 % text size times ``unit``. Rows and columns are counted from 0.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

NARROWEST_DAY = 56
FROZEN = 208
FROZEN_WIDEST = 300
_FROZEN_SHARE = 5
_HEAD_LINE = 16
_WIDEST_SPAN = 28
LINE = 16
LINES = 3
"""Lines of text a cell has room for; what goes beyond is counted: ``+2 more``."""
ROW_PAD = 6


@dataclass(frozen=True, slots=True)
class Room:
    """What the calendar is cut to: the width of the whole screen, the days of the span."""

    width: int
    days: int
    unit: float = 1.0


class Geometry:
    """One layout of rows and days. ``left`` and ``head`` are the frozen column and rows."""

    def __init__(self, room: Room, heights: Sequence[int]) -> None:
        unit = room.unit
        self.unit = unit
        self.days = room.days
        self.left = frozen_width(room)
        self.line = round(LINE * unit)
        self.dates = round((3 * _HEAD_LINE + 4) * unit)
        self.head = self.dates + round(22 * unit)
        self.day = max(_narrowest(room), (room.width - self.left) // _shown(room))
        self.tops = [0, *accumulate(heights)]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.tops) - 1

    @property
    def width(self) -> int:
        """How wide all days are together, without the frozen column."""
        return self.days * self.day

    @property
    def height(self) -> int:
        """How high all rows are together, without the header."""
        return self.tops[-1]

    def row_at(self, y: int) -> int | None:
        """Return the row at a height below the header's foot, scrolled to the top."""
        if not 0 <= y < self.height:
            return None
        return bisect_right(self.tops, y) - 1

    def column_at(self, x: int) -> int | None:
        """Return the day at a distance from the frozen column's edge, scrolled to the left."""
        return x // self.day if 0 <= x < self.width else None

    def rows_between(self, top: int, bottom: int) -> range:
        """Return the rows that touch a band of heights, bottom excluded."""
        if self.rows == 0 or bottom <= top:
            return range(0)
        first = max(bisect_right(self.tops, top) - 1, 0)
        return range(first, min(bisect_right(self.tops, bottom - 1), self.rows))

    def columns_between(self, left: int, right: int) -> range:
        """Return the days that touch a band of widths, right excluded."""
        if right <= left:
            return range(0)
        return range(max(left // self.day, 0), min((right - 1) // self.day + 1, self.days))


def frozen_width(room: Room) -> int:
    """Return how wide the frozen column is: it gives way until all days of a short span fit."""
    wanted = room.width // _FROZEN_SHARE
    if room.days <= _WIDEST_SPAN:
        wanted = min(wanted, room.width - room.days * _narrowest(room))
    return min(max(wanted, round(FROZEN * room.unit)), round(FROZEN_WIDEST * room.unit))


def _narrowest(room: Room) -> int:
    return round(NARROWEST_DAY * room.unit)


def _shown(room: Room) -> int:
    """Return how many days share the width; longer spans are scrolled sideways."""
    return min(room.days, _WIDEST_SPAN)


def row_height(unit: float) -> int:
    """Return the height of a row whose name needs no more, the donor's line left out."""
    return round((LINES * LINE + ROW_PAD) * unit)


def donor_height(unit: float) -> int:
    """Return the height of the donor's line at the foot of a row."""
    return round((LINE + 3) * unit)
