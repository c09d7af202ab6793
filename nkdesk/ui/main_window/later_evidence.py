# ruff: noqa: PLC0415 -- everything here is imported when first asked for, so that the first
# paint does not wait for dialogs nobody has opened.
"""Dialogs of evidence, made when somebody asks for them."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from nkdesk.services.desk import Desk
from nkdesk.services.read_models import PatientLine

if TYPE_CHECKING:
    from nkdesk.ui.assessments.dialog import AssessmentsDialog
    from nkdesk.ui.limits.dialog import LimitsDialog


def assessments_dialog(
    parent: QWidget, desk: Desk, line: PatientLine, *, sample: bool
) -> "AssessmentsDialog":
    """Return everything a patient and the donor are judged by."""
    from nkdesk.ui.assessments.dialog import AssessmentsDialog

    return AssessmentsDialog(parent, desk, line, sample=sample)


def limits_dialog(parent: QWidget, desk: Desk, *, sample: bool) -> "LimitsDialog":
    """Return the limits of normal and the consent versions in force."""
    from nkdesk.ui.limits.dialog import LimitsDialog

    return LimitsDialog(parent, desk, sample=sample)
