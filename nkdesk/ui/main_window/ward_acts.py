"""What a person can change for the whole ward: laboratory days, and all infusions placed anew."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from nkdesk.services.desk import Desk
from nkdesk.ui.main_window import later_ward
from nkdesk.ui.main_window.plan_acts import Host

if TYPE_CHECKING:
    from nkdesk.ui.common.slow_work import SlowWork
    from nkdesk.ui.main_window.window import MainWindow


class WardActs(QObject):
    """Each opens its dialog; the two lead to one another."""

    def __init__(self, host: Host, window: "MainWindow", desk: Desk, worker: "SlowWork") -> None:
        super().__init__(window)
        self._host = host
        self._window = window
        self._desk = desk
        self._worker = worker

    def lab_days(self) -> None:
        """Show the laboratory's own days; each is saved as it is added or removed."""
        dialog = later_ward.lab_days_dialog(self._window, self._desk, sample=self._host.sample)
        dialog.changed.connect(self._host.done)
        dialog.replace_asked.connect(self.replace)
        self._host.show_dialog(dialog)

    def export_journal(self) -> None:
        """Ask where to, and write the whole journal there in a folder of its own."""
        chosen = QFileDialog.getExistingDirectory(
            self._window, self.tr("Where the journal's folder is made")
        )
        if chosen:
            self.export_journal_into(Path(chosen))

    def export_journal_into(self, place: Path) -> None:
        """Write the journal into a new folder of a place; what came of it is said at the foot."""
        moment = self._desk.clock.now()
        folder = place / f"nkdesk-journal-{moment:%Y-%m-%d-%H%M%S}"
        self._host.say(later_ward.export_words(self._desk, folder))

    def replace(self) -> None:
        """Place all open infusions of the ward anew."""
        dialog = later_ward.replace_dialog(
            self._window, self._desk, self._worker, sample=self._host.sample
        )
        dialog.days_asked.connect(self.lab_days)
        words = self.tr("Placed anew: the ward's infusions")
        self._host.show_dialog(dialog, lambda: self._host.done(words))
