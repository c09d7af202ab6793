"""What is told when the disk fails at the very end of a step: never the opposite of what holds."""

import errno
import os

import pytest

from nkdesk.store.connection import driver
from nkdesk.store.naming import sync_folder
from nkdesk.store.problem import StoreError, StoreProblem
from nkdesk.store.site import site_days
from nkdesk.store.verify import verify
from tests.store.processes import add_day


class FailsAtTheEnd:
    """A connection whose COMMIT is done, or not, and reported as failed either way."""

    def __init__(self, connection, *, done, blind=False):
        self._connection = connection
        self._done = done
        self._blind = blind
        self.failed = False

    def __getattr__(self, name):
        return getattr(self._connection, name)

    def execute(self, sql, *parameters):
        if self._blind and self.failed:
            raise _disk_error()
        if sql != "COMMIT":
            return self._connection.execute(sql, *parameters)
        self._connection.execute("COMMIT" if self._done else "ROLLBACK")
        self.failed = True
        raise _disk_error()


def _disk_error():
    error = driver().OperationalError("disk I/O error")
    error.sqlite_errorcode = 10
    return error


def _fails(store, **how):
    real = store.database.conn
    store.database.conn = FailsAtTheEnd(real, **how)
    return real


def _save(store):
    with store.step(actor="nurse", what="note") as step:
        add_day(step, "ward")


def test_a_step_that_stands_is_told_as_saved_once_the_folder_is_synced(store, monkeypatch):
    """S2: the folder's fsync failed after the journal was gone, and is made good."""
    synced = []
    monkeypatch.setattr("nkdesk.store.ward_store.sync_folder", synced.append)
    real = _fails(store, done=True)
    _save(store)
    store.database.conn = real
    assert synced == [store.path.parent]
    assert len(site_days(store)) == 1
    assert verify(store) == ()


def test_a_step_that_stands_without_the_disks_word_is_not_told_as_unsaved(store, monkeypatch):
    def broken(_folder):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("nkdesk.store.ward_store.sync_folder", broken)
    real = _fails(store, done=True)
    with pytest.raises(StoreError) as caught:
        _save(store)
    store.database.conn = real
    assert caught.value.problem is StoreProblem.UNCONFIRMED
    assert "Nothing was saved" not in str(caught.value)
    assert len(site_days(store)) == 1


def test_a_step_that_does_not_stand_is_told_as_not_saved(store):
    real = _fails(store, done=False)
    with pytest.raises(StoreError) as caught:
        _save(store)
    store.database.conn = real
    assert caught.value.problem is StoreProblem.DISK_ERROR
    assert site_days(store) == ()


def test_where_the_disk_does_not_answer_nothing_is_claimed(store):
    real = _fails(store, done=True, blind=True)
    with pytest.raises(StoreError) as caught:
        _save(store)
    store.database.conn = real
    assert caught.value.problem is StoreProblem.UNCONFIRMED


def test_a_folder_that_cannot_be_synced_is_told(tmp_path, monkeypatch):
    def broken(_handle):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="Input"):
        sync_folder(tmp_path)


def test_a_folder_that_cannot_be_opened_needs_no_sync(tmp_path, monkeypatch):
    """As on Windows."""

    def refused(*_):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", refused)
    sync_folder(tmp_path)
