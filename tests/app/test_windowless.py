"""A start without a display: one line, one PDF in the current folder, exit code 0."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest

from nkdesk.app.windowless import write_sample_list
from nkdesk.sheets.paper_file import PaperError

FILE = "nkdesk-sample-list-2026-03-12.pdf"
LINE = re.compile(r"No display here: the sample ward's list was written to ([^\n]+) instead\.\n")


@pytest.fixture(autouse=True)
def application(qapp):
    """Writing a PDF would make a lesser application than other tests need."""


def test_the_sample_wards_list_is_written_and_named(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert write_sample_list() == 0
    said = capsys.readouterr()
    assert LINE.fullmatch(said.out)[1] == str(tmp_path / FILE)
    assert said.err == ""
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    text = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / FILE).pages)
    assert "END OF LIST 10 of 10" in " ".join(text.split())


def test_a_folder_that_cannot_be_written_to_is_said(tmp_path, capsys):
    assert write_sample_list(tmp_path / "none") == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert re.fullmatch(r"nkdesk: [^\n]+\.\n", said.err)
    assert not (tmp_path / "none").exists()


def test_a_list_that_cannot_be_printed_is_said_and_no_ward_stays(tmp_path, capsys, monkeypatch):
    def refuse(*_):
        raise PaperError("Not printed: for a reason.")

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("nkdesk.app.windowless.write_daily_list", refuse)
    assert write_sample_list(tmp_path) == 1
    assert capsys.readouterr().err == "nkdesk: Not printed: for a reason.\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [[], ["--demo"]])
def test_the_program_does_it_by_itself_and_leaves_nothing_else(tmp_path, words):
    here, temporary = tmp_path / "here", tmp_path / "tmp"
    here.mkdir()
    temporary.mkdir()
    screenless = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
    code = "import sys; from nkdesk.app import main; sys.exit(main())"
    ended = subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, "-c", code, *words],
        cwd=here,
        env={
            **os.environ,
            **screenless,
            "TMPDIR": str(temporary),
            "PYTHONPATH": str(Path(__file__).parents[2]),
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert LINE.fullmatch(ended.stdout)
    assert [path.name for path in here.iterdir()] == [FILE]
    assert list(temporary.iterdir()) == []
