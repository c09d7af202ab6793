"""Telling everybody on every screen that a lot failed after its release, until it was seen."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from nkdesk.services.desk import Desk
from nkdesk.ui.main_window import later_products

if TYPE_CHECKING:
    from nkdesk.ui.main_window.acts import Acts
    from nkdesk.ui.main_window.frame import Frame


class ProductAlarms(QObject):
    """Keeps the red bar as the ward stands."""

    def __init__(self, frame: "Frame", desk: Desk, acts: "Acts") -> None:
        super().__init__(acts)
        self._frame = frame
        self._desk = desk
        frame.product_alarms.opened.connect(acts.products.open_alarm)
        frame.product_alarms.seen.connect(acts.products.see)
        acts.products.refused.connect(acts.said)
        acts.products.donor_asked.connect(acts.evidence.enter_donor)

    def look(self) -> None:
        """Read the alarms nobody has seen and show the newest; StoreError as it comes."""
        found = later_products.unseen_alarms(self._desk)
        self._frame.product_alarms.show_alarms(found, self._desk.actor)
