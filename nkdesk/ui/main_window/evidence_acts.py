"""What a person can do about evidence: look at it, enter it, choose what it is held against."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from nkdesk.services.desk import Desk
from nkdesk.services.read_models import PatientLine
from nkdesk.ui.main_window import later_evidence
from nkdesk.ui.main_window.plan_acts import Host

if TYPE_CHECKING:
    from nkdesk.ui.limits.dialog import LimitsDialog
    from nkdesk.ui.main_window.window import MainWindow


class EvidenceActs(QObject):
    """The assessments of a patient, and for the whole ward limits of normal and consent forms."""

    def __init__(self, host: Host, window: "MainWindow", desk: Desk) -> None:
        super().__init__(window)
        self._host = host
        self._window = window
        self._desk = desk

    def assessments(self, line: PatientLine) -> None:
        """Show all that a patient and the donor are judged by; each entry is saved at once."""
        dialog = later_evidence.assessments_dialog(
            self._window, self._desk, line, sample=self._host.sample
        )
        dialog.saved.connect(self._host.done)
        self._host.show_dialog(dialog)

    def limits(self) -> None:
        """Show the limits of normal and the consent versions; each is saved as it is entered."""
        dialog = later_evidence.limits_dialog(self._window, self._desk, sample=self._host.sample)
        dialog.changed.connect(self._host.done)
        dialog.file_asked.connect(lambda: self._add_table(dialog))
        self._host.show_dialog(dialog)

    def ask_for_table(self) -> Path | None:
        """Return the file a person chose, None when they think better of it."""
        words = self.tr("Table of limits of normal")
        chosen, _ = QFileDialog.getOpenFileName(self._window, words, "", "TOML (*.toml)")
        return Path(chosen) if chosen else None

    def _add_table(self, dialog: "LimitsDialog") -> None:
        path = self.ask_for_table()
        if path is not None:
            dialog.add_file(path)
