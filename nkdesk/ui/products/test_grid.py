"""The tests of a lot: what passes, what was found, by which weight, and how each came out."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from nkdesk.services.product_models import TestLine
from nkdesk.sheets.wording.release_tests import (
    limit_text,
    passed_symbol,
    passed_text,
    release_test_title,
    reported_text,
    result_text,
)
from nkdesk.ui.common.lines import Lines
from nkdesk.ui.common.paragraph import Run
from nkdesk.ui.common.theme import colour

translate = QCoreApplication.translate
TONES = {True: "given", False: "refused", None: "caution"}
_SMALL = 0.93
_WIDTHS = (3, 3, 4, 3)


class TestGrid(QWidget):
    """Four columns of words; nothing in it acts, so that it may stand close."""

    __test__ = False

    def __init__(self, tests: Sequence[TestLine]) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        for column, width in enumerate(_WIDTHS):
            grid.setColumnStretch(column, width)
        for row, line in enumerate(tests):
            for column, runs in enumerate(_cells(line)):
                grid.addWidget(Lines(runs), row, column)


def counted_words(tests: Sequence[TestLine]) -> list[Run]:
    """Return how many passed, failed and are open, these two named: they decide."""
    passed = sum(line.passed is True for line in tests)
    runs = [_run(translate("Products", "{n} passed").format(n=passed), passed=True)]
    for state, words in (
        (False, translate("Products", "FAILED: {tests}")),
        (None, translate("Products", "{n} open: {tests}")),
    ):
        named = [release_test_title(line.test) for line in tests if line.passed is state]
        if named:
            runs.append(_run(words.format(n=len(named), tests="; ".join(named)), passed=state))
    return runs


def _run(words: str, *, passed: bool | None) -> Run:
    tone = TONES[passed]
    return Run(f"{passed_symbol(passed=passed)} {words}    ", passed is False, colour(tone), _SMALL)


def _cells(line: TestLine) -> list[list[list[Run]]]:
    said = "" if line.result is None else reported_text(line.result)
    words = passed_text(passed=line.passed, at_release=line.test.at_release)
    verdict = f"{passed_symbol(passed=line.passed)} {words}"
    example = translate("Products", "EXAMPLE limit") if line.test.example else ""
    return [
        [[Run(release_test_title(line.test), bold=True, size=_SMALL)], _quiet(example)],
        [[Run(limit_text(line.test), size=_SMALL)]],
        [[Run(result_text(line.test, line.result, line.per_kg), size=_SMALL)], _quiet(said)],
        [[Run(verdict, bold=True, shade=colour(TONES[line.passed]), size=_SMALL)]],
    ]


def _quiet(words: str) -> list[Run]:
    return [Run(words, shade=colour("quiet"), size=0.86)] if words else []
