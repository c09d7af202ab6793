"""Which patients the calendar shows: by name, arm and status, and how one chooses them."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QLineEdit

from nkdesk.model.folding import fold
from nkdesk.services.read_models import DayStatus
from nkdesk.sheets.wording.day import status_text
from nkdesk.ui.calendar.facts import Facts, Row
from nkdesk.ui.common.choice_box import ChoiceBox
from nkdesk.ui.common.theme import TARGET

translate = QCoreApplication.translate

_NAME = 140


@dataclass(frozen=True, slots=True)
class Wanted:
    """A filter; "" and None leave everybody in. ``status`` looks at the whole span."""

    name: str = ""
    arm: str = ""
    status: DayStatus | None = None

    @property
    def is_active(self) -> bool:
        """Whether it may leave anybody out."""
        return self != Wanted()

    def rows(self, facts: Facts, among: tuple[Row, ...]) -> tuple[Row, ...]:
        """Return the rows it leaves in, in their order."""
        words = fold(self.name).split()
        return tuple(row for row in among if self._holds(facts, row, words))

    def _holds(self, facts: Facts, row: Row, words: list[str]) -> bool:
        if self.arm and row.arm != self.arm:
            return False
        if self.status is not None and self.status not in facts.statuses(row.patient_id):
            return False
        patient = row.line.patient
        text = f"{patient.name.full} {patient.trial_number} {patient.case_number}"
        return not words or all(word in fold(text) for word in words)


class Filters(QObject):
    """Three fields, laid out by whoever shows them; ``changed`` carries the filter."""

    changed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.name = QLineEdit()
        self.name.setPlaceholderText(self.tr("Name or ID"))
        self.name.setAccessibleName(self.tr("Filter the calendar by name or trial ID"))
        self.name.setFixedWidth(_NAME)
        self.name.setMinimumHeight(TARGET)
        self.name.setMaxLength(200)
        self.arm = ChoiceBox(self.tr("Filter the calendar by arm"))
        self.status = ChoiceBox(self.tr("Filter the calendar by status"))
        self.status.offer(_statuses())
        self.offer_arms({})
        self.name.textChanged.connect(self._tell)
        self.arm.currentIndexChanged.connect(self._tell)
        self.status.currentIndexChanged.connect(self._tell)

    @property
    def wanted(self) -> Wanted:
        """The filter as chosen."""
        status = self.status.code
        return Wanted(
            self.name.text().strip(), self.arm.code, DayStatus(status) if status else None
        )

    def offer_arms(self, arms: Mapping[str, str]) -> None:
        """Offer arms by their titles; the one chosen stays chosen."""
        self.arm.offer([("", self.tr("All arms")), *sorted(arms.items())])

    def clear(self) -> None:
        """Leave everybody in."""
        self.name.clear()
        self.arm.setCurrentIndex(0)
        self.status.setCurrentIndex(0)

    def _tell(self) -> None:
        self.changed.emit(self.wanted)


def _statuses() -> list[tuple[str, str]]:
    words = {status.value: status_text(status) for status in DayStatus}
    words[DayStatus.OVERDUE.value] = translate("Calendar", "Overdue")
    return [("", translate("Calendar", "All statuses")), *words.items()]
