"""Everything of an alarm about a lot, and the way to it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from nkdesk.services.product_models import ProductAlarm
from nkdesk.ui.common.dialog import FormDialog
from nkdesk.ui.common.lines import Lines
from nkdesk.ui.products.alarm_words import alarm_lines, is_unreleased

SIZE = (820, 500)


class AlarmDialog(FormDialog):
    """Looking at it is not having seen it: that is said by name."""

    seen = Signal()
    lot_asked = Signal()

    def __init__(
        self, parent: QWidget | None, alarm: ProductAlarm, actor: str, *, sample: bool
    ) -> None:
        super().__init__(parent, self._title(alarm), sample=sample)
        self.alarm = alarm
        self.add_banner(alarm.line)
        self.lines = Lines(alarm_lines(alarm))
        self.body.addWidget(self.lines)
        words = self.tr("I have seen it — {name}").format(name=actor)
        self.have_seen = self.add_verb(words, "main")
        self.have_seen.clicked.connect(self.confirm)
        self.show_lot = self.add_verb(self.tr("Show the lot"))
        self.show_lot.clicked.connect(self._leave_for_lot)
        self.add_verb(self.tr("Close")).clicked.connect(self.reject)
        self.resize(*SIZE)
        self.show_lot.setFocus()

    def _title(self, alarm: ProductAlarm) -> str:
        if is_unreleased(alarm):
            return self.tr("A lot failed that was given unreleased")
        return self.tr("A lot failed after its release")

    def confirm(self) -> None:
        """Say that it was seen."""
        self.accept()
        self.seen.emit()

    def _leave_for_lot(self) -> None:
        self.done(self.DialogCode.Rejected)
        self.lot_asked.emit()
