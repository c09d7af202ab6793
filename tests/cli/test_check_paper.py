import pytest
from click.testing import CliRunner

from nkdesk.cli import main
from nkdesk.sheets.pdf_text import extracted_pages
from nkdesk.sheets.read_back import squeeze

ELIGIBLE, AGAINST = "NK-001", "NK-009"


@pytest.fixture
def ask(shared_ward):
    def run(*words):
        arguments = ["--data-dir", str(shared_ward), "check", *map(str, words)]
        return CliRunner().invoke(main, arguments)

    return run


def letters(path):
    return squeeze("".join(extracted_pages(path.read_bytes())))


def test_a_check_is_written_as_a_pdf(ask, tmp_path):
    path = tmp_path / "проверка.pdf"
    answer = ask(ELIGIBLE, "--cycle", 2, "--pdf", path)
    assert answer.exit_code == 0
    assert answer.output == f"{path}: 7 criteria, Eligible\n"
    text = letters(path)
    assert ELIGIBLE in text
    assert "ENDOFCHECK7of7criteria" in text


def test_a_pdf_of_a_check_that_speaks_against_it_exits_with_one(ask, tmp_path):
    path = tmp_path / "check.pdf"
    assert ask(AGAINST, "--cycle", 2, "--pdf", path).exit_code == 1
    assert "Noteligible:1criterion" in letters(path)


def test_json_and_pdf_exclude_each_other(ask, tmp_path):
    answer = ask(ELIGIBLE, "--cycle", 2, "--json", "--pdf", tmp_path / "check.pdf")
    assert answer.exit_code == 2
    assert "Choose --json or --pdf, not both." in answer.output


def test_a_folder_that_takes_no_file_is_said_in_a_sentence(ask, tmp_path):
    answer = ask(ELIGIBLE, "--cycle", 2, "--pdf", tmp_path / "missing" / "check.pdf")
    assert answer.exit_code == 1
    assert "could not be written" in answer.output
