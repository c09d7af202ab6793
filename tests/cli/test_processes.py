"""``nkdeskctl`` as a program of its own: exit codes, what a pipe receives, a ward in use."""

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from nkdesk.cli import main
from nkdesk.store import connection

PROGRAM = [sys.executable, "-c", "from nkdesk.cli import main; main()"]
HOLD = """
import sys
from sqlcipher3 import dbapi2
ward = dbapi2.connect(sys.argv[1], isolation_level=None)
ward.execute(f"BEGIN {sys.argv[2]}")
print("held", flush=True)
sys.stdin.read()
"""


def start(*words, **environment):
    return subprocess.run(  # noqa: S603 -- our own program
        [*PROGRAM, *map(str, words)],
        capture_output=True,
        timeout=60,
        check=False,
        env={**os.environ, **environment},
    )


@pytest.fixture
def held(ward, monkeypatch):
    """Another program holds the ward's store; nobody waits five seconds for it here."""
    quick = [("PRAGMA busy_timeout=50", "PRAGMA busy_timeout", 50), *connection._PROFILE[1:]]
    monkeypatch.setattr(connection, "_PROFILE", tuple(quick))
    holders = []

    def hold(how):
        holder = subprocess.Popen(  # noqa: S603 -- our own program
            [sys.executable, "-c", HOLD, str(ward / "ward.nkdesk"), how],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        holders.append(holder)
        assert holder.stdout.readline() == b"held\n"

    yield hold
    for holder in holders:
        holder.communicate(timeout=10)


@pytest.mark.parametrize("words", [["today"], ["verify"]])
def test_a_ward_another_program_keeps_to_itself_ends_with_code_3(ward, held, words):
    held("EXCLUSIVE")
    result = CliRunner().invoke(main, ["--data-dir", str(ward), *words])
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith("nkdeskctl: Another window or computer program is writing")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("words", [["today"], ["verify"]])
def test_a_ward_another_program_writes_to_can_still_be_read(ward, held, words):
    held("IMMEDIATE")
    assert CliRunner().invoke(main, ["--data-dir", str(ward), *words]).exit_code == 0


@pytest.mark.parametrize("encoding", ["cp1251", "ascii", "utf-8"])
def test_a_pipe_receives_every_letter_whatever_the_computer_speaks(ward, encoding):
    result = start("--data-dir", ward, "today", "--json", PYTHONIOENCODING=encoding)
    assert (result.returncode, result.stderr) == (0, b"")
    names = [row["name"] for row in json.loads(result.stdout.decode("utf-8"))["rows"]]
    assert "Навіцкая, Аліса" in names
    text = start("--data-dir", ward, "today", PYTHONIOENCODING=encoding)
    assert "▲" in text.stdout.decode("utf-8")


def test_the_program_ends_with_the_code_its_answer_has(ward, tmp_path):
    assert start("--data-dir", ward, "today", "--date", "never").returncode == 2
    assert start("--data-dir", tmp_path / "none", "today").returncode == 1
    path = ward / "ward.nkdesk"
    path.write_bytes(path.read_bytes().replace(b"not_given", b"not_taken", 1))
    assert start("--data-dir", ward, "verify").returncode == 4


def test_a_pdf_is_written_where_there_is_no_display(ward, tmp_path):
    screenless = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
    result = start("--data-dir", ward, "today", "--pdf", tmp_path / "list.pdf", **screenless)
    assert (result.returncode, result.stderr) == (0, b"")
    assert (tmp_path / "list.pdf").read_bytes().startswith(b"%PDF")
