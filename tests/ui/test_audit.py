"""The audit: every step field by field, narrowed, turned page by page, and exported."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from nkdesk.store.journal import newest_head
from nkdesk.ui.audit.words import field_lines, value_words
from nkdesk.ui.handover.screen import HandoverScreen
from nkdesk.ui.rail_order import Place


@pytest.fixture
def audit(view):
    view.go(Place.AUDIT)
    return view.screen


def texts(model, column):
    return [model.index(row, column).data() for row in range(model.rowCount())]


def test_it_stands_last_in_the_rail():
    assert list(Place)[-1] is Place.AUDIT


def test_the_newest_steps_come_first_and_the_head_is_said(audit, desk):
    head = newest_head(desk.store)
    assert [step.seq for step in audit.steps.rows] == list(range(head.seq, head.seq - 50, -1))
    assert f"{head.seq}:{head.hash[:8]}" in audit.said.text()


def test_every_field_of_the_chosen_step_is_shown_old_and_new(audit):
    place = next(n for n, step in enumerate(audit.steps.rows) if step.what == "given")
    audit.table.selectRow(place)
    lines = {line.name: (line.old, line.new) for line in audit.fields.rows}
    assert lines["state"] == ("planned", "given")
    assert "state" in " ".join(texts(audit.fields, 0))
    assert audit.fields.rows[0].row.startswith("Item of the plan ")


def test_older_steps_come_below_down_to_the_first(audit):
    while audit.older.isVisible():
        audit.older.click()
    seqs = [step.seq for step in audit.steps.rows]
    assert seqs == list(range(seqs[0], 0, -1))


def test_it_is_narrowed_by_person_kind_and_day(audit):
    audit.filters.kind.setCurrentIndex(audit.filters.kind.findData("given"))
    assert {step.what for step in audit.steps.rows} == {"given"}
    audit.filters.day.setText("12.03.2026")
    QTest.keyClick(audit.filters.day, Qt.Key.Key_Return)
    assert {step.at.date().isoformat() for step in audit.steps.rows} == {"2026-03-12"}
    audit.filters.person.setCurrentIndex(audit.filters.person.findData("nkdesk"))
    assert audit.steps.rows == ()
    assert audit.said.text().startswith("No step of this kind.")
    assert audit.fields.rows == ()
    audit.filters.clear.click()
    assert len(audit.steps.rows) == 50


def test_a_day_that_cannot_be_read_is_said_and_leaves_nothing_out(audit):
    audit.filters.day.setText("31.02.2026")
    QTest.keyClick(audit.filters.day, Qt.Key.Key_Return)
    assert audit.filters.refused.isVisible()
    assert audit.filters.day.text() == "31.02.2026"
    assert len(audit.steps.rows) == 50


def test_a_patients_page_leads_to_their_steps_in_one_click(view):
    view.open_patient(3)
    view.screen.audit.click()
    assert view.screen.title == "Audit"
    steps = view.screen.steps.rows
    assert steps
    assert all(3 in [one for one, _, _ in step.patients] for step in steps)
    place = next(n for n, step in enumerate(steps) if len(step.patients) == 1)
    view.screen.table.selectRow(place)
    view.screen.open.click()
    assert view.screen.banner is not None


def test_a_change_leads_to_its_fields_in_two_clicks(view):
    view.go(Place.CHANGES)
    handover = view.screen
    assert isinstance(handover, HandoverScreen)
    handover.since.choose("week")
    handover.table.selectRow(4)
    line = handover.model.rows[4]
    handover.foot.audit.click()
    assert view.screen.title == "Audit"
    assert view.screen.steps.rows[0].seq == line.seq
    assert view.screen.fields.rows


def test_many_fields_are_shown_in_part_and_then_all(view):
    view.open_audit(3)
    audit = view.screen
    longest = max(audit.steps.rows, key=lambda step: sum(len(row.fields) for row in step.rows))
    audit.table.selectRow(audit.steps.rows.index(longest))
    assert audit.fields.rowCount() == 80
    audit.all_fields.click()
    assert list(audit.fields.rows) == list(field_lines(longest))
    assert not audit.all_fields.isVisible()


def test_something_changed_elsewhere_moves_nothing(audit):
    rows = audit.steps.rows
    audit.reread(elsewhere=True)
    assert audit.steps.rows is rows
    assert "F5" in audit.said.text()
    audit.reread()
    assert audit.steps.rows == rows


def test_the_journal_is_exported_into_a_folder_of_its_own(view, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "nkdesk.ui.main_window.ward_acts.QFileDialog.getExistingDirectory",
        lambda *_: asked.append(1) or (str(tmp_path / "usb") if len(asked) > 1 else ""),
    )
    view.go(Place.AUDIT)
    view.screen.main_button.click()
    assert not (tmp_path / "usb").exists()
    view.screen.main_button.click()
    (folder,) = (tmp_path / "usb").iterdir()
    assert sorted(one.name for one in folder.iterdir()) == [
        "journal.csv",
        "journal.jsonl",
        "journal.pdf",
        "verify_journal.py",
    ]
    said = []
    view.acts.said.connect(said.append)
    (tmp_path / "file").touch()
    view.acts.ward.export_journal_into(tmp_path / "file")
    assert "could not be written" in said[0]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "—"),
        ("", "empty"),
        (0, "0"),
        ("2026-03-12", "Thu 12-Mar-2026"),
        ("2026-03-12T08:00:00+03:00", "12-Mar-2026 08:00:00"),
        ("2026-03-12T99:00", "2026-03-12T99:00"),
        ("<b>x</b>", "<b>x</b>"),
    ],
)
def test_nothing_and_an_empty_text_and_naught_are_three_things(value, words):
    assert value_words(value) == words


def test_a_long_text_is_counted():
    assert value_words("x" * 300).endswith("… (300 characters, all of them in the export)")
