"""Which patients the board shows: those with something left, those whose day is near, by name."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from nkdesk.model.folding import fold
from nkdesk.services.eligibility_models import GapRow
from nkdesk.ui.common.choice_box import ChoiceBox
from nkdesk.ui.common.theme import GAP, TARGET

_NAME = 140
_ANY = -1


@dataclass(frozen=True, slots=True)
class Wanted:
    """A filter. ``within`` days, negative for any day; ``left`` only with something left."""

    name: str = ""
    within: int = _ANY
    left: bool = False

    @property
    def is_active(self) -> bool:
        """Whether it may leave anybody out."""
        return self != Wanted()

    def keeps(self, row: GapRow, today: date) -> bool:
        """Whether a row stays."""
        if self.left and not row.gaps:
            return False
        if self.within >= 0 and (row.day is None or (row.day - today).days > self.within):
            return False
        patient = row.line.patient
        text = fold(f"{patient.name.full} {patient.trial_number} {patient.case_number}")
        return all(word in text for word in fold(self.name).split())


class Narrowing(QObject):
    """Three fields for the top line; ``changed`` says that the filter is another."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.name = QLineEdit()
        self.name.setPlaceholderText(self.tr("Name or ID"))
        self.name.setAccessibleName(self.tr("Filter the checks by name or trial ID"))
        self.name.setFixedWidth(_NAME)
        self.name.setMinimumHeight(TARGET)
        self.name.setMaxLength(200)
        self.when = ChoiceBox(self.tr("Filter the checks by how near the day is"))
        self.when.offer(
            [
                ("", self.tr("Any day")),
                ("7", self.tr("Next 7 days")),
                ("14", self.tr("Next 14 days")),
            ]
        )
        self.what = ChoiceBox(self.tr("Filter the checks by what is left"))
        self.what.offer([("", self.tr("Everybody")), ("left", self.tr("Something left"))])
        self.name.textChanged.connect(lambda _text: self.changed.emit())
        for box in (self.when, self.what):
            box.currentIndexChanged.connect(lambda _index: self.changed.emit())

    @property
    def wanted(self) -> Wanted:
        """The filter as chosen."""
        within = int(self.when.code) if self.when.code else _ANY
        return Wanted(self.name.text().strip(), within, self.what.code == "left")

    def clear(self) -> None:
        """Leave everybody in."""
        self.name.clear()
        self.when.setCurrentIndex(0)
        self.what.setCurrentIndex(0)

    def tools(self) -> QWidget:
        """Return the fields in a row."""
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        for field in (self.name, self.when, self.what):
            row.addWidget(field)
        return holder
