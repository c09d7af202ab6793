"""What a person can do at the bed: the record of an infusion, and the forms over it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from nkdesk.services.desk import Desk
from nkdesk.services.forms import Unsaved
from nkdesk.sheets.wording.holds import hold_kind_text
from nkdesk.ui.common.chosen import ChosenItem
from nkdesk.ui.common.dialog import Question
from nkdesk.ui.common.field_words import problem_words
from nkdesk.ui.main_window import later_bedside, later_paper
from nkdesk.ui.main_window.plan_acts import Host, about_words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from nkdesk.model.infusion import InfusionAct, Reaction
    from nkdesk.services.product_forms import HoldForm
    from nkdesk.ui.bedside.dialog import BedsideDialog
    from nkdesk.ui.main_window.plan_acts import PlanActs
    from nkdesk.ui.main_window.window import MainWindow


class BedsideActs(QObject):
    """The record stays open under the forms it leads to, and is read anew after each."""

    def __init__(self, host: Host, window: "MainWindow", desk: Desk, plans: "PlanActs") -> None:
        super().__init__(window)
        self._host = host
        self._window = window
        self._desk = desk
        self._plans = plans

    def takes(self, chosen: ChosenItem) -> bool:
        """Whether an item is recorded at the bed rather than by the form for all others."""
        return later_bedside.is_at_bed(self._desk, chosen)

    def record(self, chosen: ChosenItem) -> "BedsideDialog":
        """Open the record of an infusion; leaving it offers to place anew what no longer fits."""
        dialog = later_bedside.bedside_dialog(
            self._window, self._desk, chosen, sample=self._host.sample
        )
        words = about_words(self.tr("Recorded at the bed: {item}, {id}"), chosen)
        dialog.stored.connect(lambda: self._host.done(words))
        dialog.act_asked.connect(lambda act: self._act(dialog, act))
        dialog.reaction_asked.connect(lambda one: self._react(dialog, one))
        dialog.late_asked.connect(lambda: self._from_paper(dialog))
        dialog.card_asked.connect(lambda: self._print_card(dialog, chosen))
        self._host.show_dialog(dialog)
        dialog.finished.connect(lambda _result: self._offer_settling(dialog, chosen))
        return dialog

    def second_check(self, chosen: ChosenItem) -> None:
        """Open the record where the second person begins."""
        if self.takes(chosen):
            self.record(chosen).second_check()

    def _offer_settling(self, dialog: "BedsideDialog", chosen: ChosenItem) -> None:
        if dialog.has_ended:
            self._plans.offer_settling(chosen.line, chosen.item.address.cycle)

    def _act(self, dialog: "BedsideDialog", act: "InfusionAct") -> None:
        if dialog.bed is not None:
            self._show_over(dialog, later_bedside.act_dialog(dialog, dialog.bed, act))

    def _print_card(self, dialog: "BedsideDialog", chosen: ChosenItem) -> None:
        preview = later_paper.print_card(dialog, self._desk, chosen.item_id)
        if preview is not None:
            preview.accepted.connect(lambda: self._host.done(preview.went))
            self._host.show_dialog(preview)
            preview.finished.connect(lambda _result: self._host.come_back(dialog))

    def _from_paper(self, dialog: "BedsideDialog") -> None:
        if dialog.bed is not None:
            form = later_bedside.late_dialog(dialog, dialog.bed)
            form.accepted.connect(dialog.mark_ended)
            self._show_over(dialog, form)

    def _react(self, dialog: "BedsideDialog", corrects: "Reaction | None") -> None:
        bed = dialog.bed
        if bed is None:
            return
        form = later_bedside.reaction_dialog(dialog, bed, corrects)
        self._show_over(dialog, form)
        form.finished.connect(
            lambda result: self._ask_for_hold(dialog, bed.infusion_id) if result else None
        )

    def _ask_for_hold(self, dialog: "BedsideDialog", infusion_id: int) -> None:
        """Ask whether a reaction that goes on shall hold the next doses; never silently."""
        hold = later_bedside.hold_to_ask(self._desk, infusion_id)
        if hold is None:
            return
        words = (self.tr("Hold the next doses?"), self._hold_words(hold))
        verbs = (self.tr("Place the hold"), self.tr("No hold"))
        question = Question(dialog, words, verbs, sample=self._host.sample)
        question.accepted.connect(lambda: self._place(dialog, hold))
        self._show_over(dialog, question)

    def _hold_words(self, hold: "HoldForm") -> str:
        words = self.tr("{kind}: {why}. Until somebody lifts it, no next dose is GO.")
        return words.format(kind=hold_kind_text(later_bedside.kind_of(hold)), why=hold.why)

    def _place(self, dialog: "BedsideDialog", hold: "HoldForm") -> None:
        answer = dialog.attempt(lambda: later_bedside.place_hold(self._desk, hold))
        if isinstance(answer, Unsaved):
            dialog.show_problems([], [problem_words(one) for one in answer.problems])
        elif answer is not None:
            self._host.done(self.tr("Hold placed: the next doses wait"))

    def _show_over(self, dialog: "BedsideDialog", form: "QDialog") -> None:
        """Open a form over the record; it comes back as the dialog in use, read anew."""
        words = self.tr("Recorded at the bed")
        form.accepted.connect(lambda: self._host.done(words))
        self._host.show_dialog(form)
        form.finished.connect(lambda _result: self._host.come_back(dialog))
