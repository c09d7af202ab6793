"""Telling every window which printed sheet is out of date, until it is taken out of use."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from nkdesk.services.desk import Desk
from nkdesk.services.problems import StoreError
from nkdesk.ui.main_window import later_paper

if TYPE_CHECKING:
    from nkdesk.services.sheet_models import StaleSheet
    from nkdesk.ui.main_window.acts import Acts
    from nkdesk.ui.main_window.frame import Frame


class SheetAlerts(QObject):
    """Keeps the bar of sheets as the ward stands."""

    def __init__(self, frame: "Frame", desk: Desk, acts: "Acts") -> None:
        super().__init__(acts)
        self._frame = frame
        self._desk = desk
        self._acts = acts
        frame.sheets.anew_asked.connect(acts.papers.print_anew)
        frame.sheets.recalled.connect(self._recall)

    def look(self) -> None:
        """Compare every sheet in use with what is so now; StoreError as it comes."""
        self._frame.sheets.show_sheets(later_paper.stale_sheets(self._desk), self._desk.actor)

    def _recall(self, stale: "StaleSheet") -> None:
        """Record who has taken a sheet out of use; one that somebody took first goes away."""
        number = stale.sheet.number
        try:
            later_paper.recall_sheet(self._desk, number)
        except StoreError as error:
            self._acts.said.emit(f"{error.sentence} {error.next_step}")
            return
        self._acts.done(self.tr("Taken out of use: sheet {number}").format(number=number))
