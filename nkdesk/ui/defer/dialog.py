"""Defer: a new date, how far it reaches, why, and everything that would move, before saving."""

from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QCoreApplication, QSignalBlocker
from PySide6.QtWidgets import QWidget

from nkdesk.model.change import ChangeKind
from nkdesk.model.protocol import ItemKind
from nkdesk.model.refusal import RuleCode
from nkdesk.services.change_forms import ChangePreview, Choice, MoveForm
from nkdesk.services.changes import move_item, preview_move
from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.sheets.wording.dates import day_text
from nkdesk.sheets.wording.refusals import broken_rule_text
from nkdesk.ui.common.change_dialog import ChangeDialog, Concerned
from nkdesk.ui.common.change_panel import WayOut
from nkdesk.ui.common.change_words import counted, seen_to_change, shift_words, stale_lists_words
from nkdesk.ui.common.chosen import ChosenItem
from nkdesk.ui.common.item_head import dialog_title, planned_words, words_aside
from nkdesk.ui.defer.deviation import DeviationBox
from nkdesk.ui.defer.scope_cards import scope_field, scope_words
from nkdesk.ui.defer.when import When

translate = QCoreApplication.translate

_ACCEPTABLE: Final = frozenset(
    {
        RuleCode.OUTSIDE_WINDOW,
        RuleCode.GAP_TOO_SHORT,
        RuleCode.GAP_TOO_LONG,
        RuleCode.CLOSED_DAY,
        RuleCode.OVER_CAPACITY,
        RuleCode.SAME_DAY,
        RuleCode.ORDER,
    }
)


class DeferDialog(ChangeDialog):
    """Opens a day later with the least reach; nothing of the reason stands ready.

    ``to`` is a date already asked for, by a drag. ``saved`` after success.
    """

    def __init__(
        self,
        parent: QWidget | None,
        desk: Desk,
        chosen: ChosenItem,
        *,
        sample: bool,
        to: date | None = None,
    ) -> None:
        self._chosen = chosen
        self._kind = chosen.item.kind
        about = Concerned(desk, chosen.line, sample)
        super().__init__(parent, dialog_title(self.tr("Defer"), chosen), about, ChangeKind.MOVE)
        if words := planned_words(chosen):
            self.add_aside(words_aside(words))
        next_day = max(chosen.item.planned + timedelta(days=1), desk.clock.today())
        self.when = When(chosen.item.planned, to or next_day)
        self.scope = scope_field(self._kind)
        self.deviation = DeviationBox()
        self.panel.foot.addWidget(self.deviation)
        self._lay_out()
        self._as_opened = self.value()
        self.refresh()
        self.when.setFocus()

    @property
    def typed(self) -> bool:
        """Whether anything was changed since the dialog opened."""
        return self.value() != self._as_opened

    def value(self) -> MoveForm:
        """Return the form as typed; a deviation only where something is broken."""
        accepted = self.deviation.accepted
        return MoveForm(
            item_id=self._chosen.item_id,
            to=self.when.to.value(),
            scope=self.scope.value(),
            cause=self.cause.value(),
            deviation=accepted,
            physician=self.deviation.physician.value() if accepted else "",
        )

    def _lay_out(self) -> None:
        self.add_field(self.when.to)
        self.body.addWidget(self.when)
        self.body.addWidget(self.add_field(self.scope))
        self._add_cause()
        self.add_field(self.deviation.physician)
        self._watch(self.when.to)
        # What is chosen by one touch is shown by the next paint; only typing waits.
        for signal in (self.when.by.changed, self.scope.changed, self.deviation.changed):
            signal.connect(self.refresh)

    def _ask(self) -> ChangePreview:
        found = preview_move(self._desk, self.value())
        for row in found.rows:
            if row.item_id == self._chosen.item_id:
                self.when.count_from(row.before.planned)
        return found

    def _save(self, read_at: int) -> Saved | Unsaved:
        return move_item(self._desk, self.value(), read_at)

    def _show_preview(self, preview: ChangePreview) -> None:
        super()._show_preview(preview)
        broken = [broken_rule_text(rule, self._titles) for rule in preview.deviations]
        if broken:
            self.deviation.show_broken(broken)
        else:
            self.deviation.show_offer(offered=_may_deviate(preview))

    def _verb(self, preview: ChangePreview) -> str:
        words = self.tr("Move {what}: {scope}")
        if preview.deviations:
            words = self.tr("Move {what} as a deviation: {scope}")
        scope = scope_words(self.scope.value(), self._kind)
        return words.format(what=counted(preview), scope=scope)

    def _verb_unready(self) -> str:
        return self.tr("Move")

    def _words(self, preview: ChangePreview) -> str:
        if any(seen_to_change(row) for row in preview.rows):
            return self._block_words() if self._kind is ItemKind.CHEMO else ""
        return self.tr("It stands on this day already: nothing would move.")

    def _block_words(self) -> str:
        return self.tr(
            "The chemotherapy block stays together: its days move with this one. "
            "Days already given stay."
        )

    def _after(self, preview: ChangePreview) -> str:
        lines = [_forecast_words(preview), stale_lists_words(preview.rows)]
        return "\n".join(line for line in lines if line)

    def _waiting_words(self) -> str:
        return self.tr("Type the new date: every item appears here, before and after.")

    def _ways_out(self, preview: ChangePreview) -> list[WayOut]:
        return [self._way_out(one) for one in preview.choices]

    def _way_out(self, choice: Choice) -> WayOut:
        return self._way_words(choice), lambda: self._take(choice)

    def _way_words(self, choice: Choice) -> str:
        day = day_text(choice.to)
        scope = scope_words(choice.scope, self._kind)
        other_scope = choice.scope != self.scope.value()
        other_day = self.when.day != choice.to
        if choice.breaks is not None:
            return self.tr("Look at {day}, which breaks one rule").format(day=day)
        if not other_scope:
            return self.tr("Move to {day} instead").format(day=day)
        if not other_day:
            return self.tr("Keep the date, move {scope}").format(scope=scope)
        return self.tr("Move to {day}, {scope}").format(day=day, scope=scope)

    def _take(self, choice: Choice) -> None:
        """Take an alternative as if it had been typed and chosen; nothing is saved by it."""
        with QSignalBlocker(self.scope):
            self.scope.choose(choice.scope)
        self.when.take(choice.to)
        self.refresh()
        self.save.setFocus()


def _may_deviate(preview: ChangePreview) -> bool:
    """Whether a physician may accept what is broken: a closed record or a closed cycle is fixed."""
    return preview.refused is not None and all(
        rule.code in _ACCEPTABLE for rule in preview.refused.broken
    )


def _forecast_words(preview: ChangePreview) -> str:
    """Say where the next cycle's forecast would begin, where there is one."""
    was, becomes = preview.forecast_before, preview.forecast_after
    if was is None or becomes is None:
        return ""
    if was == becomes:
        words = translate(
            "Defer", "Forecast of the next cycle: stays on {day}. Nothing of it is planned."
        )
        return words.format(day=day_text(was))
    words = translate(
        "Defer",
        "Forecast of the next cycle: {was} becomes {becomes} ({shift}). Nothing of it is planned.",
    )
    shift = shift_words((becomes - was).days)
    return words.format(was=day_text(was), becomes=day_text(becomes), shift=shift)
