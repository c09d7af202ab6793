"""The record at the bed over a real store: what each act stores, and what is said of it then."""

import shutil

import pytest

from nkdesk.model.infusion import InfusionAct, InfusionState, Outcome
from nkdesk.model.product import DoseForm
from nkdesk.services import infusions
from nkdesk.services.infusion_models import ActForm, EndForm, ReactionForm
from nkdesk.services.product import place_hold
from nkdesk.services.product_forms import HoldForm
from nkdesk.ui.bedside.act_dialog import ActDialog
from nkdesk.ui.bedside.dialog import BedsideDialog
from nkdesk.ui.bedside.late_dialog import LateDialog
from nkdesk.ui.bedside.reaction_dialog import ReactionDialog
from nkdesk.ui.bedside.step_bar import Step
from tests.services.infusions.bed_story import (
    check,
    checked,
    make_ready,
    matched,
    opened,
    saved,
    started,
)
from tests.ui import bedside_wards
from tests.ui.bedside_wards import at_work, chosen

enrolled_ward, bed_ward = bedside_wards.enrolled_ward, bedside_wards.bed_ward
ready, desk = bedside_wards.ready, bedside_wards.desk


@pytest.fixture
def bare(enrolled_ward, tmp_path, turned_clock):
    """A ward where no dose is reserved for the infusion."""
    folder = tmp_path / "bare"
    shutil.copytree(enrolled_ward, folder)
    with at_work(folder, clock=turned_clock) as found:
        yield found


@pytest.fixture
def record(qtbot, text_size):
    shown = []

    def open_record(desk, ready):
        dialog = BedsideDialog(None, desk, chosen(desk, ready), sample=True)
        qtbot.addWidget(dialog)
        dialog.show()
        shown.append(dialog)
        return dialog

    yield open_record
    for dialog in shown:
        dialog.done(0)


def over(qtbot, made):
    qtbot.addWidget(made)
    made.show()
    return made


def enter(dialog, name, ready, bag=0, look="clear"):
    """One person's whole check, as the fields take it."""
    own = dialog.pages.check.own
    own.person.put(name)
    own.patient.put(ready.patient.trial_number)
    own.bag.put(ready.bags[bag])
    own.looks[look].click()


def acts(dialog):
    return [one.act for one in dialog.page.events]


def test_opening_the_record_stores_nothing(record, desk, ready):
    dialog = record(desk, ready)
    assert dialog.page.infusion is None
    dialog.reject()
    assert infusions.bedside_page(desk, ready.item_id).infusion is None


def test_every_bag_is_checked_by_two_and_the_next_one_only_when_asked_for(record, bare):
    ready = make_ready(bare, bags=2)
    dialog = record(bare, ready)
    enter(dialog, "Anna", ready)
    dialog.second_check()
    enter(dialog, "Olga", ready)
    check_page = dialog.pages.check
    assert dialog.main.text() == "Check next bag"
    assert not check_page.entering
    dialog.confirm()
    assert check_page.own.title.text() == "Bag 2 of 2 · first person"
    enter(dialog, "Anna", ready, bag=1)
    dialog.confirm()
    enter(dialog, "Olga", ready, bag=1)
    assert dialog.main.text() == "Go on to the start"
    assert dialog.page.infusion.state is InfusionState.CHECKED


def test_a_frozen_bag_is_checked_and_hung_when_its_turn_comes(record, bare):
    ready = make_ready(bare, bags=2, form=DoseForm.FROZEN)
    number = checked(bare, ready, bags=1)
    dialog = record(bare, ready)
    dialog.confirm()
    side = dialog.pages.record.side
    side.acts[InfusionAct.NEXT_BAG].click()
    assert dialog.pages.shown is Step.CHECK
    assert dialog.notice.said.text() == "Two persons check the next bag before it is hung."
    for position in (1, 2):
        matched(check(bare, ready, number, position, bag=1))
    dialog.refresh()
    assert dialog.main.text() == "Back to the infusion"
    dialog.confirm()
    side.acts[InfusionAct.NEXT_BAG].click()
    assert acts(dialog)[-1] is InfusionAct.NEXT_BAG
    assert side.acts[InfusionAct.NEXT_BAG].isHidden()
    assert "Bag 2 of 2" in side.timer.small.text()


def test_what_was_stored_last_is_no_longer_said_once_something_newer_is(record, desk, ready):
    number = started(desk, ready)
    dialog = record(desk, ready)
    said = dialog.notice.said.text()
    assert "Stored last: Started" in said
    dialog.refresh()
    assert dialog.notice.said.text() == said
    saved(infusions.act(desk, ActForm(number, "rate", "Anna", detail="60")))
    dialog.refresh()
    assert dialog.notice.isHidden()
    again = record(desk, ready)
    again.notice.say("Something else")
    saved(infusions.act(desk, ActForm(number, "rate", "Anna", detail="50")))
    again.refresh()
    assert again.notice.said.text() == "Something else"


