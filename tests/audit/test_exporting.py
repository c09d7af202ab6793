"""The exported journal: anybody with plain Python finds what was changed in it."""

import csv
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from nkdesk.cli import main
from nkdesk.cli.ward import INTEGRITY
from nkdesk.places import resources
from nkdesk.services.audit.exporting import COLUMNS, plain_cell, sealed_line
from nkdesk.services.sample_ward import write_sample_ward
from nkdesk.sheets.problem import SheetError
from nkdesk.store.journal import NO_STEP, JournalRow, StepHead, StoredStep, seal
from nkdesk.store.rows import canonical
from tests.services.conftest import sources

GOLDEN = Path(__file__).with_name("golden-journal.jsonl")
VERIFIER = resources() / "audit" / "verify_journal.py"


@pytest.fixture(scope="module")
def ward(tmp_path_factory, qapp):  # qapp: writing a PDF would make a lesser one
    folder = tmp_path_factory.mktemp("audit") / "ward"
    write_sample_ward(folder, sources())
    return folder


@pytest.fixture(scope="module")
def exported(ward):
    folder = ward.parent / "journal"
    done = nkdeskctl(ward, "export-journal", str(folder))
    assert done.exit_code == 0, done.output
    return folder


def nkdeskctl(ward, *words):
    return CliRunner().invoke(main, ["--data-dir", str(ward), *words])


