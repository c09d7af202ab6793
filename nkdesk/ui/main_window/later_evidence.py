# ruff: noqa: PLC0415 -- everything here is imported when first asked for, so that the first
# paint does not wait for screens and dialogs nobody has opened.
"""Screens and dialogs of evidence, made when somebody asks for them."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from nkdesk.services.desk import Desk
from nkdesk.services.read_models import PatientLine

if TYPE_CHECKING:
    from nkdesk.model.evidence import Consent, Infection, Observation
    from nkdesk.services.eligibility_models import Series
    from nkdesk.ui.assessments.consent_dialog import ConsentDialog
    from nkdesk.ui.assessments.donor_dialog import DonorDialog
    from nkdesk.ui.assessments.form import About
    from nkdesk.ui.assessments.history_dialog import AllResultsDialog
    from nkdesk.ui.assessments.infection_dialog import JudgeInfectionDialog
    from nkdesk.ui.assessments.result_dialog import EnterResultDialog
    from nkdesk.ui.assessments.screen import AssessmentsScreen
    from nkdesk.ui.assessments.why_dialogs import StrikeDialog, WithdrawDialog
    from nkdesk.ui.limits.dialog import LimitsDialog


def about(desk: Desk, line: PatientLine, *, sample: bool, donor: bool = False) -> "About":
    """Return whose evidence is meant: the patient's, or the donor's where one is known."""
    from nkdesk.services.evidence import current_donor
    from nkdesk.ui.assessments.form import About

    return About(desk, line, sample, current_donor(desk, line.patient.id) if donor else None)


def assessments_screen(desk: Desk, patient_id: int, *, sample: bool) -> "AssessmentsScreen":
    """Return everything a patient and the donor are judged by."""
    from nkdesk.ui.assessments.screen import AssessmentsScreen

    return AssessmentsScreen(desk, patient_id, sample=sample)


def result_dialog(
    parent: QWidget,
    whose: "About",
    *,
    what: str = "",
    answer: str = "",
    corrects: "Observation | None" = None,
) -> "EnterResultDialog":
    """Return the form for a result."""
    from nkdesk.ui.assessments.result_dialog import EnterResultDialog

    return EnterResultDialog(parent, whose, what=what, answer=answer, corrects=corrects)


def infection_dialog(
    parent: QWidget,
    whose: "About",
    *,
    answer: str = "",
    corrects: "tuple[Observation, Infection | None] | None" = None,
) -> "JudgeInfectionDialog":
    """Return the form for a judgement on infection."""
    from nkdesk.ui.assessments.infection_dialog import JudgeInfectionDialog

    return JudgeInfectionDialog(parent, whose, answer=answer, corrects=corrects)


def consent_dialog(parent: QWidget, whose: "About") -> "ConsentDialog":
    """Return the form for a signed consent."""
    from nkdesk.ui.assessments.consent_dialog import ConsentDialog

    return ConsentDialog(parent, whose)


def strike_dialog(
    parent: QWidget, whose: "About", found: "Observation | Consent", named: str
) -> "StrikeDialog":
    """Return the form that strikes what was entered by mistake."""
    from nkdesk.ui.assessments.why_dialogs import StrikeDialog

    return StrikeDialog(parent, whose, found, named)


def withdraw_dialog(parent: QWidget, whose: "About", consent: "Consent") -> "WithdrawDialog":
    """Return the form for a consent taken back."""
    from nkdesk.ui.assessments.why_dialogs import WithdrawDialog

    return WithdrawDialog(parent, whose, consent)


def history_dialog(parent: QWidget, whose: "About", series: "Series") -> "AllResultsDialog":
    """Return all results of one kind."""
    from nkdesk.ui.assessments.history_dialog import AllResultsDialog

    return AllResultsDialog(parent, whose, series)


def donor_dialog(parent: QWidget, whose: "About") -> "DonorDialog":
    """Return the form for the donor."""
    from nkdesk.ui.assessments.donor_dialog import DonorDialog

    return DonorDialog(parent, whose)


def limits_dialog(parent: QWidget, desk: Desk, *, sample: bool) -> "LimitsDialog":
    """Return the limits of normal and the consent versions in force."""
    from nkdesk.ui.limits.dialog import LimitsDialog

    return LimitsDialog(parent, desk, sample=sample)
