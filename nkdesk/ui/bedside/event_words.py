"""What was stored, as lines a person reads: codes of the record in words, late entries marked."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from nkdesk.model.infusion import InfusionAct, InfusionEvent
from nkdesk.model.readiness import Go, GoCode, GoReason
from nkdesk.sheets.wording.dates import stated_clock_text
from nkdesk.sheets.wording.infusions import entered_late_text, event_text
from nkdesk.sheets.wording.reactions import due_text
from nkdesk.sheets.wording.readiness import go_reason_text

translate = QCoreApplication.translate

_GO_CODES = frozenset(one.value for one in GoCode)
_REASONED = (InfusionAct.PAUSE, InfusionAct.ABANDON, InfusionAct.END)


def event_words(event: InfusionEvent, titles: Mapping[str, str]) -> str:
    """Return what was done and by whom; ``titles`` name reasons by their code."""
    return event_text(replace(event, detail=_detail(event, titles)))


def event_line(event: InfusionEvent, now: datetime, titles: Mapping[str, str]) -> str:
    """Return one stored act with its time: when, what, by whom, and that it was entered late."""
    at = stated_clock_text(event.at, now.date())
    late = entered_late_text(event)
    line = f"{at}  {event_words(event, titles)}"
    return f"{line} ({late})" if late else line


def resumed_words(event: InfusionEvent, now: datetime, titles: Mapping[str, str]) -> str:
    """Return exactly what was stored last, by whom and when."""
    words = translate("Bedside", "Taken up where it stood. Stored last: {what}, at {at}.")
    at = stated_clock_text(event.recorded, now.date())
    return words.format(what=event_words(event, titles), at=at)


def _detail(event: InfusionEvent, titles: Mapping[str, str]) -> str:
    act, detail = event.act, event.detail
    if act is InfusionAct.CHECK:
        return _check_words(detail)
    if act is InfusionAct.VITALS:
        return due_text(int(detail), after_end=False) if detail.isdigit() else ""
    if act is InfusionAct.NOTE and detail in _GO_CODES:
        return go_reason_text(GoReason(GoCode(detail), Go.GO))
    if act is InfusionAct.RATE:
        return rate_words(detail)
    if act in _REASONED:
        return titles.get(detail, detail)
    return detail


def rate_words(detail: str) -> str:
    """Return a rate with its unit."""
    return translate("Bedside", "{rate} mL/h").format(rate=detail)


def _check_words(detail: str) -> str:
    return {
        "opened": translate("Bedside", "opened"),
        "stopped": translate("Bedside", "STOPPED"),
        "1": translate("Bedside", "by the first person"),
        "2": translate("Bedside", "by the second person"),
    }.get(detail, detail)
