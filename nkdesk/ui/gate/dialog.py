"""The enrolment check and the check before cycle 2: every criterion with its evidence, signed.

Only an eligible check can be signed, and nothing is ever answered silently: a key or a button
opens the form that records the answer with its date and its author.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from nkdesk.model.criterion import Who
from nkdesk.model.eligibility import GateState, Outcome
from nkdesk.services.desk import Desk
from nkdesk.services.eligibility_models import EligibilityCheck, GateForm
from nkdesk.services.evidence import assessments
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.gate import check as held
from nkdesk.services.gate import sign_gate
from nkdesk.services.problems import StoreConflictError
from nkdesk.services.read_models import PatientLine
from nkdesk.sheets.wording.dates import day_text
from nkdesk.sheets.wording.eligibility import cycle_summary_text
from nkdesk.ui.common.dialog import FormDialog
from nkdesk.ui.common.labels import plain
from nkdesk.ui.gate.check_table import CheckTable
from nkdesk.ui.gate.evidence_panel import EvidencePanel
from nkdesk.ui.gate.result_bar import ResultBar
from nkdesk.ui.gate.result_words import check_title, sign_words
from nkdesk.ui.gate.rows import ShownRow, shown_rows
from nkdesk.ui.gate.signing import SigningBox
from nkdesk.ui.gate.summary_words import open_points, summary_lines

if TYPE_CHECKING:
    from nkdesk.services.eligibility_models import Assessments

SIZE = (1088, 568)
PANEL = 304
LARGE = 17
"""Pixels of text above which criteria and evidence stand under one another."""


class CheckDialog(FormDialog):
    """``saved`` after signing. What a row needs entered is asked for by signals."""

    enter_asked = Signal(object, str)
    judge_asked = Signal(object, str, str)
    waive_asked = Signal(object)
    assessments_asked = Signal()
    plan_asked = Signal()
    print_asked = Signal()

    def __init__(
        self, parent: QWidget | None, desk: Desk, about: tuple[PatientLine, int], *, sample: bool
    ) -> None:
        self.line, self.cycle = about
        super().__init__(parent, check_title(self.cycle), sample=sample)
        self._desk = desk
        self.saved: Saved | None = None
        self.check: EligibilityCheck | None = None
        self.donor: EligibilityCheck | None = None
        self.add_banner(self.line)
        self.outcome = ResultBar()
        self.add_aside(self.outcome)
        self.before = plain(tone="quiet")
        self.table = CheckTable()
        self.panel = EvidencePanel()
        self.signing = SigningBox()
        self.hint = plain(tone="quiet")
        self._lay_out()
        self._add_verbs()
        self._connect()
        self.resize(*SIZE)
        self.refresh()
        self.table.setFocus()

    def _add_verbs(self) -> None:
        self.sign = self.add_verb("", "main")
        self.sign.clicked.connect(self.confirm)
        self.all = self.add_verb(self.tr("Assessments…"))
        self.all.clicked.connect(self.assessments_asked)
        self.paper = self.add_verb(self.tr("Print…"))
        self.paper.clicked.connect(self.print_asked)
        self.add_verb(self.tr("Close")).clicked.connect(self.reject)

    @property
    def typed(self) -> bool:
        """Whether a name was typed for a signature."""
        return bool(self.signing.physician.value().strip()) and not self.signing.isHidden()

    def refresh(self) -> None:
        """Hold the patient against every criterion anew; the chosen row stays chosen."""
        patient = self.line.patient.id
        found = self.attempt(lambda: held(self._desk, patient, self.cycle))
        if found is None:
            return
        donor = self.attempt(lambda: held(self._desk, patient, 1, who=Who.DONOR))
        self.check, self.donor = found, donor
        self.outcome.show_result(found, donor)
        self.before.setText("" if found.before is None else cycle_summary_text(found.before))
        self.before.setVisible(found.before is not None)
        criteria = self._desk.protocol(self.line.patient.protocol_hash).criteria
        self.table.show_rows(shown_rows(found, donor, criteria))
        self._show_choice(self.table.chosen_row)
        self._show_verb(found)

    def confirm(self) -> None:
        """Sign what is shown, or go on to planning once it is signed."""
        found = self.check
        if found is None or not self.sign.isEnabled():
            return
        if _is_open(found):
            self.plan_asked.emit()
            return
        answer = self.attempt(lambda: self._signed_or_redrawn(found))
        if isinstance(answer, Saved):
            self.saved = answer
            self.accept()
        elif answer is not None:
            self.show_unsaved(answer)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the evidence of the chosen row, Y and N answer a judgement."""
        if not (self.table.table.hasFocus() and self.table.press(event)):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys of the table before it looks for a row that begins with a letter."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and watched is self.table.table and isinstance(event, QKeyEvent):
            return self.table.press(event)
        return super().eventFilter(watched, event)

    def say(self, words: str) -> None:
        """Say in passing what a key could not do."""
        self.hint.setText(words)
        self.hint.setVisible(bool(words))
        self.hint.setAccessibleName(words)

    def _signed_or_redrawn(self, found: EligibilityCheck) -> Saved | Unsaved | None:
        form = GateForm(
            self.line.patient.id,
            self.cycle,
            self.signing.physician.value(),
            self.signing.role.value(),
        )
        try:
            return sign_gate(self._desk, form, found.read_at)
        except StoreConflictError:
            self.refresh()
            words = self.tr(
                "Somebody changed something meanwhile. This is how it stands now. Look at it and "
                "sign again."
            )
            self.show_problems([], [words])
            self._area.verticalScrollBar().setValue(0)
            return None

    def _show_choice(self, shown: ShownRow | None) -> None:
        self.say("")
        if self.check is None:
            return
        if shown is None:
            title = self.tr("What this check says")
            self.panel.show_summary(title, open_points(self.check), summary_lines(self.check))
            return
        self.panel.show_row(shown, self._known(shown.who))
        box = self.table.chosen_box()
        corner = self.table.mapTo(self._content(), box.center())
        self._area.ensureVisible(corner.x(), corner.y(), 0, box.height() // 2 + 8)

    def _content(self) -> QWidget:
        return self._area.widget() or self

    def _known(self, who: Who) -> "Assessments | None":
        patient = self.line.patient.id
        return self.attempt(lambda: assessments(self._desk, patient, donor=who is Who.DONOR))

    def _show_verb(self, found: EligibilityCheck) -> None:
        signs = found.gate is not None and self.cycle > 1
        open_now = _is_open(found)
        eligible = found.evaluation.outcome is Outcome.ELIGIBLE
        begun = found.gate is not None and found.gate.state is GateState.PASSED
        planned = None if found.gate is None else found.gate.planned_start
        self.sign.setVisible(signs)
        self.signing.setVisible(signs and eligible and not open_now and not begun)
        words = sign_words(found)
        if open_now:
            words = self.tr("Plan cycle {n}…").format(n=self.cycle)
        if planned is not None and (open_now or begun):
            words = self.tr("Cycle {n} is planned from {day}")
            words = words.format(n=self.cycle, day=day_text(planned))
        elif begun:
            words = self.tr("Cycle {n} has begun").format(n=self.cycle)
        self.sign.setText(words)
        self.sign.setAccessibleName(words)
        self.sign.setEnabled(not begun and planned is None and (open_now or eligible))

    def _answer(self, shown: ShownRow, answer: str) -> None:
        """Open the form of a judgement with an answer; nothing is recorded by a key alone."""
        if shown.judgement:
            self.judge_asked.emit(shown.who, shown.judgement, answer)
        else:
            words = self.tr("Y and N answer a judgement. This row is answered by its evidence.")
            self.say(words)

    def _open(self, _shown: ShownRow) -> None:
        self.panel.focus_first()

    def _connect(self) -> None:
        self.table.chosen.connect(self._show_choice)
        self.table.opened.connect(self._open)
        self.table.answered.connect(self._answer)
        self.table.table.installEventFilter(self)
        self.panel.criterion_asked.connect(self.table.choose)
        self.panel.enter_asked.connect(self.enter_asked)
        self.panel.judge_asked.connect(self.judge_asked)
        self.panel.waive_asked.connect(self.waive_asked)

    def _lay_out(self) -> None:
        self.body.setContentsMargins(8, 2, 4, 8)
        self.body.setSpacing(6)
        self.body.addWidget(self.hint)
        self.body.addWidget(self.before)
        self.body.addWidget(self.table)
        for field in (self.signing.physician, self.signing.role):
            self.add_field(field)
        self.panel.foot.addWidget(self.signing)
        if self.fontInfo().pixelSize() <= LARGE:
            self.panel.setFixedWidth(PANEL)
            self.add_beside(self.panel)
        else:
            self.body.addWidget(self.panel)


def _is_open(found: EligibilityCheck) -> bool:
    gate = found.gate
    return gate is not None and gate.state is GateState.OPEN and not gate.expired
