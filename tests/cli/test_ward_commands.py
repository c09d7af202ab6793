"""``nkdeskctl today``, ``sample-ward`` and ``verify``: what they print and how they end."""

import errno
import json
import re
import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pypdf
import pytest
from click.testing import CliRunner

from nkdesk.cli import main
from nkdesk.services.day_list import day_list
from nkdesk.services.desk import Desk
from nkdesk.services.ward import NewWard, create_ward, open_ward
from nkdesk.store import connection
from nkdesk.store.problem import StoreError, StoreProblem
from tests.services.conftest import FixedClock, sources
from tests.services.gate import story
from tests.ui.changing import page_of
from tests.ui.wards import TurnableClock

ONE_LINE = re.compile(r"nkdeskctl: [^\n]+\.\n")


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def squeezed(text):
    return "".join(text.split())


def left_behind(folder):
    return sorted(path.name for path in folder.iterdir())


# today --------------------------------------------------------------------------------------------


def test_today_lists_every_row_and_everybody_left_off(ward):
    result = run("--data-dir", ward, "today")
    lines = result.stdout.splitlines()
    assert (result.exit_code, result.stderr) == (0, "")
    assert lines[0].startswith("SAMPLE - not real patients. Sample ward")
    assert "Thu 12-Mar-2026" in lines[0]
    assert "NK-003" in lines[1]
    assert "Overdue 2d" in lines[1]
    assert lines[-1] == "END OF LIST 10 of 10. Active patients: 12."
    assert sum(line.startswith("Not listed: ") for line in lines) == 7
    assert len(lines) == 1 + 10 + 7 + 1


def test_today_lists_no_cycle_whose_check_ended_while_no_window_was_open(ward, monkeypatch):
    clock = TurnableClock()
    monkeypatch.setattr("nkdesk.cli.ward.ward_clock", lambda _zone, _day: clock)
    with open_ward(ward, lambda _zone, _day: clock, "Anna").store as store:
        desk = Desk(store, clock, "Anna")
        patient = page_of(desk, "NK-001").line.patient.id
        story.saved(story.sign(desk, patient))
        story.saved(story.plan_second(desk, patient, date(2026, 3, 25)))
    listed = []
    for _ in range(2):
        clock.turn(days=13 - len(listed) * 12)  # the last valid day, then the day after
        told = json.loads(run("--data-dir", ward, "today", "--json").stdout)
        listed.append("NK-001" in {row["trial_number"] for row in told["rows"]})
    assert listed == [True, False]


def test_today_shows_another_day_when_asked(ward):
    result = run("--data-dir", ward, "today", "--date", "04.03.2026", "--json")
    listed = json.loads(result.stdout)
    assert (listed["date"], listed["weekday"]) == ("2026-03-04", "Wed")
    assert "NK-002" in {row["trial_number"] for row in listed["rows"]}


def test_json_accounts_for_every_patient(ward):
    listed = json.loads(run("--data-dir", ward, "today", "--json").stdout)
    assert [row["n"] for row in listed["rows"]] == list(range(1, 11))
    seen = {row["trial_number"] for row in (*listed["rows"], *listed["left_off"])}
    assert seen == {f"NK-{number:03}" for number in range(1, 13)}
    assert listed["counts"]["active_patients"] == 12
    assert listed["sample"] is True


PRINTED = (
    *("born", "trial_number", "case_number", "look_alike", "title", "nth", "label", "planned"),
    *("moved", "dose", "dose_rule", "weight", "window", "warnings", "allergies", "symbol"),
    *("status", "progress", "reason", "note"),
)


