"""Reading a typed date strictly: day first or ISO, always with a four-digit year.

Source: safety hazard H03. A date that could be read in two orders (``03/04/2026``), a two-digit
year or a day that does not exist is refused, never guessed.
"""

import re
from datetime import date
from enum import StrEnum

FIRST_PLAN_YEAR = 2020
LAST_PLAN_YEAR = 2060

_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_NAMED = re.compile(r"(\d{1,2})[- ]([A-Za-z]{3})[- ](\d{4})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}[./ -](\d{1,2}|[A-Za-z]{3})[./ -]\d{2}", re.ASCII)
_SLASHED = re.compile(r"\d{1,4}/\d{1,2}/\d{1,4}", re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class DateProblem(StrEnum):
    """Why a typed text is no date."""

    EMPTY = "empty"
    SHORT_YEAR = "short_year"
    AMBIGUOUS = "ambiguous"
    NO_SUCH_DAY = "no_such_day"
    NOT_A_DATE = "not_a_date"


def read_date(typed: str) -> date | DateProblem:
    """Read ``12.03.2026``, ``12-Mar-2026`` or ``2026-03-12``; anything else is a DateProblem."""
    text = typed.strip()
    if not text:
        return DateProblem.EMPTY
    parts = _year_month_day(text)
    if parts is None:
        return _why_not(text)
    try:
        return date(*parts)
    except ValueError:
        return DateProblem.NO_SUCH_DAY


def _year_month_day(text: str) -> tuple[int, int, int] | None:
    if match := _DOTTED.fullmatch(text):
        return int(match[3]), int(match[2]), int(match[1])
    if match := _ISO.fullmatch(text):
        return int(match[1]), int(match[2]), int(match[3])
    match = _NAMED.fullmatch(text)
    if match and match[2].lower() in _MONTHS:
        return int(match[3]), _MONTHS.index(match[2].lower()) + 1, int(match[1])
    return None


def _why_not(text: str) -> DateProblem:
    if _SHORT_YEAR.fullmatch(text):
        return DateProblem.SHORT_YEAR
    if _SLASHED.fullmatch(text):
        return DateProblem.AMBIGUOUS
    return DateProblem.NOT_A_DATE
