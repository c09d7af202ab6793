"""What the audit is narrowed to: a patient, a person, a kind of step, a day."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from nkdesk.services.audit import AuditChoices, AuditFilter
from nkdesk.services.reading import Reader
from nkdesk.ui.common.choice_box import ChoiceBox
from nkdesk.ui.common.field_words import problem_words
from nkdesk.ui.common.labels import button, plain
from nkdesk.ui.common.step_words import step_words
from nkdesk.ui.common.theme import GAP, TARGET

_DAY_WIDTH = 120


class AuditFilters(QWidget):
    """``changed`` says that something else is asked for; a wrong day is said, not guessed."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.patient = ChoiceBox(self.tr("Only one patient"))
        self.person = ChoiceBox(self.tr("Only what one person did"))
        self.kind = ChoiceBox(self.tr("Only one kind of step"))
        self.day = QLineEdit()
        self.day.setPlaceholderText(self.tr("Day, DD.MM.YYYY"))
        self.day.setAccessibleName(self.tr("Only one day"))
        self.day.setMinimumHeight(TARGET)
        self.day.setFixedWidth(_DAY_WIDTH)
        self.day.setMaxLength(40)
        self.clear = button(self.tr("Clear"), "flat", spoken=self.tr("Show every step"))
        self.refused = plain(tone="caution")
        self.refused.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        for box, stretch in ((self.patient, 3), (self.person, 2), (self.kind, 3)):
            row.addWidget(box, stretch)
            box.currentIndexChanged.connect(lambda _index: self._tell())
        row.addWidget(self.day)
        row.addWidget(self.refused, 2)
        row.addWidget(self.clear)
        self.day.editingFinished.connect(self._tell)
        self.clear.clicked.connect(self.drop)
        self._told = AuditFilter()

    @property
    def active(self) -> bool:
        """Whether any step may be left out."""
        return self._told != AuditFilter()

    def offer(self, choices: AuditChoices) -> None:
        """Offer everybody and every kind there is; what is chosen stays."""
        self.patient.offer(
            [
                ("", self.tr("Every patient")),
                *((str(one), f"{number} {name}") for one, number, name in choices.patients),
            ]
        )
        people = [(person, person) for person in choices.people]
        self.person.offer([("", self.tr("Everybody")), *people])
        kinds = sorted(((kind, step_words(kind)) for kind in choices.kinds), key=lambda one: one[1])
        self.kind.offer([("", self.tr("Every kind of step")), *kinds])
        self.clear.setVisible(self.active)

    def wanted(self, today: date) -> AuditFilter:
        """Return what is asked for; a day that cannot be read leaves none out and is said."""
        day = self._day(today)
        patient = self.patient.code
        self._told = AuditFilter(
            patient_id=int(patient) if patient else None,
            person=self.person.code or None,
            first=day,
            last=day,
            kind=self.kind.code or None,
        )
        self.clear.setVisible(self.active or bool(self.day.text()))
        return self._told

    def to_patient(self, patient_id: int) -> None:
        """Ask for one patient alone."""
        self._reset()
        self.patient.setCurrentIndex(max(0, self.patient.findData(str(patient_id))))
        self.changed.emit()

    def drop(self) -> None:
        """Leave nothing out."""
        self._reset()
        self.changed.emit()

    def _reset(self) -> None:
        held = self.blockSignals(True)  # noqa: FBT003 -- Qt has no words for it
        self.day.clear()
        for box in (self.patient, self.person, self.kind):
            box.setCurrentIndex(0)
        self.blockSignals(held)

    def _day(self, today: date) -> date | None:
        text = self.day.text().strip()
        read = Reader(today)
        day = read.past_day("day", text) if text else None
        said = " ".join(problem_words(problem) for problem in read.problems)
        self.refused.setText(said)
        self.refused.setVisible(bool(said))
        return day

    def _tell(self) -> None:
        self.changed.emit()
