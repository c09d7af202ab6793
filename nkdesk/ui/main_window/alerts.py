"""Telling a physician on every screen that a check was closed again, until somebody has seen it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from nkdesk.services.desk import Desk
from nkdesk.services.problems import StoreError
from nkdesk.ui.main_window import later_checks
from nkdesk.ui.main_window.product_alarms import ProductAlarms
from nkdesk.ui.main_window.sheet_alerts import SheetAlerts

if TYPE_CHECKING:
    from nkdesk.services.eligibility_models import GateAlert
    from nkdesk.ui.main_window.acts import Acts
    from nkdesk.ui.main_window.frame import Frame


class Alerts(QObject):
    """Keeps the bar of alerts as the ward stands, and closes checks whose last day is over."""

    def __init__(self, frame: "Frame", desk: Desk, acts: "Acts") -> None:
        super().__init__(acts)
        self._frame = frame
        self._desk = desk
        self._acts = acts
        self._products = ProductAlarms(frame, desk, acts)
        self.sheets = SheetAlerts(frame, desk, acts)
        frame.alerts.check_asked.connect(acts.checks.check_alert)
        frame.alerts.seen.connect(self._note_seen)

    def look(self) -> None:
        """Read the alerts nobody has seen and show the newest; StoreError as it comes."""
        self._products.look()
        found = later_checks.unseen_alerts(self._desk)
        self._frame.alerts.show_alerts(found, self._desk.actor)
        self.sheets.look()

    def turn_day(self) -> bool:
        """Close the checks whose last day is over, and look; whether any was closed."""
        closed = later_checks.close_expired(self._desk)
        self.look()
        return closed > 0

    def _note_seen(self, alert: "GateAlert") -> None:
        """Record who has seen an alert; one that somebody saw first simply goes away."""
        try:
            later_checks.see_alert(self._desk, alert.id)
        except StoreError as error:
            self._acts.said.emit(f"{error.sentence} {error.next_step}")
            return
        words = self.tr("Seen: the check of {id} was closed")
        self._acts.done(words.format(id=alert.line.patient.trial_number))
