"""Restoring one backup: checked first, then what would change, then two names and a reason."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QWidget

from nkdesk.services.backups import (
    BackupPlace,
    RestoreForm,
    RestoreOrder,
    RestorePreview,
    form_problems,
    preview_restore,
)
from nkdesk.services.problems import StoreError
from nkdesk.ui.backups.words import count_words, lost_words, moment_words, preview_words
from nkdesk.ui.common.dialog import FormDialog
from nkdesk.ui.common.fields import TextField
from nkdesk.ui.common.labels import heading, plain

if TYPE_CHECKING:
    from concurrent.futures import Future

    from nkdesk.ui.common.slow_work import SlowWork

SIZE = (1000, 540)


class RestoreDialog(FormDialog):
    """``decided`` carries a RestoreOrder; nothing is changed here."""

    decided = Signal(object)

    def __init__(
        self,
        parent: QWidget | None,
        place: BackupPlace,
        worker: "SlowWork",
        source: Path,
        *,
        sample: bool,
    ) -> None:
        super().__init__(parent, self.tr("Restore a backup"), sample=sample)
        self._place, self._worker, self._source = place, worker, source
        self._left = False
        self.summary.rename(self.tr("Not restored. Please look at:"))
        self.preview: RestorePreview | None = None
        self.finished.connect(self._leave)
        self.which = heading(source.name)
        self.said = heading(self.tr("Checking the backup…"), "strong")
        self.details = plain(tone="quiet")
        self.lost = QListWidget()
        self.lost.setAccessibleName(self.tr("Steps that would be missing"))
        self.lost.setMaximumHeight(120)
        for part in (self.which, self.said, self.details, self.lost):
            self.body.addWidget(part)
        self._add_fields()
        self.act = self.add_verb(self.tr("Restore this backup"), "main")
        self.act.clicked.connect(self.confirm)
        self.add_verb(self.tr("Leave everything as it is")).clicked.connect(self.reject)
        self._show_parts(shown=False)
        self.resize(*SIZE)

    @property
    def typed(self) -> bool:
        """Whether a name or a reason was typed."""
        return self.value() != RestoreForm()

    def value(self) -> RestoreForm:
        """Return the form as typed."""
        return RestoreForm(self.first.value(), self.second.value(), self.reason.value())

    def look(self) -> None:
        """Check the backup elsewhere, then show what restoring it would change."""
        self._worker.run(partial(preview_restore, self._place, self._source), self._looked)

    def confirm(self) -> None:
        """Hand over the decision when two people and a reason stand behind it."""
        if self.preview is None:
            return
        wrong = form_problems(self._place, self.value())
        if wrong is not None:
            self.show_unsaved(wrong)
            return
        order = RestoreOrder(self.preview, self.value())
        self.done(self.DialogCode.Accepted)
        self.decided.emit(order)

    def _add_fields(self) -> None:
        self.first = TextField("first", self.tr("Your name"))
        self.second = TextField("second", self.tr("Name of the second person"))
        self.reason = TextField("reason", self.tr("Why is it restored?"))
        self._form = [self.first, self.second, self.reason]
        row = QHBoxLayout()
        row.setSpacing(12)
        for field in (self.first, self.second):
            row.addWidget(self.add_field(field), 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)
        self.body.addWidget(self.add_field(self.reason))

    def _looked(self, done: "Future[RestorePreview]") -> None:
        if self._left:
            return
        try:
            self._show(done.result())
        except StoreError as error:
            self.said.setText(self.tr("This backup cannot be restored here."))
            self.show_problems([], [f"{error.sentence} {error.next_step}"])

    def _show(self, preview: RestorePreview) -> None:
        self.preview = preview
        words = self.tr("{ward}: backup up to step {step} of {when}")
        self.which.setText(
            words.format(ward=preview.ward, step=preview.step, when=moment_words(preview.ends_at))
        )
        self.said.setText(preview_words(preview))
        self.details.setText("\n".join(self._details(preview)))
        self.lost.addItems(lost_words(preview))
        self._show_parts(shown=True)
        self.lost.setVisible(bool(preview.lost_steps))
        self.first.setFocus()

    def _details(self, preview: RestorePreview) -> list[str]:
        told = count_words(preview)
        if preview.sheets:
            words = self.tr("Take these printed sheets back and throw them away: {numbers}")
            told.append(words.format(numbers=", ".join(preview.sheets)))
        told.append(
            self.tr(
                "The backup is whole. The ward as it is now is kept beside it under today's date, "
                "and nkdesk opens again with the restored one."
            )
        )
        return told

    def _show_parts(self, *, shown: bool) -> None:
        for part in (self.details, self.lost, self.act, *self._form):
            part.setVisible(shown)

    def _leave(self) -> None:
        self._left = True
