"""Where the check before the next cycle stands, and the ways to it and to its evidence."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from nkdesk.model.eligibility import GateState
from nkdesk.services.eligibility_models import GateStatus
from nkdesk.sheets.wording.eligibility import gate_text, signed_text
from nkdesk.ui.common.labels import button, heading, plain
from nkdesk.ui.common.theme import GAP

_GROUNDS = {GateState.CLOSED: "refused", GateState.OPEN: "good"}


class CheckSection(QFrame):
    """``status`` None: the patient stands before cycle 1. ``check_asked`` carries the cycle."""

    check_asked = Signal(int)
    assessments_asked = Signal()

    def __init__(self, cycle: int, status: GateStatus | None) -> None:
        super().__init__()
        state = GateState.NEVER_SIGNED if status is None else status.state
        self.setProperty("ground", _GROUNDS.get(state, "card"))
        title = self.tr("Eligibility")
        words = self.tr("Every criterion is held against its newest result.")
        self.state = plain(words if status is None else _said(status, cycle))
        row = QHBoxLayout()
        row.setSpacing(GAP)
        if cycle > 1:
            self.check = button(self.tr("Cycle {n} check…").format(n=cycle), "main")
            self.check.clicked.connect(lambda: self.check_asked.emit(cycle))
            row.addWidget(self.check)
        self.enrolment = button(self.tr("Enrolment check…"), "" if cycle > 1 else "main")
        self.enrolment.clicked.connect(lambda: self.check_asked.emit(1))
        self.assessments = button(self.tr("Assessments…"))
        self.assessments.clicked.connect(self.assessments_asked)
        for way in (self.enrolment, self.assessments):
            row.addWidget(way)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(6)
        column.addWidget(heading(title))
        column.addWidget(self.state)
        column.addLayout(row)


def _said(status: GateStatus, cycle: int) -> str:
    said = gate_text(status, cycle)
    return said if status.gate is None else f"{said} {signed_text(status)}."
