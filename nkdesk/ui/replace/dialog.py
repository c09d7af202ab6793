"""The ward placed anew: ask, search, look at every move, accept it whole or patient by patient."""

from enum import Enum, auto
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from nkdesk.model.change import ChangeKind
from nkdesk.services.calendar_models import ReplacementPreview
from nkdesk.services.changes import change_reasons, clinical_factors
from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.lab_days import lab_days
from nkdesk.services.problems import StoreConflictError
from nkdesk.services.ward_replacing import (
    ReplacementAnswer,
    accept_replacement,
    replacement_preview,
    replacement_question,
)
from nkdesk.sheets.wording.refusals import broken_rule_text
from nkdesk.ui.common.cause_fields import CauseFields
from nkdesk.ui.common.dialog import FormDialog
from nkdesk.ui.common.labels import heading, plain
from nkdesk.ui.common.slow_work import SlowWork
from nkdesk.ui.replace.day_list import all_days
from nkdesk.ui.replace.progress_page import ProgressPage
from nkdesk.ui.replace.proposal_page import ProposalPage
from nkdesk.ui.replace.question_page import QuestionPage
from nkdesk.ui.replace.search import Search
from nkdesk.ui.replace.words import nothing_words

if TYPE_CHECKING:
    from nkdesk.ui.common.fields import Field

SIZE = (1060, 548)
_REASON_WIDTH = 360
_BESIDE_CHIPS = 48


class Stage(Enum):
    """Where one is: asking, searching, looking at the answer."""

    ASK = auto()
    SEARCH = auto()
    LOOK = auto()