def checked(folder, *words):
    command = [sys.executable, "-I", "-S", str(folder / "verify_journal.py"), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return done.returncode, done.stdout + done.stderr


def golden_steps():
    """Two steps with everything a canonical text may stumble over."""
    rows = (
        JournalRow("weight", "[1]", 1, None, canonical({"grams": 12500, "note": None, "id": 1})),
        JournalRow("patient", "[1]", None, canonical({"family": "Ёлкина"}), None),
    )
    utc, local = "2026-03-12T05:00:00+00:00", "2026-03-12T08:00:00+03:00"
    first = StepHead(1, utc, local, "Анна", "W1", "0.1", "weight", 'a "b" \\ \n\u2028 <!--', None)
    second = StepHead(2, utc, local, "nurse", "", "0.1", "undo", "", 1)
    one = StoredStep(first, 2, NO_STEP, seal(NO_STEP, first, rows))
    two = StoredStep(second, 0, one.hash, seal(one.hash, second, ()))
    return ((one, rows), (two, ()))


def test_the_format_stays_as_the_golden_lines_have_it(tmp_path):
    """A journal exported today is checked by a verifier of any year."""
    lines = "".join(f"{sealed_line(step, rows)}\n" for step, rows in golden_steps())
    assert lines.encode() == GOLDEN.read_bytes()
    shutil.copy(VERIFIER, tmp_path)
    shutil.copy(GOLDEN, tmp_path / "journal.jsonl")
    code, said = checked(tmp_path)
    assert (code, said.split(":")[-1].strip()) == (0, golden_steps()[1][0].hash)


def test_the_verifier_is_short_enough_to_be_read():
    source = VERIFIER.read_text()
    assert len(source.splitlines()) <= 30
    assert "nkdesk." not in source


def test_a_whole_copy_is_whole(exported):
    steps = len((exported / "journal.jsonl").read_text().splitlines())
    last = json.loads((exported / "journal.jsonl").read_text().splitlines()[-1])["hash"]
    for words in ((), (f"{steps}:{last}",), (f"{steps}:{last[:8]}",)):
        code, said = checked(exported, *words)
        assert code == 0
        assert said.startswith(f"{steps} steps")
        assert last in said


def changed_line(text):
    return text.replace('"actor":"', '"actor":"x', 1)


CHANGES = {
    "edited": lambda lines: [*lines[:4], changed_line(lines[4]), *lines[5:]],
    "removed": lambda lines: [*lines[:4], *lines[5:]],
    "added": lambda lines: [*lines[:4], lines[3], *lines[4:]],
    "swapped": lambda lines: [*lines[:4], lines[5], lines[4], *lines[6:]],
    "spelt otherwise": lambda lines: [*lines[:4], lines[4].replace(":", ": ", 1), *lines[5:]],
    "a key twice": lambda lines: [*lines[:4], '{"step":{},' + lines[4][1:], *lines[5:]],
    "no JSON": lambda lines: [*lines[:4], "", *lines[5:]],
    "no step": lambda lines: [*lines[:4], "[1]", *lines[5:]],
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_copy_is_found_and_the_step_named(exported, tmp_path, name):
    lines = (exported / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    shutil.copy(VERIFIER, tmp_path)
    text = "\n".join(CHANGES[name](lines)) + "\n"
    (tmp_path / "journal.jsonl").write_text(text, encoding="utf-8")
    code, said = checked(tmp_path)
    assert code == 1
    assert "step 5 " in said


def test_a_copy_with_its_end_cut_off_is_found_by_a_printed_head(exported, tmp_path):
    lines = (exported / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    newest = f"{len(lines)}:{json.loads(lines[-1])['hash'][:8]}"
    shutil.copy(VERIFIER, tmp_path)
    (tmp_path / "journal.jsonl").write_text("\n".join(lines[:-3]) + "\n", encoding="utf-8")
    assert checked(tmp_path)[0] == 0
    code, said = checked(tmp_path, newest)
    assert (code, f"step {len(lines)} of" in said) == (1, True)
    assert checked(exported, newest[:-1] + "x")[0] == 1
    assert checked(exported, newest[:-4])[0] == 1


def test_the_table_holds_every_field_and_no_formula(exported):
    text = (exported / "journal.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert tuple(rows[0]) == COLUMNS
    lines = (exported / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    assert len({row["step"] for row in rows}) == len(lines)
    for row in rows:
        for cell in row.values():
            assert not cell.startswith(("=", "+", "@", "\t", "\r")), row
            assert not cell.startswith("-") or cell[1:].isdigit(), row


@pytest.mark.parametrize(
    "text", ["=1+1", "+7", "-x", "@a", "\tx", "\rx", " =1", "\u00a0=1", "＝1", "'x"]
)
def test_no_text_is_taken_for_a_formula(text):
    assert plain_cell(text) == f"'{text}"


@pytest.mark.parametrize("value", [-5, 0, None, "", "a=b", "12-Mar"])
def test_what_is_no_formula_stays_as_it_is(value):
    assert plain_cell(value) == value


def test_nothing_is_written_over_what_a_folder_holds(ward, exported, tmp_path):
    before = sorted(exported.iterdir())
    done = nkdeskctl(ward, "export-journal", str(exported))
    assert done.exit_code == 1
    assert "not empty" in done.output
    assert sorted(exported.iterdir()) == before
    (tmp_path / "file").touch()
    assert nkdeskctl(ward, "export-journal", str(tmp_path / "file")).exit_code != 0
    inside = nkdeskctl(ward, "export-journal", str(tmp_path / "file" / "new"))
    assert inside.exit_code == 1
    assert "could not be written" in inside.output
    (tmp_path / "empty").mkdir()
    assert nkdeskctl(ward, "export-journal", str(tmp_path / "empty")).exit_code == 0
    assert len(list((tmp_path / "empty").iterdir())) == 4


def test_an_index_that_does_not_read_back_leaves_nothing_behind(ward, tmp_path, monkeypatch):
    def refuse(_copied):
        raise SheetError("The index does not read back.")

    monkeypatch.setattr("nkdesk.sheets.journal_export.journal_index_pdf", refuse)
    done = nkdeskctl(ward, "export-journal", str(tmp_path / "new"))
    assert done.exit_code == 1
    assert "does not read back" in done.output
    assert list(tmp_path.iterdir()) == []


def test_a_journal_longer_than_one_reading_comes_whole(ward, tmp_path, monkeypatch, exported):
    monkeypatch.setattr("nkdesk.store.audit_steps._CHUNK", 7)
    nkdeskctl(ward, "export-journal", str(tmp_path / "new"))
    again = (tmp_path / "new" / "journal.jsonl").read_bytes()
    assert again == (exported / "journal.jsonl").read_bytes()


def test_a_head_typed_from_a_sheet_is_held_against_the_ward(ward, exported):
    lines = (exported / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    newest = f"{len(lines)}:{json.loads(lines[-1])['hash'][:8]}"
    assert nkdeskctl(ward, "verify", "--head", newest).exit_code == 0
    missing = nkdeskctl(ward, "verify", "--head", f"{len(lines) + 2}:01234567")
    assert missing.exit_code == INTEGRITY
    assert f"(step {len(lines) + 1})" in missing.output
    assert nkdeskctl(ward, "verify", "--head", "12").exit_code == 2
