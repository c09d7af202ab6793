"""The enrolment check and the check before cycle 2: what they show, and what keys do."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from nkdesk.exchange.protocol_file import shipped_protocols
from nkdesk.model.criterion import CriterionSource, Recheck, Who
from nkdesk.services.gate import check
from nkdesk.ui.assessments.donor_dialog import DonorDialog
from nkdesk.ui.assessments.infection_dialog import JudgeInfectionDialog
from nkdesk.ui.gate.columns import criterion_lines, evidence_lines, verdict_words
from nkdesk.ui.gate.dialog import CheckDialog
from nkdesk.ui.gate.plan_second import PlanSecondDialog
from nkdesk.ui.gate.waiver import WaiverDialog
from tests.services.gate import story
from tests.ui.changing import page_of

TRIAL = "NCT05272293"


@pytest.fixture
def opened(view, qtbot):
    """Open the check of a patient before a cycle."""

    def make(number, cycle):
        view.acts.checks.check(page_of(view.desk, number).line, cycle)
        qtbot.waitExposed(view.acts.dialog)
        return view.acts.dialog

    return make


def registry_criteria():
    return [
        one
        for _, protocol, _ in shipped_protocols()
        if protocol.id == TRIAL
        for one in protocol.criteria
    ]


def words(lines):
    return " ".join(run.text for line in lines for run in line)


def row(dialog, criterion):
    return next(one for one in dialog.table.model.rows if one.criterion.id == criterion)


def answer(view, kind, qtbot):
    qtbot.waitUntil(lambda: isinstance(view.acts.dialog, kind))
    return view.acts.dialog


@pytest.mark.parametrize("cycle", [1, 2])
def test_every_criterion_of_the_registry_stands_in_full_and_as_the_trials(opened, cycle):
    dialog = opened("NK-001", cycle)
    shown = {one.criterion.id: words(criterion_lines(one)) for one in dialog.table.model.rows}
    criteria = registry_criteria()
    assert set(shown) == {one.id for one in criteria}
    for one in criteria:
        assert one.text.en[1:] in shown[one.id]
        assert f"Trial · {one.kind.value}" in shown[one.id]
        assert "Site rule" not in shown[one.id]


def test_a_rule_of_the_site_has_its_own_shape_and_words(opened):
    dialog = opened("NK-001", 2)
    trial = row(dialog, "P-I2")
    site = replace(trial.criterion, source=CriterionSource.SITE)
    verdict = replace(trial.row.verdict, criterion=site)
    shown = replace(trial, row=replace(trial.row, verdict=verdict, site_rule=True))
    assert "◇ Site rule · inclusion" in words(criterion_lines(shown))
    assert "◇" not in words(criterion_lines(trial))


def test_a_number_nobody_published_is_marked_and_a_missing_limit_is_said(opened):
    dialog = opened("NK-001", 2)
    assert "14 days (EXAMPLE)" in words(criterion_lines(row(dialog, "P-E2")))
    assert "no limit of days set by the site" in words(criterion_lines(row(dialog, "P-E3")))


def test_a_result_stands_with_value_limit_date_age_source_and_who_entered_it(opened):
    said = words(evidence_lines(row(opened("NK-001", 2), "P-E2")))
    for part in ("ALT 24 U/L", "0.8 × ULN (30", "11-Mar-2026", "1d old", "clinical laboratory"):
        assert part in said
    assert "entered by Sample nurse" in said
    assert "counts until 25-Mar-2026" in said


def test_before_cycle_2_the_donor_is_shown_and_not_asked_again(opened):
    dialog = opened("NK-001", 2)
    donors = [one for one in dialog.table.model.rows if one.who is Who.DONOR]
    assert {one.criterion.recheck for one in donors} == {Recheck.SKIP}
    assert {verdict_words(one)[3:] for one in donors} == {"Not asked again"}


def test_a_click_on_a_verdict_shows_all_its_results(opened):
    dialog = opened("NK-001", 2)
    dialog.table.choose("P-E2")
    labels = [label.text() for label in dialog.panel.findChildren(type(dialog.before))]
    assert any("24 U/L" in text for text in labels)
    assert [one.text() for one in dialog.panel.ways] == ["Enter ALT…", "Enter AST…"]


@pytest.mark.parametrize(("key", "verdict"), [(Qt.Key.Key_Y, "yes"), (Qt.Key.Key_N, "no")])
def test_y_and_n_open_the_judgement_with_the_answer_and_record_nothing(
    opened, view, qtbot, key, verdict
):
    dialog = opened("NK-008", 2)
    before = check(view.desk, dialog.line.patient.id, 2).read_at
    dialog.table.choose("P-E1")
    dialog.table.setFocus()
    QTest.keyClick(dialog.table.table, key)
    form = answer(view, JudgeInfectionDialog, qtbot)
    assert form.fields["verdict"].value() == verdict
    assert check(view.desk, dialog.line.patient.id, 2).read_at == before


def test_y_on_a_measured_row_says_how_it_is_answered(opened, view):
    dialog = opened("NK-008", 2)
    dialog.table.choose("P-E2")
    QTest.keyClick(dialog.table.table, Qt.Key.Key_Y)
    assert view.acts.dialog is dialog
    assert "answered by its evidence" in dialog.hint.text()


def test_enter_leads_to_the_evidence_of_the_row(opened, qtbot):
    dialog = opened("NK-008", 2)
    dialog.activateWindow()
    dialog.table.choose("P-E3")
    dialog.table.setFocus()
    QTest.keyClick(dialog.table.table, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.panel.ways[0].hasFocus)


def test_nothing_can_be_signed_while_an_answer_is_missing(opened):
    dialog = opened("NK-008", 2)
    assert dialog.sign.text().startswith("Cannot be signed: ")
    assert not dialog.sign.isEnabled()
    assert dialog.signing.isHidden()
    dialog.confirm()
    assert dialog.saved is None


def test_a_signature_needs_name_and_role(opened):
    dialog = opened("NK-001", 2)
    dialog.confirm()
    assert dialog.saved is None
    assert len(dialog.summary.lines) == 2


def test_a_result_of_another_screen_redraws_the_check_instead_of_signing_it(opened, view):
    dialog = opened("NK-001", 2)
    dialog.signing.physician.put("Dr Orlova")
    dialog.signing.role.choose("physician")
    story.alt(view.desk, dialog.line.patient.id, "900", view.desk.clock.today())
    dialog.confirm()
    assert dialog.saved is None
    assert "Not eligible: 1 criterion" in dialog.outcome.words.text()
    assert "Somebody changed something" in dialog.summary.lines[0]


def test_what_is_not_met_may_be_waived_with_reason_and_name(opened, view, qtbot):
    patient = page_of(view.desk, "NK-001").line.patient.id
    story.alt(view.desk, patient, "900", view.desk.clock.today())
    dialog = opened("NK-001", 2)
    dialog.table.choose("P-E2")
    ways = {one.text(): one for one in dialog.panel.ways}
    ways["Waive…"].click()
    form = answer(view, WaiverDialog, qtbot)
    form.confirm()
    assert form.saved is None
    form.reason.text.setPlainText("agreed with the sponsor")
    form.investigator.put("Dr Chief")
    form.confirm()
    qtbot.waitUntil(lambda: view.acts.dialog is dialog)
    assert "Eligible" in dialog.outcome.words.text()
    assert "waived" in verdict_words(row(dialog, "P-E2"))


def test_hiv_offers_no_waiver_and_says_so(opened, view):
    patient = page_of(view.desk, "NK-001").line.patient.id
    story.result(view.desk, patient, "hiv", "positive", view.desk.clock.today())
    dialog = opened("NK-001", 2)
    dialog.table.choose("P-E3")
    assert "Waive…" not in [one.text() for one in dialog.panel.ways]
    labels = [label.text() for label in dialog.panel.findChildren(type(dialog.before))]
    assert any("cannot be waived" in text for text in labels)


def test_a_signed_check_leads_to_the_plan_and_bounds_its_first_day(opened, view, qtbot):
    dialog = opened("NK-001", 2)
    story.saved(story.sign(view.desk, dialog.line.patient.id))
    dialog.refresh()
    assert dialog.sign.text() == "Plan cycle 2…"
    dialog.confirm()
    plan = answer(view, PlanSecondDialog, qtbot)
    assert "day 1 no later than Wed 25-Mar-2026" in plan.bounds.text()
    plan.start.put("26.03.2026")
    plan.show_preview()
    assert not plan.plan.isEnabled()
    assert plan.start.note.text()


def test_without_a_donor_the_donors_rows_lead_to_entering_one(opened, view, qtbot):
    dialog = opened("NK-011", 1)
    assert "Donor: none recorded" in dialog.outcome.until.text()
    dialog.table.choose("D-E2")
    dialog.panel.ways[0].click()
    answer(view, DonorDialog, qtbot)


def test_what_is_left_leads_to_its_row(opened):
    dialog = opened("NK-008", 2)
    dialog.panel.criterion_asked.emit("P-E3")
    assert dialog.table.chosen_row.criterion.id == "P-E3"
    assert isinstance(dialog, CheckDialog)
