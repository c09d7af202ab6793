"""Backups nobody has to think of: every half hour when something changed, and on closing."""

import logging
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from nkdesk.services.backups import (
    BackupKind,
    BackupsPage,
    backups_page,
    is_due,
    make_backup,
    place_of,
)
from nkdesk.services.problems import StoreError
from nkdesk.services.steps import revision
from nkdesk.ui.backups.words import age_words, warns

if TYPE_CHECKING:
    from concurrent.futures import Future

    from nkdesk.app.worker import Worker
    from nkdesk.services.desk import Desk

LOOK_MS = 60_000
_log = logging.getLogger(__name__)


class BackingUp(QObject):
    """Looks once a minute; ``told`` carries the words for the foot of the window, and a warning."""

    told = Signal(str, bool)

    def __init__(self, desk: "Desk", worker: "Worker", parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._place = place_of(desk)
        self._worker = worker
        self._under_way = False
        self._page: BackupsPage | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Look for the first time, then once a minute."""
        self._timer.start()
        self.look()

    def look(self) -> None:
        """Read how the backups stand, say so, and make one when it is due."""
        try:
            self._page = backups_page(self._place)
            due = self._is_due(self._now(), self._page)
        except StoreError:  # the window itself says what is wrong with the ward
            return
        self._tell(self._page)
        if due and not self._under_way:
            self._under_way = True
            self._worker.run(partial(make_backup, self._place, BackupKind.REGULAR), self._made)

    def close(self) -> None:
        """Make the last backup of the day, when anything was saved since the newest one.

        The window is gone already: what goes wrong is found by its age the next time.
        """
        self._timer.stop()
        try:
            if self._has_changed(backups_page(self._place)):
                make_backup(self._place, BackupKind.CLOSING)
        except StoreError as error:
            _log.warning("No backup on closing: %s", error.problem.value)

    def _made(self, done: "Future[object]") -> None:
        self._under_way = False
        try:
            done.result()
        except StoreError as error:
            _log.warning("No backup: %s", error.problem.value)
        with suppress(StoreError):
            self._tell(backups_page(self._place))

    def _is_due(self, now: datetime, page: BackupsPage) -> bool:
        locked = bool(self._desk.store.read_only)
        return not locked and is_due(now, page.newest_at, changed=self._has_changed(page))

    def _has_changed(self, page: BackupsPage) -> bool:
        return revision(self._desk) != page.newest_step

    def _tell(self, page: BackupsPage) -> None:
        now = self._now()
        self.told.emit(age_words(now, page.newest_at), warns(now, page))

    def _now(self) -> datetime:
        return self._desk.clock.now()
