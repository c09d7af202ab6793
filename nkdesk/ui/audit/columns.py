"""The columns of the audit: steps on the left, the fields of the chosen one on the right."""

from PySide6.QtCore import QCoreApplication

from nkdesk.services.audit import AuditStep
from nkdesk.sheets.wording.dates import clock_text, date_text
from nkdesk.ui.audit.words import FieldLine, patients_words, why_words
from nkdesk.ui.common.paragraph import Run
from nkdesk.ui.common.step_words import step_words
from nkdesk.ui.common.table_model import Column
from nkdesk.ui.common.theme import colour

translate = QCoreApplication.translate
WHEN, STEP = range(2)
FIELD, OLD, NEW = range(3)
_SMALL = 0.93


def step_columns() -> list[Column[AuditStep]]:
    """Return the columns of the steps."""
    return [
        Column(translate("Audit", "When"), _when, lambda step: step.seq, 108),
        Column(translate("Audit", "Who did what, of whom, why"), _step, width=320),
    ]


def field_columns() -> list[Column[FieldLine]]:
    """Return the columns of the fields."""
    return [
        Column(translate("Audit", "Field"), _field, width=140),
        Column(translate("Audit", "Before"), lambda line: line.old, width=140),
        Column(translate("Audit", "After"), lambda line: line.new, width=150),
    ]


def when_lines(step: AuditStep) -> list[list[Run]]:
    """Return the time, the day under it, and the step's number."""
    return [
        [Run(clock_text(step.at), bold=True)],
        [Run(date_text(step.at.date()), size=_SMALL)],
        [Run(_number(step), shade=colour("quiet"), size=_SMALL)],
    ]


def step_lines(step: AuditStep) -> list[list[Run]]:
    """Return what was done and by whom, of whom, why, and what became of it."""
    quiet = colour("quiet")
    by = f"{step.who} · {step.workstation}" if step.workstation else step.who
    lines = [
        [Run(step_words(step.what), bold=True)],
        [Run(by, size=_SMALL), Run(f"   {patients_words(step)}", shade=quiet, size=_SMALL)],
    ]
    if step.why:
        lines.append([Run(why_words(step), shade=quiet, size=_SMALL)])
    lines += [[Run(said, bold=True, shade=colour("caution"), size=_SMALL)] for said in _undo(step)]
    return lines


def field_cell_lines(line: FieldLine) -> list[list[Run]]:
    """Return the field, under the row it belongs to where that one begins."""
    head = [[Run(line.row, bold=True)]] if line.row else []
    return [*head, [Run(line.name, shade=colour("quiet"))]]


def _number(step: AuditStep) -> str:
    return translate("Audit", "step {n}").format(n=step.seq)


def _undo(step: AuditStep) -> list[str]:
    said = []
    if step.undone:
        said.append(translate("Audit", "Undone since: it no longer holds"))
    if step.undoes is not None:
        said.append(translate("Audit", "Takes back step {n}").format(n=step.undoes))
    return said


def _when(step: AuditStep) -> str:
    return f"{date_text(step.at.date())} {clock_text(step.at)}, {_number(step)}"


def _step(step: AuditStep) -> str:
    return "; ".join("".join(run.text for run in runs) for runs in step_lines(step))


def _field(line: FieldLine) -> str:
    return f"{line.row} {line.name}".strip()
