"""GO, HOLD and NO-GO by shape and word, every reason a sentence with its day and minute."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from nkdesk.model.product import Hold, HoldKind, LotState
from nkdesk.model.readiness import Go, GoCode, GoReason, Readiness
from nkdesk.model.refusal import RuleCode
from nkdesk.sheets.wording.readiness import (
    go_help_text,
    go_reason_text,
    go_symbol,
    go_text,
    readiness_reasons,
    readiness_text,
)
from nkdesk.sheets.wording.rules import rule_name_text

AT = datetime(2026, 3, 12, 14, 30, tzinfo=UTC)


def test_each_level_has_a_shape_and_a_word_of_its_own():
    assert [(go_symbol(go), go_text(go)) for go in Go] == [
        ("●", "GO"),
        ("◆", "HOLD"),
        ("■", "NO-GO"),
    ]


@pytest.mark.parametrize("code", list(GoCode))
def test_every_reason_is_a_whole_sentence_with_and_without_its_particulars(code):
    bare = go_reason_text(GoReason(code, Go.NO_GO))
    full = go_reason_text(GoReason(code, Go.NO_GO, "detail", AT))
    for sentence in (bare, full):
        assert sentence[0].isupper()
        assert "{" not in sentence
        assert "_" not in sentence


def test_every_reason_says_what_would_help_in_words_that_end():
    helps = [go_help_text(GoReason(code, Go.HOLD)) for code in GoCode]
    assert all(one.endswith(".") and one[0].isupper() for one in helps)


def test_no_two_reasons_read_alike():
    sentences = [go_reason_text(GoReason(code, Go.HOLD, "x", AT)) for code in GoCode]
    assert len(set(sentences)) == len(sentences)


def test_an_expiry_names_the_minute_and_the_bag():
    expired = GoReason(GoCode.EXPIRED, Go.NO_GO, "D24-1", AT)
    assert go_reason_text(expired) == "Expired Thu 12-Mar-2026 14:30, bag D24-1"
    assert go_reason_text(replace(expired, detail="")) == "Expired Thu 12-Mar-2026 14:30"


def test_an_expiry_before_the_day_says_so_and_one_within_it_does_not():
    before = GoReason(GoCode.EXPIRES_BEFORE, Go.NO_GO, "D24-1", AT)
    within = GoReason(GoCode.EXPIRES_BEFORE, Go.GO, "D24-1", AT)
    assert go_reason_text(before) == (
        "Expires Thu 12-Mar-2026 14:30, before the day planned, bag D24-1"
    )
    assert go_reason_text(within) == "Expires Thu 12-Mar-2026 14:30, bag D24-1"


def test_a_hold_is_told_with_its_cause_and_its_person_and_today_by_the_clock_alone():
    hold = Hold(1, HoldKind.FEVER, AT.replace(hour=9, minute=10), "Nurse A", "", value="38.6 °C")
    reason = GoReason(GoCode.ON_HOLD, Go.HOLD, "fever", hold=hold)
    readiness = Readiness(Go.HOLD, (reason,), AT)
    told = "Held since 09:10: fever 38.6 °C (Nurse A), until it is lifted"
    assert readiness_text(readiness) == f"HOLD: {told}"


def test_codes_behind_a_reason_are_said_in_words():
    def told(code, detail):
        return go_reason_text(GoReason(code, Go.HOLD, detail), {"cd3": "CD3 cells"})

    assert told(GoCode.ON_HOLD, "gvhd") == "Held: graft-versus-host disease"
    assert told(GoCode.ON_HOLD, "Some cause") == "Held: Some cause"
    assert told(GoCode.RULE_BROKEN, RuleCode.GAP_TOO_SHORT) == (
        "The date breaks a rule: too few days between"
    )
    assert told(GoCode.NOT_RELEASED, LotState.IN_TEST) == "Lot not released: in test"
    assert told(GoCode.TEST_FAILED, "cd3") == "Test failed: CD3 cells"
    assert told(GoCode.TEST_OPEN, "sterility_14_day") == "Test without a result: sterility 14 day"


def test_a_reason_that_asks_says_when_it_is_answered():
    reason = GoReason(GoCode.NO_ORDER, Go.GO, asks=True)
    assert go_reason_text(reason) == "No cell dose ordered (to be answered at the start)"


def test_reasons_said_alike_stand_once_in_their_order():
    twice = GoReason(GoCode.NO_PRODUCT, Go.NO_GO)
    readiness = Readiness(Go.NO_GO, (twice, GoReason(GoCode.NO_DONOR, Go.NO_GO), twice), AT)
    assert readiness_reasons(readiness) == ("No product reserved", "No donor entered")
    assert readiness_text(Readiness(Go.GO, (), AT)) == "GO"


def test_every_rule_of_the_plan_has_a_name_of_its_own():
    names = [rule_name_text(code) for code in RuleCode]
    assert all(names)
    assert len(set(names)) == len(names)