class ReplaceDialog(FormDialog):
    """``saved`` after success. Closing it while a search runs ends the search."""

    days_asked = Signal()

    def __init__(
        self, parent: QWidget | None, desk: Desk, worker: SlowWork, *, sample: bool
    ) -> None:
        super().__init__(parent, self.tr("Place the ward's infusions anew"), sample=sample)
        self._desk = desk
        self._worker = worker
        self.saved: Saved | None = None
        self.search: Search | None = None
        self.answer: ReplacementAnswer | None = None
        known = lab_days(desk)
        today = desk.clock.today()
        coming = sum(one.day >= today for one in all_days(known))
        self.question = QuestionPage(known, coming=coming)
        self.progress = ProgressPage()
        self.proposal = ProposalPage()
        self.cause = CauseFields(change_reasons(ChangeKind.REPLACE), clinical_factors(), self)
        self._reason = self._reason_panel()
        for page in (self.question, self.progress, self.proposal):
            self.body.addWidget(page)
        self.add_beside(self._reason)
        self._add_verbs()
        self._connect()
        self._to(Stage.ASK)
        self.resize(*SIZE)

    @property
    def typed(self) -> bool:
        """Whether a question, a reason or an answer would be lost."""
        asked = bool(self.question.days) or self.question.form.typed
        return asked or self.cause.typed or self.stage is not Stage.ASK

    def confirm(self) -> None:
        """Do what the main button of the stage does."""
        if self.stage is Stage.ASK:
            self.compute()
        elif self.stage is Stage.LOOK and self.save.isVisible():
            self.accept_moves()

    def done(self, result: int) -> None:
        """Close; a search still running ends and brings nothing."""
        self._end_search()
        super().done(result)

    def compute(self) -> None:
        """Read the ward and search for the best placement elsewhere."""
        if self.question.form.typed and not self._take_day():
            return
        question = self.attempt(lambda: replacement_question(self._desk, self.question.days))
        if question is None:
            return
        if isinstance(question, Unsaved):
            self._show_unsaved(question)
            return
        self.show_problems([], [])
        self._to(Stage.SEARCH)
        self.search = Search(self._worker, question, self._found)
        self.progress.follow(self.search)

    def accept_moves(self) -> None:
        """Save what was accepted, as one step; refusals stay beside their fields."""
        if self.answer is None:
            return
        if not self.proposal.accepted:
            self.show_problems([], [self.tr("Tick at least one patient.")])
            return
        found = self.answer
        answer = self.attempt(lambda: self._saved_or_stale(found))
        if isinstance(answer, Saved):
            self.saved = answer
            self.accept()
        elif isinstance(answer, Unsaved):
            self._show_unsaved(answer)

    def _saved_or_stale(self, found: ReplacementAnswer) -> Saved | Unsaved | None:
        try:
            return accept_replacement(self._desk, found, self.proposal.accepted, self.cause.value())
        except StoreConflictError:
            self.compute()
            words = self.tr(
                "Somebody changed the plan meanwhile, so nothing was saved. The placement is "
                "worked out anew; your reason and ticks stay. Look at it and accept it again."
            )
            self.show_problems([], [words])
            return None

    def _found(self, answer: ReplacementAnswer) -> None:
        by_hand = self.search is not None and self.search.stopped
        self._end_search()
        self.answer = answer
        preview = self.attempt(lambda: replacement_preview(self._desk, answer))
        if preview is None:
            self._to(Stage.ASK)
        elif preview.patients or preview.proven:
            self._to(Stage.LOOK)
            self._show_preview(preview)
        else:
            self._to(Stage.ASK)
            self._show_none(preview, by_hand=by_hand)

    def _show_preview(self, preview: ReplacementPreview) -> None:
        self.proposal.show_preview(preview)
        for one in (self.save, self._reason):
            one.setVisible(bool(preview.patients))
        self._name_save()

    def _show_none(self, preview: ReplacementPreview, *, by_hand: bool) -> None:
        rules = () if preview.refused is None else preview.refused.broken
        lines = [broken_rule_text(rule) for rule in rules]
        self.show_problems([], lines or [nothing_words(preview, by_hand=by_hand)])

    def _show_unsaved(self, answer: Unsaved) -> None:
        rules = () if answer.refused is None else answer.refused.broken
        self.show_problems(
            [(one.field, self.question.form.problem_words(one)) for one in answer.problems],
            [broken_rule_text(rule) for rule in rules],
        )

    def _take_day(self) -> bool:
        """Take the day typed into the question; False when something about it is wrong."""
        form = self.question.form.value()
        checked = self.attempt(lambda: replacement_question(self._desk, (form,)))
        if checked is None or isinstance(checked, Unsaved):
            self._show_unsaved(checked or Unsaved())
            return False
        self.show_problems([], [])
        self.question.take(form)
        return True

    def _end_search(self) -> None:
        self.progress.leave()
        if self.search is not None:
            self.search.forget()
            self.search = None

    def _stop_search(self) -> None:
        if self.search is not None:
            self.search.stop()

    def _to(self, stage: Stage) -> None:
        self.stage = stage
        parts = {
            Stage.ASK: (self.question, self.compute_button),
            Stage.SEARCH: (self.progress, self.stop_button),
            Stage.LOOK: (self.proposal, self.save, self.back, self._reason),
        }
        for at, shown in parts.items():
            for one in shown:
                one.setVisible(at is stage)
        self._area.verticalScrollBar().setValue(0)
        asked: tuple[Field, ...] = self.question.form.all if stage is Stage.ASK else self.cause.all
        self.fields = {field.name: field for field in asked}

    def _name_save(self) -> None:
        words = self.tr("Move infusions of {patients}").format(
            patients=self.proposal.accepted_words()
        )
        self.save.setText(words)
        self.save.setAccessibleName(words)

    def _add_verbs(self) -> None:
        self.compute_button = self.add_verb(self.tr("Compute a placement"), "main")
        self.stop_button = self.add_verb(self.tr("Stop and keep the best found"), "main")
        self.save = self.add_verb(self.tr("Move"), "main")
        self.back = self.add_verb(self.tr("Change the question"))
        self.keep = self.add_verb(self.tr("Keep as planned"))

    def _connect(self) -> None:
        self.compute_button.clicked.connect(self.compute)
        self.stop_button.clicked.connect(self._stop_search)
        self.save.clicked.connect(self.accept_moves)
        self.back.clicked.connect(lambda: self._to(Stage.ASK))
        self.keep.clicked.connect(self.reject)
        self.question.add_asked.connect(self._take_day)
        self.question.days_asked.connect(self._ask_days)
        self.proposal.changed.connect(self._name_save)
        self.cause.reason.changed.connect(partial(self.cause.reason.refuse, ""))

    def _ask_days(self) -> None:
        self.finished.connect(self.days_asked)
        self.reject()

    def _reason_panel(self) -> QFrame:
        panel = QFrame()
        panel.setProperty("ground", "card")
        chips = self.cause.reason.minimumSizeHint().width()
        panel.setFixedWidth(max(_REASON_WIDTH, chips + _BESIDE_CHIPS))
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(10)
        column.addWidget(heading(self.tr("Why the ward is placed anew")))
        for field in self.cause.all:
            column.addWidget(field)
        words = self.tr("Only the patients you tick are moved. It is saved as one step.")
        column.addWidget(plain(words, tone="quiet"))
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        outer = QVBoxLayout(panel)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        return panel
