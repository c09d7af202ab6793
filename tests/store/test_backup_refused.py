"""Copies that are not what they should be, and names that are taken: no backup comes of them."""

import shutil
from pathlib import Path

import pytest

from nkdesk.store import backup as backups
from nkdesk.store import restoring
from nkdesk.store.backup import BackupKind, back_up, manifest_of
from nkdesk.store.connection import connect
from nkdesk.store.manifest import MANIFEST_FILE
from nkdesk.store.naming import name_folder
from nkdesk.store.problem import StoreConflictError, StoreError, StoreProblem
from nkdesk.store.store import Store
from tests.store.made_up import Ward, ticking
from tests.store.processes import add_day


def refused(ward: Ward, folder: Path) -> StoreError:
    with pytest.raises(StoreError) as caught:
        back_up(ward.store.path, folder, ticking(), BackupKind.ASKED)
    assert [one.name for one in folder.iterdir()] == []
    return caught.value


def test_a_copy_that_ends_before_the_ward_did_is_no_backup(
    ward: Ward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "old.nkdesk"
    shutil.copy(ward.store.path, old)
    with ward.store.step(actor="nurse", what="site_day") as step:
        add_day(step, "ward")
    copy_pages = backups._copy_pages

    def copy_the_old_one(_: Store, copy: Store) -> None:
        with Store(connect(old), old, ticking()) as source:
            copy_pages(source, copy)

    monkeypatch.setattr(backups, "_copy_pages", copy_the_old_one)
    folder = tmp_path / "backups"
    folder.mkdir()
    assert refused(ward, folder).problem is StoreProblem.DAMAGED


def test_a_copy_without_a_step_is_no_backup(
    ward: Ward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "newest_step", lambda _: None)
    folder = tmp_path / "backups"
    folder.mkdir()
    assert refused(ward, folder).problem is StoreProblem.DAMAGED


def test_a_manifest_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / MANIFEST_FILE).mkdir()
    with pytest.raises(StoreError):
        manifest_of(tmp_path)


def test_a_folder_is_never_named_over_another(tmp_path: Path) -> None:
    for name in ("unnamed", "taken"):
        (tmp_path / name).mkdir()
    with pytest.raises(StoreError) as caught:
        name_folder(tmp_path / "unnamed", tmp_path / "taken")
    assert caught.value.problem is StoreProblem.EXISTS
    assert (tmp_path / "unnamed").is_dir()


@pytest.mark.parametrize(
    "error", [StoreError(StoreProblem.DISK_FULL), StoreConflictError("step", None)]
)
def test_what_no_backup_can_be_blamed_for_keeps_its_own_words(error: StoreError) -> None:
    with pytest.raises(StoreError) as caught, restoring._as_backup():
        raise error
    assert caught.value is error


def test_where_no_store_lay_a_failed_exchange_leaves_nothing(
    ward: Ward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(PermissionError):
        restoring._swap(ward.store.path, tmp_path / "ward.nkdesk", ticking()())
    assert not (tmp_path / "ward.nkdesk").exists()
