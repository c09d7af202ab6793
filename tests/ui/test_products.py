"""The products screen: who stands on it, what it says of each, what leads to which form."""

from dataclasses import replace
from datetime import timedelta

import pytest

from nkdesk.model.eligibility import Outcome
from nkdesk.model.product import DoseState
from nkdesk.model.readiness import Go, GoCode, GoReason
from nkdesk.services.product import products_board
from nkdesk.ui.products.columns import needs_decision, recipient_lines, standing_lines
from nkdesk.ui.products.donor_card import donor_lines
from nkdesk.ui.products.dose_block import dose_lines
from nkdesk.ui.products.lot_card import LotCard, lot_lines
from nkdesk.ui.products.page import RecipientPage
from nkdesk.ui.products.screen import Asks
from nkdesk.ui.rail_order import Place
from tests.ui import product_models as models
from tests.ui import products_story as story


def texts(lines):
    said = ["".join(run.text for run in runs) for runs in lines]
    return [one.replace("\N{NO-BREAK SPACE}", " ").strip() for one in said]


@pytest.fixture
def line(desk):
    return story.line(desk)


@pytest.fixture
def board(view):
    view.go(Place.PRODUCTS)
    return view.screen


@pytest.fixture
def asks(qtbot):
    return Asks()


def test_the_screen_lists_everybody_and_chooses_nobody(board, view):
    assert len(board.model.rows) == len(products_board(view.desk).recipients)
    assert board.chosen is None
    assert board.page.foot.isHidden()
    assert board.title == "Products"
    assert board.chosen_item is None


def test_the_board_is_reached_by_its_place_in_the_rail(view):
    view.frame.commands.screens[Place.PRODUCTS].trigger()
    assert view.screen is view.screens.products
    assert Place.PRODUCTS.key == "Ctrl+6"


def test_every_row_says_two_identifiers_and_how_the_product_stands(board):
    for row in board.model.rows:
        said = board.model.columns[0].text(row)
        assert row.line.patient.name.full in said
        assert row.line.patient.trial_number in said


def test_a_choice_shows_the_recipient_and_stays_when_read_anew(board, line):
    board.choose(line.patient.id)
    assert board.page.found.line.patient.id == line.patient.id
    order = [row.line.patient.id for row in board.model.rows]
    board.reread(elsewhere=True)
    assert board.chosen.line.patient.id == line.patient.id
    assert [row.line.patient.id for row in board.model.rows] == order


def test_enter_opens_the_patients_page(board, line, qtbot):
    board.choose(line.patient.id)
    with qtbot.waitSignal(board.patient_asked) as asked:
        board.table.activated.emit(board.model.index(0, 0))
    assert asked.args == [line.patient.id]


def test_a_bag_number_finds_its_patient(view):
    story.with_dose(view.desk)
    view.go(Place.PRODUCTS)
    view.screen.narrowing.name.setText("000117-2")
    assert [row.line.patient.trial_number for row in view.screen.model.rows] == [story.NUMBER]
    assert view.screen.bar.words.text().startswith("Filtered: 1 of")
    view.screen.bar.clear.click()
    assert view.screen.bar.isHidden()


def test_the_filter_keeps_what_is_to_be_decided_or_has_lots(board):
    for index, keeps in ((1, needs_decision), (2, lambda row: bool(row.lots))):
        board.narrowing.what.setCurrentIndex(index)
        assert all(keeps(row) for row in board.model.rows)
        assert len(board.model.rows) < len(board.board.recipients)


def test_a_filter_that_leaves_nobody_offers_everybody(board):
    board.narrowing.name.setText("nobody of that name")
    assert board._stack.currentIndex() == 1
    board.narrowing.clear()
    assert board._stack.currentIndex() == 0


def test_a_ward_without_patients_leads_to_them(board, qtbot):
    board.board = replace(board.board, recipients=())
    with qtbot.waitSignal(board.patients_asked):
        board._show()
        board._stack.widget(1).findChildren(type(board.page.foot.lot))[0].click()


def test_a_row_says_hold_next_dose_and_every_lot(line):
    said = texts(standing_lines(models.full(line)))
    assert said[0] == "● GO  dose 1 of 3, Thu 12-Mar-2026"
    assert "◆ On hold" in said
    assert "NKL-26-011  ◆ Conditionally released" in said


def test_a_row_says_what_is_missing(line, desk):
    rows = models.board(desk).recipients
    assert "○ No donor entered" in texts(recipient_lines(rows[2]))
    assert "○ No lot yet" in texts(recipient_lines(rows[3]))
    assert "No product in the protocol" in texts(recipient_lines(rows[4]))
    assert [needs_decision(row) for row in rows[:5]] == [True, False, True, False, False]


