"""What the ward calendar and the month say of a day and of what stands on it."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from PySide6.QtCore import QCoreApplication

from nkdesk.model.readiness import Go
from nkdesk.model.work_calendar import ClosureReason
from nkdesk.services.calendar_models import CalendarDay, Use
from nkdesk.services.read_models import DayStatus
from nkdesk.sheets.wording.calendars import calendar_text, closure_text
from nkdesk.sheets.wording.dates import day_text
from nkdesk.sheets.wording.day import status_text
from nkdesk.sheets.wording.readiness import go_text

translate = QCoreApplication.translate

_SATURDAY = 6


class Standing(Protocol):
    """Anything on a day of the calendar or the month."""

    @property
    def label(self) -> str:
        """The short word of it."""
        ...

    @property
    def status(self) -> DayStatus:
        """How it stands."""
        ...

    @property
    def deferred(self) -> int:
        """By how many days it stands later than first planned."""
        ...

    @property
    def conflict(self) -> bool:
        """Whether its day is closed for it or over capacity."""
        ...

    @property
    def go(self) -> Go | None:
        """Whether it may begin, None where that is not asked yet."""
        ...


def shift_text(days: int) -> str:
    """Write a shift against the first plan: ``+2d``, ``-1d``, "" for none."""
    return translate("Ward", "{:+}d", "a shift in days").format(days) if days else ""


def moved_words(days: int) -> str:
    """Say that something no longer stands where it was first planned."""
    if days > 0:
        return translate("Ward", "deferred +{n}d").format(n=days)
    return translate("Ward", "brought forward {n}d").format(n=-days) if days else ""


def conflict_words() -> str:
    """Say what the mark of a conflict means."""
    return translate("Ward", "conflict: closed or over capacity that day")


def changed_words() -> str:
    """Say what the mark of a change means."""
    return translate("Ward", "changed")


def standing_words(one: Standing, day: date, today: date) -> str:
    """Say in one line what stands on a day: ``NK2, Overdue 2d, deferred +2d``."""
    late = max((today - day).days, 0)
    words = [one.label, status_text(one.status, late), moved_words(one.deferred)]
    words.append(conflict_words() if one.conflict else "")
    words.append("" if one.go is None else go_text(one.go))
    return ", ".join(word for word in words if word)


def use_text(use: Use) -> str:
    """Write how much of a calendar's day is used: ``2 of 2``, without a limit the number."""
    if use.limit is None:
        return str(use.used)
    return translate("Ward", "{used} of {limit}").format(used=use.used, limit=use.limit)


def tightest(uses: Sequence[Use]) -> Use | None:
    """Return the use a day's column shows: what is over, else what leaves least room."""
    limited = [use for use in uses if use.limit is not None]
    if limited:
        return min(limited, key=lambda use: (use.limit or 0) - use.used)
    return max(uses, key=lambda use: use.used, default=None)


def day_mark(day: CalendarDay) -> str:
    """Return the short word of a day that is not like every other, else ""."""
    reasons = {closure.reason for _, closure in day.closures}
    if ClosureReason.SITE in reasons:
        return translate("Ward", "closed")
    if ClosureReason.HOLIDAY in reasons:
        return translate("Ward", "holiday")
    if day.worked:
        return translate("Ward", "worked")
    if day.day.isoweekday() >= _SATURDAY:
        return translate("Ward", "weekend")
    return translate("Ward", "closed") if reasons else ""


def day_name(day: CalendarDay) -> str:
    """Return the holiday's or the site's own name of a closed day, "" where it has none."""
    return next((closure.name for _, closure in day.closures if closure.name), "")


def day_notes(day: CalendarDay) -> list[str]:
    """Return everything that holds for a whole day: closures by name, capacity used."""
    notes = [closure_text(calendar, closure) for calendar, closure in day.closures]
    if day.worked:
        notes.append(translate("Ward", "A weekend day that is worked"))
    elif not notes and day_mark(day):
        notes.append(day_mark(day))
    return [*notes, *(_use_words(use) for use in day.uses if use.used or use.limit is not None)]


def day_words(day: CalendarDay) -> str:
    """Return a day with all its notes in one line."""
    return ". ".join([day_text(day.day), *day_notes(day)])


def _use_words(use: Use) -> str:
    words = translate("Ward", "{calendar}: infusions {used}").format(
        calendar=calendar_text(use.calendar), used=use_text(use)
    )
    return translate("Ward", "{words}, over capacity").format(words=words) if use.over else words
