from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel

from nkdesk.services.patient_page import find_patients
from nkdesk.services.ward import NewWard, create_ward
from nkdesk.ui.common.dialog import Question
from nkdesk.ui.enrol.dialog import EnrolDialog
from tests.ui.wards import TurnableClock

TRIAL = "NCT05272293"


@pytest.fixture
def dialog(qtbot, text_size, desk):
    made = EnrolDialog(None, desk, sample=True)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.done(QDialog.DialogCode.Rejected)


def fill(dialog, **typed):
    values = {
        "family": "Новикова",
        "given": "Полина",
        "born": "12.03.2015",
        "case_number": "S-2001",
        "weight": "31,4",
        "weight_on": "10.03.2026",
    } | typed
    protocol = dialog.fields["protocol_hash"]
    wanted = (code for code, one in protocol.buttons.items() if TRIAL in one.accessibleName())
    protocol.choose(next(wanted))
    dialog.fields["disease_group"].choose("relapsed")
    dialog.fields["sex"].choose("f")
    dialog.fields["allergy_state"].choose("none_known")
    for name, text in values.items():
        dialog.fields[name].put(text)
    dialog._show_preview()


def test_the_next_trial_id_stands_ready(dialog):
    assert dialog.fields["trial_number"].value() == "NK-013"


def test_every_date_is_shown_before_saving_and_saved_as_shown(dialog, desk):
    fill(dialog, start="20.04.2026")
    shown = [row.item.planned for row in dialog.preview.dates.model.rows]
    assert len(shown) > 10
    assert find_patients(desk).total == 12
    dialog._plan.click()
    assert dialog.enrolled.trial_number == "NK-013"
    assert find_patients(desk).total == 13


def test_a_closed_day_among_the_dates_is_said(dialog):
    fill(dialog, start="16.04.2026")
    rows = dialog.preview.dates.model.rows
    closed = [row for row in rows if row.closure is not None]
    assert dialog.preview.warnings.isHidden() is not bool(closed)


def test_without_a_start_only_enrolling_is_offered(dialog, desk):
    fill(dialog)
    assert dialog._plan.isHidden()
    dialog._only.click()
    assert dialog.enrolled is not None
    assert find_patients(desk, "новикова").rows[0].status == "not_planned"


def test_every_error_is_shown_at_once_and_nothing_typed_is_lost(dialog):
    dialog.fields["family"].put("Новикова")
    dialog.fields["born"].put("31.02.2015")
    dialog._only.click()
    assert dialog.enrolled is None
    assert len(dialog.summary.lines) >= 6
    assert dialog.fields["born"].value() == "31.02.2015"
    assert dialog.fields["family"].value() == "Новикова"


def test_an_error_in_the_summary_leads_to_its_field(dialog, qtbot):
    dialog._only.click()
    dialog._go_to_field("case_number")
    qtbot.waitUntil(dialog.fields["case_number"].entry.hasFocus)


def test_a_like_name_must_be_looked_at_first(dialog, desk):
    fill(dialog, family="Семёнов", given="Илья")
    assert not dialog._alike_box.isHidden()
    assert "NK-003" in dialog._alike.text()
    dialog._only.click()
    assert dialog.enrolled is None
    dialog._seen.setChecked(True)
    dialog._only.click()
    assert dialog.enrolled is not None


def test_allergies_are_one_of_four_and_known_ones_are_named(dialog):
    assert len(dialog.fields["allergy_state"].buttons) == 4
    assert dialog.fields["allergies"].isHidden()
    dialog.fields["allergy_state"].choose("known")
    assert not dialog.fields["allergies"].isHidden()


@pytest.mark.parametrize("family", ['Иванов <!-- "Ё', "Б" * 120])
def test_a_strange_name_is_kept_letter_for_letter(dialog, desk, family):
    fill(dialog, family=family)
    dialog._only.click()
    assert find_patients(desk, "Полина").rows[0].line.patient.name.family == family


def test_esc_asks_by_naming_both_ways_once_something_was_typed(dialog, qtbot):
    dialog.fields["family"].put("Новикова")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    question = dialog.findChild(Question)
    assert [question.act.text(), question.keep.text()] == ["Discard", "Keep editing"]
    assert dialog.isVisible()
    question.keep.click()
    assert dialog.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    dialog.findChildren(Question)[-1].act.click()
    assert dialog.result() == QDialog.DialogCode.Rejected
    assert not dialog.isVisible()


def test_esc_leaves_at_once_while_nothing_was_typed(dialog, qtbot):
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_ward_without_an_approved_protocol_says_what_to_do(qtbot, text_size, tmp_path):
    new = NewWard("Ward 3", UUID(int=3), ())
    desk = create_ward(tmp_path / "ward", new, TurnableClock(), "Anna")
    with desk.store:
        made = EnrolDialog(None, desk, sample=False)
        qtbot.addWidget(made)
        made.show()
        words = [label.text() for label in made.preview.findChildren(QLabel)]
        assert any("let a physician and a second person approve it" in one for one in words)
        assert not made._only.isVisible()
        made.done(QDialog.DialogCode.Rejected)
