"""The forms about products: what they send, what they say while one types, what they refuse."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from nkdesk.model.product import DoseState, LotState
from nkdesk.services.product import products_board
from nkdesk.services.product_forms import ReserveForm
from tests.ui import product_models as models
from tests.ui import product_screens as screens
from tests.ui import products_story as story


@pytest.fixture
def acts(view):
    return view.acts.products


def put(dialog, **typed):
    for name, words in typed.items():
        dialog.fields[name].put(words)


def problems(dialog):
    return {name for name, field in dialog.fields.items() if field.entry.property("flawed")}


def notes(dialog):
    return "; ".join(field.note.text() for field in dialog.fields.values())


def test_typing_and_collection_are_saved_and_said(view):
    dialog = screens.donor_facts(view)
    put(dialog, typing="HLA report 12", collected="26.02.2026")
    dialog.confirm()
    donor = story.found(view.desk).donor
    assert (donor.facts.typing, donor.collected.day) == ("HLA report 12", 26)
    assert view.frame.status.said.text() == "Typing and collection saved, NK-007"


def test_a_lot_without_a_number_is_refused_and_nothing_is_lost(view):
    dialog = screens.new_lot(view)
    dialog.fields["note"].put("from the mother")
    dialog.confirm()
    assert problems(dialog) == {"number"}
    put(dialog, number="TL-26-02")
    dialog.confirm()
    lot = story.found(view.desk).lots[0].lot
    assert (lot.number, lot.note, lot.cycle) == ("TL-26-02", "from the mother", 1)


def test_a_lot_moves_only_where_it_may(view, acts):
    dialog = screens.move_lot(view)
    assert set(dialog.to.buttons) == {"collected", "rejected"}
    dialog.to.choose("collected")
    assert "in the laboratory" in dialog.to.note.text()
    put(dialog, person="B. Laborant", on="25.02.2026", time="08:00")
    dialog.confirm()
    assert story.lot(view.desk).lot.state is LotState.COLLECTED


def test_a_release_lists_what_is_open_and_names_the_tests(view):
    dialog = screens.release_lot(view)
    assert dialog.tests.said == [
        "○ 10 without a result. Enter them first, or release conditionally."
    ]
    assert "Endotoxin" in dialog.to.note.text()
    assert "endotoxin," not in dialog.to.note.text()
    assert dialog.save.text() == f"Release lot {story.LOT}"


def test_a_conditional_release_needs_two_names_and_a_reason(view):
    dialog = screens.release_conditionally(view)
    assert dialog.tests.said[0].startswith("○ 11 open on this release")
    dialog.confirm()
    assert problems(dialog) == {"person", "second", "reason"}
    assert dialog.saved is None
    put(dialog, person="Dr Orlova", second="Dr Orlova", reason="the patient cannot wait")
    dialog.confirm()
    assert problems(dialog) == {"second"}
    put(dialog, second="Dr Weber")
    dialog.confirm()
    lot = story.lot(view.desk)
    assert lot.lot.state is LotState.CONDITIONAL
    assert len(lot.moves[-1].open_tests) == 11
    assert lot.moves[-1].person == "Dr Orlova, Dr Weber"


def test_a_lot_with_a_failed_test_is_only_rejected(view, acts):
    lot = story.in_test(view.desk)
    story.result(view.desk, lot, "endotoxin", "9")
    acts.move_lot(story.lot(view.desk))
    dialog = view.acts.dialog
    dialog.to.choose("conditional")
    assert dialog.tests.said[0].startswith("✖ Failed: Endotoxin")
    put(dialog, person="Dr Orlova", reason="x")
    dialog.confirm()
    assert "Failed: Endotoxin" in dialog.to.note.text()
    dialog.to.choose("rejected")
    assert dialog.second.isHidden()
    assert dialog.save.text() == f"Reject lot {story.LOT}"
    dialog.confirm()
    assert story.lot(view.desk).lot.state is LotState.REJECTED


def test_a_whole_release_says_that_all_has_passed_by_which_weight(view, acts):
    story.released(view.desk)
    lot = story.lot(view.desk)
    passed = tuple(replace(one, passed=True) for one in lot.tests)
    in_test = replace(lot, tests=passed, next_states=(LotState.RELEASED,))
    acts.move_lot(in_test)
    view.acts.dialog.to.choose("released")
    assert view.acts.dialog.tests.said == [
        "✔ Every test has passed.",
        "Limits per kg are judged by 80.5 kg on 02-Mar-2026.",
    ]


def test_a_result_is_held_against_its_limit_while_one_types(view):
    dialog = screens.enter_test(view)
    assert dialog.told.texts[0].startswith("✔ Passed   passes: below 0.2")
    assert "by 80.5 kg on 02-Mar-2026" in dialog.told.texts[1]
    dialog.measured.put("20")
    assert dialog.told.texts[0].startswith("✖ FAILED")
    assert "A lot with a failed test can only be rejected." in dialog.told.texts
    dialog.measured.put("x")
    assert dialog.effect.isHidden()


def test_a_result_that_cannot_be_weighed_says_so(view, acts):
    rows = products_board(view.desk).recipients
    weighed = {"NK-009"}
    line = next(row.line for row in rows if row.line.patient.trial_number in weighed)
    lot = models.lot_of(line, models.donor_of(line), LotState.IN_TEST)
    acts.enter_test(replace(lot, moves=()))
    dialog = view.acts.dialog
    dialog.test.choose("cd3")
    dialog.measured.put("3")
    assert "No weight is known: a limit per kg cannot be judged." in dialog.told.texts


def test_a_late_failure_shows_beforehand_whom_it_concerns(view):
    dialog = screens.enter_late_failure(view)
    said = dialog.told.texts
    assert "• holds dose =W0001 26 000117-1, =W0001 26 000117-2, dose 1 of 3 of cycle 1" in said
    assert "• nobody has received this lot yet" in said
    assert dialog.save.text() == "Save the failed result and raise the alarm"


def test_who_received_the_lot_is_named_before_a_late_failure_is_saved(view, acts):
    lot = models.full(story.line(view.desk)).lots[0]
    acts.enter_test(lot)
    dialog = view.acts.dialog
    dialog.test.choose("sterility")
    dialog.answer.choose("positive")
    said = "; ".join(dialog.told.texts)
    assert "NK-007 Ким, Ён received =W0001 26 000004-1, dose 3 of 3 of cycle 1" in said
    assert "reserved for no infusion" in said


def test_a_result_that_is_there_already_is_put_right_with_a_reason(view):
    dialog = screens.correct_test(view)
    assert {"value", "person", "why"} <= {
        name for name, field in dialog.fields.items() if field.note.text()
    }
    put(dialog, value="93", person="C. Tester", why="typed wrong", on="11.03.2026")
    dialog.confirm()
    assert dialog.saved is not None
    found = {one.test.id: one.result.value for one in story.lot(view.desk).tests if one.result}
    assert str(found["viability"]) == "93"


def test_a_told_result_without_an_answer_is_refused_beside_it(view, acts):
    acts.enter_test(story.in_test(view.desk))
    dialog = view.acts.dialog
    dialog.test.choose("gram")
    dialog.confirm()
    assert dialog.answer.note.text() == "Needed."
    assert set(dialog.answer.buttons) == {"no_organism", "organism"}


def test_the_other_number_is_said_while_one_is_typed(view):
    dialog = screens.order_cells(view)
    assert dialog.per_kg.note.text() == (
        "40 million per kg: 3,220 million in all by 80.5 kg on 02-Mar-2026"
    )
    assert dialog.total.note.text() == (
        "3,220 million in all: 40 million per kg by 80.5 kg on 02-Mar-2026"
    )
    assert dialog.doubts.texts == []


def test_a_slip_of_ten_is_named_and_cannot_be_confirmed(view):
    dialog = screens.order_slipped(view)
    assert "Ten times too much?" in dialog.total.note.text()
    assert any(one.startswith("✖") and "Type it again." in one for one in dialog.doubts.texts)
    assert dialog._again.isHidden()
    assert dialog.saved is None


def test_an_amount_out_of_range_is_saved_only_with_a_reason(view):
    dialog = screens.order_doubted(view)
    assert not dialog._again.isHidden()
    assert "You typed 120 million per kg and 9660 million in all." in dialog._again.words.text()
    dialog._again.yes.click()
    assert "note" in problems(dialog)
    assert dialog.saved is None
    put(dialog, note="rescue dose")
    assert not dialog._again.isHidden()
    dialog._again.yes.click()
    assert dialog.saved is not None
    assert view.frame.status.said.text() == "Cells ordered, NK-007"


def test_nothing_is_said_of_amounts_without_a_weight(view, acts):
    found = story.found(view.desk, "NK-009")
    acts.order(found)
    dialog = view.acts.dialog
    put(dialog, per_kg="40", total="1600")
    assert dialog.per_kg.note.text() == ""
    assert dialog.doubts.texts == []


def test_bags_are_counted_as_they_stand(view):
    dialog = screens.new_dose(view)
    assert len(dialog.bags) == 2
    dialog.bags[0].parts["number"].put("first")
    dialog.bags[1].parts["number"].put("second")
    dialog.bags[0].drop.click()
    assert [bag.number for bag in dialog.value().bags] == ["second"]
    assert "number_1" in dialog.fields
    assert "number_2" not in dialog.fields
    assert dialog.bags[0].drop.isHidden()


def test_a_problem_of_the_second_bag_stands_beside_it(view):
    dialog = screens.new_dose_refused(view)
    assert dialog.bags[1].parts["expires_on"].entry.property("flawed")
    assert "Bag 2: Expires on: This day does not exist." in dialog.summary.lines


def test_thawing_is_asked_of_frozen_bags_alone(view):
    dialog = screens.new_dose(view)
    dialog.bags[0].parts["thaw_on"].put("22.03.2026")
    assert dialog.value().bags[0].thaw_on == "22.03.2026"
    dialog.form.choose("fresh")
    assert dialog.value().bags[0].thaw_on == ""


def test_a_dose_is_saved_and_a_label_unlike_the_order_asks(view, acts):
    lot = story.released(view.desk)
    acts.order(story.found(view.desk))
    order = view.acts.dialog
    order.item.choose(str(story.item(view.desk)))
    put(order, per_kg="40", total="3220", physician="Dr Orlova")
    order.confirm()
    acts.new_dose(lot)
    dialog = view.acts.dialog
    dialog.form.choose("fresh")
    dialog.item.choose(str(story.item(view.desk)))
    for name, words in vars_of(story.BAG).items():
        dialog.bags[0].parts[name].put(words)
    assert dialog.sum.text().startswith("All bags together: 20 ×10⁶/kg · 1,610 ×10⁶ in all")
    dialog.confirm()
    assert not dialog.again.isHidden()
    assert "3,220 ×10⁶" in dialog.again.words.text()
    dialog.again.yes.click()
    assert dialog.saved is not None
    assert story.lot(view.desk).doses[0].order is not None


def vars_of(bag):
    return {name: getattr(bag, name) for name in bag.__slots__ if getattr(bag, name)}


def test_a_wrong_number_typed_again_stops_a_reservation(view):
    dialog = screens.reserve(view)
    assert problems(dialog) == {"trial_number", "bag_number"}
    put(dialog, trial_number="NK-007", bag_number=story.BAG.number)
    dialog.confirm()
    assert story.lot(view.desk).doses[0].dose.address.code == "NK2"


def test_a_scan_through_a_russian_layout_is_read_as_latin_letters(view, acts):
    lot = story.with_dose(view.desk)
    acts.reserve(lot, lot.doses[0])
    dialog = view.acts.dialog
    dialog.item.choose(str(story.item(view.desk)))
    put(dialog, trial_number="ТЛ-007", bag_number="=Ц0001 26 000117-1")
    assert (dialog.value().trial_number, dialog.value().bag_number) == (
        "NK-007",
        "=W0001 26 000117-1",
    )


def test_enter_at_the_end_of_a_scan_leads_on_and_saves_nothing(view, acts):
    lot = story.with_dose(view.desk)
    acts.reserve(lot, lot.doses[0])
    dialog = view.acts.dialog
    dialog.trial.line.setFocus()
    QTest.keyClick(dialog.trial.line, Qt.Key.Key_Return)
    assert dialog.bag.line.hasFocus() or dialog.focusWidget() is dialog.bag.line
    assert dialog.isVisible()


def test_a_dose_is_freed_without_numbers(view, acts):
    lot = story.with_dose(view.desk)
    acts.reserve(lot, lot.doses[0])
    dialog = view.acts.dialog
    dialog.item.choose("none")
    assert dialog.bag.isHidden()
    assert dialog.value() == ReserveForm(lot.doses[0].dose.id, None)
    assert dialog.save.text() == "Free the dose"
    dialog.confirm()
    assert story.lot(view.desk).doses[0].dose.address is None


def test_a_dose_is_issued_returned_and_discarded(view, acts):
    story.with_dose(view.desk)
    for to, reason in (
        (DoseState.ISSUED, ""),
        (DoseState.RETURNED, "patient febrile"),
        (DoseState.DISCARDED, "warm too long"),
    ):
        lot = story.lot(view.desk)
        acts.move_dose(lot, lot.doses[0], to)
        dialog = view.acts.dialog
        assert ("reason" in dialog.fields) == bool(reason)
        if reason:
            put(dialog, reason=reason)
        dialog.confirm()
        assert story.lot(view.desk).doses[0].dose.state is to


def test_a_discard_without_a_reason_is_refused(view):
    dialog = screens.discard(view)
    assert dialog.fields["reason"].note.text() == "Say in words."
    assert dialog.saved is None


def test_a_hold_says_the_sites_threshold_and_holds_from_now(view):
    dialog = screens.hold(view)
    assert dialog.kind.note.text().startswith("The site's threshold: 38.0 °C")
    assert dialog.kind.note.text().endswith("(EXAMPLE)")
    put(dialog, value="38.6 °C", why="chills")
    dialog.confirm()
    hold = story.found(view.desk).holds[0]
    assert (hold.who, hold.lot_id) == ("Anna", None)
    dose = story.lot(view.desk).doses[0]
    assert dose.readiness.go.value == "hold"


def test_the_end_of_a_hold_lies_ahead(view):
    dialog = screens.hold_refused(view)
    assert "This must lie after Thu 12-Mar-2026 09:30." in notes(dialog)


def test_one_lot_is_held_alone(view, acts):
    acts.hold_lot(story.with_dose(view.desk))
    dialog = view.acts.dialog
    dialog.kind.choose("product")
    put(dialog, why="label damaged")
    dialog.confirm()
    assert story.lot(view.desk).holds[0].kind.value == "product"


def test_lifting_needs_a_name_and_a_reason_and_nobody_stands_ready(view):
    dialog = screens.lift(view)
    assert dialog.fields["who"].value() == ""
    dialog.confirm()
    assert {"who", "why"} == {name for name, one in dialog.fields.items() if one.note.text()}
    put(dialog, who="Dr Orlova", why="no fever for a day")
    dialog.confirm()
    assert story.found(view.desk).holds == ()


def test_a_weight_far_from_the_last_is_asked_for_again(view):
    dialog = screens.weight(view)
    assert not dialog.again.isHidden()
    assert "80.5 kg on 02-Mar-2026" in dialog.again.words.text()
    dialog.again.yes.click()
    assert dialog.saved is not None


def test_f8_writes_the_present_minute(view, acts, turned_clock):
    lot = story.with_dose(view.desk)
    acts.move_dose(lot, lot.doses[0], DoseState.ISSUED)
    dialog = view.acts.dialog
    turned_clock.turn(minutes=7)
    field = dialog.fields["time"]
    field.line.setFocus()
    QTest.keyClick(field.line, Qt.Key.Key_F8)
    assert field.value() == "09:37"
