"""``nkdeskctl protocol``: one line per error, plain sentences, exit codes."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nkdesk.cli.protocol import protocol
from nkdesk.exchange.protocol_file import shipped_protocols
from tests.exchange.sound import SOUND


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(protocol, [str(word) for word in words])


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    file = tmp_path / "мой протокол.toml"
    file.write_text(SOUND, encoding="utf-8")
    return file


def test_a_sound_file_is_named_with_its_version_hash_and_counts(sound: Path) -> None:
    result = run("check", sound)

    assert result.exit_code == 0
    assert result.output.startswith(f"{sound}: T-1 version 1, site: arms 2, items 5, gaps 3, ")
    assert re.search(r"criteria 5; [0-9a-f]{64}\n$", result.output)


def test_every_error_has_its_own_line(sound: Path) -> None:
    spoilt = SOUND.replace("capacity = 2", "capacity = 0").replace('"FLU@7"', '"FLY@7"')
    sound.write_text(spoilt, encoding="utf-8")

    result = run("check", sound)

    assert result.exit_code == 1
    assert result.output.splitlines() == [
        f"{sound}:30: calendar.nk_lab.capacity: 0 is too small; Write 1 or more",
        f"{sound}:102: gap[2].from: There is no item FLY; Did you mean FLU?",
    ]


def test_one_bad_file_among_several_is_an_error(sound: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text("format = 1\n", encoding="utf-8")

    result = run("check", sound, bad)

    assert result.exit_code == 1
    assert "T-1 version 1" in result.output
    assert f"{bad}:1: (file): The table [protocol] is missing" in result.output


def test_all_shipped_files_are_accepted() -> None:
    result = run("check", *(path for path, _, _ in shipped_protocols()))

    assert result.exit_code == 0
    assert len(result.output.splitlines()) == 4


def test_what_cannot_be_read_is_said_plainly(tmp_path: Path) -> None:
    for file, words in (
        (tmp_path, "this is a folder; name a protocol file."),
        (tmp_path / "absent.toml", "there is no such file."),
        (tmp_path / "x" / "absent.toml", "there is no such file."),
        (Path("a" * 5000), "the file cannot be read: File name too long."),
    ):
        result = run("check", file)

        assert (result.exit_code, result.output) == (1, f"{file}: {words}\n")


def test_binary_and_huge_files_are_refused_without_a_traceback(tmp_path: Path) -> None:
    file = tmp_path / "file"
    for raw, words in (
        (bytes(range(256)) * 10, ":2: (file): The file is not UTF-8 text; "),
        (b"[" * 10_000_000, ":1: (file): The file has more than 262144 bytes; "),
    ):
        file.write_bytes(raw)
        result = run("check", file)

        assert result.exit_code == 1
        assert result.output.startswith(f"{file}{words}")


def test_no_file_is_a_usage_error() -> None:
    assert run("check").exit_code == 2
    assert run("chek", "x").exit_code == 2


def test_the_list_names_id_version_status_arms_and_hash() -> None:
    result = run("list")

    assert result.exit_code == 0
    lines = [line.split("  ") for line in result.output.splitlines()]
    assert [line[:4] for line in lines] == [
        ["NCT00187096", "0.1", "example", "stratum_1"],
        ["NCT05272293", "0.2", "example", "flag, hdac_ida"],
        ["NCT05334693", "0.2", "example", "consolidation"],
        ["PMID34490616", "0.1", "example", "flag"],
    ]
    assert all(re.fullmatch("[0-9a-f]{64}", line[4]) for line in lines)
