"""The patient banner: who it is, on every screen and dialog about one patient, never covered.

Source: NHS Common User Interface, PAB-0009 to 0064: order and style, labels lighter than values.
"""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nkdesk.model.patient import AllergyState
from nkdesk.services.read_models import PatientLine
from nkdesk.sheets.wording.dates import born_text
from nkdesk.sheets.wording.people import allergy_text, look_alike_text, sex_text
from nkdesk.ui.common.paragraph import Paragraph, Run, column_height
from nkdesk.ui.common.people_words import case_words, identity, name_runs
from nkdesk.ui.common.tags import draw_tag, tag_size
from nkdesk.ui.common.theme import colour

_SIDE = 14.0
_ABOVE = 8.0


class PatientBanner(QWidget):
    """Name, birth and age, sex, trial ID, case number, allergies; ``small`` for dialogs."""

    def __init__(self, line: PatientLine, *, small: bool = False) -> None:
        super().__init__()
        self._left_study = False
        self._line = line
        self._small = small
        self._lines: list[Paragraph] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._set()

    def show_line(self, line: PatientLine) -> None:
        """Show the patient as now recorded."""
        self._line = line
        self._set()

    def mark_left(self, *, left: bool) -> None:
        """Show by colour and pattern that the patient is off study (PAB-0055, PAB-0056)."""
        self._left_study = left
        self._set()

    def sizeHint(self) -> QSize:
        """Return the height the whole name needs."""
        return QSize(500, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the lines for another width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._set()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, lines and the look-alike mark."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("sunken" if self._left_study else "accent_soft"))
        if self._left_study:
            painter.setOpacity(0.25)
            painter.fillRect(self.rect(), QBrush(colour("edge"), Qt.BrushStyle.BDiagPattern))
            painter.setOpacity(1.0)
        painter.setPen(QPen(colour("accent"), 1))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.setPen(colour("ink"))
        top = _ABOVE
        for paragraph in self._lines:
            paragraph.draw(painter, _SIDE, top)
            top += paragraph.height + 2
        if self._line.look_alike:
            painter.setFont(self.font())
            wide = tag_size(look_alike_text(), self.font())[0]
            draw_tag(painter, look_alike_text(), QPointF(self.width() - wide - _SIDE, _ABOVE + 2))

    def spoken(self) -> str:
        """Return the banner as one sentence."""
        patient = self._line.patient
        allergies = allergy_text(patient.allergy_state, patient.allergies)
        words = f"{identity(self._line)}, {sex_text(patient.sex)}, {allergies}"
        return f"{words}, {self.tr('off study')}" if self._left_study else words

    def _set(self) -> None:
        room = max(300.0, self.width() - 2 * _SIDE)
        tag = tag_size(look_alike_text(), self.font())[0] + 12 if self._line.look_alike else 0.0
        name = name_runs(self._line.patient, 1.1 if self._small else 1.36)
        self._lines = [
            Paragraph(name, self.font(), room - tag),
            Paragraph(self._facts(), self.font(), room),
        ]
        box = QRectF(0, 0, 1, column_height(self._lines) + 2 * _ABOVE)
        self.setFixedHeight(round(box.height()))
        self.setAccessibleName(self.spoken())
        self.update()

    def _facts(self) -> list[Run]:
        patient = self._line.patient
        facts = [
            (self.tr("Born"), born_text(patient.born, self._line.age)),
            ("", sex_text(patient.sex)),
            (self.tr("Trial ID"), patient.trial_number),
            (self.tr("Case no."), case_words(patient)),
        ]
        runs = []
        for label, value in facts:
            if label:
                runs.append(Run(f"{label} ", shade=colour("quiet")))
            runs.append(Run(f"{value}     ", bold=True))
        known = patient.allergy_state is not AllergyState.NONE_KNOWN
        shade = colour("refused") if known else colour("ink")
        words = allergy_text(patient.allergy_state, patient.allergies)
        return [*runs, Run(words, bold=True, shade=shade)]
