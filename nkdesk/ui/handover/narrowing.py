"""The bar that says a list is narrowed, to whom, how many of how many, and how to see all."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from nkdesk.model.patient import Patient
from nkdesk.services.calendar_models import ChangeLine
from nkdesk.ui.common.labels import button, heading


class NarrowingBar(QFrame):
    """Hidden while everything is shown; ``keeps`` says which lines stay."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._patient: Patient | None = None
        self._person = ""
        self.setProperty("ground", "caution")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 4, 2)
        self.words = heading("", "strong")
        self.clear = button(self.tr("Clear"), "flat", spoken=self.tr("Show all changes"))
        self.clear.clicked.connect(self.drop)
        row.addWidget(self.words, 1)
        row.addWidget(self.clear)
        self.hide()

    @property
    def narrow(self) -> bool:
        """Whether anything is left out."""
        return self._patient is not None or bool(self._person)

    def keeps(self, line: ChangeLine) -> bool:
        """Whether a line stays."""
        if self._person:
            return line.who == self._person
        if self._patient is not None:
            return line.line is not None and line.line.patient.id == self._patient.id
        return True

    def to_patient(self, patient: Patient) -> None:
        """Keep only what touched one patient."""
        self._patient, self._person = patient, ""
        self.changed.emit()

    def to_person(self, person: str) -> None:
        """Keep only what one person did."""
        self._patient, self._person = None, person
        self.changed.emit()

    def drop(self) -> None:
        """Show everything again."""
        self._patient, self._person = None, ""
        self.changed.emit()

    def count(self, shown: int, total: int) -> None:
        """Say whom the list is narrowed to and how many of how many lines that leaves."""
        self.setVisible(self.narrow)
        if self._patient is not None:
            patient = self._patient
            words = self.tr("Filtered to {name}, {id}: {shown} of {total}")
            said = words.format(
                name=patient.name.full, id=patient.trial_number, shown=shown, total=total
            )
        else:
            words = self.tr("Filtered to what {name} did: {shown} of {total}")
            said = words.format(name=self._person, shown=shown, total=total)
        self.words.setText(said)
