"""The tests of a lot one under the other, and what they say about a release."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from nkdesk.bedside.lots import RELEASES
from nkdesk.model.product import LotState
from nkdesk.services.product_models import LotView, TestLine
from nkdesk.sheets.wording.people import weight_text
from nkdesk.sheets.wording.release_tests import (
    limit_text,
    passed_symbol,
    passed_text,
    release_test_title,
    result_text,
)
from nkdesk.ui.common.paragraph import Run
from nkdesk.ui.common.theme import colour
from nkdesk.ui.products.test_grid import TONES

translate = QCoreApplication.translate
_SMALL = 0.93


def test_lines(tests: Sequence[TestLine]) -> list[list[Run]]:
    """Return two lines a test: how it came out, then the result beside the limit."""
    return [runs for line in tests for runs in _lines(line)]


def _lines(line: TestLine) -> list[list[Run]]:
    words = passed_text(passed=line.passed, at_release=line.test.at_release)
    sign = passed_symbol(passed=line.passed)
    shade = colour(TONES[line.passed])
    found = result_text(line.test, line.result, line.per_kg)
    limit = translate("Products", "{result} · passes: {limit}")
    told = limit.format(result=found, limit=limit_text(line.test))
    title = release_test_title(line.test)
    return [
        [Run(f"{sign} {title}  ", bold=True, size=_SMALL), Run(words, shade=shade, size=_SMALL)],
        [Run(f"     {told}", shade=colour("quiet"), size=_SMALL)],
    ]


def release_lines(view: LotView, to: LotState | None) -> list[list[Run]]:
    """Say what the tests mean for a release: what stays open, what stands against it."""
    if to not in RELEASES:
        return []
    failed = _failed(view)
    waiting = sum(line.passed is None for line in view.tests)
    lines = []
    if failed:
        words = translate("Products", "✖ Failed: {tests}. Such a lot can only be rejected.")
        lines.append(_bold(words.format(tests=failed), "refused"))
    elif to is LotState.RELEASED and (first := _waits(view)):
        words = translate(
            "Products", "○ {n} without a result. Enter them first, or release conditionally."
        )
        lines.append(_bold(words.format(n=first), "caution"))
    elif waiting:
        words = translate("Products", "○ {n} open on this release. They are kept with it by name.")
        lines.append(_bold(words.format(n=waiting), "caution"))
    else:
        lines.append(_bold(translate("Products", "✔ Every test has passed."), "given"))
    weights = {line.result.weight for line in view.tests if line.result and line.result.weight}
    for weight in weights:
        words = translate("Products", "Limits per kg are judged by {weight}.")
        lines.append([Run(words.format(weight=weight_text(weight)), size=_SMALL)])
    return lines


def _failed(view: LotView) -> str:
    return "; ".join(release_test_title(one.test) for one in view.tests if one.passed is False)


def _waits(view: LotView) -> int:
    """Return how many tests are open that are known at release."""
    return sum(line.passed is None and line.test.at_release for line in view.tests)


def _bold(words: str, tone: str) -> list[Run]:
    return [Run(words, bold=True, shade=colour(tone))]
