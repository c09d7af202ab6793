"""Dates, times and ages as CUI asks for them, with our own tables and never the computer's locale.

Sources: NHS Common User Interface D+Ta-0002…0018, D+Tb-0001…0028. The weekday always stands
beside a date used for planning: Belarusian July and November differ by one letter.
"""

from datetime import date, datetime

from nkdesk.model.age import MONTHS_A_YEAR, Age
from nkdesk.model.words import Language
from nkdesk.sheets.wording.translation import language, translate


def _cut(joined: str, letters: int) -> tuple[str, ...]:
    return tuple(joined[at : at + letters] for at in range(0, len(joined), letters))


MONTHS: dict[Language, tuple[str, ...]] = {
    "en": _cut("JanFebMarAprMayJunJulAugSepOctNovDec", 3),
    "ru": _cut("янвфевмарапрмаяиюниюлавгсеноктноядек", 3),
    "be": _cut("стулютсаккрамаячэрліпжніверкасліссне", 3),
}
WEEKDAYS: dict[Language, tuple[str, ...]] = {
    "en": _cut("MonTueWedThuFriSatSun", 3),
    "ru": _cut("ПнВтСрЧтПтСбВс", 2),
    "be": _cut("ПнАўСрЧцПтСбНд", 2),
}
_MINUTES_AN_HOUR = 60
_IN_MONTHS_BELOW_YEARS = 2


def date_text(day: date, spoken: Language | None = None) -> str:
    """Write a date without its weekday: ``12-Mar-2026``."""
    return f"{day.day:02}-{MONTHS[spoken or language()][day.month - 1]}-{day.year:04}"


def weekday_text(day: date, spoken: Language | None = None) -> str:
    """Write the weekday of a date: ``Thu``."""
    return WEEKDAYS[spoken or language()][day.weekday()]


def day_text(day: date, spoken: Language | None = None) -> str:
    """Write a date as planning needs it: ``Thu 12-Mar-2026``."""
    return f"{weekday_text(day, spoken)} {date_text(day, spoken)}"


def clock_text(moment: datetime) -> str:
    """Write the time of a moment on the 24-hour clock: ``07:02``."""
    return f"{moment.hour:02}:{moment.minute:02}"


def moment_text(moment: datetime, *, seconds: bool = False) -> str:
    """Write a moment: ``12-Mar-2026 07:02``, or with seconds ``12-Mar-2026 07:02:10``."""
    tail = f":{moment.second:02}" if seconds else ""
    return f"{date_text(moment.date())} {clock_text(moment)}{tail}"


def day_clock_text(moment: datetime) -> str:
    """Write a moment with its weekday, as planning needs it: ``Thu 12-Mar-2026 14:30``."""
    return f"{day_text(moment.date())} {clock_text(moment)}"


def stated_clock_text(moment: datetime, on: date | None) -> str:
    """Write a moment of day ``on`` by its clock alone, any other with its date and weekday."""
    return clock_text(moment) if moment.date() == on else day_clock_text(moment)


def planned_time_text(clock: str) -> str:
    """Write a protocol's clock time, or in words that it states none (D+Tb-0011)."""
    return clock or translate("wording", "not stated", "no clock time in the protocol")


def duration_text(minutes: int) -> str:
    """Write a duration in whole units: ``30min``, ``2hr``, ``1hr 30min``."""
    hours, rest = divmod(minutes, _MINUTES_AN_HOUR)
    parts = []
    if hours:
        parts.append(translate("wording", "{}hr", "hours").format(hours))
    if rest or not hours:
        parts.append(translate("wording", "{}min", "minutes").format(rest))
    return " ".join(parts)


def age_text(age: Age) -> str:
    """Write a completed age: ``11y``, below two years in months ``7m``."""
    if age.years < _IN_MONTHS_BELOW_YEARS:
        return translate("wording", "{}m", "age in months").format(age.in_months)
    return translate("wording", "{}y", "age in years").format(age.years)


def age_months_text(months: int) -> str:
    """Write a limit of a rule given in completed months: ``3y``, ``18m``."""
    years, rest = divmod(months, MONTHS_A_YEAR)
    return age_text(Age(years, rest)) if not rest else translate("wording", "{}m").format(months)


def born_text(born: date, age: Age) -> str:
    """Write a birth date with the age beside it: ``12-Mar-2015 (11y)``."""
    return f"{date_text(born)} ({age_text(age)})"


def window_text(earliest: date | None, latest: date | None) -> str:
    """Write the days that count as on time; an absent side has no limit."""
    if earliest is None and latest is None:
        return translate("wording", "no limit", "window of an item")
    if earliest is None or latest is None:
        return _half_open_window(earliest, latest)
    if earliest == latest:
        return translate("wording", "{} only", "window of one day").format(day_text(earliest))
    both = translate("wording", "{first} to {last}", "window of an item")
    return both.format(first=day_text(earliest), last=day_text(latest))


def _half_open_window(earliest: date | None, latest: date | None) -> str:
    if earliest is not None:
        return translate("wording", "from {}", "window without an end").format(day_text(earliest))
    if latest is not None:
        return translate("wording", "until {}", "window without a start").format(day_text(latest))
    raise ValueError("a window without both sides has no half")
