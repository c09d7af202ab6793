"""What a person can do about a check: look, enter what is missing, waive, sign, plan cycle 2."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from nkdesk.model.eligibility import GateState
from nkdesk.services.desk import Desk
from nkdesk.services.read_models import PatientLine
from nkdesk.ui.main_window import later, later_checks
from nkdesk.ui.main_window.plan_acts import Host

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from nkdesk.model.criterion import Who
    from nkdesk.services.eligibility_models import EligibilityCheck, GateAlert
    from nkdesk.ui.gate.dialog import CheckDialog
    from nkdesk.ui.gate.rows import ShownRow
    from nkdesk.ui.main_window.window import MainWindow


_SIGNED = (GateState.OPEN, GateState.PASSED)


class CheckActs(QObject):
    """A check stays open under the forms it leads to, and is read anew after each.

    ``assessments_asked`` carries whose page of assessments is wanted.
    """

    assessments_asked = Signal(object)

    def __init__(self, host: Host, window: "MainWindow", desk: Desk) -> None:
        super().__init__(window)
        self._host = host
        self._window = window
        self._desk = desk

    def check(self, line: PatientLine, cycle: int) -> None:
        """Show every criterion of a patient before a cycle."""
        dialog = later_checks.check_dialog(
            self._window, self._desk, (line, cycle), sample=self._host.sample
        )
        dialog.enter_asked.connect(lambda who, what: self._enter(dialog, who, what))
        dialog.judge_asked.connect(lambda who, what, said: self._enter(dialog, who, what, said))
        dialog.waive_asked.connect(lambda shown: self._waive(dialog, shown))
        dialog.assessments_asked.connect(lambda: self._leave_for(dialog))
        dialog.plan_asked.connect(lambda: self._plan(dialog))
        dialog.print_asked.connect(lambda: self._print(dialog))
        words = self.tr("Signed: cycle {n} of {id} is open")
        said = words.format(n=cycle, id=line.patient.trial_number)

        def show() -> None:
            if dialog.saved is not None:
                self._host.done(said)
            self._plan_again(line, cycle)

        self._host.show_dialog(dialog, show)

    def check_alert(self, alert: "GateAlert") -> None:
        """Show the check an alert is about."""
        self.check(alert.line, alert.cycle)

    def _leave_for(self, check: "CheckDialog") -> None:
        """Close a check for the page of everything it is judged by."""
        check.done(check.DialogCode.Rejected)
        self.assessments_asked.emit(check.line)

    def _print(self, check: "CheckDialog") -> None:
        """Preview the sheet of a check: what was signed, or else what stands on the screen."""
        found = check.check
        if found is None:
            return
        dialog = None
        if found.gate is not None and found.gate.state in _SIGNED:
            dialog = later.print_signed_check(check, found, self._desk)
        if dialog is None:
            dialog = later.print_check(check, found, self._desk, check.donor)
        self._show_over(check, dialog)

    def _enter(self, check: "CheckDialog", who: "Who", what: str, said: str = "") -> None:
        """Open the form of one result, a judgement's with the answer a key stood for."""
        asked = later_checks.Asked(check.line, who, what, said)
        dialog = later_checks.entry_dialog(check, self._desk, asked, sample=self._host.sample)
        words = self.tr("Entered: {id}").format(id=check.line.patient.trial_number)
        dialog.accepted.connect(lambda: self._host.done(words))
        self._show_over(check, dialog)

    def _waive(self, check: "CheckDialog", shown: "ShownRow") -> None:
        if check.check is None:
            return
        dialog = later_checks.waiver_dialog(
            check, self._desk, (check.check, shown), sample=self._host.sample
        )
        words = self.tr("Waived: a criterion of {id}").format(id=check.line.patient.trial_number)
        dialog.accepted.connect(lambda: self._host.done(words))
        self._show_over(check, dialog)

    def _plan(self, check: "CheckDialog") -> None:
        """Go on to planning from a check that was signed before."""
        check.done(check.DialogCode.Rejected)
        self._plan_again(check.line, check.cycle)

    def _plan_again(self, line: PatientLine, cycle: int) -> None:
        """Plan the cycle on the check as it now stands."""
        found = later_checks.check_of(self._desk, line.patient.id, cycle)
        if found is None:
            return
        self._show_plan(found)

    def _show_plan(self, found: "EligibilityCheck") -> None:
        dialog = later_checks.plan_second_dialog(
            self._window, self._desk, found, sample=self._host.sample
        )
        words = self.tr("Planned: cycle {n}, {id}")
        said = words.format(n=found.cycle, id=found.line.patient.trial_number)
        self._host.show_dialog(dialog, lambda: self._host.done(said))

    def _show_over(self, check: "CheckDialog", dialog: "QDialog") -> None:
        """Open a form over a check; the check comes back as the dialog in use, read anew."""
        self._host.show_dialog(dialog)
        dialog.finished.connect(lambda _result: self._host.come_back(check))
