"""What a patient still needs before a planned day, in words with a shape."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from nkdesk.model.eligibility import GateState, UnknownReason
from nkdesk.services.eligibility_models import Gap, GapRow
from nkdesk.sheets.wording.dates import day_text
from nkdesk.sheets.wording.day import spoken
from nkdesk.sheets.wording.eligibility import unknown_text

translate = QCoreApplication.translate
_SIGNS = ("✖", "○", "▲")
_AGAINST, _UNKNOWN, _EXPIRES = range(3)


def gap_lines(gaps: Sequence[Gap]) -> list[tuple[str, str]]:
    """Return a line for each kind of trouble with its colour token, what speaks against it first.

    The criteria stand there by their first words; the check shows them in full.
    """
    lines: dict[tuple[int, str, str], list[str]] = {}
    for gap in gaps:
        lines.setdefault(_trouble(gap), []).append(short_title(gap))
    return [
        (f"{_SIGNS[order]}  {words}: {' · '.join(titles)}", tone)
        for (order, words, tone), titles in sorted(lines.items())
    ]


def short_title(gap: Gap) -> str:
    """Return the words of a criterion before its first colon."""
    return spoken(gap.title).split(":")[0]


def _trouble(gap: Gap) -> tuple[int, str, str]:
    """Return the place of its shape, the words and the colour token of what is wrong."""
    if gap.not_met:
        return _AGAINST, translate("Gaps", "Speaks against it"), "refused"
    if gap.expires is not None:
        words = translate("Gaps", "Counts until {day} only").format(day=day_text(gap.expires))
        return _EXPIRES, words, "caution"
    reason = UnknownReason.MISSING if gap.reason is None else gap.reason
    return _UNKNOWN, unknown_text(reason), "caution"


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
