# ruff: noqa: PLC0415 -- what is imported here is slow to import, and seldom asked for
"""Backups from the open ward: their dialog, and what two people decided to restore."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from nkdesk.services.desk import Desk
from nkdesk.ui.main_window.plan_acts import Host

if TYPE_CHECKING:
    from nkdesk.ui.common.slow_work import SlowWork
    from nkdesk.ui.main_window.window import MainWindow


class BackupActs(QObject):
    """``restore_asked`` carries a RestoreOrder; ``changed`` follows every new backup."""

    restore_asked = Signal(object)
    changed = Signal()

    def __init__(self, host: Host, window: "MainWindow", desk: Desk, worker: "SlowWork") -> None:
        super().__init__(window)
        self._host = host
        self._window = window
        self._desk = desk
        self._worker = worker

    def show(self) -> None:
        """Show all backups of the ward."""
        from nkdesk.services.backups import place_of
        from nkdesk.ui.backups.dialog import BackupsDialog

        dialog = BackupsDialog(
            self._window, place_of(self._desk), self._worker, sample=self._host.sample
        )
        dialog.changed.connect(self.changed)
        dialog.restore_asked.connect(self.restore_asked)
        self._host.show_dialog(dialog)
