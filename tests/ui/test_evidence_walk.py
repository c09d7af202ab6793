"""Every page and form of evidence is walked like all other windows, and reached by its act."""

import pytest

from tests.ui.evidence import fill
from tests.ui.evidence_screens import EVIDENCE_SCREENS
from tests.ui.window_rules import check_window


@pytest.fixture(params=EVIDENCE_SCREENS, ids=lambda make: make.__name__)
def shown(request, view, qtbot):
    made = request.param(view)
    qtbot.waitUntil(lambda: view.board.rows.complete)
    qtbot.waitExposed(made)
    return made


def test_every_window_of_evidence_keeps_what_all_windows_keep(shown, view, request, tmp_path):
    check_window(shown, view, request, tmp_path)


def test_the_donor_is_asked_for_before_anything_of_theirs(view):
    line = fill(view.desk)
    for ask in (view.acts.evidence.enter_result, view.acts.evidence.enter_consent):
        ask(line, donor=True)
        assert view.acts.dialog.windowTitle() == "Donor"
        view.acts.stop()


def test_infection_opens_its_own_form_with_the_answer_of_the_key(view):
    line = fill(view.desk)
    view.acts.evidence.enter_result(line, "uncontrolled_infection", answer="no")
    assert view.acts.dialog.value().verdict == "no"


def test_a_saved_result_is_said_and_the_page_read_again(view):
    line = fill(view.desk)
    view.open_assessments(line)
    view.screen.choose("spo2")
    view.screen.foot.enter.click()
    dialog = view.acts.dialog
    dialog.values.put_answer("97")
    dialog.confirm()
    assert view.frame.status.said.text() == f"Result saved, {line.patient.trial_number}"
    assert view.screen.chosen_series.points[-1].observation.unit == "%"


def test_the_history_leads_to_correcting_and_to_striking(view):
    view.open_assessments(fill(view.desk))
    view.screen.choose("alt")
    for button, title in (("correct", "Correct a result: ALT"), ("strike", "Entered by mistake")):
        view.screen.foot.history.click()
        history = view.acts.dialog
        history.table.selectRow(0)
        getattr(history, button).click()
        assert view.acts.dialog.windowTitle() == title
        view.acts.stop()
