"""What a patient still needs before a planned day, in words with a shape."""

from PySide6.QtCore import QCoreApplication

from nkdesk.model.eligibility import GateState
from nkdesk.services.eligibility_models import Gap, GapRow
from nkdesk.sheets.wording.dates import day_text
from nkdesk.sheets.wording.day import spoken
from nkdesk.sheets.wording.eligibility import unknown_text

translate = QCoreApplication.translate


def gap_words(gap: Gap) -> str:
    """Return one gap: what it is and what is wrong with it, or when it expires."""
    title = spoken(gap.title)
    title = title[:1].upper() + title[1:]
    return f"{gap_sign(gap)}  {title}: {_trouble(gap)}"


def gap_sign(gap: Gap) -> str:
    """Return the shape: speaks against it, nothing known, or known but not long enough."""
    if gap.not_met:
        return "✖"
    return "○" if gap.reason is not None else "▲"


def gap_tone(gap: Gap) -> str:
    """Return the colour token that goes with the shape."""
    return "refused" if gap.not_met else "caution"


def _trouble(gap: Gap) -> str:
    if gap.not_met:
        return translate("Gaps", "speaks against it")
    if gap.reason is not None:
        return unknown_text(gap.reason).lower()
    if gap.expires is None:
        return translate("Gaps", "expires before that day")
    return translate("Gaps", "counts until {day} only").format(day=day_text(gap.expires))


def all_there_words() -> str:
    """Say that nothing is missing."""
    return translate("Gaps", "✔  Everything is there")


def for_words(row: GapRow) -> str:
    """Say which day it is needed for, and whether that day is planned or a forecast."""
    if row.for_cycle == 1:
        return translate("Gaps", "enrolment, day 1 of cycle 1")
    if row.forecast:
        return translate("Gaps", "cycle {n}, forecast").format(n=row.for_cycle)
    return translate("Gaps", "day 1 of cycle {n}").format(n=row.for_cycle)


def day_words(row: GapRow) -> str:
    """Return the day, or that there is none yet."""
    return translate("Gaps", "No day planned") if row.day is None else day_text(row.day)


def left_words(row: GapRow, days: int) -> str:
    """Say in how many days it is."""
    if row.day is None:
        return ""
    if days == 0:
        return translate("Gaps", "today")
    if days < 0:
        return translate("Gaps", "{n} days ago").format(n=-days)
    words = translate("Gaps", "in 1 day") if days == 1 else translate("Gaps", "in {n} days")
    return words.format(n=days)


def state_words(row: GapRow) -> str:
    """Return how the check of the cycle stands, with a shape."""
    if row.for_cycle == 1:
        return translate("Gaps", "Enrolment check")
    return {
        GateState.NEVER_SIGNED: translate("Gaps", "◇  Not signed"),
        GateState.OPEN: translate("Gaps", "◆  Signed, open"),
        GateState.CLOSED: translate("Gaps", "✖  Closed again"),
        GateState.PASSED: translate("Gaps", "◆  Has begun"),
    }[row.gate]
