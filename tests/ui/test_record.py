import pytest

from nkdesk.services.day_list import day_list
from nkdesk.services.patient_page import patient_page
from nkdesk.services.read_models import DayStatus
from nkdesk.services.reasons import not_given_reasons
from nkdesk.ui.common.chosen import ChosenItem
from nkdesk.ui.record.given import RecordGivenDialog
from nkdesk.ui.record.not_given import RecordNotGivenDialog


def row(desk, wanted):
    return next(one for one in day_list(desk, desk.clock.today()).rows if wanted(one))


def now_of(desk, item_id):
    return row(desk, lambda one: one.item_id == item_id)


@pytest.fixture
def given(qtbot, text_size, desk):
    opened = []

    def make(wanted):
        chosen = ChosenItem.of_day(row(desk, wanted))
        dialog = RecordGivenDialog(None, desk, chosen, sample=True)
        qtbot.addWidget(dialog)
        dialog.show()
        opened.append(dialog)
        return dialog

    yield make
    for dialog in opened:
        dialog.done(0)


@pytest.fixture
def not_given(qtbot, text_size, desk):
    dialog = RecordNotGivenDialog(
        None, desk, ChosenItem.of_day(row(desk, lambda one: one.item.is_open)), sample=True
    )
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def infusion(one):
    return one.nth is not None and one.status is DayStatus.DUE


def test_date_and_time_stand_ready_and_one_click_records(given, desk):
    dialog = given(infusion)
    assert dialog.fields["on"].value() == "12.03.2026"
    assert dialog.fields["time"].value() == "09:30"
    dialog.save.click()
    assert dialog.saved is not None
    assert now_of(desk, dialog.value().item_id).status is DayStatus.GIVEN


def test_the_dialog_names_the_patient_with_two_identifiers(given):
    dialog = given(infusion)
    patient = dialog._chosen.line.patient
    banner = dialog.findChild(type(dialog.head.itemAt(0).widget()))
    assert patient.name.full in banner.accessibleName()
    assert patient.trial_number in banner.accessibleName()
    assert patient.name.family not in dialog.windowTitle()


def test_a_deviation_is_said_before_anything_is_saved(given, desk):
    dialog = given(lambda one: one.nth is not None and one.status is DayStatus.OVERDUE)
    dialog.fields["on"].put("09.03.2026")
    dialog._preview()
    assert "outside its window" in dialog.deviations.text()
    assert not dialog._deviation_box.isHidden()
    assert now_of(desk, dialog.value().item_id).status is DayStatus.OVERDUE


@pytest.mark.parametrize(
    ("field", "typed"), [("on", "13.03.2026"), ("on", "31.02.2026"), ("time", "9.75")]
)
def test_what_cannot_be_is_refused_and_nothing_typed_is_lost(given, desk, field, typed):
    dialog = given(infusion)
    dialog.fields[field].put(typed)
    dialog.fields["note"].text.setPlainText("slow start")
    dialog.save.click()
    assert dialog.saved is None
    assert dialog.summary.lines
    assert dialog.fields[field].value() == typed
    assert dialog.value().note == "slow start"
    assert now_of(desk, dialog.value().item_id).status is DayStatus.DUE


def test_of_an_item_given_in_parts_the_next_open_part_is_offered(given, desk):
    dialog = given(lambda one: one.item.state == "partly_given")
    assert list(dialog.fields["part"].buttons) == ["2"]
    dialog.save.click()
    assert now_of(desk, dialog._chosen.item_id).status is DayStatus.GIVEN


def test_not_given_offers_every_reason_and_chooses_none(not_given):
    assert list(not_given.reason.buttons) == [one.code for one in not_given_reasons()]
    assert not_given.reason.value() == ""
    not_given.save.click()
    assert not_given.saved is None
    assert "Reason: Choose" in not_given.summary.lines[0] or "Needed" in not_given.summary.lines[0]


def test_a_reason_in_own_words_needs_the_words(not_given, desk):
    not_given.reason.buttons["other"].click()
    not_given.save.click()
    assert not_given.saved is None
    not_given._note.text.setPlainText("moved to another hospital")
    not_given.save.click()
    page = patient_page(desk, not_given._chosen.line.patient.id)
    rows = {one.item_id: one for one in page.cycles[0].rows}
    recorded = rows[not_given.value().item_id]
    assert recorded.status is DayStatus.NOT_GIVEN
    assert recorded.note == "moved to another hospital"
