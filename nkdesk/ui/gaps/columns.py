"""The columns of the board: the day, the patient by two identifiers, the check, what is left."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from nkdesk.model.eligibility import GateState
from nkdesk.services.eligibility_models import GapRow
from nkdesk.sheets.wording.people import look_alike_text
from nkdesk.ui.common.paragraph import Run
from nkdesk.ui.common.people_words import identity, name_runs, number_runs
from nkdesk.ui.common.table_model import Column
from nkdesk.ui.common.theme import colour
from nkdesk.ui.gaps.words import (
    all_there_words,
    day_words,
    for_words,
    gap_lines,
    left_words,
    state_words,
)

if TYPE_CHECKING:
    from datetime import date

translate = QCoreApplication.translate
DAY, WHO, CHECK, GAPS = range(4)
_SMALL = 0.93
_LATEST = "9999"
_STATE_TONES = {
    GateState.NEVER_SIGNED: "quiet",
    GateState.OPEN: "given",
    GateState.CLOSED: "refused",
    GateState.PASSED: "quiet",
}


class GapColumns:
    """Knows what day it is, to say how far off a day is."""

    def __init__(self) -> None:
        self.today: date | None = None

    def columns(self) -> list[Column[GapRow]]:
        """Return the columns, left to right."""
        return [
            Column(translate("Gaps", "Before"), self._day, day_key, 190),
            Column(translate("Gaps", "Patient"), lambda row: identity(row.line), width=224),
            Column(translate("Gaps", "Check"), state_words, width=124),
            Column(translate("Gaps", "Missing, or expires before that day"), _gaps, width=400),
        ]

    def lines(self) -> dict[int, Callable[[GapRow], list[list[Run]]]]:
        """Return how the cells are painted."""
        return {DAY: self._day_lines, WHO: _who_lines, CHECK: _check_lines, GAPS: _gap_lines}

    def _left(self, row: GapRow) -> str:
        if row.day is None or self.today is None:
            return ""
        return left_words(row, (row.day - self.today).days)

    def _day(self, row: GapRow) -> str:
        return ", ".join(part for part in (day_words(row), for_words(row), self._left(row)) if part)

    def _day_lines(self, row: GapRow) -> list[list[Run]]:
        under = " · ".join(part for part in (self._left(row), for_words(row)) if part)
        return [[Run(day_words(row), bold=not row.forecast)], [_quiet(under)]]


def day_key(row: GapRow) -> str:
    """Return what rows are sorted by: the day, patients without one last."""
    return _LATEST if row.day is None else row.day.isoformat()


def _who_lines(row: GapRow) -> list[list[Run]]:
    lines = [name_runs(row.line.patient, 1.05), number_runs(row.line, _SMALL)]
    if row.line.look_alike:
        lines.append([Run(look_alike_text(), bold=True, shade=colour("caution"), size=0.86)])
    return lines


def _check_lines(row: GapRow) -> list[list[Run]]:
    tone = "quiet" if row.for_cycle == 1 else _STATE_TONES[row.gate]
    return [[Run(state_words(row), bold=True, shade=colour(tone))]]


def _gap_lines(row: GapRow) -> list[list[Run]]:
    if not row.gaps:
        return [[Run(all_there_words(), shade=colour("given"))]]
    return [[Run(words, shade=colour(tone))] for words, tone in gap_lines(row.gaps)]


def _gaps(row: GapRow) -> str:
    return "; ".join(words for words, _ in gap_lines(row.gaps)) or all_there_words()


def _quiet(words: str) -> Run:
    return Run(words, shade=colour("quiet"), size=_SMALL)
