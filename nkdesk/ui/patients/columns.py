"""The columns of the patient list."""

from PySide6.QtCore import QCoreApplication

from nkdesk.services.read_models import PatientRow, PatientStatus
from nkdesk.sheets.wording.dates import born_text, day_text
from nkdesk.sheets.wording.day import spoken
from nkdesk.sheets.wording.people import look_alike_text
from nkdesk.ui.common.paragraph import Run
from nkdesk.ui.common.people_words import case_words, name_runs
from nkdesk.ui.common.table_model import Column
from nkdesk.ui.common.theme import colour

translate = QCoreApplication.translate
NAME, NEXT = 0, 5


def patient_columns() -> list[Column[PatientRow]]:
    """Return the columns, left to right."""
    return [
        Column(translate("Patients", "Patient"), lambda row: row.line.patient.name.full, width=250),
        Column(translate("Patients", "Born"), _born, lambda row: row.line.patient.born, 148),
        Column(
            translate("Patients", "Trial ID"), lambda row: row.line.patient.trial_number, width=84
        ),
        Column(
            translate("Patients", "Case no."), lambda row: case_words(row.line.patient), width=104
        ),
        Column(translate("Patients", "Arm"), _arm, width=150),
        Column(translate("Patients", "Next"), next_words, _next_key, 200),
    ]


def name_lines(row: PatientRow) -> list[list[Run]]:
    """Return the name, family in bold, with the look-alike mark under it."""
    lines = [name_runs(row.line.patient, 1.05)]
    if row.line.look_alike:
        lines.append([Run(look_alike_text(), bold=True, shade=colour("caution"), size=0.86)])
    return lines


def next_lines(row: PatientRow) -> list[list[Run]]:
    """Return the next date and, under it, what is due then."""
    if row.next_on is None or row.next_title is None:
        return [[Run(next_words(row), shade=colour("quiet"))]]
    what = f"{spoken(row.next_title)} · {row.next_label}"
    return [[Run(day_text(row.next_on))], [Run(what, shade=colour("quiet"), size=0.93)]]


def next_words(row: PatientRow) -> str:
    """Return what comes next for a patient, or how far the plan has come."""
    if row.next_on is not None and row.next_title is not None:
        return f"{day_text(row.next_on)}, {spoken(row.next_title)} · {row.next_label}"
    match row.status:
        case PatientStatus.NOT_PLANNED:
            return translate("Patients", "No cycle planned")
        case PatientStatus.CYCLE_DONE:
            return translate("Patients", "Cycle done")
        case PatientStatus.ON_CYCLE:
            return translate("Patients", "On a cycle")
        case PatientStatus.OFF_STUDY:
            return translate("Patients", "Off study")


def _arm(row: PatientRow) -> str:
    """Return the arm's label; its full name stands on the patient's page."""
    return spoken(row.arm_title).split(":")[0]


def _born(row: PatientRow) -> str:
    return born_text(row.line.patient.born, row.line.age)


def _next_key(row: PatientRow) -> str:
    return row.next_on.isoformat() if row.next_on else "9999"
