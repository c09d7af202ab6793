"""What a changed plan, its history and its undo say, word for word."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from nkdesk.model.cycle import Address, CycleItem, ItemPart, ItemState
from nkdesk.model.protocol import ItemKind
from nkdesk.model.refusal import BrokenRule, RuleCode
from nkdesk.model.words import Words
from nkdesk.model.work_calendar import Closure, ClosureReason
from nkdesk.services.change_forms import ChangePreview, ChangeRow
from nkdesk.services.read_models import HistoryLine
from nkdesk.services.undo import UndoOffer
from nkdesk.ui.common import unsettled as unsettled_module
from nkdesk.ui.common.banner import PatientBanner
from nkdesk.ui.common.change_words import (
    counted,
    facts_of,
    shift_words,
    stale_lists_words,
    standing_words,
)
from nkdesk.ui.common.chip import Chip
from nkdesk.ui.common.flow import FlowLayout
from nkdesk.ui.main_window.undo_words import going_back_words, undo_words
from nkdesk.ui.patient.history_words import history_words
from nkdesk.ui.record.given import RecordGivenDialog
from tests.ui.changing import chosen, page_of

DOSE = Words(en="NK cells", ru="NK-клетки", be="NK-клеткі")
MONDAY = date(2026, 3, 16)


def item(code="NK2", on=MONDAY, kind=ItemKind.INFUSION, **more):
    return CycleItem(
        address=Address(1, code),
        day=7,
        kind=kind,
        calendar="nk_lab",
        target=on,
        earliest=None,
        latest=None,
        planned=on,
        original=on,
        label_day=8,
        **more,
    )


def row(before, after=None, nth=(2, 3), **more):
    return ChangeRow(1, DOSE, nth, before, after or before, **more)


def moved(code="NK2", kind=ItemKind.INFUSION, nth=(2, 3), days=2):
    before = item(code, kind=kind)
    later = MONDAY.replace(day=MONDAY.day + days)
    return row(before, replace(before, planned=later), nth)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ItemState.PLANNED, "Mon 16-Mar-2026"),
        (ItemState.OMITTED, "not given"),
        (ItemState.CEASED, "will not be given"),
        (ItemState.CANCELLED, "cancelled"),
        (ItemState.PARTLY_GIVEN, "Mon 16-Mar-2026"),
    ],
)
def test_how_an_item_stands_has_words_for_every_state(state, words):
    assert standing_words(item(state=state)) == words


def test_a_given_item_stands_on_the_day_and_time_it_was_given():
    parts = (ItemPart("", MONDAY, "09:40"),)
    given = item(state=ItemState.GIVEN, actual=MONDAY, parts=parts)
    assert standing_words(given) == "given Mon 16-Mar-2026 09:40"


def test_days_moved_carry_their_sign():
    assert [shift_words(days) for days in (2, -1, 0)] == ["+2d", "\N{MINUS SIGN}1d", ""]


def test_a_window_gap_and_place_that_break_a_rule_are_told_from_those_that_hold():
    before = row(item("NK1", date(2026, 3, 12)), nth=(1, 3))
    late = replace(item(), latest=date(2026, 3, 15))
    gap = BrokenRule(RuleCode.GAP_TOO_SHORT, "C1/NK1", "C1/NK2", MONDAY, 5)
    long_gap = replace(gap, code=RuleCode.GAP_TOO_LONG, limit=3)
    other = BrokenRule(RuleCode.GAP_TOO_SHORT, "C1/NK2", "C1/NK3", MONDAY, 5)
    closed = Closure(ClosureReason.SITE, "audit")
    found = facts_of(
        row(item(), late, breaks=(gap, long_gap, other), closure=closed, used=3, limit=2), before
    )
    assert found == [
        ("outside its window, until Sun 15-Mar-2026", True),
        ("4d after dose 1, at least 5d, at most 3d", True),
        ("NK laboratory closed: audit", True),
        ("NK laboratory 3 of 2", True),
    ]
    calm = facts_of(row(item(), used=2, limit=2, breaks=(other,)), before)
    assert calm == [("4d after dose 1", False), ("NK laboratory 2 of 2", False)]


def test_no_gap_is_counted_from_a_dose_that_was_not_given():
    before = row(item("NK1", date(2026, 3, 12), state=ItemState.OMITTED), nth=(1, 3))
    assert facts_of(row(item()), before) == []


def test_nothing_is_said_of_the_day_of_an_item_that_is_closed():
    assert facts_of(row(item(state=ItemState.CEASED), used=1, limit=2), None) == []


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ((moved(),), "1 dose"),
        ((moved(), moved("NK3")), "2 doses"),
        ((moved("FLU", ItemKind.CHEMO, None), moved()), "1 chemotherapy day and 1 dose"),
        ((moved("PERSIST", ItemKind.SAMPLE, None),), "1 item"),
        ((moved("A", ItemKind.SAMPLE, None), moved("B", ItemKind.CHECK, None)), "2 items"),
        ((row(item()),), "0 items"),
    ],
)
def test_what_a_change_touches_is_counted(rows, words):
    assert counted(ChangePreview(1, rows=rows)) == words


def test_two_drugs_of_one_day_are_one_chemotherapy_day():
    rows = (moved("FLU", ItemKind.CHEMO, None), moved("ARA", ItemKind.CHEMO, None))
    assert counted(ChangePreview(1, rows=rows)) == "1 chemotherapy day"


def test_printed_lists_are_named_or_counted():
    assert stale_lists_words([row(item())]) == ""
    assert "of Mon 16-Mar-2026 and Wed 18-Mar-2026 are" in stale_lists_words([moved()])
    many = stale_lists_words([moved(), moved(days=3)])
    assert "of 3 days from Mon 16-Mar-2026 to Thu 19-Mar-2026 are" in many


def test_doses_that_cannot_be_placed_anew_say_why(monkeypatch, desk):
    from nkdesk.model.refusal import Refused  # noqa: PLC0415

    rule = BrokenRule(RuleCode.OUTSIDE_WINDOW, "C1/NK1", day=MONDAY)
    answer = ChangePreview(1, refused=Refused((rule,)))
    monkeypatch.setattr(unsettled_module, "preview_settle", lambda _desk, _form: answer)
    patient = page_of(desk, "NK-004").line.patient.id
    words = unsettled_module.unsettled_words(desk, patient, 1)
    assert words.startswith("NK dose 1 of 3: Mon 16-Mar-2026 lies outside its window")


OFFER = UndoOffer(7, "move", "NK-005", "C1/NK1", DOSE, (1, 3), MONDAY, date(2026, 3, 18))


@pytest.mark.parametrize(
    ("offer", "words"),
    [
        (OFFER, "Undo: Defer dose 1 of 3, NK-005"),
        (replace(OFFER, becomes=date(2026, 3, 12)), "Undo: Move dose 1 of 3, NK-005"),
        (replace(OFFER, what="cease", becomes=None), "Undo: Stop treatment dose 1 of 3, NK-005"),
        (UndoOffer(7, "plan", "NK-005"), "Undo: Plan cycle 1, NK-005"),
        (UndoOffer(7, "site_day", ""), "Undo: Open or close a day"),
    ],
)
def test_undo_names_the_step_its_item_and_its_patient(offer, words):
    assert undo_words(offer) == words


def test_undo_says_from_which_day_back_to_which():
    assert going_back_words(OFFER).startswith("From Wed 18-Mar-2026 back to Mon 16-Mar-2026.")
    assert going_back_words(UndoOffer(7, "plan", "")).startswith("It is taken back as a new step")


LINE = HistoryLine(
    seq=7,
    at=datetime(2026, 3, 12, 9, 30, tzinfo=ZoneInfo("Europe/Minsk")),
    who="Anna",
    what="move",
    why="infection",
    item="NK1",
    reason=Words(en="infection or fever", ru="инфекция", be="інфекцыя"),
    was=MONDAY,
    becomes=date(2026, 3, 18),
    scope="needed",
    note="38,9",
    physician="Д-р Жук",
)


def test_history_says_from_which_day_to_which_how_far_why_and_who_accepted():
    assert history_words(LINE, {"NK1": "NK dose 1 of 3 · C1 D9"}) == (
        "12-Mar-2026 09:30  Anna: Move: NK dose 1 of 3 · C1 D9 (from Mon 16-Mar-2026 to "
        "Wed 18-Mar-2026; later doses as far as needed; infection or fever; 38,9; "
        "a deviation accepted by Д-р Жук)"
    )


def test_history_of_a_correction_says_that_it_was_not_given_after_all():
    line = replace(LINE, what="correct_given", becomes=None, scope="", physician="", note="")
    assert "(not given after all; infection or fever)" in history_words(line, {})


def test_history_of_a_plain_step_stays_plain():
    line = HistoryLine(1, LINE.at, "Anna", "plan", "")
    assert history_words(line, {}) == "12-Mar-2026 09:30  Anna: Plan cycle 1"


def test_the_banner_of_who_left_differs_in_pattern_and_says_so(qtbot, text_size, desk):
    banner = PatientBanner(page_of(desk, "NK-006").line)
    qtbot.addWidget(banner)
    banner.resize(900, banner.height())
    before = banner.grab().toImage()
    banner.mark_left(left=True)
    after = banner.grab().toImage()
    strip = [(x, after.height() - 6) for x in range(600, 880)]
    assert len({before.pixel(*at) for at in strip}) == 1
    assert len({after.pixel(*at) for at in strip}) > 1
    assert banner.accessibleName().endswith("off study")


def test_doses_left_outside_the_rules_are_said_before_a_fact_is_recorded(qtbot, text_size, desk):
    dialog = RecordGivenDialog(None, desk, chosen(desk, "NK-003", "C1/NK1"), sample=True)
    qtbot.addWidget(dialog)
    dialog.show()
    words = dialog.unsettled.text()
    assert words.startswith("Afterwards no longer within the rules: NK dose 2 of 3, NK dose 3 of 3")
    dialog.fields["on"].put("10.03.2026")
    dialog._preview()
    assert dialog.unsettled.isHidden()
    dialog.done(0)


def test_chips_begin_a_new_row_where_they_no_longer_fit(qtbot, text_size):
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = FlowLayout(holder)
    chips = [Chip(f"reason number {n}", "") for n in range(4)]
    for chip in chips:
        flow.addWidget(chip)
    wide = sum(chip.sizeHint().width() for chip in chips) + 40
    assert flow.heightForWidth(wide) == chips[0].sizeHint().height()
    narrow = chips[0].sizeHint().width() + 10
    holder.resize(narrow, flow.heightForWidth(narrow))
    holder.show()
    assert {chip.pos().x() for chip in chips} == {0}
    assert [chip.pos() for chip in chips] == sorted([chip.pos() for chip in chips], key=QPoint.y)
    assert flow.itemAt(9) is None
    assert flow.takeAt(9) is None


def test_a_chosen_chip_is_as_wide_as_before(qtbot, text_size):
    chip = Chip("toxicity of treatment", "")
    qtbot.addWidget(chip)
    before = chip.sizeHint()
    chip.setChecked(True)
    assert chip.sizeHint() == before
