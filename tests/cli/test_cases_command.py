"""``nkdeskctl cases``: every failing case is printed, the last line counts them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from nkdesk.cli.cases import cases

SHIPPED = Path(__file__).parents[1] / "cases"
SOUND = json.loads((SHIPPED / "windows.json").read_text("utf-8"))


def run(*paths):
    return CliRunner().invoke(cases, [str(path) for path in paths])


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "случаи.json"

    def write(*written):
        path.write_text(json.dumps({**SOUND, "cases": written}), "utf-8")
        return path

    return write


def test_the_shipped_cases_pass_and_are_counted():
    result = run(*sorted(SHIPPED.glob("*.json")))
    assert result.exit_code == 0
    written = [json.loads(path.read_text("utf-8"))["cases"] for path in SHIPPED.glob("*.json")]
    assert result.output == f"{sum(map(len, written))} passed, 0 failed\n"


def test_a_failing_case_is_printed_with_expected_and_got(file):
    wrong = {**SOUND["cases"][1], "id": "wrong", "expect": {"planned": {"C1/NK1": "2026-03-10"}}}
    path = file(SOUND["cases"][1], wrong)
    result = run(path)
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        f"FAILED wrong ({path})",
        "  planned C1/NK1: expected 2026-03-10, got 2026-03-09",
        "1 passed, 1 failed",
    ]


def test_eligibility_cases_run_beside_date_cases(file):
    asked = json.loads((SHIPPED / "eligibility-ages.json").read_text("utf-8"))
    question = {**asked["cases"][0], "id": "E1", "protocol": "NCT05272293"}
    wrong = {**question, "id": "E2", "expect": {"verdicts": {"P-I1": "unknown"}}}
    path = file(SOUND["cases"][0], {**question, "expect": {"verdicts": {"P-I1": "met"}}}, wrong)
    result = run(path)
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        f"FAILED E2 ({path})",
        "  verdict P-I1: expected unknown, got met",
        "2 passed, 1 failed",
    ]


def test_a_file_that_is_no_case_file_is_told_in_a_sentence(tmp_path):
    path = tmp_path / "x.json"
    path.write_bytes(b"no")
    result = run(path)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"{path}: this is no JSON: ")
    assert run(tmp_path / "absent.json").stderr.endswith("No such file or directory.\n")
    assert run(tmp_path).exit_code == 1


def test_without_a_file_it_is_a_usage_error():
    assert run().exit_code == 2
