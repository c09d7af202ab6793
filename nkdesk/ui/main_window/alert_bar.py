"""A bar on every screen while a physician has not been told that a check was closed again."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from nkdesk.services.eligibility_models import GateAlert
from nkdesk.ui.common.labels import button, plain
from nkdesk.ui.common.paragraph import unbroken
from nkdesk.ui.common.theme import GAP


class AlertBar(QFrame):
    """Shows the newest alert first, and how many there are; hidden while there is none.

    Red: the cycle was taken off every list. Yellow: it had begun, nothing was taken away.
    """

    check_asked = Signal(object)
    seen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.alert: GateAlert | None = None
        self.words = plain()
        self.open_check = button(self.tr("Open check"))
        self.open_check.clicked.connect(lambda: self.check_asked.emit(self.alert))
        self.have_seen = button("")
        self.have_seen.clicked.connect(lambda: self.seen.emit(self.alert))
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 12, 4)
        row.setSpacing(GAP)
        row.addWidget(self.words, 1)
        row.addWidget(self.open_check)
        row.addWidget(self.have_seen)
        self.hide()

    def show_alerts(self, alerts: Sequence[tuple[GateAlert, str]], actor: str) -> None:
        """Show the first of the alerts nobody has seen, each with its words."""
        self.setVisible(bool(alerts))
        if not alerts:
            self.alert = None
            return
        alert, said = alerts[0]
        if len(alerts) > 1:
            more = self.tr("1 of {n}:").format(n=len(alerts))
            said = f"{more} {said}"
        self.alert = alert
        ground = "caution" if alert.after_start else "refused"
        self.setProperty("ground", ground)
        self.style().unpolish(self)
        self.style().polish(self)
        self.words.setText(unbroken(said))
        self.setAccessibleName(said)
        self.have_seen.setText(self.tr("I have seen it — {name}").format(name=actor))
        self.have_seen.setAccessibleName(self.have_seen.text())
