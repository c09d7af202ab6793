"""Making and opening: only when asked, only what is ours, the rest left untouched (S7, H36)."""

import errno
import io
import os
import sqlite3
import zipfile
from collections.abc import Callable
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

import pytest

from nkdesk.store import folders, inspection, migrations, opening
from nkdesk.store.connection import APPLICATION_ID
from nkdesk.store.problem import StoreError, StoreProblem
from nkdesk.store.site import site
from nkdesk.store.store import create_store, open_store
from tests.store.made_up import SITE, new_store, ticking
from tests.store.processes import die_in_a_commit

Change = Callable[[bytes], bytes]


def refusal(path: Path) -> StoreProblem:
    with pytest.raises(StoreError) as caught:
        open_store(path, ticking())
    assert caught.value.sentence.endswith(".")
    assert caught.value.next_step
    assert "delete" not in caught.value.next_step.lower()
    return caught.value.problem


def shipped(folder: Path) -> bytes:
    with new_store(folder) as store:
        path = store.path
    return path.read_bytes()


def with_bytes(at: int, new: bytes) -> Change:
    return lambda old: old[:at] + new + old[at + len(new) :]


def other_database(_: bytes) -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE moz_places (id INTEGER)")
    found = connection.serialize()
    connection.close()
    return bytes(found)


def zip_archive(_: bytes) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        zipped.writestr("ward.nkdesk", "x")
    return archive.getvalue()


def at_version(version: int) -> Change:
    return with_bytes(60, version.to_bytes(4, "big"))


