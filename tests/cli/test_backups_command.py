"""``nkdeskctl backup`` and ``restore``: what they print, how they end, what they leave."""

import json
import shutil

import pytest
from click.testing import CliRunner

from nkdesk.app.wards import make_ward
from nkdesk.cli import main
from nkdesk.services.backups import notes
from nkdesk.store.journal import newest_step
from nkdesk.store.problem import StoreProblem
from nkdesk.store.store import StoreError, open_store
from nkdesk.store.verify import verify
from tests.store.made_up import ticking

PEOPLE = ("--as", "Анна Ковалёва", "--second", "Борис", "--reason", "disk failed")


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def backed_up(ward):
    result = run("--data-dir", ward, "backup")
    assert (result.exit_code, result.stderr) == (0, "")
    return sorted((ward / "backups").iterdir())[-1]


def saved(ward):
    result = run("--data-dir", ward, "move", "NK-002", "C1/NK3", "--reason", "infection")
    del result
    with open_store(ward / "ward.nkdesk", ticking()) as store, store.step(actor="n", what="note"):
        pass


def test_a_ward_is_backed_up_and_listed(ward):
    place = backed_up(ward)
    result = run("--data-dir", ward, "backup", "--list")
    assert result.stdout.startswith(f"{place.name}  12-03-2026 ")
    assert "asked  step" in result.stdout
    listed = json.loads(run("--data-dir", ward, "backup", "--list", "--json").stdout)
    assert [one["place"] for one in listed] == [str(place)]
    assert json.loads(run("--data-dir", ward, "backup", "--json").stdout)[0]["kind"] == "asked"


def test_a_backup_is_restored_with_the_difference_told(ward):
    place = backed_up(ward)
    saved(ward)
    result = run("--data-dir", ward, "restore", place, *PEOPLE)
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0].startswith("Backup of Sample ward (invented patients), up to step ")
    assert lines[1] == "Steps of now that would be missing: 1"
    assert lines[2].endswith("  n  note")
    assert "restored as step" in lines[-1]
    with open_store(ward / "ward.nkdesk", ticking()) as store:
        newest = newest_step(store)
        assert (newest.what, newest.actor) == ("restore", "Анна Ковалёва")
        assert newest.why.startswith("disk failed | second person: Борис | ward ")
        assert verify(store) == ()
    assert len(list(ward.glob("ward.nkdesk.set-aside-*"))) == 1
    kinds = run("--data-dir", ward, "backup", "--list").stdout
    assert "before_restore" in kinds
    assert "set_aside" in kinds


def test_a_look_changes_nothing(ward):
    backed_up(ward)
    saved(ward)
    before = (ward / "ward.nkdesk").read_bytes()
    result = run("--data-dir", ward, "restore", "newest", "--dry-run")
    assert result.stdout.splitlines()[-1] == "Nothing was changed (--dry-run)."
    assert (ward / "ward.nkdesk").read_bytes() == before


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ((), "--as is needed; --second is needed; --reason say why in words."),
        (
            ("--as", "Anna", "--second", " АNNA ", "--reason", "why"),
            "--second must be another person, however the name is spelt.",
        ),
        (
            ("--as", "A\u202eB", "--second", "Boris", "--reason", "why"),
            "--as holds something that cannot be kept.",
        ),
    ],
)
def test_two_different_people_are_needed(ward, typed, wrong):
    backed_up(ward)
    before = (ward / "ward.nkdesk").read_bytes()
    result = run("--data-dir", ward, "restore", "newest", *typed)
    assert result.exit_code == 1
    assert result.stderr == f"nkdeskctl: Nothing was restored: {wrong}\n"
    assert (ward / "ward.nkdesk").read_bytes() == before


def test_a_ward_that_cannot_be_read_is_restored_all_the_same(ward):
    place = backed_up(ward)
    (ward / "ward.nkdesk").write_bytes(b"rubbish" * 999)
    assert run("--data-dir", ward, "today").exit_code != 0
    result = run("--data-dir", ward, "restore", place, *PEOPLE)
    assert result.exit_code == 0
    assert "What would be lost cannot be told: The file is not a ward store." in result.stdout
    assert run("--data-dir", ward, "today").exit_code == 0


def test_a_ward_is_restored_on_another_computer(ward, tmp_path):
    place = backed_up(ward)
    stick = shutil.copytree(place, tmp_path / "flash disk" / place.name)
    other = tmp_path / "новое отделение"
    result = run("--data-dir", other, "restore", stick, *PEOPLE)
    assert result.exit_code == 0, result.stderr
    assert run("--data-dir", other, "verify").exit_code == 0
    assert result.stdout.splitlines()[-1].endswith(".")


def test_another_wards_backup_is_refused(ward, tmp_path):
    make_ward(tmp_path / "other", "Ward 4", "Anna")
    place = backed_up(tmp_path / "other")
    before = (ward / "ward.nkdesk").read_bytes()
    result = run("--data-dir", ward, "restore", place, *PEOPLE)
    assert result.exit_code == 1
    assert result.stderr.startswith("nkdeskctl: This is a backup of another ward (Ward 4).")
    assert (ward / "ward.nkdesk").read_bytes() == before


def test_what_is_no_backup_is_refused_in_one_sentence(ward):
    result = run("--data-dir", ward, "restore", ward, *PEOPLE)
    assert result.exit_code == 1
    assert result.stderr.startswith("nkdeskctl: This is not a backup of a ward")
    assert run("--data-dir", ward, "restore", "newest").exit_code == 1


def test_a_second_place_is_remembered_and_a_missing_one_is_told(ward, tmp_path):
    stick = tmp_path / "flash disk"
    stick.mkdir()
    assert run("--data-dir", ward, "backup", "--second", stick).exit_code == 0
    assert len(list(stick.rglob("manifest.json"))) == 1
    assert "second place" in run("--data-dir", ward, "backup", "--list").stdout
    shutil.rmtree(stick)
    result = run("--data-dir", ward, "backup")
    assert result.exit_code == 1
    assert "second place: The second place for backups is not there" in result.stderr
    assert "backed up to step" in result.stdout


def test_a_torn_backup_is_listed_as_such(ward):
    place = backed_up(ward)
    (place / "manifest.json").write_text("")
    assert "This backup is not whole" in run("--data-dir", ward, "backup", "--list").stdout


def test_a_damaged_ward_ends_as_damaged(ward, monkeypatch):
    def damaged(*_):
        raise StoreError(StoreProblem.DAMAGED, "page")

    monkeypatch.setattr("nkdesk.services.backups.making.back_up", damaged)
    assert run("--data-dir", ward, "backup").exit_code == 4
    assert notes.read_notes(notes.BackupPlace(ward, ticking())) == notes.Notes()
