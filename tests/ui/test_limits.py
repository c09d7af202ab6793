"""Limits of normal and consent versions: which is in force, choosing, a site's own file."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QSpinBox

from nkdesk.services.evidence import consent_versions, uln_tables
from nkdesk.services.steps import revision
from nkdesk.ui.common.dialog import Question
from nkdesk.ui.limits.dialog import LimitsDialog
from nkdesk.ui.limits.words import in_force_words, table_in_force
from nkdesk.ui.main_window.evidence_acts import EvidenceActs
from nkdesk.ui.protocols.screen import ProtocolsScreen

OWN = """format = 1

[table]
id = "our-lab"
version = "2026-1"
title = { en = "Our laboratory", ru = "Наша лаборатория" }
method = "Cobas"
source = "Приказ 7"
unit = "U/L"

[[row]]
what = "alt"
sex = "any"
from_months = 0
below_months = 1200
uln = "40"
"""


@pytest.fixture
def dialog(qtbot, text_size, desk):
    made = LimitsDialog(None, desk, sample=True)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    return path


def table(desk, name):
    return next(one for one in uln_tables(desk) if one.table.id == name)


def told(dialog):
    return "\n".join(one.text() for one in dialog.consents.findChildren(QLabel))


def test_every_table_tells_its_method_and_source_and_whose_it_is(dialog, desk):
    for row in uln_tables(desk):
        card = dialog.table_hash.buttons[row.hash]
        assert f"version {row.table.version} · ships with nkdesk" in card.accessibleName()
        assert f"Method: {row.table.method}" in card.accessibleDescription()
        assert f"Source: {row.table.source}" in card.accessibleDescription()


def test_the_rows_of_the_table_looked_at_are_shown_with_age_sex_and_limit(dialog, desk):
    dialog.table_hash.choose(table(desk, "caliper").hash)
    model = dialog.model
    words = [[model.data(model.index(row, at)) for at in range(4)] for row in range(3)]
    assert words[0] == ["ALT", "from 0m, under 12m", "any", "51"]
    assert ["ALT", "from 13y, under 19y", "female", "24"] in words
    dialog.table_hash.choose(table(desk, "germany").hash)
    assert model.rows == table(desk, "germany").table.rows


def test_a_table_is_chosen_from_a_day_on_as_a_step_of_its_own(dialog, desk, qtbot):
    germany = table(desk, "germany")
    dialog.table_hash.choose(germany.hash)
    dialog.valid_from.put("12.03.2026")
    before = revision(desk)
    with qtbot.waitSignal(dialog.changed) as changed:
        dialog.save.click()
    assert revision(desk) == before + 1
    assert changed.args[0].endswith("for samples from Thu 12-Mar-2026")
    assert "Germany" in dialog.in_force.text()
    assert "● In force" in dialog.table_hash.buttons[germany.hash].accessibleDescription()
    assert not dialog.typed


def test_a_table_chosen_for_later_is_not_yet_in_force(dialog, desk):
    adult = table(desk, "adult-ifcc")
    dialog.table_hash.choose(adult.hash)
    dialog.valid_from.put("01.06.2026")
    dialog.confirm()
    words = dialog.table_hash.buttons[adult.hash].accessibleDescription()
    assert "○ Chosen for samples from Mon 01-Jun-2026" in words
    assert "Adults" not in dialog.in_force.text()


def test_nothing_in_force_says_what_that_means(desk):
    assert table_in_force((), date(2026, 3, 12)) is None
    assert "ALT and AST cannot be judged" in in_force_words(None)


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "Needed."), ("31.02.2026", "This day does not exist."), ("3/4/26", "four digits")],
)
def test_a_day_that_cannot_be_is_refused_beside_its_field(dialog, desk, typed, words):
    dialog.table_hash.choose(table(desk, "germany").hash)
    dialog.valid_from.put(typed)
    before = revision(desk)
    dialog.confirm()
    assert words in dialog.valid_from.note.text()
    assert revision(desk) == before


def test_the_sites_own_file_is_added_and_can_be_chosen(dialog, desk, own, qtbot):
    with qtbot.waitSignal(dialog.changed) as changed:
        dialog.add_file(own)
    assert changed.args == ["Added: Our laboratory 2026-1. It holds once it is chosen."]
    row = table(desk, "our-lab")
    assert "this site's own" in dialog.table_hash.buttons[row.hash].accessibleName()
    dialog.table_hash.choose(row.hash)
    assert dialog.model.data(dialog.model.index(0, 1)) == "from 0m"
    dialog.add_file(own)
    assert dialog.summary.lines == ["own.toml holds a table that is here already."]


def test_every_error_of_a_file_is_told_by_its_line(dialog, desk, own):
    text = OWN.replace('uln = "40"', "uln = 40").replace('unit = "U/L"', 'unit = "mg"')
    own.write_text(text, encoding="utf-8")
    before = revision(desk)
    dialog.add_file(own)
    head, *lines = dialog.summary.lines
    assert head == "own.toml was not added: 2 errors."
    assert [line.split(":")[0] for line in lines] == ["Line 9, table.unit", "Line 16, row[1].uln"]
    assert revision(desk) == before


def test_a_file_that_cannot_be_read_says_so(dialog, tmp_path):
    dialog.add_file(tmp_path / "gone.toml")
    assert "gone.toml cannot be read." in dialog.summary.lines[0]


def test_a_version_of_the_consent_form_is_entered_and_told_with_its_day(dialog, desk, qtbot):
    panel = dialog.consents
    panel.version.put("4.0-бел")
    panel.valid_from.put("01.04.2026")
    panel.note.put("После поправки №2")
    with qtbot.waitSignal(dialog.changed) as changed:
        panel.save.click()
    assert changed.args == ["Consent version saved: 4.0-бел"]
    assert consent_versions(desk)[-1].version == "4.0-бел"
    assert "○ Version 4.0-бел: comes into force Wed 01-Apr-2026\nПосле поправки №2" in told(dialog)
    assert not dialog.typed


def test_the_version_in_force_is_told_from_the_one_before(dialog, qtbot):
    panel = dialog.consents
    for version, day in (("7", "02.03.2026"), ("8", "12.03.2026")):
        panel.version.put(version)
        panel.valid_from.put(day)
        panel.save.click()
    assert "● Version 8: in force from Thu 12-Mar-2026" in told(dialog)
    assert "Version 7: was in force from Mon 02-Mar-2026" in told(dialog)


def test_what_is_wrong_with_a_version_stands_beside_the_panels_own_fields(dialog, desk):
    panel = dialog.consents
    panel.version.put("Ж" * 200)
    before = revision(desk)
    panel.save.click()
    assert "Too long" in panel.version.note.text()
    assert panel.valid_from.note.text() == "Needed."
    assert dialog.valid_from.note.text() == ""
    assert revision(desk) == before


def test_the_choice_is_made_by_keyboard_alone(dialog, desk, qtbot):
    germany = table(desk, "germany").hash
    dialog.table_hash.buttons[germany].setFocus()
    qtbot.keyClick(dialog.table_hash.buttons[germany], Qt.Key.Key_Space)
    qtbot.keyClicks(dialog.valid_from.line, "12.03.2026")
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert table(desk, "germany").chosen_from == date(2026, 3, 12)


def test_leaving_with_a_day_typed_asks_first_and_looking_at_tables_does_not(dialog, desk):
    dialog.consents.note.put("draft")
    dialog.reject()
    assert dialog.isVisible()
    assert dialog.findChild(Question, "question") is not None
    dialog.findChild(Question, "question").act.click()
    assert not dialog.isVisible()


def test_nothing_here_turns_with_the_wheel(dialog):
    assert dialog.findChildren(QComboBox) + dialog.findChildren(QSpinBox) == []


def test_the_protocols_lead_here(qtbot, text_size, desk):
    screen = ProtocolsScreen(desk)
    qtbot.addWidget(screen)
    with qtbot.waitSignal(screen.limits_asked):
        screen.limits.click()


def test_a_file_is_asked_for_and_added_or_not(view, own, monkeypatch):
    acts = EvidenceActs(view.acts, view.window, view.desk)
    acts.limits()
    dialog = view.acts.dialog
    button = next(
        one for one in dialog.findChildren(QPushButton) if one.text() == "Add the site's own file…"
    )
    answers = iter([None, own])
    monkeypatch.setattr(acts, "ask_for_table", lambda: next(answers))
    button.click()
    assert [row.table.id for row in uln_tables(view.desk)].count("our-lab") == 0
    button.click()
    assert table(view.desk, "our-lab").shipped is False


def test_the_file_chosen_is_what_the_system_returns(view, own, monkeypatch):
    acts = EvidenceActs(view.acts, view.window, view.desk)
    where = "nkdesk.ui.main_window.evidence_acts.QFileDialog.getOpenFileName"
    for answer, path in (((str(own), ""), own), (("", ""), None)):
        monkeypatch.setattr(where, lambda *_, said=answer: said)
        assert acts.ask_for_table() == path
