# ruff: noqa: PLC0415 -- everything here is imported when first asked for, so that the first
# paint does not wait for screens and dialogs nobody has opened.
"""Screens and dialogs about the whole ward, made when somebody asks for them."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from nkdesk.services.desk import Desk

if TYPE_CHECKING:
    from pathlib import Path

    from nkdesk.ui.audit.screen import AuditScreen
    from nkdesk.ui.calendar.screen import CalendarScreen
    from nkdesk.ui.common.slow_work import SlowWork
    from nkdesk.ui.handover.screen import HandoverScreen
    from nkdesk.ui.month.screen import MonthScreen
    from nkdesk.ui.replace.dialog import ReplaceDialog
    from nkdesk.ui.replace.lab_days_dialog import LabDaysDialog


def calendar_screen(desk: Desk) -> "CalendarScreen":
    """Return the ward calendar."""
    from nkdesk.ui.calendar.screen import CalendarScreen

    return CalendarScreen(desk)


def month_screen(desk: Desk) -> "MonthScreen":
    """Return the physician's month."""
    from nkdesk.ui.month.screen import MonthScreen

    return MonthScreen(desk)


def handover_screen(desk: Desk) -> "HandoverScreen":
    """Return what changed since a moment."""
    from nkdesk.ui.handover.screen import HandoverScreen

    return HandoverScreen(desk)


def audit_screen(desk: Desk) -> "AuditScreen":
    """Return every step of the journal, field by field."""
    from nkdesk.ui.audit.screen import AuditScreen

    return AuditScreen(desk)


def export_words(desk: Desk, folder: "Path") -> str:
    """Write the whole journal into a new folder; return what came of it."""
    from nkdesk.ui.audit.export_words import export_words

    return export_words(desk, folder)


def lab_days_dialog(parent: QWidget, desk: Desk, *, sample: bool) -> "LabDaysDialog":
    """Return the list of the laboratory's own days."""
    from nkdesk.ui.replace.lab_days_dialog import LabDaysDialog

    return LabDaysDialog(parent, desk, sample=sample)


def replace_dialog(
    parent: QWidget, desk: Desk, worker: "SlowWork", *, sample: bool
) -> "ReplaceDialog":
    """Return the form that places the ward's infusions anew."""
    from nkdesk.ui.replace.dialog import ReplaceDialog

    return ReplaceDialog(parent, desk, worker, sample=sample)
