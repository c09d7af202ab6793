"""All backups of a ward: how they stand, one more now, trying a restore out, and restoring."""

from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QListWidget, QListWidgetItem, QWidget

from nkdesk.services.backups import (
    BackedUp,
    BackupKind,
    BackupLine,
    BackupPlace,
    BackupsPage,
    Drill,
    LineState,
    RestoreOrder,
    backups_page,
    choose_second_place,
    drill,
    lines_in,
    make_backup,
)
from nkdesk.services.problems import StoreError
from nkdesk.ui.backups.restore_dialog import RestoreDialog
from nkdesk.ui.backups.words import drill_words, line_words, moment_words, standing_words
from nkdesk.ui.common.dialog import FormDialog
from nkdesk.ui.common.labels import heading, plain

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from nkdesk.ui.common.slow_work import Result, SlowWork

SIZE = (1000, 540)


class BackupsDialog(FormDialog):
    """``changed`` follows a new backup; ``restore_asked`` carries what two people decided.

    It needs no open ward: a ward that cannot be opened is what it is for.
    """

    changed = Signal()
    restore_asked = Signal(object)

    def __init__(
        self, parent: QWidget | None, place: BackupPlace, worker: "SlowWork", *, sample: bool
    ) -> None:
        super().__init__(parent, self.tr("Backups"), sample=sample)
        self._place, self._worker, self._sample = place, worker, sample
        self._left = False
        self.summary.rename(self.tr("Please look at:"))
        self.finished.connect(self._leave)
        self.standing = plain()
        self.said = heading("", "strong")
        self.said.hide()
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Backups, newest first"))
        self.list.setMinimumHeight(230)
        self.list.currentRowChanged.connect(self._allow)
        for part in (self.standing, self.said, self.list):
            self.body.addWidget(part)
        self._add_verbs()
        self.resize(*SIZE)
        self.refresh()
        self.list.setFocus()

    def refresh(self) -> None:
        """Read all backups anew, and choose the newest."""
        page = self.attempt(lambda: backups_page(self._place))
        if page is not None:
            self._show(page)

    def back_up(self) -> None:
        """Make a backup now."""
        self._run(
            self.tr("Backing up and checking…"),
            partial(make_backup, self._place, BackupKind.ASKED),
            self._backed_up,
        )

    def try_out(self) -> None:
        """Restore the newest backup into a file of its own, check it, and remove that."""
        self._run(
            self.tr("Trying a restore out…"),
            partial(drill, self._place, monotonic),
            self._tried,
        )

    def choose_second(self) -> None:
        """Let every backup be copied to a second place, too."""
        root = self.ask_for_folder(self.tr("Second place for backups: a folder on another disk"))
        if root is not None:
            self._run(
                self.tr("Copying to the second place…"),
                partial(choose_second_place, self._place, root),
                lambda _none: self._say(self.tr("Every backup is copied there from now on.")),
            )

    def look_elsewhere(self) -> None:
        """Show the backups in a folder, from a disk somebody brought."""
        folder = self.ask_for_folder(self.tr("Folder with backups"))
        if folder is None:
            return
        lines = self.attempt(lambda: lines_in(folder)) or ()
        if len(lines) == 0:
            self.restore_from(folder)
            return
        self._fill(lines)
        self._say(self.tr("Backups in {folder}").format(folder=folder))

    def confirm(self) -> None:
        """Look at what restoring the chosen backup would change."""
        line = self.chosen
        if line is not None:
            self.restore_from(line.place)

    def restore_from(self, source: Path) -> None:
        """Check a backup and show what restoring it would change."""
        asked = RestoreDialog(self, self._place, self._worker, source, sample=self._sample)
        asked.decided.connect(self._decided)
        asked.finished.connect(asked.deleteLater)
        asked.open()
        asked.look()

    @property
    def chosen(self) -> BackupLine | None:
        """The backup chosen in the list."""
        lines = [item.data(Qt.ItemDataRole.UserRole) for item in self.list.selectedItems()]
        return next((line for line in lines if isinstance(line, BackupLine)), None)

    def ask_for_folder(self, words: str) -> Path | None:
        """Return a folder a person chose, None when they think better of it."""
        chosen = QFileDialog.getExistingDirectory(self, words, str(self._place.folder))
        return Path(chosen) if chosen else None

    def _add_verbs(self) -> None:
        self.now = self.add_verb(self.tr("Back up now"))
        self.trial = self.add_verb(self.tr("Try a restore out"))
        self.second = self.add_verb(self.tr("Second place…"))
        self.other = self.add_verb(self.tr("Other folder…"))
        self.restore = self.add_verb(self.tr("Restore…"), "main")
        self.close_verb = self.add_verb(self.tr("Close"))
        for verb, act in (
            (self.now, self.back_up),
            (self.trial, self.try_out),
            (self.second, self.choose_second),
            (self.other, self.look_elsewhere),
            (self.restore, self.confirm),
            (self.close_verb, self.reject),
        ):
            verb.clicked.connect(act)

    def _show(self, page: BackupsPage) -> None:
        self.standing.setText(standing_words(self._place.now(), page))
        self._fill(page.lines)

    def _fill(self, lines: tuple[BackupLine, ...]) -> None:
        self.list.clear()
        for line in lines:
            item = QListWidgetItem(line_words(line))
            item.setToolTip(str(line.place))
            item.setData(Qt.ItemDataRole.UserRole, line)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._allow()

    def _allow(self) -> None:
        line = self.chosen
        self.restore.setEnabled(line is not None and line.state is not LineState.UNREADABLE)

    def _say(self, words: str) -> None:
        self.said.setText(words)
        self.said.setAccessibleName(words)
        self.said.setVisible(bool(words))

    def _run(
        self, words: str, work: "Callable[[], Result]", then: "Callable[[Result], None]"
    ) -> None:
        """Do what is slow elsewhere; meanwhile say so and let nothing else be begun."""
        self.show_problems([], [])
        self._say(words)
        self._let(busy=True)
        self._worker.run(work, partial(self._done, then))

    def _done(self, then: "Callable[[Result], None]", done: "Future[Result]") -> None:
        if self._left:
            return
        self._let(busy=False)
        self._say("")
        try:
            then(done.result())
        except StoreError as error:
            self.show_problems([], [f"{error.sentence} {error.next_step}"])
        said = self.said.text()
        self.refresh()
        self._say(said)

    def _backed_up(self, done: BackedUp) -> None:
        at = "" if done.line.made_at is None else moment_words(done.line.made_at)
        self._say(self.tr("Backed up and checked: {when}").format(when=at))
        if done.second_error is not None:
            error = done.second_error
            self.show_problems([], [f"{error.sentence} {error.next_step}"])
        self.changed.emit()

    def _tried(self, done: Drill | None) -> None:
        self._say(drill_words(done))

    def _let(self, *, busy: bool) -> None:
        for verb in (self.now, self.trial, self.second, self.other, self.restore):
            verb.setEnabled(not busy)
        if not busy:
            self._allow()

    def _decided(self, order: RestoreOrder) -> None:
        self.done(self.DialogCode.Accepted)
        self.restore_asked.emit(order)

    def _leave(self) -> None:
        self._left = True
