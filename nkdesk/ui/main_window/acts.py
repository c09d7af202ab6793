"""What a person can do in an open ward: each opens its dialog and says what was saved."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QFileDialog

from nkdesk.services.day_list import day_list
from nkdesk.services.desk import Desk
from nkdesk.services.problems import StoreError
from nkdesk.services.protocols import StoredProtocol, add_protocol
from nkdesk.services.read_models import PatientLine
from nkdesk.services.undo import NoUndo, UndoOffer, undo, undo_offer
from nkdesk.services.ward import ProtocolSource
from nkdesk.ui.common.chosen import ChosenItem
from nkdesk.ui.common.dialog import Question
from nkdesk.ui.main_window import later
from nkdesk.ui.main_window.backup_acts import BackupActs
from nkdesk.ui.main_window.bedside_acts import BedsideActs
from nkdesk.ui.main_window.check_acts import CheckActs
from nkdesk.ui.main_window.evidence_acts import EvidenceActs
from nkdesk.ui.main_window.paper_acts import PaperActs
from nkdesk.ui.main_window.plan_acts import PlanActs, Rereading, about_words
from nkdesk.ui.main_window.product_acts import ProductActs
from nkdesk.ui.main_window.undo_words import (
    going_back_words,
    no_undo_words,
    undo_words,
    undone_words,
)
from nkdesk.ui.main_window.ward_acts import WardActs
from nkdesk.ui.main_window.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nkdesk.ui.common.slow_work import SlowWork
    from nkdesk.ui.protocols.dialogs import FileFault

    ReadProtocol = Callable[[Path], ProtocolSource | Sequence[FileFault]]


class Acts(QObject):
    """``saved`` follows every write; ``said`` carries a sentence for the status line."""

    saved = Signal()
    said = Signal(str)
    enrolled = Signal(int)

    def __init__(
        self, window: MainWindow, desk: Desk, read_protocol: "ReadProtocol", worker: "SlowWork"
    ) -> None:
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._read_protocol = read_protocol
        self.sample = False
        self.dialog: QDialog | None = None
        self.plans = PlanActs(self, window, desk)
        self.ward = WardActs(self, window, desk, worker)
        self.checks = CheckActs(self, window, desk)
        self.evidence = EvidenceActs(self, window, desk)
        self.papers = PaperActs(self, window, desk)
        self.products = ProductActs(self, window, desk)
        self.bedside = BedsideActs(self, window, desk, self.plans)
        self.backups = BackupActs(self, window, desk, worker)

    def record(self, chosen: ChosenItem) -> None:
        """Record an item as given; an infusion with a product at the bed."""
        if self.bedside.takes(chosen):
            self.bedside.record(chosen)
            return
        words = self.tr("Recorded as given: {item}, {id}")
        dialog = later.given_dialog(self._window, self._desk, chosen, sample=self.sample)

        def show() -> None:
            self.done(about_words(words, chosen))
            self.plans.offer_settling(chosen.line, chosen.item.address.cycle)

        self.show_dialog(dialog, show)

    def not_given(self, chosen: ChosenItem) -> None:
        """Record an item as not given."""
        words = self.tr("Recorded as not given: {item}, {id}")
        dialog = later.not_given_dialog(self._window, self._desk, chosen, sample=self.sample)
        self.show_dialog(dialog, lambda: self.done(about_words(words, chosen)))

    def enrol(self) -> None:
        """Add a patient and show the new page."""
        dialog = later.enrol_dialog(self._window, self._desk, sample=self.sample)

        def show() -> None:
            if dialog.enrolled is not None:
                self.done(self.tr("Enrolled: {id}").format(id=dialog.enrolled.trial_number))
                self.enrolled.emit(dialog.enrolled.patient_id)

        self.show_dialog(dialog, show)

    def plan(self, line: PatientLine) -> None:
        """Plan cycle 1 of a patient without one."""
        words = self.tr("Planned: cycle 1, {id}").format(id=line.patient.trial_number)
        dialog = later.plan_dialog(self._window, self._desk, line, sample=self.sample)
        self.show_dialog(dialog, lambda: self.done(words))

    def print_day(self, day: date) -> None:
        """Preview the day's list, read anew: never what happens to be on the screen."""
        dialog = later.print_preview(self._window, day_list(self._desk, day), self._desk)
        self.show_dialog(dialog, lambda: self.said.emit(dialog.went))

    def next_undo(self) -> str:
        """Return what undo would take back, by name; "" while it would take back nothing."""
        offer = undo_offer(self._desk)
        return "" if isinstance(offer, NoUndo) else undo_words(offer)

    def undo(self) -> None:
        """Name the newest own step and ask, or say why there is none to undo."""
        offer = undo_offer(self._desk)
        if isinstance(offer, NoUndo):
            self.said.emit(no_undo_words(offer))
            return
        verbs = (undo_words(offer), self.tr("Keep it"))
        words = (
            self.tr("Undo your newest step?"),
            going_back_words(offer),
        )
        question = Question(self._window, words, verbs, sample=self.sample)
        self.show_dialog(question, lambda: self._undo(offer))

    def add_protocol(self) -> None:
        """Read a protocol file and add it, or show every error in it."""
        path = self.ask_for_file()
        if path is None:
            return
        read = self._read_protocol(path)
        if isinstance(read, ProtocolSource):
            words = self.tr("Added: {id} v{version}")
            self._attempt(
                lambda: add_protocol(self._desk, read),
                words.format(id=read.protocol.id, version=read.protocol.version),
            )
            return
        self.show_dialog(later.faults_dialog(self._window, path.name, read, sample=self.sample))

    def approve_protocol(self, version: StoredProtocol) -> None:
        """Approve a site version with two names."""
        words = self.tr("Approved: {id} v{version}").format(id=version.id, version=version.version)
        dialog = later.approve_dialog(self._window, self._desk, version, sample=self.sample)
        self.show_dialog(dialog, lambda: self.done(words))

    def help(self) -> None:
        """Show every command with its key."""
        rows = [
            (" / ".join(key.toString() for key in action.shortcuts()), action.text())
            for action in self._window.furnish().commands.all
        ]
        self.show_dialog(later.keys_dialog(self._window, rows))

    def ask_for_file(self) -> Path | None:
        """Return the protocol file a person chose, None when they think better of it."""
        words = self.tr("Protocol file")
        chosen, _ = QFileDialog.getOpenFileName(self._window, words, "", "TOML (*.toml *.nkproto)")
        return Path(chosen) if chosen else None

    def stop(self) -> None:
        """Close the dialog in use, and with it whatever it has running: the ward closes."""
        if self.dialog is not None:
            self.dialog.done(QDialog.DialogCode.Rejected)

    def show_dialog(self, dialog: QDialog, accepted: Callable[[], None] | None = None) -> None:
        """Open a dialog over the window; ``accepted`` follows when it saved."""
        self.dialog = dialog
        if accepted is not None:
            dialog.accepted.connect(accepted)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(lambda _result: self._forget(dialog))
        dialog.open()

    def come_back(self, dialog: Rereading) -> None:
        """Take a dialog that stayed open underneath as the one in use again, read anew."""
        if isinstance(dialog, QDialog) and dialog.isVisible():
            self.dialog = dialog
            dialog.refresh()

    def _forget(self, dialog: QDialog) -> None:
        if self.dialog is dialog:  # what it saved may have led to another
            self.dialog = None

    def _undo(self, offer: UndoOffer) -> None:
        try:
            answer = undo(self._desk, offer.seq)
        except StoreError as error:
            self.said.emit(f"{error.sentence} {error.next_step}")
            return
        if isinstance(answer, NoUndo):
            self.said.emit(no_undo_words(answer))
        else:
            self.done(undone_words(offer))

    def _attempt(self, write: Callable[[], object], words: str) -> None:
        """Write without a dialog; what stands in the store's way is said in the status line."""
        try:
            write()
        except StoreError as error:
            self.said.emit(f"{error.sentence} {error.next_step}")
            return
        self.done(words)

    def say(self, words: str) -> None:
        """Say something at the foot of the window where nothing was saved."""
        self.said.emit(words)

    def done(self, words: str) -> None:
        """Say what was saved, and let every screen read again."""
        self.saved.emit()
        self.said.emit(words)