def test_a_look_alike_is_marked_in_the_list(desk):
    row = models.board(desk).recipients[3]
    marked = replace(row, line=replace(row.line, look_alike=True))
    assert "Like name in this ward" in texts(recipient_lines(marked))


def test_the_donor_is_shown_with_typing_consent_check_and_both_days(line, desk):
    said = "; ".join(texts(donor_lines(models.donor_line(line), desk.clock.today())))
    for part in (
        "Ёлкина, Мария, born 03-Apr-1985 (40y), mother",
        "✔ Eligible on Wed 25-Feb-2026",
        "Consent signed Fri 20-Feb-2026",
        "Collected Wed 25-Feb-2026, planned Tue 24-Feb-2026",
        "Haploidentical: HLA laboratory, report 4711 of 02.02.2026",
    ):
        assert part in said


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"check": Outcome.NOT_ELIGIBLE}, "✖ Not eligible on Wed 25-Feb-2026"),
        ({"check": Outcome.INCOMPLETE}, "○ Not everything known on Wed 25-Feb-2026"),
        ({"consent": None}, "Consent not recorded"),
        ({"facts": models.DonorFacts(1)}, "Haploidentical typing not recorded"),
        ({"collected": None}, "▲ Collection was planned for Tue 24-Feb-2026, none recorded"),
        ({"collected": None, "collection": None}, "No collection planned"),
        ({"collection": None}, "Collected Wed 25-Feb-2026"),
    ],
)
def test_what_the_donor_lacks_is_said(line, desk, changed, words):
    donor = models.donor_line(line, **changed)
    assert words in "; ".join(texts(donor_lines(donor, desk.clock.today())))


def test_a_collection_still_to_come_is_only_planned(line, desk):
    day = desk.clock.today() + timedelta(days=3)
    donor = models.donor_line(line, collected=None, collection=day)
    assert "Collection planned Sun 15-Mar-2026" in texts(donor_lines(donor, desk.clock.today()))


def test_a_dose_says_go_reasons_bags_and_both_amounts(line):
    lot = models.full(line).lots[0]
    said = texts(dose_lines(lot, lot.doses[0]))
    assert said[0].startswith("● GO   For dose 1 of 3 of cycle 1, Thu 12-Mar-2026")
    assert "Test without a result: Sterility, 14 days" in said
    assert any("expires Thu 12-Mar-2026 14:30" in one for one in said)
    assert "Labelled  40 ×10⁶/kg · 1,520 ×10⁶ in all (38 kg, Wed 11-Mar-2026)" in said
    assert "Ordered  40 ×10⁶/kg · 1,520 ×10⁶ in all (38 kg, Wed 11-Mar-2026)" in said


def test_a_dose_that_may_not_begin_says_why_and_what_would_help(line):
    lot = models.full(line).lots[0]
    said = texts(dose_lines(lot, lot.doses[1]))
    assert said[0].startswith("■ NO-GO")
    assert any(one.startswith("■ Expired Thu 12-Mar-2026 09:29") for one in said)
    assert any("Reserve a dose that is still in date." in one for one in said)
    assert "Ordered  no cell dose ordered" in said


def test_a_dose_for_no_infusion_has_no_mark(line):
    lot = models.full(line).lots[0]
    said = texts(dose_lines(lot, lot.doses[2]))
    assert said[0].startswith("Reserved for no infusion")
    assert any("do not thaw before Thu 12-Mar-2026 10:30" in one for one in said)


def test_a_lot_names_what_failed_and_what_is_open(line, desk):
    failed = models.board(desk).recipients[1].lots[0]
    assert "✖ FAILED: Endotoxin" in texts(lot_lines(failed))[1]
    noted = replace(failed, lot=replace(failed.lot, note="made in room 2"))
    assert "made in room 2" in texts(lot_lines(noted))


def test_only_what_can_be_done_with_a_dose_is_offered(line, asks, qtbot):
    card = LotCard(models.full(line).lots[0], asks, unfolded=False)
    qtbot.addWidget(card)
    moves = {"reserve", "issued", "returned", "discarded"}
    live = {"reserve", "issued", "discarded"}
    offered = [set(block.buttons) & moves for block in card.doses]
    assert offered == [live, live, live, set()]
    assert card.doses[-1].buttons == {}


def test_a_rejected_lot_takes_no_dose_and_no_move(line, desk, asks, qtbot):
    card = LotCard(models.board(desk).recipients[1].lots[0], asks, unfolded=False)
    qtbot.addWidget(card)
    changing = {name: card.buttons[name].isEnabled() for name in ("move", "dose", "hold")}
    assert changing == {"move": False, "dose": False, "hold": False}
    assert card.buttons["result"].isEnabled()