def test_f6_leads_to_whoever_checks_next_or_says_that_nobody_does(record, bare):
    ready = make_ready(bare, bags=2, form=DoseForm.FROZEN)
    number = checked(bare, ready, bags=1)
    dialog = record(bare, ready)
    dialog.confirm()
    dialog.second_check()
    assert dialog.pages.shown is Step.CHECK
    assert dialog.pages.check.own.title.text() == "Bag 2 of 2 · first person"
    for position in (1, 2):
        matched(check(bare, ready, number, position, bag=1))
    dialog.refresh()
    dialog.go(Step.START)
    dialog.second_check()
    assert dialog.notice.said.text() == "Every bag was checked by two persons."


def test_a_bag_is_thawed_at_the_minute_typed(record, bare, qtbot):
    ready = make_ready(bare, bags=2, form=DoseForm.FROZEN)
    checked(bare, ready, bags=1)
    dialog = record(bare, ready)
    form = over(qtbot, ActDialog(dialog, dialog.bed, InfusionAct.THAW))
    form.detail.choose(ready.bags[0])
    form.time.put("09:28")
    form.confirm()
    assert form.saved is not None, form.summary.lines
    dialog.refresh()
    said = dialog.pages.record.side.log.texts[0]
    assert said == f"09:28  Thawed {ready.bags[0]}, Anna (entered 09:30 for 09:28)"


def test_without_a_dose_nothing_can_be_checked_but_paper_can_be_entered(record, bare, qtbot):
    ready = make_ready(bare, reserved=False)
    dialog = record(bare, ready)
    assert dialog.pages.check.waiting.text().startswith("No dose is reserved")
    assert not dialog.pages.check.entering
    dialog.second_check()
    assert not dialog.pages.check.entering
    form = over(qtbot, LateDialog(dialog, dialog.bed))
    for name, typed in (("start", "08:30"), ("end", "09:15"), ("trial_number", "NK-101")):
        form.fields[name].put(typed)
    for name, typed in (("bag_1", ready.bags[0]), ("first", "Anna"), ("second", "Olga")):
        form.fields[name].put(typed)
    form.confirm()
    assert form.saved is not None, form.summary.lines
    dialog.refresh()
    assert dialog.pages.shown is Step.OBSERVE


def test_a_hold_keeps_the_start_from_beginning_and_says_why(record, desk, ready):
    checked(desk, ready)
    dialog = record(desk, ready)
    held = HoldForm(ready.patient.id, "fever", "fever", "Dr Orlova", "38.6 °C")
    saved(place_hold(desk, held))
    dialog.confirm()
    assert dialog.page.infusion.state is InfusionState.CHECKED
    assert dialog.bar.word.text() == "◆ HOLD"
    words = "Not to be started now. The reasons stand under HOLD and NO-GO."
    assert dialog.summary.lines == [words]


def test_pause_and_resume_are_stored_with_the_reason_in_words(record, desk, ready, qtbot):
    started(desk, ready)
    dialog = record(desk, ready)
    form = over(qtbot, ActDialog(dialog, dialog.bed, InfusionAct.PAUSE))
    form.detail.choose(next(iter(form.detail.buttons)))
    form.confirm()
    assert form.saved is not None, form.summary.lines
    dialog.refresh()
    side = dialog.pages.record.side
    assert "⏸ Paused" in side.timer.small.text()
    assert "Paused reaction of the patient, Anna" in side.log.texts[0]
    side.acts[InfusionAct.RESUME].click()
    assert acts(dialog)[-1] is InfusionAct.RESUME
    assert dialog.page.infusion.state is InfusionState.RUNNING


def test_the_record_is_completed_early_only_with_a_note(record, desk, ready, qtbot):
    number = started(desk, ready)
    desk.clock.turn(minutes=30)
    saved(infusions.end(desk, EndForm(number, "whole", "Anna")))
    dialog = record(desk, ready)
    with qtbot.waitSignal(dialog.act_asked) as asked:
        dialog.confirm()
    assert asked.args == [InfusionAct.COMPLETE]
    form = over(qtbot, ActDialog(dialog, dialog.bed, InfusionAct.COMPLETE))
    form.confirm()
    assert form.saved is None
    form.note.put("moved to intensive care")
    form.confirm()
    assert form.saved is not None, form.summary.lines
    dialog.refresh()
    assert dialog.page.infusion.state is InfusionState.COMPLETE


