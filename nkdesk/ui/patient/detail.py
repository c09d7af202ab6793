"""The panel of the chosen item: what can be done with it, and why it stands on its date."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout

from nkdesk.services.read_models import ItemRow
from nkdesk.sheets.wording.day import status_text
from nkdesk.ui.common.item_words import item_title
from nkdesk.ui.common.labels import button, heading, plain
from nkdesk.ui.common.theme import GAP

HEIGHT = 158


class ItemDetail(QFrame):
    """Fixed at the foot of the patient's page while an item is chosen."""

    record_asked = Signal()
    not_given_asked = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "foot")
        self.setFixedHeight(HEIGHT)
        self.title = heading("")
        self.why = plain()
        self.why.setContentsMargins(0, 0, 8, 0)
        self.record = button(self.tr("Record…"), "main")
        self.not_given = button(self.tr("Not given…"))
        close = button(self.tr("Close"), "flat", spoken=self.tr("Close the panel"))
        self.record.clicked.connect(self.record_asked)
        self.not_given.clicked.connect(self.not_given_asked)
        close.clicked.connect(self.closed)
        self._lay_out(close)
        self.hide()

    def _lay_out(self, close: QPushButton) -> None:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(self.why)
        area.setAccessibleName(self.tr("Why this date"))
        left = QVBoxLayout()
        left.setSpacing(4)
        left.addWidget(self.title)
        left.addWidget(area, 1)
        right = QVBoxLayout()
        right.setSpacing(GAP)
        for one in (self.record, self.not_given, close):
            right.addWidget(one)
        right.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 12, 4)
        row.setSpacing(16)
        row.addLayout(left, 1)
        row.addLayout(right)

    def show_item(self, row: ItemRow, why: list[str]) -> None:
        """Show an item and the sentences that explain its date."""
        status = status_text(row.status, row.overdue_days)
        name = f"{item_title(row)} · {row.item.label} · {status}"
        self.title.setText(name)
        self.why.setText("\n".join(why))
        for one in (self.record, self.not_given):
            one.setVisible(row.item.is_open)
        self.setAccessibleName(f"{name}. {' '.join(why)}")
        self.show()
