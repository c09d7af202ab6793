"""Which recipients the screen lists: by name, and those where something is to be decided."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from nkdesk.model.folding import fold
from nkdesk.services.product_models import RecipientProducts
from nkdesk.ui.common.choice_box import ChoiceBox
from nkdesk.ui.common.theme import GAP, TARGET
from nkdesk.ui.products.columns import needs_decision

_NAME = 170
DECIDE, WITH_LOTS = "decide", "lots"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A filter; ``what`` is "" for everybody."""

    name: str = ""
    what: str = ""

    @property
    def is_active(self) -> bool:
        """Whether it may leave anybody out."""
        return self != Wanted()

    def keeps(self, row: RecipientProducts) -> bool:
        """Whether a recipient stays; lots and bags are found by their numbers too."""
        if self.what == DECIDE and not needs_decision(row):
            return False
        if self.what == WITH_LOTS and not row.lots:
            return False
        return all(word in _text(row) for word in fold(self.name).split())


def _text(row: RecipientProducts) -> str:
    patient = row.line.patient
    numbers = [view.lot.number for view in row.lots]
    bags = [bag.number for view in row.lots for one in view.doses for bag in one.dose.bags]
    return fold(" ".join([patient.name.full, patient.trial_number, *numbers, *bags]))


class Narrowing(QObject):
    """Two fields for the top line; ``changed`` says that the filter is another."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.name = QLineEdit()
        self.name.setPlaceholderText(self.tr("Name, ID, lot or bag"))
        self.name.setAccessibleName(self.tr("Filter the products by name, trial ID, lot or bag"))
        self.name.setFixedWidth(_NAME)
        self.name.setMinimumHeight(TARGET)
        self.name.setMaxLength(200)
        self.what = ChoiceBox(self.tr("Filter the products by what stands out"))
        self.what.offer(
            [
                ("", self.tr("Everybody")),
                (DECIDE, self.tr("Something to decide")),
                (WITH_LOTS, self.tr("With lots")),
            ]
        )
        self.name.textChanged.connect(lambda _text: self.changed.emit())
        self.what.currentIndexChanged.connect(lambda _index: self.changed.emit())

    @property
    def wanted(self) -> Wanted:
        """The filter as chosen."""
        return Wanted(self.name.text().strip(), self.what.code)

    def clear(self) -> None:
        """Leave everybody in."""
        self.name.clear()
        self.what.setCurrentIndex(0)

    def tools(self) -> QWidget:
        """Return the fields in a row."""
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        for field in (self.name, self.what):
            row.addWidget(field)
        return holder