REFUSED: dict[str, tuple[Change, StoreProblem]] = {
    "empty": (lambda _: b"", StoreProblem.EMPTY),
    "text": (lambda _: b"format = 1\n# ward\n", StoreProblem.NOT_A_STORE),
    "short text": (lambda _: b"SQL", StoreProblem.TRUNCATED),
    "cyrillic text": (lambda _: ("список\n" * 40).encode(), StoreProblem.NOT_A_STORE),
    "zip": (zip_archive, StoreProblem.NOT_A_STORE),
    "random": (lambda _: bytes(range(255, 0, -1)) * 20, StoreProblem.NOT_A_STORE),
    "zeros": (lambda _: bytes(8192), StoreProblem.NOT_A_STORE),
    "other program": (other_database, StoreProblem.FOREIGN),
    "only a header": (lambda old: old[:60], StoreProblem.TRUNCATED),
    "half": (lambda old: old[: len(old) // 2], StoreProblem.TRUNCATED),
    "one byte short": (lambda old: old[:-1], StoreProblem.TRUNCATED),
    "newer minor": (at_version(1 << 16 | 4), StoreProblem.NEWER),
    "newer major": (at_version(2 << 16), StoreProblem.NEWER),
    "older": (at_version(0), StoreProblem.OLDER),
    "wal": (with_bytes(18, b"\2\2"), StoreProblem.ALTERED),
    "schema damaged": (with_bytes(100, bytes(300)), StoreProblem.DAMAGED),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_whole_ward_store_is_refused_and_left_as_it_is(
    tmp_path: Path, name: str
) -> None:
    change, problem = REFUSED[name]
    path = tmp_path / "ward.nkdesk"
    path.write_bytes(change(shipped(tmp_path / "other")))
    before = sha256(path.read_bytes()).digest()
    assert refusal(path) is problem
    assert sha256(path.read_bytes()).digest() == before
    assert [entry.name for entry in path.parent.iterdir() if entry.is_file()] == ["ward.nkdesk"]


def test_opening_never_makes_a_store(tmp_path: Path) -> None:
    assert refusal(tmp_path / "ward.nkdesk") is StoreProblem.MISSING
    assert list(tmp_path.iterdir()) == []


def test_a_folder_or_a_pipe_is_no_store(tmp_path: Path) -> None:
    assert refusal(tmp_path) is StoreProblem.NOT_A_STORE
    os.mkfifo(tmp_path / "pipe")
    assert refusal(tmp_path / "pipe") is StoreProblem.NOT_A_STORE


def test_a_new_store_makes_its_folder_with_any_name(tmp_path: Path) -> None:
    path = tmp_path / "Отделение №3 с пробелом #1 ?x=%20" / "ward.nkdesk"
    with create_store(path, SITE, ticking(), actor="nurse") as store:
        assert site(store) == SITE
        assert store.head().seq == 2
    assert [entry.name for entry in path.parent.iterdir()] == ["ward.nkdesk"]
    assert int.from_bytes(path.read_bytes()[68:72], "big") == APPLICATION_ID
    assert path.stat().st_mode & 0o077 == 0


def test_making_a_store_never_touches_a_file_that_is_there(tmp_path: Path) -> None:
    path = tmp_path / "ward.nkdesk"
    path.write_text("mine")
    with pytest.raises(StoreError) as caught:
        create_store(path, SITE, ticking())
    assert caught.value.problem is StoreProblem.EXISTS
    assert path.read_text() == "mine"
    assert [entry.name for entry in tmp_path.iterdir()] == ["ward.nkdesk"]


def test_two_who_make_the_same_ward_at_once_get_one_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ward.nkdesk"
    filling = opening._fill

    def slowly(*args: object) -> None:
        filling(*args)
        path.write_text("somebody was faster")

    monkeypatch.setattr(opening, "_fill", slowly)
    with pytest.raises(StoreError) as caught:
        create_store(path, SITE, ticking())
    assert caught.value.problem is StoreProblem.EXISTS
    assert path.read_text() == "somebody was faster"
    assert [entry.name for entry in tmp_path.iterdir()] == ["ward.nkdesk"]


@pytest.mark.parametrize("taken", [False, True])
def test_a_disk_without_hard_links_gets_its_store_by_renaming(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, taken: bool
) -> None:
    path = tmp_path / "ward.nkdesk"

    def no_links(self: Path, _: Path) -> None:
        if taken:
            path.write_text("mine")
        raise PermissionError("no hard links here")

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    if not taken:
        create_store(path, SITE, ticking()).close()
        assert [entry.name for entry in tmp_path.iterdir()] == ["ward.nkdesk"]
        return
    with pytest.raises(StoreError) as caught:
        create_store(path, SITE, ticking())
    assert caught.value.problem is StoreProblem.EXISTS
    assert path.read_text() == "mine"


def test_a_store_half_made_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "touch", full)
    with pytest.raises(StoreError) as caught:
        create_store(tmp_path / "ward.nkdesk", SITE, ticking())
    assert caught.value.problem is StoreProblem.DISK_FULL
    assert list(tmp_path.iterdir()) == []


def test_a_ward_that_is_refused_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        new_store(tmp_path, ward="")
    assert caught.value.problem is StoreProblem.RULE
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError) as caught:
        create_store(tmp_path / "file" / "ward.nkdesk", SITE, ticking())
    assert caught.value.problem is StoreProblem.CANNOT_OPEN


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), StoreProblem.READ_ONLY),
        (OSError(errno.EROFS, "Read-only file system"), StoreProblem.READ_ONLY),
        (OSError(errno.EIO, "Input/output error"), StoreProblem.DISK_ERROR),
        (OSError(errno.EMFILE, "Too many open files"), StoreProblem.CANNOT_OPEN),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, problem: StoreProblem
) -> None:
    new_store(tmp_path).close()

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(inspection, "_refuse_header", fail)
    assert refusal(tmp_path / "ward.nkdesk") is problem