def test_every_button_of_a_lot_asks_for_its_form(line, asks, qtbot):
    view = models.full(line).lots[0]
    card = LotCard(view, asks, unfolded=True)
    qtbot.addWidget(card)
    wanted = {"move": asks.move, "result": asks.result, "dose": asks.dose, "hold": asks.hold_lot}
    for name, signal in wanted.items():
        with qtbot.waitSignal(signal) as asked:
            card.buttons[name].click()
        assert asked.args == [view]
    block = card.doses[0]
    with qtbot.waitSignal(asks.reserve) as asked:
        block.buttons["reserve"].click()
    assert asked.args == [view, view.doses[0]]
    with qtbot.waitSignal(asks.move_dose) as asked:
        block.buttons["issued"].click()
    assert asked.args == [view, view.doses[0], DoseState.ISSUED]


def test_the_page_asks_for_what_its_foot_and_cards_say(line, asks, qtbot, desk):
    page = RecipientPage(asks)
    qtbot.addWidget(page)
    found = models.full(line)
    page.show_recipient(found, desk.clock.today())
    foot = page.foot
    for one, signal in (
        (foot.lot, asks.lot),
        (foot.order, asks.order),
        (foot.weight, asks.weight),
        (foot.hold, asks.hold),
        (page.donor.enter, asks.facts),
    ):
        with qtbot.waitSignal(signal) as asked:
            one.click()
        assert asked.args == [found]
    with qtbot.waitSignal(asks.lift) as asked:
        page.holds[0].lift.click()
    assert asked.args == [found, found.holds[0]]


def test_what_cannot_be_done_says_why(desk, asks, qtbot):
    page = RecipientPage(asks)
    qtbot.addWidget(page)
    rows = models.board(desk).recipients
    page.show_recipient(rows[2], desk.clock.today())
    assert not page.foot.lot.isEnabled()
    assert page.foot.lot.toolTip() == "Enter the donor first"
    with qtbot.waitSignal(asks.donor):
        page.donor.enter.click()
    page.show_recipient(rows[4], desk.clock.today())
    assert not page.foot.hold.isEnabled()
    assert page.foot.order.toolTip() == "The protocol has no product"


def test_what_was_unfolded_stays_so_when_read_anew(line, asks, qtbot, desk):
    page = RecipientPage(asks)
    qtbot.addWidget(page)
    page.show_recipient(models.full(line), desk.clock.today())
    page.lots[0].unfold.click()
    page.show_recipient(models.full(line), desk.clock.today())
    assert [card.unfold.isChecked() for card in page.lots] == [True, False]
    page.show_nobody()
    assert page.found is None


def test_a_hold_of_one_lot_stands_with_that_lot_alone(line, asks, qtbot, desk):
    page = RecipientPage(asks)
    qtbot.addWidget(page)
    found = models.full(line)
    view = found.lots[0]
    hold = replace(models.fever(line), lot_id=view.lot.id)
    held = replace(view, holds=(hold,))
    page.show_recipient(replace(found, holds=(hold,), lots=(held,)), desk.clock.today())
    assert page.holds == []
    said = texts(dose_lines(held, held.doses[0]))
    assert said


def test_a_remark_that_asks_is_shown_as_one(line):
    lot = models.full(line).lots[0]
    asked = GoReason(GoCode.NOT_ISSUED, Go.GO, asks=True)
    view = replace(lot.doses[0], readiness=models.ready(Go.GO, asked))
    said = texts(dose_lines(lot, view))
    assert any(one.endswith("(to be answered at the start)") for one in said)


def test_the_keyboard_stays_on_the_button_whose_form_was_saved(view):
    lot = story.with_dose(view.desk)
    view.open_products(lot.line.patient.id)
    page = view.screen.page
    page.lots[0].buttons["hold"].setFocus()
    page.lots[0].buttons["hold"].click()
    view.acts.dialog.kind.choose("product")
    view.acts.dialog.fields["why"].put("label damaged")
    view.acts.dialog.confirm()
    assert view.window.focusWidget() is page.lots[0].buttons["hold"]
    page.lots[0].doses[0].buttons["reserve"].setFocus()
    view.open_products(story.line(view.desk, "NK-006").patient.id)
    view.screen.table.setFocus()
    page.donor.enter.setFocus()
    page._hold_again("a button that is there no more")
    assert view.window.focusWidget() is page.foot.order


def test_the_donors_results_are_a_step_away(view):
    whose = story.with_donor(view.desk)
    view.open_products(whose.patient.id)
    view.screen.page.donor.results.click()
    assert view.screen.title == "Assessments"
    assert view.screen.of_donor


def test_a_donor_nobody_entered_is_asked_for(view):
    rows = products_board(view.desk).recipients
    found = next(row for row in rows if row.donor is None)
    view.open_products(found.line.patient.id)
    view.screen.page.donor.enter.click()
    assert view.acts.dialog.windowTitle() == "Donor"
