"""The infusion record: one screen over the window from the first check to the last observation.

Every act is stored at once; what is shown is read anew after each, so that it is what stands in
the store. Whoever comes second to a start is told who began, and when.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from nkdesk.bedside.checking import CLEAR
from nkdesk.model.infusion import InfusionAct
from nkdesk.model.product_rules import Vital
from nkdesk.services.desk import Desk
from nkdesk.services.forms import FieldCode, FieldProblem, Saved, Unsaved
from nkdesk.services.infusion_models import ActForm, AlreadyStarted, StartForm
from nkdesk.services.infusions import (
    act,
    check_bag,
    complete,
    end,
    open_check,
    record_vitals,
    start,
)
from nkdesk.ui.bedside.acts_words import AT_ONCE
from nkdesk.ui.bedside.reading import BedsideReading
from nkdesk.ui.bedside.step_bar import Step
from nkdesk.ui.bedside.verbs import Verb
from nkdesk.ui.bedside.words import already_words, is_other_patient
from nkdesk.ui.common.chosen import ChosenItem

Answer = Saved | Unsaved | AlreadyStarted
NO_TITLES: Mapping[str, str] = MappingProxyType({})


class BedsideDialog(BedsideReading):
    """``stored`` follows every act. What needs a form of its own is asked for by signals.

    ``has_ended``: an end was stored while this was open, so that later doses may have to be
    placed anew.
    """

    stored = Signal()
    act_asked = Signal(object)
    reaction_asked = Signal(object)
    late_asked = Signal()
    card_asked = Signal()

    def __init__(
        self, parent: QWidget | None, desk: Desk, chosen: ChosenItem, *, sample: bool
    ) -> None:
        super().__init__(parent, desk, chosen, sample=sample)
        self.has_ended = False
        self._connect()
        # Ctrl+P prints what is in front, here as on every screen.
        QShortcut(QKeySequence(QKeySequence.StandardKey.Print), self, self.card_asked.emit)
        self.open_record()

    def confirm(self) -> None:
        """Do what the main button says."""
        verb = self.verb
        if verb is not Verb.NONE and self.main.isEnabled():
            self._verb_acts()[verb]()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F6 lets the second person begin, whatever the keyboard layout."""
        if event.key() == Qt.Key.Key_F6:
            self.second_check()
        else:
            super().keyPressEvent(event)

    def second_check(self) -> None:
        """Let whoever checks next begin, or say why nobody can."""
        check = self.pages.check
        if check.stopped:
            return
        if check.entering:
            self.go(Step.CHECK)
            self.notice.say(self.tr("F6: whoever is checking finishes the own check first."))
        elif check.bag is not None:
            self.go(Step.CHECK)
            self._begin_check()
        else:
            self.notice.say(check.waiting.text())

    def show_unsaved(self, answer: Unsaved, titles: Mapping[str, str] = NO_TITLES) -> None:
        """Show problems beside the fields of this screen; one that several reasons have, once."""
        known = [one for one in answer.problems if one.field != "values"]
        placed = dict.fromkeys(_placed(one) for one in known or answer.problems)
        super().show_unsaved(replace(answer, problems=tuple(placed)), titles)

    def mark_ended(self) -> None:
        """Note that an end was stored."""
        self.has_ended = True

    def _verb_acts(self) -> dict[Verb, Callable[[], None]]:
        return {
            Verb.SECOND_CHECK: self._begin_check,
            Verb.NEXT_CHECK: self._begin_check,
            Verb.TO_START: lambda: self.go(Step.START),
            Verb.START: self._start,
            Verb.TO_RUNNING: lambda: self.go(Step.START),
            Verb.TO_END: lambda: self.go(Step.END),
            Verb.RECORD_END: self._end,
            Verb.COMPLETE: self._complete,
        }

    def _begin_check(self) -> None:
        self.pages.check.begin()
        self.notice.say("")
        self.show_again()
        self.lead()

    def _look_at_patient(self) -> None:
        """Stop at once at another patient's wristband; else go on to the bag."""
        own = self.pages.check.own
        if self.page is not None and is_other_patient(own.patient.value(), self.page):
            self._check(CLEAR)
        else:
            own.lead_to_bag()

    def _check(self, visual: str) -> None:
        """Store one person's check; the record is opened by the first of all."""
        infusion_id = self._opened()
        if infusion_id is None:
            return
        form = self.pages.check.own.form(infusion_id, self.pages.check.position, visual)
        answer = self.attempt(lambda: check_bag(self._desk, form))
        if isinstance(answer, Unsaved):
            self.show_unsaved(answer)
        elif answer is not None:
            self.show_problems([], [])
            self.pages.check.show_answer(answer)
            self._after()

    def _opened(self) -> int | None:
        """Return the infusion, opened by the first who checks; None when it cannot be opened."""
        if self.page is not None and self.page.infusion is None:
            person = self.pages.check.own.person.value()
            opened = self.attempt(lambda: open_check(self._desk, self._item_id, person))
            if not self._is_saved(opened):
                return None
            self.refresh()
        infusion = None if self.page is None else self.page.infusion
        return None if infusion is None else infusion.id

    def _start(self) -> None:
        bed = self.bed
        if bed is not None:
            answers = self.pages.record.answers.answers()
            form = StartForm(bed.infusion_id, bed.person, answers=answers)
            self._store(lambda: start(self._desk, form))

    def _complete(self) -> None:
        """Complete the record; before its time is up the form asks for a note why."""
        bed = self.bed
        if bed is None:
            return
        until = bed.page.observe_until
        if until is not None and self._desk.clock.now() < until:
            self.act_asked.emit(InfusionAct.COMPLETE)
        else:
            self._store(lambda: complete(self._desk, bed.infusion_id, bed.person))

    def _end(self) -> None:
        bed = self.bed
        if bed is not None:
            form = self.pages.ends.form(bed.infusion_id, bed.person)
            self._store(lambda: end(self._desk, form), self.mark_ended)

    def _save_vitals(self) -> None:
        bed, vitals = self.bed, self.pages.record.vitals
        if bed is not None:
            form = vitals.form(bed.infusion_id, bed.person)
            self._store(lambda: record_vitals(self._desk, form), vitals.clear)

    def _act(self, asked: InfusionAct) -> None:
        bed = self.bed
        if asked is InfusionAct.REACTION:
            self.reaction_asked.emit(None)
        elif asked is InfusionAct.NEXT_BAG and self._next_bag_unchecked():
            self.go(Step.CHECK)
            self.notice.say(self.tr("Two persons check the next bag before it is hung."))
        elif asked not in AT_ONCE:
            self.act_asked.emit(asked)
        elif bed is not None:
            form = ActForm(bed.infusion_id, asked.value, bed.person)
            self._store(lambda: act(self._desk, form))

    def _next_bag_unchecked(self) -> bool:
        bags = () if self.page is None else self.page.bags
        waiting = [one for one in bags if one.hung is None]
        return bool(waiting) and waiting[0].second is None

    def _store(self, write: Callable[[], Answer], then: Callable[[], None] | None = None) -> None:
        """Store an act and show what stands now; a start that came second says who began."""
        answer = self.attempt(write)
        if isinstance(answer, AlreadyStarted):
            self.refresh()
            self.notice.say(already_words(answer, self._desk.clock.now()))
        elif self._is_saved(answer):
            if then is not None:
                then()
            self._after()

    def _is_saved(self, answer: Answer | None) -> bool:
        if isinstance(answer, Unsaved):
            self.refresh()
            self.show_unsaved(answer)
        elif answer is not None:
            self.show_problems([], [])
            return True
        return False

    def _after(self) -> None:
        self.notice.say("")
        self.refresh()
        self.stored.emit()
        if not self.pages.check.stopped:
            self.lead()

    def _connect(self) -> None:
        pages = self.pages
        self.steps.asked.connect(self.go)
        self.main.clicked.connect(self.confirm)
        self.late.clicked.connect(self.late_asked)
        pages.check.patient_scanned.connect(self._look_at_patient)
        pages.check.answered.connect(self._check)
        pages.check.call_asked.connect(lambda: self.act_asked.emit(InfusionAct.CALL))
        pages.check.panel.again_asked.connect(self.show_again)
        pages.record.vitals.saved.connect(self._save_vitals)
        pages.record.side.act_asked.connect(self._act)
        pages.record.side.reaction_asked.connect(self.reaction_asked)
        pages.ends.ended.connect(self._end)
        pages.ends.turned.connect(self.show_again)


def _placed(problem: FieldProblem) -> FieldProblem:
    """Return a problem by the name its field has on this screen."""
    if problem.code is FieldCode.NEEDS_ANSWER:
        return replace(problem, field=f"answer:{problem.detail}")
    if problem.field == "values":
        return replace(problem, field=Vital.TEMPERATURE.value)
    if problem.code is FieldCode.NOT_READY:
        return replace(problem, detail="")  # every reason stands at the top already
    return problem
