"""The record as it is read: which step is in view, what the buttons say, how time goes on."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from nkdesk.services.desk import Desk
from nkdesk.services.infusion_models import BedsidePage
from nkdesk.services.infusions import bedside_page
from nkdesk.services.problems import StoreError
from nkdesk.services.steps import revision
from nkdesk.ui.bedside.at_bed import AtBed
from nkdesk.ui.bedside.event_words import resumed_words
from nkdesk.ui.bedside.frame import BedsideFrame
from nkdesk.ui.bedside.step_bar import Step, due_step, reached
from nkdesk.ui.bedside.verbs import Verb, main_verb, verb_words
from nkdesk.ui.common.chosen import ChosenItem

TICK_MS = 1000


class BedsideReading(BedsideFrame):
    """Read anew after each act, at each new minute and when somebody else has written."""

    def __init__(
        self, parent: QWidget | None, desk: Desk, chosen: ChosenItem, *, sample: bool
    ) -> None:
        super().__init__(parent, desk, chosen, sample=sample)
        self._desk, self._item_id, self._sample = desk, chosen.item_id, sample
        self.page: BedsidePage | None = None
        self._shown = Step.CHECK
        self._due: Step | None = None
        self._minute = desk.clock.now().minute
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self.tick)
        self.finished.connect(self._tick.stop)

    def open_record(self) -> None:
        """Read it for the first time; one that is under way says what was stored last."""
        self.refresh()
        if self.page is not None and self.page.resumed is not None:
            self.notice.say(resumed_words(self.page.resumed, self._desk.clock.now(), self.titles))
        self._tick.start()
        self.lead()

    @property
    def typed(self) -> bool:
        """Whether something typed has not been stored."""
        return self.pages.typed

    @property
    def bed(self) -> AtBed | None:
        """What the forms over this one need."""
        if self.page is None:
            return None
        return AtBed(self._desk, self.page, self.person.value(), self._sample)

    @property
    def verb(self) -> Verb:
        """What the main button does now."""
        if self.page is None:
            return Verb.NONE
        return main_verb(self.page, self.pages)

    def refresh(self) -> None:
        """Read the infusion anew; where it has gone on to another step, go there."""
        found = self.attempt(lambda: bedside_page(self._desk, self._item_id))
        if found is None:
            return
        self._drop_resumed(found)
        self.page = found
        due = due_step(found)
        if due is not self._due and not self._looks_at_answer():
            self._due = self._shown = due
        elif self._shown not in reached(found):
            self._shown = due
        self.show_again()

    def _drop_resumed(self, found: BedsidePage) -> None:
        """Say no longer what was stored last once something newer is."""
        before = None if self.page is None else self.page.resumed
        if before is None or before == found.resumed:
            return
        said = resumed_words(before, self._desk.clock.now(), self.titles)
        if self.notice.said.text() == said:
            self.notice.say("")

    def go(self, step: Step) -> None:
        """Look at one of the four steps."""
        self._shown = step
        self._due = due_step(self.page) if self.page is not None else None
        self.show_again()
        self.lead()

    def lead(self) -> None:
        """Put the keyboard where it is most likely needed."""
        vitals = self.pages.record.vitals
        if self._shown is Step.END:
            self.pages.ends.begin()
        elif self._shown is Step.CHECK and self.pages.check.entering:
            self.pages.check.own.person.setFocus()
        elif self.verb in (Verb.TO_END, Verb.COMPLETE) and vitals.isVisibleTo(self):
            vitals.numbers.enter()
        elif self.verb is not Verb.NONE:
            self.main.setFocus()

    def tick(self) -> None:
        """Let the time run on; read anew at a new minute and when somebody else has written."""
        page, now = self.page, self._desk.clock.now()
        if page is None:
            return
        self.pages.record.side.timer.show_page(page, now)
        try:
            stale = revision(self._desk) != page.revision
        except StoreError as error:
            self.show_problems([], [f"{error.sentence} {error.next_step}"])
            return
        if stale or now.minute != self._minute:
            self._minute = now.minute
            self.refresh()

    def show_again(self) -> None:
        """Show what was read last."""
        page = self.page
        if page is None:
            return
        self.bar.show_page(page)
        self.pages.show_page(page, self._shown)
        self.steps.show_page(page, self._shown)
        self.fields = {self.person.name: self.person, **self.pages.fields}
        self._show_verbs(page)

    def _show_verbs(self, page: BedsidePage) -> None:
        stopped = self._shown is Step.CHECK and self.pages.check.stopped
        words = verb_words(self.verb)
        self.main.setText(words)
        self.main.setAccessibleName(words)
        self.main.setVisible(self.verb is not Verb.NONE)
        self.late.setVisible(page.infusion is None and not stopped)
        self.leave.setVisible(not stopped)
        self.person.setVisible(self._shown is not Step.CHECK)

    def _looks_at_answer(self) -> bool:
        """Whether the answer of a check stands on the screen: it stays until a person goes on."""
        return self._shown is Step.CHECK and not self.pages.check.panel.isHidden()
