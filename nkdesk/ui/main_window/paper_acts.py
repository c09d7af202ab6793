"""Printing anew what a sheet in somebody's hand no longer says rightly."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from nkdesk.services.desk import Desk
from nkdesk.services.sheet_models import SheetKind, StaleSheet
from nkdesk.ui.main_window import later_paper

if TYPE_CHECKING:
    from nkdesk.ui.main_window.acts import Acts
    from nkdesk.ui.main_window.window import MainWindow


class PaperActs(QObject):
    """Opens the preview of a sheet as it would be printed now."""

    def __init__(self, acts: "Acts", window: "MainWindow", desk: Desk) -> None:
        super().__init__(window)
        self._acts = acts
        self._window = window
        self._desk = desk

    def print_anew(self, stale: StaleSheet) -> None:
        """Preview a sheet anew; say so where nothing is left to be printed."""
        sheet = stale.sheet
        if sheet.kind is SheetKind.DAY:
            self._acts.print_day(sheet.day)
            return
        made = {
            SheetKind.BEDSIDE: later_paper.print_card,
            SheetKind.PRODUCT: later_paper.print_product_sheet,
        }[sheet.kind]
        dialog = made(self._window, self._desk, sheet.subject)
        if dialog is None:
            words = self.tr("Nothing is left to print of sheet {number}: take it out of use.")
            self._acts.said.emit(words.format(number=sheet.number))
            return
        self._acts.show_dialog(dialog, lambda: self._acts.said.emit(dialog.went))
