from datetime import date

import pytest

from nkdesk.model.cycle import ItemPart, ItemState, PlanWarning
from nkdesk.model.patient import AllergyState, Sex
from nkdesk.model.protocol import ItemKind
from nkdesk.model.refusal import BrokenRule, RuleCode
from nkdesk.model.work_calendar import Closure, ClosureReason
from nkdesk.services.read_models import DayStatus, LeftOffReason
from nkdesk.services.reasons import not_given_reasons
from nkdesk.sheets.wording import together as wording
from tests.sheets import builders

DAY = date(2026, 3, 12)
RULE = {
    "item": "C1/NK2",
    "other": "C1/NK1",
    "day": DAY,
    "limit": 2,
    "calendar": "nk_lab",
}


@pytest.fixture
def russian(monkeypatch):
    monkeypatch.setattr("nkdesk.sheets.wording.translation.translate", lambda *_: "ru")


@pytest.mark.usefixtures("russian")
def test_the_translation_in_force_says_which_language_is_spoken():
    assert wording.language() == "ru"
    assert wording.day_text(DAY) == "Чт 12-мар-2026"


def test_an_unknown_language_speaks_english(monkeypatch):
    monkeypatch.setattr("nkdesk.sheets.wording.translation.translate", lambda *_: "fr")
    assert wording.language() == "en"


def test_every_status_has_a_shape_and_a_word_of_its_own():
    assert len({wording.status_symbol(status) for status in DayStatus}) == len(DayStatus)
    assert len({wording.status_text(status) for status in DayStatus}) == len(DayStatus)


def test_overdue_says_how_late():
    assert wording.status_text(DayStatus.OVERDUE, 2) == "Overdue 2d"


def test_allergies_are_one_of_four_states_and_never_blank():
    texts = {wording.allergy_text(state, "penicillin") for state in AllergyState}
    assert texts == {
        "Known allergies: penicillin",
        "No known allergies",
        "Allergies not recorded",
        "Allergies unavailable",
    }
    assert wording.allergy_text(AllergyState.KNOWN, "") == "Known allergies: not described"


def test_every_kind_sex_reason_and_closure_has_words():
    assert len({wording.kind_text(kind) for kind in ItemKind}) == len(ItemKind)
    assert {wording.sex_text(sex) for sex in Sex} == {"Female", "Male"}
    assert len({wording.left_off_reason_text(one) for one in LeftOffReason}) == 4
    assert len({wording.closure_reason_text(one) for one in ClosureReason}) == 3
    assert wording.plan_warning_text(PlanWarning.CLOSED_DAY, "Ward") == "Ward closed that day"


def test_a_closed_day_is_named():
    holiday = Closure(ClosureReason.HOLIDAY, "Radonitsa")
    assert wording.closure_text("nk_lab", holiday) == "NK laboratory closed: Radonitsa"
    weekday = Closure(ClosureReason.WEEKDAY)
    assert wording.closure_text("cryo", weekday) == "cryo closed: closed on this weekday"


def test_a_given_item_says_when():
    given = builders.cycle_item(
        state=ItemState.GIVEN, actual=DAY, parts=(ItemPart("08:00", DAY, "08:15"),)
    )
    assert wording.progress_text(given) == "on Thu 12-Mar-2026 08:15"
    assert wording.progress_text(builders.cycle_item()) == ""


def test_a_partly_given_item_counts_its_parts():
    parts = (ItemPart("09:00", DAY), ItemPart("21:00"))
    half = builders.cycle_item(state=ItemState.PARTLY_GIVEN, parts=parts)
    assert wording.progress_text(half) == "1 of 2 parts given"


def test_a_moved_date_shows_the_first_one():
    moved = builders.cycle_item(original=date(2026, 3, 9))
    assert wording.moved_text(moved) == "moved, was Mon 09-Mar-2026"
    assert wording.moved_text(builders.cycle_item()) == ""


def test_an_infusion_is_counted():
    assert wording.nth_text((2, 3)) == "dose 2 of 3"
    assert wording.nth_text(None) == ""


