"""A cycle that leaves every list is said in words, and what stands in the way of a signature."""

from datetime import date

from nkdesk.model.eligibility import GateClosed
from nkdesk.services.change_forms import ChangePreview, LeavingCycle
from nkdesk.services.forms import FieldCode, FieldProblem
from nkdesk.ui.common.change_words import leaving_words
from nkdesk.ui.common.field_words import problem_words

UNTIL = date(2026, 4, 20)


def preview(why, until=UNTIL):
    return ChangePreview(1, leaves=(LeavingCycle(2, why, until),))


def test_a_cycle_moved_past_its_check_names_the_last_day_and_the_way_back():
    (words,) = leaving_words(preview(GateClosed.START_MOVED))
    assert words == (
        "Cycle 2 leaves every list and its check closes: it is valid until Mon 20-Apr-2026. "
        "Newer results and a new signature open the cycle again."
    )


def test_leaving_the_study_names_no_day():
    expected = ["Cycle 2 leaves every list and its check closes."]
    assert leaving_words(preview(GateClosed.OFF_STUDY)) == expected
    assert leaving_words(preview(GateClosed.START_MOVED, None)) == expected


def test_a_change_that_takes_nothing_away_says_nothing():
    assert leaving_words(ChangePreview(1)) == []


def test_a_start_outside_the_check_names_the_day_in_words():
    for code in (FieldCode.AFTER_VALID_UNTIL, FieldCode.BEFORE_CHECK):
        words = problem_words(FieldProblem("start", code, "2026-04-20"))
        assert "20-Apr-2026" in words
