"""Stop the cycle from an item on: everything that would no longer be given, and why."""

from PySide6.QtWidgets import QWidget

from nkdesk.model.change import ChangeKind
from nkdesk.model.protocol import ItemKind
from nkdesk.services.change_forms import CeaseForm, ChangePreview, ChangeRow
from nkdesk.services.changes import cease_item, preview_cease
from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.sheets.wording.dates import day_text
from nkdesk.sheets.wording.day import spoken
from nkdesk.ui.common.change_dialog import ChangeDialog, Concerned
from nkdesk.ui.common.change_words import counted
from nkdesk.ui.common.chosen import ChosenItem
from nkdesk.ui.common.item_head import dialog_title, planned_words, words_aside
from nkdesk.ui.common.labels import plain


class CeaseDialog(ChangeDialog):
    """No reason stands ready. ``saved`` after success."""

    def __init__(
        self, parent: QWidget | None, desk: Desk, chosen: ChosenItem, *, sample: bool
    ) -> None:
        self._chosen = chosen
        title = dialog_title(self.tr("Stop the cycle from here"), chosen)
        about = Concerned(desk, chosen.line, sample)
        super().__init__(parent, title, about, ChangeKind.CEASE)
        if words := planned_words(chosen):
            self.add_aside(words_aside(words))
        self.body.addWidget(plain(self._explained()))
        self._add_cause()
        self.refresh()
        self.cause.reason.setFocus()

    @property
    def typed(self) -> bool:
        """Whether a reason was chosen or a note written."""
        return self.cause.typed

    def value(self) -> CeaseForm:
        """Return the form as typed."""
        return CeaseForm(self._chosen.item_id, self.cause.value())

    def _explained(self) -> str:
        return self.tr(
            "This item and every later chemotherapy day and dose of the cycle will not be given. "
            "Items of the same day, samples and checks stay planned."
        )

    def _ask(self) -> ChangePreview:
        return preview_cease(self._desk, self.value())

    def _save(self, read_at: int) -> Saved | Unsaved:
        return cease_item(self._desk, self.value(), read_at)

    def _warnings(self, preview: ChangePreview) -> list[str]:
        """Name the treatment of the same day too, which is not stopped with the item chosen."""
        stays = [spoken(row.title) for row in preview.rows if self._stays_beside(row)]
        if not stays:
            return super()._warnings(preview)
        words = self.tr("▲ Stays planned on {day}: {items}. Stop it from there, too.")
        day = day_text(self._chosen.item.planned)
        return [*super()._warnings(preview), words.format(day=day, items=", ".join(stays))]

    def _stays_beside(self, row: ChangeRow) -> bool:
        return (
            row.after.kind in (ItemKind.CHEMO, ItemKind.INFUSION)
            and row.after.is_open
            and row.after.address.cycle == self._chosen.item.address.cycle
            and row.after.planned == self._chosen.item.planned
        )

    def _verb(self, preview: ChangePreview) -> str:
        return self.tr("Stop the cycle: {what} not given").format(what=counted(preview))

    def _verb_unready(self) -> str:
        return self.tr("Stop the cycle")
