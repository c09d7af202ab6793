"""The page quotes what was measured, and says what could not be."""

import pytest

from tests.faults.report import FULL, SHORT, holds, page


def test_every_harness_has_a_full_and_a_short_length():
    assert FULL.keys() == SHORT.keys()


@pytest.mark.parametrize(
    ("name", "found", "ok"),
    [
        ("killing", {"violations": []}, True),
        ("killing", {"violations": ["lost"]}, False),
        ("power without syncs", {"violations": ["lost"]}, True),
        ("power without syncs", {"violations": []}, False),
        ("injecting", {"why_not": "strace is not installed", "violations": []}, True),
    ],
)
def test_a_harness_holds_when_it_found_what_it_should(name, found, ok):
    assert holds(name, found) is ok


def test_the_page_says_what_was_measured_and_what_was_not():
    figures = {
        "injecting": {"why_not": "strace is not installed"},
        "killing": {
            "kills": 5000,
            "seconds": 99.6,
            "acknowledged": 7,
            "copies": 8,
            "checks": 9,
            "violations": [],
        },
    }
    told = page(figures)
    assert "not run: strace is not installed" in told
    assert "5,000 kills in 100 s" in told
    assert "0 violations" in told
    assert "<!--" not in told
