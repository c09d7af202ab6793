"""A physician's deviation: named, typed, with what is broken beside it; never by one touch."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout

from nkdesk.ui.common.fields import TextField
from nkdesk.ui.common.labels import plain
from nkdesk.ui.common.theme import TARGET


class DeviationBox(QFrame):
    """Shown only while the move breaks a rule. ``changed`` follows the tick, not the name."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "caution")
        self.accepts = QCheckBox(self.tr("A physician accepts this as a deviation"))
        self.accepts.setMinimumHeight(TARGET)
        self.accepts.setAccessibleName(self.accepts.text())
        self.broken = plain()
        self.physician = TextField("physician", self.tr("Name of the physician"))
        self._lay_out()
        self.accepts.toggled.connect(lambda _on: self.changed.emit())
        self.show_offer(offered=False)

    @property
    def accepted(self) -> bool:
        """Whether the tick is set."""
        return self.accepts.isChecked()

    def show_offer(self, *, offered: bool) -> None:
        """Offer the deviation, or take the whole box away because nothing is broken."""
        if not offered:
            with QSignalBlocker(self.accepts):  # nothing is broken: no need to ask anew
                self.accepts.setChecked(False)
        for part in (self.broken, self.physician):
            part.hide()
        self.setVisible(offered)

    def show_broken(self, lines: Sequence[str]) -> None:
        """List what the accepted deviation breaks, and ask for the physician's name."""
        self.broken.setText("\n".join(f"▲ {line}" for line in lines))
        for part in (self.broken, self.physician):
            part.show()
        self.show()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.accepts, 3)
        row.addWidget(self.physician, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 12, 6)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.broken)
