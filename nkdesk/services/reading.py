"""Reading typed fields into values, every problem noted beside its field.

Weights are kilograms with a decimal comma or point and kept in whole grams; heights are
centimetres kept in whole millimetres. Limits of plausibility: safety hazard H16.
"""

import re
from datetime import date, datetime, time
from decimal import Decimal

from nkdesk.model.dates import FIRST_PLAN_YEAR, LAST_PLAN_YEAR, DateProblem, read_date
from nkdesk.model.naming import NAME_LENGTH, NOTE_LENGTH, NameFlaw, name_flaw, tidy
from nkdesk.services.forms import FieldCode, FieldProblem

IDENTIFIER_LENGTH = 40
_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{1,3})?", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
_WEIGHT_KG = (Decimal(2), Decimal(250))
_HEIGHT_CM = (Decimal(30), Decimal(230))
_BLANKS = re.compile(r"[^\S\x1c-\x1f]+")  # Python calls four invisible controls blanks too
_THOUSANDTHS = 1000
_MM_A_CM = 10
_EARLIEST_BIRTH = date(1940, 1, 1)

_DATE_CODES = {
    DateProblem.EMPTY: FieldCode.MISSING,
    DateProblem.SHORT_YEAR: FieldCode.SHORT_YEAR,
    DateProblem.AMBIGUOUS: FieldCode.AMBIGUOUS_DATE,
    DateProblem.NO_SUCH_DAY: FieldCode.NO_SUCH_DAY,
    DateProblem.NOT_A_DATE: FieldCode.NOT_A_DATE,
}
_FLAW_CODES = {
    NameFlaw.TOO_LONG: FieldCode.TOO_LONG,
    NameFlaw.INVISIBLE: FieldCode.INVISIBLE_CHARACTER,
    NameFlaw.UNPRINTABLE: FieldCode.UNPRINTABLE_CHARACTER,
}


class Reader:
    """Reads one form's fields; ``problems`` collects what is wrong, in reading order."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.problems: list[FieldProblem] = []

    def refuse(self, field: str, code: FieldCode, detail: str = "") -> None:
        """Note a problem beside a field."""
        self.problems.append(FieldProblem(field, code, detail))

    def name(self, field: str, typed: str, *, needed: bool = False) -> str:
        """Read a name or identifier; "" with a problem noted where it cannot be kept."""
        return self._text(field, typed, NAME_LENGTH, needed=needed)

    def identifier(self, field: str, typed: str) -> str:
        """Read a trial or case number; "" with a problem noted where it cannot be kept."""
        return self._text(field, typed, IDENTIFIER_LENGTH, needed=True)

    def note(self, field: str, typed: str) -> str:
        """Read a free note; line breaks become spaces."""
        return self._text(field, _BLANKS.sub(" ", typed), NOTE_LENGTH, needed=False)

    def _text(self, field: str, typed: str, limit: int, *, needed: bool) -> str:
        text = tidy(typed)
        if needed and not text:
            self.refuse(field, FieldCode.MISSING)
            return ""
        flaw = name_flaw(text, limit=limit)
        if flaw is None:
            return text
        self.refuse(field, _FLAW_CODES[flaw.flaw], flaw.character or str(limit))
        return ""

    def choice(self, field: str, typed: str, allowed: tuple[str, ...]) -> str:
        """Read one of the allowed codes."""
        if typed in allowed:
            return typed
        self.refuse(field, FieldCode.NOT_A_CHOICE if typed else FieldCode.MISSING)
        return ""

    def day(self, field: str, typed: str) -> date | None:
        """Read a date of any year."""
        read = read_date(typed)
        if isinstance(read, date):
            return read
        self.refuse(field, _DATE_CODES[read])
        return None

    def past_day(self, field: str, typed: str, *, born: date | None = None) -> date | None:
        """Read a date that cannot lie after today nor before the birth."""
        day = self.day(field, typed)
        if day is None:
            return None
        if day > self.today:
            self.refuse(field, FieldCode.IN_FUTURE)
            return None
        if born is not None and day < born:
            self.refuse(field, FieldCode.BEFORE_BIRTH)
            return None
        return day

    def birth(self, field: str, typed: str) -> date | None:
        """Read a birth date."""
        day = self.past_day(field, typed)
        if day is not None and day < _EARLIEST_BIRTH:
            self.refuse(field, FieldCode.OUT_OF_RANGE, str(_EARLIEST_BIRTH.year))
            return None
        return day

    def plan_day(self, field: str, typed: str) -> date | None:
        """Read a date a plan may start on."""
        day = self.day(field, typed)
        if day is not None and not FIRST_PLAN_YEAR <= day.year <= LAST_PLAN_YEAR:
            self.refuse(field, FieldCode.OUT_OF_RANGE, f"{FIRST_PLAN_YEAR}-{LAST_PLAN_YEAR}")
            return None
        return day

    def clock_time(self, field: str, typed: str) -> time | None:
        """Read ``HH:MM`` on the 24-hour clock; an empty field is no time."""
        text = typed.strip()
        if not text:
            return None
        match = _TIME.fullmatch(text)
        if match is None:
            self.refuse(field, FieldCode.NOT_A_TIME)
            return None
        return time(int(match[1]), int(match[2]))

    def grams(self, field: str, typed: str) -> int | None:
        """Read a weight in kilograms; an empty field is no weight."""
        return self._measure(field, typed, _WEIGHT_KG, _THOUSANDTHS)

    def millimetres(self, field: str, typed: str) -> int | None:
        """Read a height in centimetres; an empty field is no height."""
        return self._measure(field, typed, _HEIGHT_CM, _MM_A_CM)

    def _measure(
        self, field: str, typed: str, limits: tuple[Decimal, Decimal], factor: int
    ) -> int | None:
        text = typed.strip()
        if not text:
            return None
        if _NUMBER.fullmatch(text) is None:
            self.refuse(field, FieldCode.NOT_A_NUMBER)
            return None
        value = Decimal(text.replace(",", "."))
        scaled = value * factor
        if not limits[0] <= value <= limits[1] or scaled != int(scaled):
            self.refuse(field, FieldCode.OUT_OF_RANGE, f"{limits[0]}-{limits[1]}")
            return None
        return int(scaled)


def read_moment(reader: Reader, on: str, at: str, now: datetime, born: date) -> date | None:
    """Read a day and a clock time at which something was given, fields ``on`` and ``time``.

    A day before the birth and a clock time of today that has not come yet are refused; a later
    day is the scheduler's to refuse.
    """
    day = reader.day("on", on)
    if day is not None and day < born:
        reader.refuse("on", FieldCode.BEFORE_BIRTH)
    moment = reader.clock_time("time", at)
    if day is not None and moment is not None:
        given = datetime.combine(day, moment)
        if day == now.date() and given > now.replace(tzinfo=None):
            reader.refuse("time", FieldCode.IN_FUTURE)
    return day
