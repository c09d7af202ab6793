"""The columns of what changed: when, to whom, what, why, by whom."""

from PySide6.QtCore import QCoreApplication

from nkdesk.services.calendar_models import ChangeLine
from nkdesk.sheets.wording.calendars import calendar_text
from nkdesk.sheets.wording.dates import clock_text, day_text
from nkdesk.sheets.wording.people import look_alike_text
from nkdesk.ui.common.paragraph import Run
from nkdesk.ui.common.people_words import born_words, name_runs, named
from nkdesk.ui.common.table_model import Column
from nkdesk.ui.common.theme import colour
from nkdesk.ui.handover.words import deviation_words, item_lines, what_words, why_words

translate = QCoreApplication.translate
WHEN, WHO_IS_IT, WHAT, WHY, BY = range(5)
_SMALL = 0.93


def change_columns() -> list[Column[ChangeLine]]:
    """Return the columns, left to right."""
    return [
        Column(translate("Handover", "When"), _when, lambda line: line.seq, 134),
        Column(translate("Handover", "Patient"), _patient, width=236),
        Column(translate("Handover", "What changed"), _what, width=300),
        Column(translate("Handover", "Why"), why_words, width=150),
        Column(translate("Handover", "By"), lambda line: line.who, width=112),
    ]


def when_lines(line: ChangeLine) -> list[list[Run]]:
    """Return the time and, under it, the day."""
    return [[Run(clock_text(line.at), bold=True)], [Run(day_text(line.at.date()), size=_SMALL)]]


def patient_lines(line: ChangeLine) -> list[list[Run]]:
    """Return name, trial ID and birth; for a step about no patient, whom it was about."""
    if line.line is None:
        return [[Run(_patient(line), shade=colour("quiet"))]]
    patient = line.line.patient
    number = [
        Run(patient.trial_number, bold=True, size=_SMALL),
        Run("   " + born_words(line.line), shade=colour("quiet"), size=_SMALL),
    ]
    lines = [name_runs(patient), number]
    if line.line.look_alike:
        lines.append([Run(look_alike_text(), bold=True, shade=colour("caution"), size=0.86)])
    return lines


def what_lines(line: ChangeLine) -> list[list[Run]]:
    """Return what was done and every item of it; what was undone since says so."""
    lines = [[Run(what_words(line), bold=True)]]
    if line.undone:
        undone = translate("Handover", "Undone since: it no longer holds")
        lines.append([Run(undone, bold=True, shade=colour("caution"), size=_SMALL)])
    caution = colour("caution")
    lines += [[Run(words, shade=caution, size=_SMALL)] for words in deviation_words(line)]
    shade = colour("quiet" if line.undone else "ink")
    return lines + [[Run(words, shade=shade, size=_SMALL)] for words in item_lines(line)]


def _when(line: ChangeLine) -> str:
    return f"{day_text(line.at.date())} {clock_text(line.at)}"


def _patient(line: ChangeLine) -> str:
    if line.line is not None:
        return named(line.line)
    if line.site_day is not None:
        return calendar_text(line.site_day.calendar)
    return translate("Handover", "The whole ward")


def _what(line: ChangeLine) -> str:
    return "; ".join("".join(run.text for run in runs) for runs in what_lines(line))
