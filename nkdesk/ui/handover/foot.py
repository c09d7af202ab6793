"""The foot of the list: how many changes, older ones, and what the chosen row leads to."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from nkdesk.services.calendar_models import ChangeLine
from nkdesk.ui.common.labels import button, plain
from nkdesk.ui.common.theme import GAP, TARGET


class HandoverFoot(QWidget):
    """Buttons that cannot act are hidden."""

    older_asked = Signal()
    patient_asked = Signal()
    audit_asked = Signal()
    only_patient_asked = Signal()
    only_person_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.said = plain(tone="quiet")
        self.older = button(self.tr("Show older changes"))
        self.only_patient, self.only_person = button(""), button("")
        self.audit = button(self.tr("Audit"), spoken=self.tr("Every field of this change"))
        self.open = button(self.tr("Open patient"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        self.setMinimumHeight(TARGET)  # nothing moves when a chosen row brings its buttons
        row.addWidget(self.said, 1)
        for one, signal in (
            (self.older, self.older_asked),
            (self.only_patient, self.only_patient_asked),
            (self.only_person, self.only_person_asked),
            (self.audit, self.audit_asked),
            (self.open, self.patient_asked),
        ):
            row.addWidget(one)
            one.clicked.connect(signal)

    def say(self, words: str) -> None:
        """Say what is shown."""
        self.said.setText(words)
        self.said.setAccessibleName(words)

    def show_choice(self, row: ChangeLine | None, *, narrow: bool) -> None:
        """Offer what can be done with the chosen row."""
        line = None if row is None else row.line
        self.open.setVisible(line is not None)
        self.audit.setVisible(row is not None)
        self.only_patient.setVisible(line is not None and not narrow)
        self.only_person.setVisible(row is not None and not narrow)
        if row is not None:
            self._name(self.only_person, self.tr("Only by {name}").format(name=row.who))
        if line is not None:
            words = self.tr("Only {id}").format(id=line.patient.trial_number)
            self._name(self.only_patient, words)

    def _name(self, one: QPushButton, words: str) -> None:
        one.setText(words)
        one.setAccessibleName(words)
