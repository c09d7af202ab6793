"""What is on record of a patient beside the plan: arm, weights, heights, allergies, history."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from nkdesk.services.read_models import HistoryLine, PatientPage
from nkdesk.sheets.wording.day import spoken
from nkdesk.sheets.wording.people import allergy_text, height_text, weight_text
from nkdesk.ui.common.item_words import item_title
from nkdesk.ui.common.labels import heading, plain
from nkdesk.ui.patient.history_words import history_words


def card(title: str, *content: QWidget) -> QFrame:
    """Return a titled white card."""
    frame = QFrame()
    frame.setProperty("ground", "card")
    column = QVBoxLayout(frame)
    column.setContentsMargins(14, 10, 14, 12)
    column.setSpacing(6)
    column.addWidget(heading(title))
    for one in content:
        column.addWidget(one)
    return frame


class FactsSection(QWidget):
    """Facts on the left, history on the right."""

    def __init__(self, page: PatientPage) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        grid.addWidget(
            card(self.tr("On record"), *self._facts(page)), 0, 0, Qt.AlignmentFlag.AlignTop
        )
        self.history = card(self.tr("History"), *self._history(page.history, _titles(page)))
        grid.addWidget(self.history, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)

    def _facts(self, page: PatientPage) -> list[QWidget]:
        patient = page.line.patient
        latin = " ".join(part for part in (patient.name.latin_family, patient.name.latin_given))
        facts = [
            (self.tr("Protocol"), page.protocol),
            (self.tr("Arm"), spoken(page.arm_title)),
            (self.tr("Latin name"), latin.strip() or self.tr("not recorded")),
            (self.tr("Allergies"), allergy_text(patient.allergy_state, patient.allergies)),
            (self.tr("Weight"), "\n".join(weight_text(one) for one in page.weights or (None,))),
            (self.tr("Height"), "\n".join(height_text(one) for one in page.heights or (None,))),
        ]
        return [_fact(label, value) for label, value in facts]

    def _history(self, lines: Sequence[HistoryLine], titles: Mapping[str, str]) -> list[QWidget]:
        return [plain(history_words(line, titles)) for line in lines]


def _fact(label: str, value: str) -> QWidget:
    row = QWidget()
    grid = QGridLayout(row)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.addWidget(plain(label, tone="quiet"), 0, 0)
    grid.addWidget(plain(value), 0, 1)
    grid.setColumnMinimumWidth(0, 90)
    grid.setColumnStretch(1, 1)
    return row


def _titles(page: PatientPage) -> dict[str, str]:
    """Return item codes, with and without their day, and the words they go by."""
    titles = {}
    for row in (row for cycle in page.cycles for row in cycle.rows):
        address = row.item.address
        words = f"{item_title(row)} · {row.item.label}"
        titles[address.code if address.day is None else f"{address.code}@{address.day}"] = words
    return titles
