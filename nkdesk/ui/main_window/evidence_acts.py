"""What a person can do about evidence: each opens its dialog and says what was saved."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from nkdesk.services.desk import Desk
from nkdesk.services.read_models import PatientLine
from nkdesk.ui.main_window import later_evidence
from nkdesk.ui.main_window.plan_acts import Host

if TYPE_CHECKING:
    from nkdesk.model.evidence import Consent, Observation
    from nkdesk.services.eligibility_models import Series
    from nkdesk.ui.assessments.form import About
    from nkdesk.ui.assessments.screen import AssessmentsScreen
    from nkdesk.ui.limits.dialog import LimitsDialog
    from nkdesk.ui.main_window.window import MainWindow

INFECTION = "uncontrolled_infection"


class EvidenceActs(QObject):
    """Results, judgements, consents, the donor, limits of normal and consent versions."""

    def __init__(self, host: Host, window: "MainWindow", desk: Desk) -> None:
        super().__init__(window)
        self._host = host
        self._window = window
        self._desk = desk

    def assessments(self, patient_id: int) -> "AssessmentsScreen":
        """Return the page of a patient's assessments, tied to what it can ask for."""
        screen = later_evidence.assessments_screen(self._desk, patient_id, sample=self._host.sample)
        screen.enter_asked.connect(self._enter)
        screen.judge_asked.connect(self._judge)
        screen.consent_asked.connect(self._consent)
        screen.correct_asked.connect(self.correct)
        screen.strike_asked.connect(self.strike)
        screen.withdraw_asked.connect(self.withdraw)
        screen.history_asked.connect(self.history)
        screen.donor_asked.connect(self._donor)
        return screen

    def enter_result(
        self, line: PatientLine, what: str = "", *, donor: bool = False, answer: str = ""
    ) -> None:
        """Enter a result of a kind, or of one still to be chosen; infection has its own form."""
        whose = self._about(line, donor=donor)
        if donor and whose.donor is None:
            self._donor(whose)
        elif what == INFECTION:
            self._judge(whose, answer)
        else:
            self._enter(whose, what, answer)

    def judge_infection(self, line: PatientLine, answer: str = "") -> None:
        """Judge infection; ``answer`` is the verdict to stand ready."""
        self._judge(self._about(line), answer)

    def enter_consent(self, line: PatientLine, *, donor: bool = False) -> None:
        """Enter a signed consent; for a donor nobody has entered, the donor first."""
        whose = self._about(line, donor=donor)
        if donor and whose.donor is None:
            self._donor(whose)
        else:
            self._consent(whose)

    def enter_donor(self, line: PatientLine) -> None:
        """Enter or change the donor."""
        self._donor(self._about(line, donor=True))

    def history(self, whose: "About", series: "Series") -> None:
        """Show all results of one kind."""
        dialog = later_evidence.history_dialog(self._window, whose, series)
        dialog.correct_asked.connect(lambda one: self.correct(whose, series, one))
        dialog.strike_asked.connect(lambda one: self.strike(whose, one, dialog.named))
        self._host.show_dialog(dialog)

    def correct(self, whose: "About", series: "Series", one: "Observation") -> None:
        """Put a result right; the old one stays readable."""
        done = self._said(self.tr("Corrected, {id}"), whose)
        if series.kind.form:
            counting = [point.observation.id for point in series.points if not point.corrected]
            structure = series.infection if counting[-1:] == [one.id] else None
            dialog = later_evidence.infection_dialog(self._window, whose, corrects=(one, structure))
            self._host.show_dialog(dialog, lambda: self._host.done(done))
            return
        form = later_evidence.result_dialog(self._window, whose, corrects=one)
        self._host.show_dialog(form, lambda: self._host.done(done))

    def strike(self, whose: "About", found: "Observation | Consent", named: str) -> None:
        """Strike what was entered by mistake."""
        dialog = later_evidence.strike_dialog(self._window, whose, found, named)
        words = self._said(self.tr("Struck out: {what}, {id}"), whose, named)
        self._host.show_dialog(dialog, lambda: self._host.done(words))

    def withdraw(self, whose: "About", consent: "Consent") -> None:
        """Save that a consent was taken back."""
        dialog = later_evidence.withdraw_dialog(self._window, whose, consent)
        words = self._said(self.tr("Consent withdrawn, {id}"), whose)
        self._host.show_dialog(dialog, lambda: self._host.done(words))

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

    def _enter(self, whose: "About", what: str, answer: str = "") -> None:
        dialog = later_evidence.result_dialog(self._window, whose, what=what, answer=answer)
        words = self._said(self.tr("Result saved, {id}"), whose)
        self._host.show_dialog(dialog, lambda: self._host.done(words))

    def _judge(self, whose: "About", answer: str = "") -> None:
        dialog = later_evidence.infection_dialog(self._window, whose, answer=answer)
        words = self._said(self.tr("Judgement saved, {id}"), whose)
        self._host.show_dialog(dialog, lambda: self._host.done(words))

    def _consent(self, whose: "About") -> None:
        dialog = later_evidence.consent_dialog(self._window, whose)
        words = self._said(self.tr("Consent saved, {id}"), whose)
        self._host.show_dialog(dialog, lambda: self._host.done(words))

    def _donor(self, whose: "About") -> None:
        dialog = later_evidence.donor_dialog(self._window, whose)
        words = self._said(self.tr("Donor saved, {id}"), whose)
        self._host.show_dialog(dialog, lambda: self._host.done(words))

    def _about(self, line: PatientLine, *, donor: bool = False) -> "About":
        return later_evidence.about(self._desk, line, sample=self._host.sample, donor=donor)

    def _said(self, words: str, whose: "About", what: str = "") -> str:
        return words.format(id=whose.line.patient.trial_number, what=what)
