"""A patient in words: the identity that stands in every row, banner and dialog.

Source: NHS Common User Interface, patient banner (order and style), PAB-0064 (allergy states).
Names appear letter for letter; only the family name is set bold.
"""

from PySide6.QtCore import QCoreApplication

from nkdesk.model.patient import Patient
from nkdesk.services.read_models import PatientLine
from nkdesk.sheets.wording.dates import born_text
from nkdesk.sheets.wording.people import look_alike_text
from nkdesk.ui.common.paragraph import Run
from nkdesk.ui.common.theme import colour

translate = QCoreApplication.translate


def name_runs(patient: Patient, size: float = 1.0) -> list[Run]:
    """Return the name as runs: the family name bold, the rest plain, nothing left out."""
    family = patient.name.family
    return [Run(family, bold=True, size=size), Run(patient.name.full[len(family) :], size=size)]


def born_words(line: PatientLine) -> str:
    """Return ``Born 12-Mar-2015 (11y)``."""
    return translate("People", "Born {born}").format(born=born_text(line.patient.born, line.age))


def number_runs(line: PatientLine, size: float = 1.0) -> list[Run]:
    """Return trial number and birth date as runs, labels lighter than values."""
    return [
        Run(line.patient.trial_number, bold=True, size=size),
        Run("   " + translate("People", "born") + " ", shade=colour("quiet"), size=size),
        Run(born_text(line.patient.born, line.age), size=size),
    ]


def case_words(patient: Patient) -> str:
    """Return the case number, or that there is none."""
    return patient.case_number or translate("People", "Not recorded")


def identity(line: PatientLine) -> str:
    """Return a patient in one spoken line: name, birth, trial number, look-alike mark."""
    return f"{named(line)}, {look_alike_text()}" if line.look_alike else named(line)


def named(line: PatientLine) -> str:
    """Return name, birth and trial number in one line."""
    return ", ".join([line.patient.name.full, born_words(line), line.patient.trial_number])
