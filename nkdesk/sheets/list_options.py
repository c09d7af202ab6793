"""What a person chooses when printing a list, and what stamps the paper."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Orientation(StrEnum):
    """How the page lies."""

    LANDSCAPE = "landscape"
    PORTRAIT = "portrait"


class Names(StrEnum):
    """Whether names stand on the paper, or trial numbers only."""

    FULL = "full"
    CODES_ONLY = "codes_only"


@dataclass(frozen=True, slots=True)
class ListOptions:
    """How the daily list is printed."""

    orientation: Orientation = Orientation.LANDSCAPE
    names: Names = Names.FULL


@dataclass(frozen=True, slots=True)
class PrintStamp:
    """When and by whom the paper was made; the moment is aware, in the ward's time zone.

    ``number`` is what the sheet goes by while it is in somebody's hand, "" before it has one.
    """

    printed_at: datetime
    printed_by: str
    number: str = ""
