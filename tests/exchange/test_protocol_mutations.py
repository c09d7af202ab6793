"""Spoilt shipped files never break reading (safety H19); the long run is ``bootstrap.py soak``."""

import pytest

from tests.soak import protocol_mutations


def test_two_thousand_spoilt_files_do_not_break_reading(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert protocol_mutations.main(2000) == 0

    assert "2000 spoilt files" in capsys.readouterr().out


def test_the_soak_notices_a_reader_that_breaks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(raw: bytes) -> None:
        raise RecursionError

    monkeypatch.setattr(protocol_mutations, "read_protocol", broken)

    assert protocol_mutations.main(5) == 1
    assert "broke reading: RecursionError" in capsys.readouterr().out
