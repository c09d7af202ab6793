# ruff: noqa: PLC0415 -- everything here is imported when first asked for, so that the first
# paint does not wait for dialogs nobody has opened.
"""Dialogs that change a plan, made when somebody asks for them."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from nkdesk.services.desk import Desk
from nkdesk.services.read_models import PatientLine
from nkdesk.ui.common.chosen import ChosenItem

if TYPE_CHECKING:
    from nkdesk.ui.cease.dialog import CeaseDialog
    from nkdesk.ui.correct.dialog import CorrectDialog
    from nkdesk.ui.defer.dialog import DeferDialog
    from nkdesk.ui.off_study.dialog import OffStudyDialog
    from nkdesk.ui.settle.dialog import SettleDialog


def defer_dialog(
    parent: QWidget, desk: Desk, chosen: ChosenItem, *, sample: bool, to: date | None = None
) -> "DeferDialog":
    """Return the form that moves an item."""
    from nkdesk.ui.defer.dialog import DeferDialog

    return DeferDialog(parent, desk, chosen, sample=sample, to=to)


def cease_dialog(parent: QWidget, desk: Desk, chosen: ChosenItem, *, sample: bool) -> "CeaseDialog":
    """Return the form that stops a cycle."""
    from nkdesk.ui.cease.dialog import CeaseDialog

    return CeaseDialog(parent, desk, chosen, sample=sample)


def correct_dialog(
    parent: QWidget, desk: Desk, chosen: ChosenItem, *, sample: bool
) -> "CorrectDialog":
    """Return the form that corrects a recorded fact."""
    from nkdesk.ui.correct.dialog import CorrectDialog

    return CorrectDialog(parent, desk, chosen, sample=sample)


def off_study_dialog(
    parent: QWidget, desk: Desk, line: PatientLine, *, sample: bool
) -> "OffStudyDialog":
    """Return the form that takes a patient off the study."""
    from nkdesk.ui.off_study.dialog import OffStudyDialog

    return OffStudyDialog(parent, desk, line, sample=sample)


def settle_dialog(
    parent: QWidget, desk: Desk, about: tuple[PatientLine, int], *, sample: bool
) -> "SettleDialog":
    """Return the proposal that places the open doses of a cycle anew."""
    from nkdesk.ui.settle.dialog import SettleDialog

    return SettleDialog(parent, desk, about, sample=sample)


def unsettled_words(desk: Desk, patient_id: int, cycle: int) -> str:
    """Say which open doses of a cycle no longer keep their rules, "" when all do."""
    from nkdesk.ui.common.unsettled import unsettled_words as words

    return words(desk, patient_id, cycle)
