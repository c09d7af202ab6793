"""A red bar on every screen while nobody has seen that a lot failed after its release."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from nkdesk.services.product_models import ProductAlarm
from nkdesk.ui.common.labels import button, plain
from nkdesk.ui.common.paragraph import unbroken
from nkdesk.ui.common.theme import GAP


class ProductAlarmBar(QFrame):
    """White on red, above everything else; hidden only while there is no alarm unseen."""

    opened = Signal(object)
    seen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.alarm: ProductAlarm | None = None
        self.setProperty("ground", "alarm")
        self.words = plain()
        self.open_alarm = button(self.tr("Open…"), spoken=self.tr("Open the alarm about a lot"))
        self.open_alarm.clicked.connect(lambda: self.opened.emit(self.alarm))
        self.have_seen = button("")
        self.have_seen.clicked.connect(lambda: self.seen.emit(self.alarm))
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4, 12, 4)
        row.setSpacing(GAP)
        row.addWidget(self.words, 1)
        row.addWidget(self.open_alarm)
        row.addWidget(self.have_seen)
        self.hide()

    def show_alarms(self, alarms: Sequence[tuple[ProductAlarm, str]], actor: str) -> None:
        """Show the first of the alarms nobody has seen, each with its words."""
        self.setVisible(bool(alarms))
        self.alarm = alarms[0][0] if alarms else None
        if not alarms:
            return
        said = alarms[0][1]
        if len(alarms) > 1:
            more = self.tr("1 of {n}:").format(n=len(alarms))
            said = f"{more} {said}"
        self.words.setText(unbroken(said))
        self.setAccessibleName(said)
        self.have_seen.setText(self.tr("Seen — {name}").format(name=actor))
        words = self.tr("I have seen it — {name}").format(name=actor)
        self.have_seen.setAccessibleName(words)
