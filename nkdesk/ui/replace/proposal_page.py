"""What would move, patient by patient, each to be accepted or left as planned."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from nkdesk.services.calendar_models import ReplacementPreview, WardMovesOf
from nkdesk.ui.common.dropping import drop_item
from nkdesk.ui.common.labels import heading, plain
from nkdesk.ui.common.paragraph import unbroken
from nkdesk.ui.common.people_words import identity
from nkdesk.ui.common.theme import TARGET
from nkdesk.ui.replace.words import (
    infusions_words,
    move_words,
    patients_words,
    product_words,
    verdict_words,
)

_BOX_WIDTH = 76


class PatientMoves(QFrame):
    """One patient: two identifiers beside the box, every moved infusion beneath."""

    def __init__(self, moves: WardMovesOf) -> None:
        super().__init__()
        self.setProperty("ground", "card")
        self.patient_id = moves.line.patient.id
        self.box = QCheckBox(self.tr("Move"))
        self.box.setMinimumSize(_BOX_WIDTH, TARGET)
        self.box.setAccessibleName(self.tr("Move: {who}").format(who=identity(moves.line)))
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 2, 12, 8)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.box, 0, 0)
        grid.addWidget(heading(unbroken(identity(moves.line)), "strong"), 0, 1)
        for place, row in enumerate(moves.rows, 1):
            grid.addWidget(plain(unbroken(move_words(row))), place, 1)
        for place, words in enumerate(product_words(moves), len(moves.rows) + 1):
            grid.addWidget(plain(unbroken(words), tone="caution"), place, 1)


class ProposalPage(QWidget):
    """``changed`` fires when a box is ticked or cleared; whom a person cleared stays cleared."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._left_out: frozenset[int] = frozenset()
        self.patients: list[PatientMoves] = []
        self.verdict = heading("", "section")
        self.before: QLabel = plain(tone="caution")
        self.everybody = QCheckBox(self.tr("Accept all of them"))
        self.everybody.setMinimumHeight(TARGET)
        self.everybody.setAccessibleName(self.everybody.text())
        self.everybody.clicked.connect(self._tick_all)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.verdict, self.before, self.everybody):
            column.addWidget(part)
        column.addLayout(self._rows)

    @property
    def accepted(self) -> frozenset[int]:
        """The patients whose infusions may move."""
        return frozenset(one.patient_id for one in self.patients if one.box.isChecked())

    def show_preview(self, preview: ReplacementPreview) -> None:
        """Show what would move; boxes cleared before stay cleared."""
        while self._rows.count():
            drop_item(self._rows.takeAt(0))
        self.verdict.setText(verdict_words(preview))
        broken = self.tr("Closed or overfull days as planned now: {infusions}.")
        n = infusions_words(preview.conflicts_before)
        self.before.setText(broken.format(infusions=n))
        self.before.setVisible(preview.conflicts_before > 0)
        self.patients = [PatientMoves(one) for one in preview.patients]
        for one in self.patients:
            one.box.setChecked(one.patient_id not in self._left_out)
            one.box.toggled.connect(self._ticked)
            self._rows.addWidget(one)
        self.everybody.setVisible(len(self.patients) > 1)
        self._show_all_box()

    def accepted_words(self) -> str:
        """Return how many of how many are accepted: ``3 of 4 patients``."""
        n, total = len(self.accepted), len(self.patients)
        if n == total:
            return patients_words(total)
        return self.tr("{n} of {total}").format(n=n, total=patients_words(total))

    def _tick_all(self) -> None:
        wanted = self.everybody.isChecked()
        for one in self.patients:
            one.box.setChecked(wanted)

    def _ticked(self) -> None:
        shown = {one.patient_id for one in self.patients}
        self._left_out = (self._left_out - shown) | (shown - self.accepted)
        self._show_all_box()
        self.changed.emit()

    def _show_all_box(self) -> None:
        self.everybody.setChecked(len(self.accepted) == len(self.patients))
