"""What can be done for the recipient in view, always in sight."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from nkdesk.services.product_models import RecipientProducts
from nkdesk.ui.common.flow import FlowLayout
from nkdesk.ui.common.labels import button
from nkdesk.ui.products.asks import Asks


class ProductsFoot(QFrame):
    """Hidden while nobody is chosen; a button that cannot act says why."""

    def __init__(self, asks: Asks) -> None:
        super().__init__()
        self.setProperty("ground", "foot")
        self._found: RecipientProducts | None = None
        self.lot = button(self.tr("New lot…"))
        self.order = button(self.tr("Order cells…"))
        self.weight = button(self.tr("Weight…"))
        self.hold = button(self.tr("Hold infusions…"), "main")
        self.lot.clicked.connect(lambda: asks.lot.emit(self._found))
        self.order.clicked.connect(lambda: asks.order.emit(self._found))
        self.weight.clicked.connect(lambda: asks.weight.emit(self._found))
        self.hold.clicked.connect(lambda: asks.hold.emit(self._found))
        self.scanner = button(self.tr("Scanner test…"), "flat")
        self.scanner.clicked.connect(asks.scanner)
        verbs = QWidget()
        row = FlowLayout(verbs)
        for one in (self.hold, self.order, self.lot, self.weight, self.scanner):
            row.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 10, 6)
        column.addWidget(verbs)

    def show_recipient(self, found: RecipientProducts | None) -> None:
        """Offer what can be done for a recipient; say of whom in the spoken name."""
        self._found = found
        self.setVisible(found is not None)
        if found is None:
            return
        number = found.line.patient.trial_number
        for one in (self.lot, self.order, self.weight, self.hold):
            one.setAccessibleName(f"{one.text().rstrip('…')}: {number}")
            one.setEnabled(found.rules is not None)
            one.setToolTip("" if found.rules else self.tr("The protocol has no product"))
        if found.rules is not None and found.donor is None:
            self.lot.setEnabled(False)
            self.lot.setToolTip(self.tr("Enter the donor first"))
