"""One step of a patient's history as a sentence: when, who, what, from which day to which, why."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from nkdesk.model.change import Scope
from nkdesk.services.read_models import HistoryLine
from nkdesk.services.steps import StepKind
from nkdesk.sheets.wording.dates import day_text, moment_text
from nkdesk.sheets.wording.day import spoken
from nkdesk.ui.common.step_words import step_words

translate = QCoreApplication.translate


def history_words(line: HistoryLine, titles: Mapping[str, str]) -> str:
    """Return a step; ``titles`` maps codes, with and without their day, to what they go by."""
    words = f"{moment_text(line.at)}  {line.who}: {step_words(line.what)}"
    item = titles.get(line.item, line.item)
    words = f"{words}: {item}" if item else words
    why = "; ".join(part for part in (_dates(line), _scope(line), *_reasons(line)) if part)
    return f"{words} ({why})" if why else words


def _dates(line: HistoryLine) -> str:
    if line.was is None or line.becomes is None:
        not_given = line.what == StepKind.CORRECT_GIVEN and line.was is not None
        return translate("History", "not given after all") if not_given else ""
    words = translate("History", "from {was} to {becomes}")
    return words.format(was=day_text(line.was), becomes=day_text(line.becomes))


def _scope(line: HistoryLine) -> str:
    return (
        {
            Scope.ONLY: translate("History", "nothing else moved"),
            Scope.NEEDED: translate("History", "later doses as far as needed"),
            Scope.REST_OF_CYCLE: translate("History", "the rest of the cycle by the same days"),
            Scope.EVERYTHING_AFTER: translate("History", "the rest of the cycle, and the forecast"),
        }.get(Scope(line.scope), "")
        if line.scope in set(Scope)
        else ""
    )


def _reasons(line: HistoryLine) -> list[str]:
    """Return the reason in words, what was typed, and the physician who accepted it."""
    why = spoken(line.reason) if line.reason else line.why
    said = [why, line.note if line.note != why else ""]
    if line.physician:
        words = translate("History", "a deviation accepted by {name}")
        said.append(words.format(name=line.physician))
    return said
