"""``nkdeskctl changes``: what changed since a moment, in text and as JSON."""

import json
import re

import pytest

from nkdesk.cli import since
from nkdesk.services.handover import changes_since
from nkdesk.services.undo import UndoOffer, undo, undo_offer
from nkdesk.services.ward import open_ward
from tests.cli.test_changing import on, steps
from tests.services.conftest import FixedClock


def asked(ward, moment):
    return json.loads(on(ward, "changes", "--since", moment, "--json").stdout)


def test_every_step_is_told_newest_first_with_who_what_and_why(ward):
    result = on(ward, "changes", "--since", "2026-01-01")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0] == "SAMPLE - not real patients."
    assert lines[-1] == f"END OF LIST. Steps since 01-Jan-2026 00:00: {steps(ward)}."
    moments = [line for line in lines if re.match(r"\d\d-[A-Z][a-z]{2}-2026 \d\d:\d\d  ", line)]
    assert len(moments) >= steps(ward)
    assert any("because: infection or fever" in line for line in moments)
    assert any("Record as given  NK-" in line for line in moments)
    assert any(re.search(r"C1/FLU@1 fludarabine: given on \w{3} \d\d", line) for line in lines)
    assert any("not planned -> " in line for line in lines)
    assert any("-> omitted" in line for line in lines)
    assert any("NK laboratory closed on" in line for line in lines)


def test_json_and_text_count_the_same_and_pages_leave_nothing_out(ward, monkeypatch):
    whole = asked(ward, "2026-01-01")
    monkeypatch.setattr(
        since,
        "changes_since",
        lambda desk, moment, before=None: changes_since(desk, moment, before, 9),
    )
    paged = asked(ward, "2026-01-01")
    assert paged["changes"] == whole["changes"]
    assert paged["steps"] == whole["steps"] == steps(ward)
    assert [one["step"] for one in whole["changes"]] == sorted(
        (one["step"] for one in whole["changes"]), reverse=True
    )


def test_a_time_of_day_narrows_it_in_the_wards_own_time(ward):
    day = asked(ward, "2026-03-11")
    evening = asked(ward, "2026-03-11 15:00")
    assert 0 < evening["steps"] < day["steps"]
    assert evening["since"] == "2026-03-11T15:00:00+03:00"
    assert all(one["at"] >= "2026-03-11T15:00" for one in evening["changes"])


def test_nothing_changed_is_said_too(ward):
    result = on(ward, "changes", "--since", "2059-01-01")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == "END OF LIST. Steps since 01-Jan-2059 00:00: 0."


def test_what_was_moved_noted_and_taken_back_is_told(ward):
    words = ("move", "NK-004", "C1/NK2", "2026-03-27", "--scope", "needed", "--reason", "infection")
    assert (
        on(
            ward,
            *words,
            *("--note", "fever 39", "--accept-deviation", "--physician", "Dr A. Orlova"),
        ).exit_code
        == 0
    )
    told = on(ward, "changes", "--since", "2026-03-12").stdout
    assert "    note: fever 39" in told
    assert "    deviation: " in told
    assert "Thu 19-Mar-2026 -> Fri 27-Mar-2026" in told
    desk = open_ward(ward, lambda _zone, _day: FixedClock(), "nkdeskctl")
    with desk.store:
        offer = undo_offer(desk)
        assert isinstance(offer, UndoOffer)
        undo(desk, offer.seq)
    told = on(ward, "changes", "--since", "2026-03-12").stdout
    assert "(taken back since)" in told
    assert "Fri 27-Mar-2026 -> Thu 19-Mar-2026" in told


def test_a_corrected_day_is_told_with_the_one_recorded_before(ward):
    words = ("correct", "NK-006", "C1/GCSF@4", "--on", "2026-03-11", "--why", "the day before")
    assert on(ward, *words).exit_code == 0
    told = on(ward, "changes", "--since", "2026-03-12").stdout
    assert "given on Wed 11-Mar-2026, recorded before as Thu 12-Mar-2026" in told


def test_what_was_not_given_after_all_is_told(ward):
    words = ("correct", "NK-006", "C1/GCSF@4", "--not-given", "--reason", "infection")
    assert on(ward, *words, "--why", "wrong patient").exit_code == 0
    told = on(ward, "changes", "--since", "2026-03-12").stdout
    assert "because: wrong patient" in told
    assert "Thu 12-Mar-2026 -> omitted" in told


@pytest.mark.parametrize(
    "moment", ["", "yesterday", "11.03.26", "2026-03-11 25:00", "2026-03-11T19:00"]
)
def test_a_moment_that_cannot_be_read_is_a_usage_error(ward, moment):
    result = on(ward, "changes", "--since", moment)
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_moment_is_asked_for(ward):
    assert on(ward, "changes").exit_code == 2
