"""A ward is checked whole before anything of it is shown (S5, H31)."""

import pytest

from nkdesk.services.problems import StoreError
from nkdesk.services.ward import refuse_damaged
from tests.services.conftest import FixedClock


def clock(_zone, _day):
    return FixedClock()


def test_a_whole_ward_is_not_refused(desk):
    refuse_damaged(desk.store.path.parent, clock)


def test_a_name_that_is_not_the_one_that_was_saved_is_found_before_it_is_shown(desk):
    """SQLite reads such a file without a word: its pages are as sound as before."""
    path = desk.store.path
    with desk.store.step(actor="Anna", what="note") as step:
        step.insert("site_day", {"calendar": "w", "day": "2026-03-12", "is_open": 1, "note": "qqq"})
    desk.store.close()
    content = path.read_bytes()
    place = content.index(b"qqq")
    path.write_bytes(content[:place] + b"qqp" + content[place + 3 :])
    with pytest.raises(StoreError) as caught:
        refuse_damaged(path.parent, clock)
    assert caught.value.problem == "damaged"
    assert "backup" in caught.value.next_step
    assert "qqp" not in str(caught.value)