def test_a_reaction_is_put_right_and_both_stay(record, desk, ready, qtbot):
    number = started(desk, ready)
    form = ReactionForm(number, "chills", "Anna", temperature="38,6", systolic="100", grade="1")
    saved(infusions.react(desk, form))
    dialog = record(desk, ready)
    found = dialog.page.reactions[0]
    again = over(qtbot, ReactionDialog(dialog, dialog.bed, found))
    assert again.term.value() == "chills"
    assert again.signs.temperature.value() == "38.6"
    again.outcome.put("gone after ten minutes")
    again.resolved_on.put("12.03.2026")
    again.resolved_at.put("09:30")
    again.note.put("outcome added")
    again.confirm()
    assert again.saved is not None, again.summary.lines
    dialog.refresh()
    newest = dialog.page.reactions[-1]
    assert (newest.corrects, newest.outcome) == (found.id, "gone after ten minutes")


def test_what_is_left_is_asked_for_at_an_end_in_part(record, desk, ready):
    started(desk, ready)
    dialog = record(desk, ready)
    dialog.confirm()
    ends = dialog.pages.ends
    ends.cards[Outcome.STOPPED].click()
    ends.reason.choose("other")
    dialog.confirm()
    assert dialog.page.infusion.state is InfusionState.RUNNING
    assert dialog.summary.lines
    assert dialog.typed
    ends.remaining.put("20")
    ends.note.put("line lost")
    dialog.confirm()
    assert dialog.page.infusion.outcome is Outcome.STOPPED
    assert dialog.has_ended


def test_vital_signs_beside_the_plan_and_corrected_ones_are_stored(record, desk, ready):
    started(desk, ready)
    desk.clock.turn(minutes=5)
    dialog = record(desk, ready)
    vitals = dialog.pages.record.vitals
    vitals.choose(-1)
    vitals.numbers.fields["heart_rate"].put("101")
    vitals.save.click()
    assert dialog.page.extra_vitals[0].due is None
    vitals.choose(0)
    vitals.numbers.fields["temperature"].put("37,0")
    vitals.save.click()
    vitals.choose(0)
    vitals.numbers.fields["temperature"].put("37,4")
    vitals.why.put("mistyped")
    vitals.save.click()
    row = dialog.page.vitals[0].signs
    assert (str(row.value("temperature")), row.why) == ("37.4", "mistyped")


def test_impossible_numbers_are_refused_once_beside_their_field(record, desk, ready):
    started(desk, ready)
    dialog = record(desk, ready)
    vitals = dialog.pages.record.vitals
    vitals.numbers.fields["temperature"].put("376")
    vitals.save.click()
    assert dialog.summary.lines == ["Temperature: Outside what is possible: 25-45."]
    vitals.numbers.fields["temperature"].put("")
    vitals.save.click()
    assert dialog.summary.lines == ["Temperature: Needed."]


def test_late_numbers_of_bags_are_refused_beside_the_first(record, desk, ready, qtbot):
    dialog = record(desk, ready)
    form = over(qtbot, LateDialog(dialog, dialog.bed))
    form.bags[0].put("L-NK-999-NK1-1")
    form.confirm()
    assert any(line.startswith("Number of bag 1") for line in form.summary.lines)
    assert dialog.page.infusion is None


def test_on_paper_too_less_than_all_is_asked_about(record, desk, ready, qtbot):
    dialog = record(desk, ready)
    form = over(qtbot, LateDialog(dialog, dialog.bed))
    assert form.value().outcome == "whole"
    form.less.click()
    assert form.value().outcome == ""
    form.outcome.choose("part")
    form.remaining.put("12,5")
    assert (form.value().outcome, form.value().remaining) == ("part", "12,5")
    assert form.outcome.isVisible()


def test_a_new_minute_and_another_hand_are_seen_by_themselves(record, desk, ready, turned_clock):
    number = started(desk, ready)
    dialog = record(desk, ready)
    turned_clock.turn(minutes=1)
    dialog.tick()
    assert dialog.pages.record.side.timer.large.text() == "00:01"
    form = ReactionForm(number, "chills", "Olga")
    saved(infusions.react(desk, form))
    dialog.tick()
    assert len(dialog.page.reactions) == 1


def test_a_check_that_is_refused_stands_beside_its_field(record, desk, ready):
    opened(desk, ready)
    dialog = record(desk, ready)
    enter(dialog, "Ё" * 190, ready)
    assert "1  Your name" in dialog.summary.lines[0]
    assert dialog.pages.check.entering
