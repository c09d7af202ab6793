"""Place the open doses of a cycle anew: proposed in full, never done by itself."""

from PySide6.QtWidgets import QWidget

from nkdesk.model.change import ChangeKind
from nkdesk.services.change_forms import ChangePreview, SettleForm
from nkdesk.services.changes import preview_settle, settle_cycle
from nkdesk.services.desk import Desk
from nkdesk.services.forms import Saved, Unsaved
from nkdesk.services.read_models import PatientLine
from nkdesk.ui.common.change_dialog import ChangeDialog, Concerned
from nkdesk.ui.common.change_words import counted, seen_to_change
from nkdesk.ui.common.labels import plain


class SettleDialog(ChangeDialog):
    """No reason stands ready. ``saved`` after success."""

    def __init__(
        self,
        parent: QWidget | None,
        desk: Desk,
        about: tuple[PatientLine, int],
        *,
        sample: bool,
    ) -> None:
        self._line, self._cycle = about
        title = self.tr("Place the open doses of cycle {n} anew").format(n=self._cycle)
        super().__init__(parent, title, Concerned(desk, self._line, sample), ChangeKind.SETTLE)
        self.body.addWidget(plain(self._explained()))
        self._add_cause()
        self.refresh()
        self.cause.reason.setFocus()

    @property
    def typed(self) -> bool:
        """Whether a reason was chosen or a note written."""
        return self.cause.typed

    def value(self) -> SettleForm:
        """Return the form as typed."""
        return SettleForm(self._line.patient.id, self._cycle, self.cause.value())

    def _explained(self) -> str:
        return self.tr(
            "What was recorded leaves open doses that no longer keep a rule. They move only as "
            "far as the rules demand."
        )

    def _ask(self) -> ChangePreview:
        return preview_settle(self._desk, self.value())

    def _save(self, read_at: int) -> Saved | Unsaved:
        return settle_cycle(self._desk, self.value(), read_at)

    def _words(self, preview: ChangePreview) -> str:
        if any(seen_to_change(row) for row in preview.rows):
            return ""
        return self.tr("Every open dose keeps its rules: nothing would move.")

    def _verb(self, preview: ChangePreview) -> str:
        return self.tr("Move {what}").format(what=counted(preview))

    def _verb_unready(self) -> str:
        return self.tr("Move")
