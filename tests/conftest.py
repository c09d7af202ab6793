"""What every run of the tests does: count the faults that were made, and say so at the end."""

from typing import Any

import pytest

from tests.faults.tally import Tally

_tally = Tally()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if "makes_faults" in report.keywords and (report.when == "call" or report.skipped):
        _tally.add(report.user_properties)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if _tally.none_was_made:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if _tally.words:
        terminalreporter.write_line(_tally.words)
