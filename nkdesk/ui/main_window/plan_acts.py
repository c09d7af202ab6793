"""What a person can change about a plan: each opens its dialog and says what was saved."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from nkdesk.services.desk import Desk
from nkdesk.services.read_models import PatientLine
from nkdesk.ui.common.chosen import ChosenItem
from nkdesk.ui.common.dialog import Question
from nkdesk.ui.main_window import later_changes

if TYPE_CHECKING:
    from nkdesk.ui.main_window.window import MainWindow


class Rereading(Protocol):
    """A dialog that stays open under another and reads again when it is back on top."""

    def refresh(self) -> None:
        """Read everything anew."""
        ...


class Host(Protocol):
    """What opens dialogs and tells of what they saved."""

    sample: bool

    def show_dialog(self, dialog: QDialog, accepted: Callable[[], None] | None = None) -> None:
        """Open a dialog over the window."""
        ...

    def done(self, words: str) -> None:
        """Say what was saved."""
        ...

    def say(self, words: str) -> None:
        """Say something at the foot of the window where nothing was saved."""
        ...

    def come_back(self, dialog: "Rereading") -> None:
        """Take a dialog that stayed open underneath as the one in use again, read anew."""
        ...


class PlanActs(QObject):
    """Defer, stop, off study, correct, and placing anew what no longer keeps its rules."""

    def __init__(self, host: Host, window: "MainWindow", desk: Desk) -> None:
        super().__init__(window)
        self._host = host
        self._window = window
        self._desk = desk

    def defer(self, chosen: ChosenItem, to: date | None = None) -> None:
        """Move an item; ``to`` is the date a drag asked for."""
        sample = self._host.sample
        dialog = later_changes.defer_dialog(self._window, self._desk, chosen, sample=sample, to=to)
        words = self.tr("Moved: {item}, {id}")
        self._host.show_dialog(dialog, lambda: self._host.done(about_words(words, chosen)))

    def cease(self, chosen: ChosenItem) -> None:
        """Give up the treatment of a cycle from an item on."""
        words = self.tr("Cycle stopped from {item}, {id}")
        dialog = later_changes.cease_dialog(
            self._window, self._desk, chosen, sample=self._host.sample
        )
        self._host.show_dialog(dialog, lambda: self._host.done(about_words(words, chosen)))

    def correct(self, chosen: ChosenItem) -> None:
        """Put a recorded fact right; what that leaves unsettled is offered."""
        words = self.tr("Corrected: {item}, {id}")
        dialog = later_changes.correct_dialog(
            self._window, self._desk, chosen, sample=self._host.sample
        )

        def show() -> None:
            self._host.done(about_words(words, chosen))
            self.offer_settling(chosen.line, chosen.item.address.cycle)

        self._host.show_dialog(dialog, show)

    def take_off_study(self, line: PatientLine) -> None:
        """Take a patient off the study."""
        words = self.tr("Off study: {id}").format(id=line.patient.trial_number)
        dialog = later_changes.off_study_dialog(
            self._window, self._desk, line, sample=self._host.sample
        )
        self._host.show_dialog(dialog, lambda: self._host.done(words))

    def settle(self, line: PatientLine, cycle: int) -> None:
        """Place the open doses of a cycle anew."""
        words = self.tr("Placed anew: cycle {n}, {id}")
        said = words.format(n=cycle, id=line.patient.trial_number)
        dialog = later_changes.settle_dialog(
            self._window, self._desk, (line, cycle), sample=self._host.sample
        )
        self._host.show_dialog(dialog, lambda: self._host.done(said))

    def offer_settling(self, line: PatientLine, cycle: int) -> None:
        """Say which doses no longer keep their rules, and offer to look at a new placement."""
        words = later_changes.unsettled_words(self._desk, line.patient.id, cycle)
        if not words:
            return
        verbs = (self.tr("Look at a new placement…"), self.tr("Leave them for now"))
        said = (self.tr("Open doses no longer keep their rules"), words)
        question = Question(self._window, said, verbs, sample=self._host.sample)
        self._host.show_dialog(question, lambda: self.settle(line, cycle))


def about_words(words: str, chosen: ChosenItem) -> str:
    """Put the item and the patient's trial number into a sentence."""
    return words.format(item=chosen.name, id=chosen.line.patient.trial_number)