def test_pdf_and_json_agree_row_for_row(ward, tmp_path):
    path = tmp_path / "list.pdf"
    written = run("--data-dir", ward, "today", "--pdf", path)
    assert (written.exit_code, written.stdout) == (
        0,
        f"{path}: 10 rows, 7 patients left off\n",
    )
    listed = json.loads(run("--data-dir", ward, "today", "--json").stdout)
    pages = [page.extract_text() for page in pypdf.PdfReader(path).pages]
    text = squeezed("".join(pages))
    starts = []
    for row in listed["rows"]:
        head = squeezed(f"{row['time']}{row['name']}")
        starts.append(text.index(head, starts[-1] + 1 if starts else 0))
    ends = [*starts[1:], text.index(squeezed("END OF LIST 10 of 10"))]
    for row, start, end in zip(listed["rows"], starts, ends, strict=True):
        printed = text[start:end]
        missing = [field for field in PRINTED if squeezed(row[field]) not in printed]
        assert missing == [], row["n"]
    rest = text[starts[-1] :]
    for off in listed["left_off"]:
        assert squeezed(off["name"]) in rest
        assert off["trial_number"] in rest
        assert squeezed(off["reason"]) in rest
    assert text.count(squeezed("SAMPLE – not real patients")) >= len(pages)


@pytest.mark.parametrize("typed", ["12.03.26", "03/04/2026", "31.04.2026", "soon", ""])
def test_a_date_that_cannot_be_read_is_a_usage_error_with_an_example(ward, typed):
    result = run("--data-dir", ward, "today", "--date", typed)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "2026-03-12" in result.stderr


@pytest.mark.parametrize("typed", ["0001-01-01", "2019-12-31", "2061-01-01", "9999-12-31"])
def test_a_date_no_plan_can_reach_is_a_usage_error(ward, typed):
    result = run("--data-dir", ward, "today", "--date", typed)
    assert result.exit_code == 2
    assert "2020 to 2060" in result.stderr


def test_json_and_pdf_together_are_a_usage_error_and_nothing_is_written(ward, tmp_path):
    result = run("--data-dir", ward, "today", "--json", "--pdf", tmp_path / "list.pdf")
    assert result.exit_code == 2
    assert "not both" in result.stderr
    assert not (tmp_path / "list.pdf").exists()


# which ward ---------------------------------------------------------------------------------------


def test_the_sample_ward_is_made_where_it_is_asked_for_and_kept(tmp_path):
    folder = tmp_path / "new"
    first = run("--demo", "--data-dir", folder, "today")
    made = (folder / "ward.nkdesk").read_bytes()
    assert first.exit_code == 0
    assert run("--demo", "--data-dir", folder, "today").stdout == first.stdout
    assert (folder / "ward.nkdesk").read_bytes() == made
    assert left_behind(folder) == ["ward.nkdesk"]


def test_without_a_folder_the_sample_ward_lies_beside_the_ward_of_this_computer(tmp_path):
    assert run("--demo", "verify").exit_code == 0
    assert left_behind(tmp_path / "this computer's") == ["sample-ward"]
    assert run("verify").exit_code == 1


def test_without_a_folder_the_ward_of_this_computer_is_meant(ward, tmp_path):
    assert run("today").exit_code == 1
    ward.rename(tmp_path / "this computer's")
    assert run("today").exit_code == 0


def test_demo_never_opens_a_real_ward(tmp_path):
    new = NewWard("Ward 3", UUID(int=3), sources())
    create_ward(tmp_path / "real", new, FixedClock(), "Anna").store.close()
    result = run("--demo", "--data-dir", tmp_path / "real", "today")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "real ward" in result.stderr


@pytest.mark.parametrize("verb", ["today", "verify"])
def test_a_missing_ward_is_said_in_one_plain_sentence_and_never_made(tmp_path, verb):
    result = run("--data-dir", tmp_path / "nowhere", verb)
    assert (result.exit_code, result.stdout) == (1, "")
    assert ONE_LINE.fullmatch(result.stderr)
    assert "There is no ward store at this place" in result.stderr
    assert not (tmp_path / "nowhere").exists()


def foreign(path):
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE guest (name TEXT)")
    other.commit()
    other.close()


def zeroed(path):
    path.write_bytes(b"")


