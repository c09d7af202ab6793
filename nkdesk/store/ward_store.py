"""The open ward store: reading, and writing in steps."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nkdesk.store.connection import disconnect, driver, file_key, translated
from nkdesk.store.journal import Head, newest_head
from nkdesk.store.naming import sync_folder
from nkdesk.store.problem import StoreError, StoreProblem, as_store_error
from nkdesk.store.rows import Value
from nkdesk.store.step import Step

if TYPE_CHECKING:
    from sqlite_utils import Database


class Store:
    """One connection to one ward's file, used on the thread that opened it.

    ``moment`` returns this moment as an aware datetime in the ward's time zone; ``workstation``
    names the computer in every step. ``read_only`` names the file or folder that cannot be written
    to, "" while steps can be saved. Made by ``opening.create_store`` and ``opening.open_store``.
    """

    def __init__(
        self,
        database: "Database",
        path: Path,
        moment: Callable[[], datetime],
        workstation: str = "",
    ) -> None:
        self.database = database
        self.path = path
        self.moment = moment
        self.workstation = workstation
        self.read_only = ""
        self._key = file_key(path)
        self._is_open = True
        self._seen = self._data_version()

    def read(self, sql: str, parameters: Sequence[Value] = ()) -> list[tuple[Any, ...]]:
        """Return every row of a query at once; a half-read query would keep the file locked."""
        try:
            return self.database.conn.execute(sql, tuple(parameters)).fetchall()
        except (driver().Error, UnicodeDecodeError) as error:
            raise as_store_error(error) from error

    def write(self, sql: str, parameters: Sequence[Value] = ()) -> int:
        """Run one writing statement inside the open step and return the newest rowid.

        Only ``nkdesk.store`` calls this; everything else goes through a step's own functions.
        """
        try:
            return self.database.conn.execute(sql, tuple(parameters)).lastrowid or 0
        except (driver().Error, UnicodeDecodeError) as error:
            raise as_store_error(error) from error

    @contextmanager
    def step(self, *, actor: str, what: str, why: str = "") -> Iterator[Step]:
        """Open a step: one transaction that others wait for; any error takes everything back.

        ``actor`` is who does it, ``what`` its code (small letters, digits, ``_``), ``why`` the
        reason. StoreError: BUSY when others write for longer than five seconds, DISK_FULL,
        REPLACED, …;
        UNCONFIRMED alone leaves open whether the step was saved.
        """
        if self.database.conn.in_transaction:
            raise RuntimeError("A step is already open.")
        if self.read_only:
            raise StoreError(StoreProblem.READING_ONLY, self.read_only)
        self._refuse_replaced()
        with translated():
            self.database.conn.execute("BEGIN IMMEDIATE")
            try:
                with self.joined_step(actor=actor, what=what, why=why) as step:
                    yield step
                self._commit(step)
            finally:
                self.database.rollback()

    def _commit(self, step: Step) -> None:
        """End the transaction; a step that is saved is never told as not saved.

        The library reports an error too when only the last act failed, the folder's own fsync
        after the journal was removed: the step stands then, and a second fsync may confirm it.
        """
        try:
            self.database.conn.execute("COMMIT")
        except driver().Error:
            self.database.rollback()
            if not self._holds(step):
                raise
            try:
                sync_folder(self.path.parent)
            except OSError as error:
                raise StoreError(StoreProblem.UNCONFIRMED, error.strerror or "") from error

    def _holds(self, step: Step) -> bool:
        """Whether a step is in the file; StoreError UNCONFIRMED when the disk does not say."""
        try:
            found = self.read(
                "SELECT 1 FROM step WHERE seq = ? AND hash = ?", (step.seq, step.hash)
            )
        except StoreError as error:
            raise StoreError(StoreProblem.UNCONFIRMED, error.detail) from error
        return bool(found)

    @contextmanager
    def joined_step(self, *, actor: str, what: str, why: str = "") -> Iterator[Step]:
        """Open a step inside a transaction that the caller has begun, commits and rolls back."""
        step = Step(self, actor=actor, what=what, why=why)
        yield step
        step.close()

    def head(self) -> Head:
        """Return the newest step's number and hash: what a sheet prints and a backup remembers."""
        return newest_head(self)

    def changed_elsewhere(self) -> bool:
        """Whether another connection has written since the last call (or since opening).

        StoreError REPLACED when another store has the name this one was opened by, MISSING when
        none has.
        """
        self._refuse_replaced()
        before, self._seen = self._seen, self._data_version()
        return self._seen != before

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        if self._is_open:
            self._is_open = False
            disconnect(self.database, self._key)

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _refuse_replaced(self) -> None:
        try:
            found = file_key(self.path)
        except OSError as error:
            raise StoreError(StoreProblem.MISSING, self.path.name) from error
        if found != self._key:
            raise StoreError(StoreProblem.REPLACED)

    def _data_version(self) -> int:
        return int(self.read("PRAGMA data_version")[0][0])