def test_a_patient_left_off_is_told_what_comes_next():
    assert wording.next_item_text(builders.left_off(1)) == (
        "next: Mon 16-Mar-2026, NK cell infusion, C1 D12"
    )
    assert wording.next_item_text(builders.left_off(1, next_on=None, next_title=None)) == ""


def test_a_reason_is_said_in_the_words_of_the_ward():
    known = not_given_reasons()[0]
    assert wording.reason_text(known.code) == known.title.en
    assert wording.reason_text("cycle_ceased") == "cycle ceased"


@pytest.mark.parametrize("code", list(RuleCode))
def test_every_refusal_is_a_sentence_without_gaps(code):
    sentence = wording.broken_rule_text(BrokenRule(code, **RULE))
    assert sentence.endswith(".")
    assert "{" not in sentence
    assert "  " not in sentence


def test_no_two_refusals_read_alike():
    sentences = {wording.broken_rule_text(BrokenRule(code, **RULE)) for code in RuleCode}
    assert len(sentences) == len(RuleCode)


def test_a_refusal_says_what_would_make_it_possible():
    rule = BrokenRule(RuleCode.GAP_TOO_SHORT, "chemo.last", "C1/NK1", DAY, 2)
    assert wording.broken_rule_text(rule, {"NK1": "NK infusion 1"}) == (
        "the last chemotherapy day and NK infusion 1 (C1/NK1): on Thu 12-Mar-2026 they are fewer "
        "than 2 days apart. Leave at least 2 days between them."
    )


def test_a_refusal_without_a_day_speaks_of_every_day():
    rule = BrokenRule(RuleCode.CLOSED_DAY, "C1/NK1", calendar="nk_lab")
    assert "NK laboratory is closed on every possible day" in wording.broken_rule_text(rule)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (BrokenRule(RuleCode.OUTSIDE_WINDOW, "NK1", "today", DAY), "lies before today"),
        (BrokenRule(RuleCode.OUTSIDE_WINDOW, "NK1", "today", DAY, 60), "within 60 days"),
        (BrokenRule(RuleCode.ORDER, "C1/NK2"), "Record the earlier one first."),
        (BrokenRule(RuleCode.IN_FUTURE, "C1/NK2"), "the day lies in the future"),
    ],
)
def test_a_rule_that_says_more_than_its_code_has_its_own_words(rule, said):
    assert said in wording.broken_rule_text(rule)


def test_titles_are_found_by_address_by_code_and_by_gap_end():
    titles = {"C1/NK1": "first infusion", "FLU": "fludarabine"}
    assert wording.item_text("C1/NK1", titles) == "first infusion"
    assert wording.item_text("C1/FLU@3", titles) == "fludarabine (C1/FLU@3)"
    assert wording.item_text("previous.infusion.last") == "the last infusion of the cycle before"
    assert wording.item_text("NK9") == "NK9"
    assert wording.item_text("NK-003 C1/NK1", titles) == "NK-003, first infusion"
    assert wording.item_text("NK 3 chemo.last") == "NK 3, the last chemotherapy day"


def test_what_was_given_up_is_not_said_to_be_correctable():
    said = wording.broken_rule_text(BrokenRule(RuleCode.ALREADY_CLOSED, "C1/NK2", "given_up"))
    assert said.startswith("C1/NK2 was given up with the cycle or the study.")
    assert "corrected" not in said


def test_what_has_no_record_yet_is_recorded_not_corrected():
    rule = BrokenRule(RuleCode.UNKNOWN_ITEM, "C1/NK2", day=date(2026, 4, 8))
    said = "C1/NK2: nothing is recorded yet of Wed 08-Apr-2026. Record it first, as given or not."
    assert wording.broken_rule_text(rule) == said


def test_words_hold_braces_and_percent_signs_without_harm():
    sentence = wording.broken_rule_text(
        BrokenRule(RuleCode.ALREADY_CLOSED, "C1/NK1"), {"C1/NK1": "{item} %n {0}"}
    )
    assert sentence.startswith("{item} %n {0} is closed already.")