def truncated(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def tamper(ward, old, new):
    path = ward / "ward.nkdesk"
    whole = path.read_bytes()
    assert old in whole
    path.write_bytes(whole.replace(old, new, 1))


def a_letter(path):
    path.write_text("Dear ward,\n" * 500)


SPOILT = [
    pytest.param(zeroed, 4, "empty", id="empty"),
    pytest.param(truncated, 4, "end of the ward store is missing", id="truncated"),
    pytest.param(foreign, 1, "database of another program", id="foreign"),
    pytest.param(a_letter, 1, "not a ward store", id="text"),
]


@pytest.mark.parametrize("verb", ["today", "verify"])
@pytest.mark.parametrize(("spoil", "code", "words"), SPOILT)
def test_what_is_no_whole_ward_is_refused_and_left_as_it_is(ward, spoil, code, words, verb):
    path = ward / "ward.nkdesk"
    if spoil is foreign:
        path.unlink()
    spoil(path)
    before = path.read_bytes()
    result = run("--data-dir", ward, verb)
    assert (result.exit_code, result.stdout) == (code, "")
    assert ONE_LINE.fullmatch(result.stderr)
    assert words in result.stderr
    assert path.read_bytes() == before
    assert left_behind(ward) == ["ward.nkdesk"]


def test_a_spoilt_ward_is_never_replaced_by_a_sample(ward):
    zeroed(ward / "ward.nkdesk")
    assert run("--demo", "--data-dir", ward, "today").exit_code == 4
    assert (ward / "ward.nkdesk").read_bytes() == b""


# sample-ward --------------------------------------------------------------------------------------


def test_a_sample_ward_is_written_and_how_to_open_it_is_said(tmp_path):
    folder = tmp_path / "sample"
    result = run("sample-ward", folder)
    assert result.exit_code == 0
    assert result.stdout == (
        f"{folder}: sample ward written. Open it with: .venv/bin/nkdesk --data-dir {folder}\n"
    )
    assert run("--data-dir", folder, "verify").exit_code == 0


def test_a_sample_ward_never_goes_over_a_ward(ward):
    before = (ward / "ward.nkdesk").read_bytes()
    result = run("sample-ward", ward)
    assert (result.exit_code, result.stdout) == (1, "")
    assert ONE_LINE.fullmatch(result.stderr)
    assert (ward / "ward.nkdesk").read_bytes() == before
    assert left_behind(ward) == ["ward.nkdesk"]


def test_a_sample_ward_never_goes_into_a_file(tmp_path):
    (tmp_path / "file").write_text("mine")
    assert run("sample-ward", tmp_path / "file").exit_code == 2
    result = run("sample-ward", tmp_path / "file" / "ward")
    assert result.exit_code == 1
    assert ONE_LINE.fullmatch(result.stderr)
    assert (tmp_path / "file").read_text() == "mine"


# verify -------------------------------------------------------------------------------------------


def test_a_whole_ward_is_said_to_be_whole(ward):
    result = run("--data-dir", ward, "verify")
    assert result.exit_code == 0
    assert re.fullmatch(
        rf"{re.escape(str(ward))}: whole; \d+ steps, every one sealed to the one before\.\n",
        result.stdout,
    )


def test_a_fault_in_the_sites_own_reasons_is_named_with_its_line(ward):
    (ward / "reasons.toml").write_text('[[reason]]\ncode = "A"\n')
    result = run("--data-dir", ward, "verify")
    assert result.exit_code == 1
    first, *_ = result.stdout.splitlines()
    assert first.startswith(f"{ward}/reasons.toml, line 1: Write code")
    assert "whole" not in result.stdout


def test_a_journal_that_was_tampered_with_is_said_in_one_sentence(ward):
    tamper(ward, b"not_giveninfection", b"not_takeninfection")
    result = run("--data-dir", ward, "verify")
    assert result.exit_code == 4
    assert re.fullmatch(
        r"The journal was changed after it was written \(step \d+\)\.\n", result.stdout
    )


def test_an_index_that_lost_a_row_is_said(ward):
    """Lists are read through indexes: what one has lost is missing on paper, with no trace."""
    tamper(ward, b"Sample nurse", b"Sample curse")  # the first is in the index step_actor
    result = run("--data-dir", ward, "verify")
    assert result.exit_code == 4
    assert re.fullmatch(r"The ward store's file is damaged \([^()\n]+\)\.\n", result.stdout)


def test_a_row_changed_past_the_journal_is_said(ward):
    path = ward / "ward.nkdesk"
    name = "Ефросинья".encode()
    spoilt = path.read_bytes()
    at = [found.start() for found in re.finditer(name, spoilt)]
    assert len(at) >= 2  # the row and its image in the journal
    for place in at:
        path.write_bytes(spoilt[:place] + "Ифросинья".encode() + spoilt[place + len(name) :])
        result = run("--data-dir", ward, "verify")
        assert result.exit_code == 4
        assert "Ифросинья" not in result.output


# what may stand in the way ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (StoreProblem.BUSY, 3),
        (StoreProblem.DAMAGED, 4),
        (StoreProblem.DISK_ERROR, 1),
        (StoreProblem.NEWER, 1),
    ],
)
@pytest.mark.parametrize("words", [["today"], ["today", "--json"], ["verify"]])
def test_each_problem_of_the_store_has_its_exit_code(ward, monkeypatch, problem, code, words):
    def fail(*_, **__):
        raise StoreError(problem)

    monkeypatch.setattr("nkdesk.cli.ward.day_list", fail)
    monkeypatch.setattr("nkdesk.cli.ward.ward_faults", fail)
    result = run("--data-dir", ward, *words)
    assert (result.exit_code, result.stdout) == (code, "")
    assert ONE_LINE.fullmatch(result.stderr)
    assert not connection.is_open_here(ward / "ward.nkdesk")