def test_a_store_open_in_this_process_is_not_read_past_sqlite(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with new_store(tmp_path) as store:
        monkeypatch.setattr(inspection, "_refuse_header", lambda _: pytest.fail("read the file"))
        open_store(store.path, ticking()).close()


def test_a_store_with_an_unfinished_commit_is_put_right_by_sqlite(tmp_path: Path) -> None:
    """H30: killed in the middle of a commit, the store opens as it was before it."""
    new_store(tmp_path).close()
    path = tmp_path / "ward.nkdesk"
    writer = get_context("spawn").Process(target=die_in_a_commit, args=(path,))
    writer.start()
    writer.join()
    assert writer.exitcode == 9
    writer.close()
    assert path.with_name("ward.nkdesk-journal").exists()
    with open_store(path, ticking()) as store:
        assert store.read("SELECT count(*) FROM site_day") == [(0,)]
        assert store.read("PRAGMA integrity_check") == [("ok",)]
    assert not path.with_name("ward.nkdesk-journal").exists()


def test_a_short_file_is_left_to_sqlite_while_a_journal_lies_beside_it(tmp_path: Path) -> None:
    """A commit cut off may have named pages it had not written yet; the journal knows."""
    path = tmp_path / "ward.nkdesk"
    path.write_bytes(shipped(tmp_path / "other")[:-4096])
    with pytest.raises(StoreError) as caught:
        inspection.refuse_unless_ours(path)
    assert caught.value.problem is StoreProblem.TRUNCATED
    path.with_name("ward.nkdesk-journal").write_bytes(b"")
    inspection.refuse_unless_ours(path)


def test_a_changed_schema_is_refused(tmp_path: Path) -> None:
    """A10: one trigger less and the store is not opened."""
    new_store(tmp_path).close()
    path = tmp_path / "ward.nkdesk"
    connection = sqlite3.connect(path)
    connection.execute("DROP TRIGGER journal_stays")
    connection.commit()
    connection.close()
    assert refusal(path) is StoreProblem.ALTERED


def test_the_pinned_digest_is_that_of_the_migrations(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        digest = migrations.schema_digest(store.database)
        assert migrations.migrate(store.database) == ()
        names = store.read("SELECT name FROM _sqlite_migrations")
        strict = store.read(
            "SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict"
        )
    assert digest == migrations.SCHEMA_DIGESTS[migrations.VERSION]
    assert [name for (name,) in names] == [
        *("m001_first_light", "m002_changes", "m003_gate", "m004_products"),
    ]
    assert all(name.startswith("sqlite_") for (name,) in strict)


KINDS = ["cifs", "smb3", "smbfs", "nfs", "nfs4", "9p", "fuse", "fuse.sshfs", "fuse.rclone", "afs"]


@pytest.mark.parametrize("kind", [*KINDS, "virtiofs", "remote", "CIFS"])
def test_a_network_drive_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """H22, S9."""
    new_store(tmp_path).close()
    monkeypatch.setattr(folders, "file_system_type", lambda _: kind)
    assert refusal(tmp_path / "ward.nkdesk") is StoreProblem.NETWORK_FOLDER
    with pytest.raises(StoreError) as caught:
        new_store(tmp_path / "second")
    assert caught.value.problem is StoreProblem.NETWORK_FOLDER


@pytest.mark.parametrize(
    "name", ["OneDrive", "OneDrive - Clinic", "Dropbox", "Яндекс.Диск", "Google Drive", "Nextcloud"]
)
def test_a_synced_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError) as caught:
        new_store(tmp_path / name / "wards" / "a")
    assert caught.value.problem is StoreProblem.SYNCED_FOLDER


def test_a_folder_marked_by_a_synchronising_program_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".stfolder").mkdir()
    with pytest.raises(StoreError) as caught:
        new_store(tmp_path / "wards")
    assert caught.value.problem is StoreProblem.SYNCED_FOLDER


def test_a_folder_that_only_sounds_like_one_is_taken(tmp_path: Path) -> None:
    new_store(tmp_path / "megavolt").close()


MOUNTS = [
    "22 1 254:0 / / rw,relatime - ext4 /dev/vda rw",
    "30 22 0:40 / /srv rw - tmpfs none rw",
    r"31 30 0:41 / /srv/ward\040three rw shared:1 - cifs //nas/share rw",
    "unreadable line",
]


@pytest.mark.parametrize(
    ("folder", "kind"),
    [("/home", "ext4"), ("/srv/x", "tmpfs"), ("/srv/ward three/a", "cifs"), ("/srv/ward", "tmpfs")],
)
def test_the_innermost_mount_names_the_file_system(folder: str, kind: str) -> None:
    assert folders.mounted_type(Path(folder), MOUNTS) == kind


def test_an_unknown_file_system_is_not_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "_MOUNTS", tmp_path / "no such file")
    assert folders.file_system_type(tmp_path) == ""
    new_store(tmp_path).close()


class _Kernel:
    def __init__(self, answer: int) -> None:
        self.windll = self
        self.kernel32 = self
        self.answer = answer

    def GetDriveTypeW(self, root: str) -> int:  # noqa: N802 (the name Windows gave it)
        assert root == "Z:\\"
        return self.answer


@pytest.mark.parametrize(
    ("drive", "answer", "kind"), [(r"\\nas\x", 0, "remote"), ("Z:", 4, "remote"), ("Z:", 3, "")]
)
def test_windows_is_asked_whether_a_drive_is_remote(
    monkeypatch: pytest.MonkeyPatch, drive: str, answer: int, kind: str
) -> None:
    class Folder:
        def __init__(self) -> None:
            self.drive = drive

    monkeypatch.setattr(folders.sys, "platform", "win32")
    monkeypatch.setattr(folders, "import_module", lambda _: _Kernel(answer))
    assert folders.file_system_type(Folder()) == kind
