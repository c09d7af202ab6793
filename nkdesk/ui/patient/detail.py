"""The panel of the chosen item: what can be done with it, and why it stands on its date."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
)

from nkdesk.model.cycle import ItemState
from nkdesk.model.protocol import ItemKind
from nkdesk.services.read_models import ItemRow
from nkdesk.sheets.wording.day import status_text
from nkdesk.ui.common.item_words import item_title
from nkdesk.ui.common.labels import button, heading, plain
from nkdesk.ui.common.theme import GAP

HEIGHT = 158
_FACTS = frozenset(ItemState) - {ItemState.PLANNED}
"""What was recorded, or given up and perhaps given all the same: it is corrected."""


class ItemDetail(QFrame):
    """Fixed at the foot of the patient's page while an item is chosen."""

    record_asked = Signal()
    not_given_asked = Signal()
    defer_asked = Signal()
    cease_asked = Signal()
    correct_asked = Signal()
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
        self.defer = button(self.tr("Defer…"))
        self.cease = button(self.tr("Stop cycle…"), spoken=self.tr("Stop the cycle from here"))
        self.correct = button(self.tr("Correct…"), spoken=self.tr("Correct what was recorded"))
        close = button(self.tr("Close"), "flat", spoken=self.tr("Close the panel"))
        self.record.clicked.connect(self.record_asked)
        self.not_given.clicked.connect(self.not_given_asked)
        self.defer.clicked.connect(self.defer_asked)
        self.cease.clicked.connect(self.cease_asked)
        self.correct.clicked.connect(self.correct_asked)
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
        right = QGridLayout()
        right.setSpacing(GAP)
        places = (self.record, self.not_given, self.correct), (self.defer, self.cease, close)
        for column, ones in enumerate(places):
            for row, one in enumerate(ones):
                right.addWidget(one, row, column)
        right.setRowStretch(3, 1)
        across = QHBoxLayout(self)
        across.setContentsMargins(14, 8, 12, 4)
        across.setSpacing(16)
        across.addLayout(left, 1)
        across.addLayout(right)

    def show_item(self, row: ItemRow, why: list[str], *, plans: bool = True) -> None:
        """Show an item and the sentences that explain its date; ``plans``: it may be moved."""
        status = status_text(row.status, row.overdue_days)
        name = f"{item_title(row)} · {row.item.label} · {status}"
        self.title.setText(name)
        self.why.setText("\n".join(why))
        self.record.setVisible(row.item.is_open or row.running is not None)
        self.not_given.setVisible(row.item.is_open)
        treats = row.item.kind in (ItemKind.CHEMO, ItemKind.INFUSION)
        self.defer.setVisible(row.item.is_open and plans)
        self.cease.setVisible(row.item.is_open and plans and treats)
        self.correct.setVisible(row.item.state in _FACTS)
        self.setAccessibleName(f"{name}. {' '.join(why)}")
        self.show()