def test_a_folder_that_is_not_there_gets_no_pdf(ward, tmp_path):
    result = run("--data-dir", ward, "today", "--pdf", tmp_path / "none" / "list.pdf")
    assert (result.exit_code, result.stdout) == (1, "")
    assert ONE_LINE.fullmatch(result.stderr)
    assert not (tmp_path / "none").exists()
    assert run("--data-dir", ward, "today", "--pdf", tmp_path).exit_code == 2


def test_a_full_disk_leaves_the_earlier_pdf_and_no_half_file(ward, tmp_path, monkeypatch):
    target = tmp_path / "lists" / "list.pdf"
    target.parent.mkdir()
    target.write_text("yesterday's")
    written = Path.write_bytes

    def fill_the_disk(path, content):
        written(path, content[:1000])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", fill_the_disk)
    result = run("--data-dir", ward, "today", "--pdf", target)
    assert result.exit_code == 1
    assert ONE_LINE.fullmatch(result.stderr)
    assert "No space left" in result.stderr
    assert left_behind(target.parent) == ["list.pdf"]
    assert target.read_text() == "yesterday's"


def test_a_list_that_lost_a_patient_never_becomes_a_pdf(ward, tmp_path, monkeypatch):
    def losing(desk, day):
        listed = day_list(desk, day)
        return replace(listed, left_off=listed.left_off[1:])

    monkeypatch.setattr("nkdesk.cli.ward.day_list", losing)
    result = run("--data-dir", ward, "today", "--pdf", tmp_path / "list.pdf")
    assert result.exit_code == 1
    assert "Not printed" in result.stderr
    assert not (tmp_path / "list.pdf").exists()


def test_every_verb_has_help_that_says_what_it_does():
    for verb in main.commands:
        result = run(verb, "--help")
        assert result.exit_code == 0
        assert len(result.stdout.splitlines()) > 3
    assert set(main.commands) == {
        *("today", "check", "plan", "why", "protocol", "cases", "sample-ward", "verify"),
        *("changes", "move", "omit", "cease", "off-study", "correct", "replace"),
        *("go", "products", "card", "product-sheet", "scanner-test", "sheets"),
        *("backup", "restore", "export-journal"),
    }
    assert run("--version").stdout.startswith("nkdeskctl, version ")
    assert run("unknown").exit_code == 2


def test_verify_names_the_fault_in_a_sites_own_limits_of_holds(ward):
    (ward / "holds.toml").write_text('[[kind]]\ncode = "fewer"\n', encoding="utf-8")
    result = CliRunner().invoke(main, ["--data-dir", str(ward), "verify"])
    assert result.exit_code == 1
    assert "holds.toml: The code is one of fever" in result.stdout
    assert "The shipped limits stand." in result.stdout
