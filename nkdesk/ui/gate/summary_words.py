"""The check as a whole, in a few sentences: where it stands and what is still needed."""

from PySide6.QtCore import QCoreApplication

from nkdesk.model.eligibility import CriterionVerdict, Outcome
from nkdesk.services.eligibility_models import EligibilityCheck
from nkdesk.sheets.wording.dates import day_text
from nkdesk.sheets.wording.day import spoken
from nkdesk.sheets.wording.eligibility import verdict_symbol, verdict_text
from nkdesk.ui.gate.result_words import status_words

translate = QCoreApplication.translate


def summary_lines(check: EligibilityCheck) -> list[str]:
    """Return where the check stands, between which days a cycle may begin, and the limits."""
    found = check.evaluation
    lines = [status_words(check.gate, check.cycle)] if check.cycle > 1 else []
    if check.earliest_start is not None and check.cycle > 1:
        words = translate("Check", "By the protocol cycle {n} begins no earlier than {day}.")
        lines.append(words.format(n=check.cycle, day=day_text(check.earliest_start)))
    if found.outcome is Outcome.ELIGIBLE and found.valid_until is not None:
        words = translate("Check", "Day 1 must not lie after {day}.")
        lines.append(words.format(day=day_text(found.valid_until)))
    lines += [limits_words(check), example_words(check)]
    lines.append(translate("Check", "Choose a criterion to see all its results."))
    return [line for line in lines if line]


def limits_words(check: EligibilityCheck) -> str:
    """Say by which table of limits enzymes are measured."""
    if check.uln is None:
        return translate("Check", "No table of upper limits of normal has been chosen.")
    words = translate("Check", "Limits of normal: {title}, from {day}")
    title = spoken(check.uln.table.title)
    return words.format(title=title, day=day_text(check.uln.valid_from))


def example_words(check: EligibilityCheck) -> str:
    """Say that numbers marked EXAMPLE are nobody's published numbers."""
    if not check.example:
        return ""
    return translate(
        "Check", "Numbers marked EXAMPLE are not published by the trial; the site sets its own."
    )


def open_points(check: EligibilityCheck) -> list[tuple[str, str, str]]:
    """Return what speaks against it and what is left: criterion, verdict and text of each."""
    found = check.evaluation
    return [_point(one) for one in (*found.not_met, *found.unknown)]


def _point(found: CriterionVerdict) -> tuple[str, str, str]:
    verdict = f"{verdict_symbol(found.verdict)}  {verdict_text(found)}"
    return found.criterion.id, verdict, spoken(found.criterion.text)
