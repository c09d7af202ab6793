"""The assessments of one patient over whatever is open: a check, or the patient's page."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from nkdesk.services.desk import Desk
from nkdesk.services.problems import StoreError
from nkdesk.services.read_models import PatientLine
from nkdesk.ui.assessments.consent_dialog import ConsentDialog
from nkdesk.ui.assessments.donor_dialog import DonorDialog
from nkdesk.ui.assessments.history_dialog import AllResultsDialog
from nkdesk.ui.assessments.infection_dialog import JudgeInfectionDialog
from nkdesk.ui.assessments.page import AssessmentsPage
from nkdesk.ui.assessments.result_dialog import EnterResultDialog
from nkdesk.ui.assessments.why_dialogs import StrikeDialog, WithdrawDialog
from nkdesk.ui.common.labels import heading
from nkdesk.ui.common.sample_frame import SampleFrame

if TYPE_CHECKING:
    from nkdesk.model.evidence import Consent, Observation
    from nkdesk.services.eligibility_models import Series
    from nkdesk.ui.assessments.form import About, EvidenceDialog

SIZE = (1088, 568)


class AssessmentsDialog(QDialog):
    """``saved`` says in words what was saved; the page is read anew after each form."""

    saved = Signal(str)

    def __init__(
        self, parent: QWidget | None, desk: Desk, line: PatientLine, *, sample: bool
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Assessments"))
        self.setModal(True)
        self._number = line.patient.trial_number
        self.form: QDialog | None = None
        self.page = AssessmentsPage(desk, line.patient.id, sample=sample)
        self._lay_out(sample=sample)
        self._connect()
        self.page.reread()
        self.resize(*SIZE)
        self.page.setFocus()

    def refresh(self) -> None:
        """Read everything anew."""
        self.page.reread()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves; Enter opens all results of the chosen kind, and presses no button."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return
        super().keyPressEvent(event)

    def enter(self, whose: "About", what: str = "") -> None:
        """Enter a result."""
        self._open(EnterResultDialog(self, whose, what=what), self.tr("Result saved, {id}"))

    def judge(self, whose: "About") -> None:
        """Judge infection."""
        self._open(JudgeInfectionDialog(self, whose), self.tr("Judgement saved, {id}"))

    def consent(self, whose: "About") -> None:
        """Enter a consent."""
        self._open(ConsentDialog(self, whose), self.tr("Consent saved, {id}"))

    def donor(self, whose: "About") -> None:
        """Enter or change the donor."""
        self._open(DonorDialog(self, whose), self.tr("Donor saved, {id}"))

    def correct(self, whose: "About", series: "Series", one: "Observation") -> None:
        """Put a result right; the old one stays readable."""
        words = self.tr("Corrected, {id}")
        if series.kind.form:
            counting = [point.observation.id for point in series.points if not point.corrected]
            structure = series.infection if counting[-1:] == [one.id] else None
            self._open(JudgeInfectionDialog(self, whose, corrects=(one, structure)), words)
        else:
            self._open(EnterResultDialog(self, whose, corrects=one), words)

    def strike(self, whose: "About", found: "Observation | Consent", named: str) -> None:
        """Strike what was entered by mistake."""
        self._open(StrikeDialog(self, whose, found, named), self.tr("Struck out, {id}"))

    def withdraw(self, whose: "About", one: "Consent") -> None:
        """Save that a consent was taken back."""
        self._open(WithdrawDialog(self, whose, one), self.tr("Consent withdrawn, {id}"))

    def history(self, whose: "About", series: "Series") -> None:
        """Show all results of one kind."""
        dialog = AllResultsDialog(self, whose, series)
        dialog.correct_asked.connect(lambda one: self.correct(whose, series, one))
        dialog.strike_asked.connect(lambda one: self.strike(whose, one, dialog.named))
        self._show(dialog)

    def _open(self, form: "EvidenceDialog", words: str) -> None:
        form.accepted.connect(lambda: self._saved(words.format(id=self._number)))
        self._show(form)

    def _show(self, form: QDialog) -> None:
        self.form = form
        form.finished.connect(form.deleteLater)
        form.open()

    def _saved(self, words: str) -> None:
        try:
            self.page.reread()
        except StoreError as error:
            words = f"{words}. {error.sentence} {error.next_step}"
        self.saved.emit(words)

    def _connect(self) -> None:
        page = self.page
        for signal, act in (
            (page.enter_asked, self.enter),
            (page.judge_asked, self.judge),
            (page.consent_asked, self.consent),
            (page.correct_asked, self.correct),
            (page.strike_asked, self.strike),
            (page.withdraw_asked, self.withdraw),
            (page.history_asked, self.history),
            (page.donor_asked, self.donor),
        ):
            signal.connect(act)
        page.left.connect(self.reject)

    def _lay_out(self, *, sample: bool) -> None:
        content = QWidget()
        content.setAutoFillBackground(True)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(16, 4, 12, 4)
        top.addWidget(heading(self.tr("Assessments"), "title"), 1)
        top.addWidget(self.page.chooser)
        column.addLayout(top)
        column.addWidget(self.page, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(SampleFrame(content, sample=sample))
