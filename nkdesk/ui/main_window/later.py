# ruff: noqa: PLC0415 -- everything here is imported when first asked for, so that the first
# paint does not wait for screens and dialogs nobody has opened.
"""Screens and dialogs that the first paint does not need, made when somebody asks for them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from nkdesk.services.desk import Desk
from nkdesk.services.read_models import DayList, PatientLine
from nkdesk.ui.common.chosen import ChosenItem

if TYPE_CHECKING:
    from nkdesk.services.eligibility_models import EligibilityCheck
    from nkdesk.services.protocols import StoredProtocol
    from nkdesk.ui.enrol.dialog import EnrolDialog
    from nkdesk.ui.main_window.keys_dialog import KeysDialog
    from nkdesk.ui.patient.screen import PatientScreen
    from nkdesk.ui.patients.screen import PatientsScreen
    from nkdesk.ui.plan_cycle.dialog import PlanCycleDialog
    from nkdesk.ui.print_preview.window import PrintPreview
    from nkdesk.ui.protocols.dialogs import ApproveDialog, FileFault, FileFaultsDialog
    from nkdesk.ui.protocols.screen import ProtocolsScreen
    from nkdesk.ui.record.given import RecordGivenDialog
    from nkdesk.ui.record.not_given import RecordNotGivenDialog


def patients_screen(desk: Desk) -> "PatientsScreen":
    """Return the list of patients."""
    from nkdesk.ui.patients.screen import PatientsScreen

    return PatientsScreen(desk)


def patient_screen(desk: Desk, patient_id: int) -> "PatientScreen":
    """Return the page of one patient."""
    from nkdesk.ui.patient.screen import PatientScreen

    return PatientScreen(desk, patient_id)


def protocols_screen(desk: Desk) -> "ProtocolsScreen":
    """Return the ward's protocols."""
    from nkdesk.ui.protocols.screen import ProtocolsScreen

    return ProtocolsScreen(desk)


def enrol_dialog(parent: QWidget, desk: Desk, *, sample: bool) -> "EnrolDialog":
    """Return the form for a new patient."""
    from nkdesk.ui.enrol.dialog import EnrolDialog

    return EnrolDialog(parent, desk, sample=sample)


def plan_dialog(
    parent: QWidget, desk: Desk, line: PatientLine, *, sample: bool
) -> "PlanCycleDialog":
    """Return the form that plans cycle 1."""
    from nkdesk.ui.plan_cycle.dialog import PlanCycleDialog

    return PlanCycleDialog(parent, desk, line, sample=sample)


def given_dialog(
    parent: QWidget, desk: Desk, chosen: ChosenItem, *, sample: bool
) -> "RecordGivenDialog":
    """Return the form that records an item as given."""
    from nkdesk.ui.record.given import RecordGivenDialog

    return RecordGivenDialog(parent, desk, chosen, sample=sample)


def not_given_dialog(
    parent: QWidget, desk: Desk, chosen: ChosenItem, *, sample: bool
) -> "RecordNotGivenDialog":
    """Return the form that records an item as not given."""
    from nkdesk.ui.record.not_given import RecordNotGivenDialog

    return RecordNotGivenDialog(parent, desk, chosen, sample=sample)


def print_preview(parent: QWidget, day: DayList, desk: Desk) -> "PrintPreview":
    """Return the preview of a day's list."""
    from nkdesk.services.day_list import day_list
    from nkdesk.ui.print_preview.in_hand import Register
    from nkdesk.ui.print_preview.sheet_kinds import DaySheet
    from nkdesk.ui.print_preview.window import PrintPreview

    register = Register(desk, lambda: DaySheet(day_list(desk, day.day)))
    sheet = DaySheet(day)
    return PrintPreview(parent, sheet, actor=desk.actor, now=desk.clock.now, register=register)


def print_check(
    parent: QWidget,
    check: "EligibilityCheck",
    desk: Desk,
    donor: "EligibilityCheck | None" = None,
) -> "PrintPreview":
    """Return the preview of a check, with the donor's below it where there is one."""
    from nkdesk.services.ward import ward_site
    from nkdesk.sheets.check_rows import CheckSheet
    from nkdesk.ui.print_preview.sheet_kinds import CheckPaper
    from nkdesk.ui.print_preview.window import PrintPreview

    paper = CheckPaper(CheckSheet(check, ward_site(desk).ward, donor))
    return PrintPreview(parent, paper, actor=desk.actor, now=desk.clock.now)


def print_signed_check(
    parent: QWidget, check: "EligibilityCheck", desk: Desk
) -> "PrintPreview | None":
    """Return the preview of a check as it was signed, None while nobody has signed it."""
    from nkdesk.services.gate import signed_evaluation
    from nkdesk.sheets.as_signed import as_signed

    gate = check.gate.gate if check.gate is not None else None
    signed = None if gate is None else signed_evaluation(desk, gate.id)
    return None if signed is None else print_check(parent, as_signed(check, signed), desk)


def approve_dialog(
    parent: QWidget, desk: Desk, version: "StoredProtocol", *, sample: bool
) -> "ApproveDialog":
    """Return the form that approves a protocol version."""
    from nkdesk.ui.protocols.dialogs import ApproveDialog

    return ApproveDialog(parent, desk, version, sample=sample)


def faults_dialog(
    parent: QWidget, name: str, faults: "Sequence[FileFault]", *, sample: bool
) -> "FileFaultsDialog":
    """Return the list of a protocol file's errors."""
    from nkdesk.ui.protocols.dialogs import FileFaultsDialog

    return FileFaultsDialog(parent, name, faults, sample=sample)


def keys_dialog(parent: QWidget, rows: Sequence[tuple[str, str]]) -> "KeysDialog":
    """Return the list of keys."""
    from nkdesk.ui.main_window.keys_dialog import KeysDialog

    return KeysDialog(parent, rows)
