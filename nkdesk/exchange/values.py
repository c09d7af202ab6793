"""Single values of a protocol file that need more than a type: exact numbers, days, times, texts.

Each takes what the file holds and returns the value, or raises an error that says itself what
is wrong and what would be right.
"""

import re
import unicodedata
from decimal import Decimal
from typing import NoReturn

from pydantic_core import PydanticCustomError

from nkdesk.exchange.toml_source import hidden_character
from nkdesk.model.protocol_tree import plain

SAID = "said"
"""The type of an error whose context already holds the problem and the remedy."""

MAX_DAY = 999
_NUMBER = re.compile(r"\d{1,7}(?:\.\d{1,6})?", re.ASCII)
_RANGE = re.compile(r"(-?\d{1,4})\.\.(-?\d{1,4})", re.ASCII)
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)
_SHOWN = 40


def legible(text: str) -> str:
    """Return a text in NFC; it must show whole on screen and paper."""
    hidden = hidden_character(text)
    if hidden is not None:
        _refuse(f"It holds a character that does not show: {hidden}.", "Remove it.")
    if text != text.strip():
        _refuse("It begins or ends with a blank.", "Remove the blank.")
    return unicodedata.normalize("NFC", text)


def exact_number(value: object) -> Decimal:
    """Return a number above 0 written in quotes, without trailing zeros; never a float."""
    if not isinstance(value, str):
        _refuse("It is not a number in quotes.", 'Write it in quotes: "1.5".')
    if not _NUMBER.fullmatch(value) or not value.strip("0."):
        _refuse(f'"{value[:_SHOWN]}" is not a number above 0.', 'Write it so: "12.5".')
    return Decimal(plain(Decimal(value)))


def day_span(value: object) -> tuple[int, int]:
    """Return first and last day of a day (8) or a range of days ("1..5")."""
    if isinstance(value, int) and not isinstance(value, bool):
        return _within(value, value)
    span = _RANGE.fullmatch(value) if isinstance(value, str) else None
    if span is None:
        _refuse("It is neither a day nor a range of days.", 'Write 8, -1 or "1..5".')
    first, last = int(span.group(1)), int(span.group(2))
    if first > last:
        _refuse(f"The range runs backwards, from {first} to {last}.", "Begin with the earlier day.")
    return _within(first, last)


def clock_time(value: object) -> str:
    """Return a time of day as HH:MM, or "" for none stated."""
    if not isinstance(value, str) or (value and not _TIME.fullmatch(value)):
        _refuse("It is not a time of day.", 'Write hours and minutes, "00:00" to "23:59".')
    return value


def _within(first: int, last: int) -> tuple[int, int]:
    if first < -MAX_DAY or last > MAX_DAY:
        _refuse(f"A day lies beyond {MAX_DAY}.", f"Write days from -{MAX_DAY} to {MAX_DAY}.")
    return first, last


def _refuse(problem: str, remedy: str) -> NoReturn:
    raise PydanticCustomError(SAID, "{problem}", {"problem": problem, "remedy": remedy})
