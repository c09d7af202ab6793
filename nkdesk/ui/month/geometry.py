"""Where everything of the month lies; nothing here paints. Lengths are logical pixels."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

WEEKDAYS = 7
_HEAD = 24
_DAY_HEAD = 20
_LINE = 17
_LEAST_LINES = 4
NARROWEST_DAY = 132
_ONE_LINE = 215
"""From this width on an infusion stands on one line, else its patient goes beneath."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Room for one line of a day, measured from the day's corner; ``place`` None: the rest."""

    top: int
    height: int
    place: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """A day of the month shown, and which of its lines, None: the day itself."""

    day: int
    line: int | None = None


class Geometry:
    """One layout of whole weeks; ``width`` is that of the screen, also what a panel covers."""

    def __init__(self, width: int, height: int, weeks: int, unit: float) -> None:
        self.unit = unit
        self.head = round(_HEAD * unit)
        self.day_head = round(_DAY_HEAD * unit)
        self.day = max(round(NARROWEST_DAY * unit), width // WEEKDAYS)
        self.weeks = weeks
        self.line = round(_LINE * unit)
        self.infusion = self.line * (1 if self.day >= _ONE_LINE * unit else 2)
        least = self.day_head + _LEAST_LINES * self.line + 6
        self.week = max(least, (height - self.head) // max(1, weeks))

    @property
    def width(self) -> int:
        """How wide a week is."""
        return self.day * WEEKDAYS

    @property
    def height(self) -> int:
        """How high all weeks are together, without the header."""
        return self.week * self.weeks

    def corner(self, day: int) -> tuple[int, int]:
        """Return the left top corner of a day below the header, scrolled to the top."""
        return day % WEEKDAYS * self.day, day // WEEKDAYS * self.week

    def day_at(self, x: int, y: int) -> int | None:
        """Return the day at a point below the header, scrolled to the top."""
        across, down = x // self.day, y // self.week
        if not (0 <= across < WEEKDAYS and 0 <= down < self.weeks):
            return None
        return down * WEEKDAYS + across

    def slots(self, heights: Sequence[int]) -> list[Slot]:
        """Return where lines of these heights go; what has no room is one slot at the foot."""
        room = self.week - self.day_head - 4
        if sum(heights) <= room:
            shown = len(heights)
        else:
            ends = accumulate(heights)
            shown = sum(end <= room - self.line for end in ends)
        tops = [0, *accumulate(heights[:shown])]
        found = [Slot(self.day_head + tops[place], heights[place], place) for place in range(shown)]
        if shown < len(heights):
            found.append(Slot(self.day_head + tops[-1], self.line, None))
        return found


def nearest_value(value: int, start: int, length: int, room: int) -> int:
    """Return the scroll value nearest to the present one that shows a stretch."""
    return min(start, max(value, start + length - room))
