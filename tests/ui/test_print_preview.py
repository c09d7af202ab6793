from dataclasses import replace

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from nkdesk.services.day_list import day_list
from nkdesk.sheets.gate_sheet_words import gate_words
from nkdesk.sheets.read_back import SheetMismatchError
from nkdesk.ui.main_window import later
from nkdesk.ui.print_preview import outlet, sheet_kinds
from nkdesk.ui.print_preview import window as preview_window
from nkdesk.ui.print_preview.sheet_kinds import CheckPaper, DaySheet
from nkdesk.ui.print_preview.window import PrintPreview
from tests.sheets import checks


@pytest.fixture
def preview(qtbot, text_size, desk, monkeypatch):
    def make(printers=(), sheet=None):
        monkeypatch.setattr(preview_window, "printer_names", lambda: list(printers))
        shown = sheet or DaySheet(day_list(desk, desk.clock.today()))
        made = PrintPreview(None, shown, actor="Anna", now=desk.clock.now)
        qtbot.addWidget(made)
        made.show()
        qtbot.waitUntil(lambda: bool(made.pages))
        return made

    return make


def test_without_a_printer_the_first_button_saves_and_says_why(preview):
    made = preview()
    assert made.controls.first.text() == "Save PDF…"
    said = " ".join(label.text() for label in made.controls.findChildren(type(made.problem)))
    assert "No printer is set up" in said


def test_with_a_printer_enter_prints(preview, qtbot, monkeypatch):
    sent = []
    monkeypatch.setattr(
        preview_window,
        "send_to_printer",
        lambda _job, name: sent.append(name) or outlet.Gone("sent"),
    )
    made = preview(["Ward 3", "Office"])
    assert made.controls.first.text() == "Print"
    qtbot.waitUntil(made.controls.first.hasFocus)
    qtbot.keyClick(made.controls.first, Qt.Key.Key_Return)
    assert sent == ["Ward 3"]
    assert made.went == "sent"


def test_the_saved_pdf_holds_every_row(preview, tmp_path, monkeypatch, desk):
    made = preview()
    place = tmp_path / "list.pdf"
    monkeypatch.setattr(made, "ask_for_place", lambda: place)
    made.controls.first.click()
    text = "".join(page.extract_text() for page in PdfReader(place).pages)
    rows = day_list(desk, desk.clock.today()).rows
    assert rows
    for row in rows:
        assert row.line.patient.trial_number in text
    assert made.went == "Saved as list.pdf"


def test_a_list_that_would_read_otherwise_never_leaves(preview, tmp_path, monkeypatch):
    def differs(*_):
        raise SheetMismatchError("3", "dose")

    made = preview()
    monkeypatch.setattr(sheet_kinds, "daily_list_pdf", differs)
    place = tmp_path / "list.pdf"
    monkeypatch.setattr(made, "ask_for_place", lambda: place)
    made.controls.first.click()
    assert not place.exists()
    assert made.went == ""
    assert "stopped" in made.problem.text()


def test_a_folder_that_takes_no_file_is_said_in_a_sentence(preview, tmp_path, monkeypatch):
    made = preview()
    monkeypatch.setattr(made, "ask_for_place", lambda: tmp_path / "missing" / "list.pdf")
    made.controls.first.click()
    assert "could not be written" in made.problem.text()


def test_thinking_better_of_it_leaves_the_preview_open(preview, monkeypatch):
    made = preview()
    monkeypatch.setattr(made, "ask_for_place", lambda: None)
    made.controls.first.click()
    assert made.isVisible()
    assert made.went == ""


def test_the_page_may_stand_or_lie_whatever_the_window(preview):
    made = preview()
    lying = made.pages[0].pixmap()
    assert lying.width() > lying.height()
    made.controls.lying["portrait"].click()
    standing = made.pages[0].pixmap()
    assert standing.height() > standing.width()


def test_names_can_be_left_out_for_trial_numbers(preview, tmp_path, monkeypatch, desk):
    made = preview()
    made.controls.names["codes_only"].click()
    place = tmp_path / "codes.pdf"
    monkeypatch.setattr(made, "ask_for_place", lambda: place)
    made.controls.first.click()
    text = "".join(page.extract_text() for page in PdfReader(place).pages)
    for row in day_list(desk, desk.clock.today()).rows:
        assert row.line.patient.name.family not in text


def test_another_printer_can_be_chosen(preview):
    made = preview(["Ward 3", "Office"])
    menus = [one.menu() for one in made.controls.findChildren(QPushButton) if one.menu()]
    menus[0].actions()[1].trigger()
    assert made.controls.printer == "Office"


def test_a_check_stands_upright_and_offers_neither_page_nor_names(preview):
    made = preview(sheet=CheckPaper(checks.sheet()))
    page = made.pages[0].pixmap()
    assert page.height() > page.width()
    assert (made.controls.lying, made.controls.names) == ({}, {})
    assert made.windowTitle() == "Print · Cycle 2 check · Thu 12-Mar-2026"


def test_the_saved_check_holds_every_criterion(preview, tmp_path, monkeypatch):
    made = preview(sheet=CheckPaper(checks.sheet()))
    place = tmp_path / "check.pdf"
    monkeypatch.setattr(made, "ask_for_place", lambda: place)
    made.controls.first.click()
    text = "".join(page.extract_text() for page in PdfReader(place).pages)
    assert [row for row in checks.trial_rows() if row.verdict.criterion.id not in text] == []
    assert made.went == "Saved as check.pdf"


def test_a_check_that_would_read_otherwise_never_leaves(preview, tmp_path, monkeypatch):
    def differs(*_):
        raise SheetMismatchError("3", "found")

    made = preview(sheet=CheckPaper(checks.sheet()))
    monkeypatch.setattr(sheet_kinds, "check_pdf", differs)
    place = tmp_path / "check.pdf"
    monkeypatch.setattr(made, "ask_for_place", lambda: place)
    made.controls.first.click()
    assert not place.exists()
    assert "stopped" in made.problem.text()


@pytest.mark.parametrize(
    ("sheet", "name"),
    [
        (CheckPaper(checks.sheet()), "check-HR-001-patient-cycle-2-2026-03-12.pdf"),
        (CheckPaper(checks.sheet(checks.donor_check())), "check-HR-001-donor-cycle-1-2026-03-12"),
    ],
)
def test_the_file_of_a_check_is_named_by_trial_number_alone(
    preview, tmp_path, monkeypatch, sheet, name
):
    asked = []
    monkeypatch.setattr(
        preview_window.QFileDialog,
        "getSaveFileName",
        lambda *given: asked.append(given) or (str(tmp_path / "own"), ""),
    )
    made = preview(sheet=sheet)
    assert made.ask_for_place() == tmp_path / "own.pdf"
    assert name in asked[0][2]
    assert asked[0][1] == "Save the check as PDF"
    assert checks.check().line.patient.name.family not in asked[0][2]


def test_a_check_is_printed_as_it_is_previewed(preview, monkeypatch):
    printed = []
    monkeypatch.setattr(
        sheet_kinds, "print_check", lambda _printer, sheet, _stamp: printed.append(sheet) or 1
    )
    sheet = checks.sheet()
    made = preview(["Ward 3"], CheckPaper(sheet))
    made.controls.first.click()
    assert printed == [sheet]
    assert made.went == "Sent to Ward 3: 1 pages. Count them as they come out."


def test_the_screens_preview_a_check_with_the_ward_and_the_donor(qtbot, desk, monkeypatch):
    monkeypatch.setattr(preview_window, "printer_names", list)
    made = later.print_check(None, checks.check(), desk, checks.donor_check())
    qtbot.addWidget(made)
    qtbot.waitUntil(lambda: bool(made.pages))
    assert made.windowTitle() == "Print · Cycle 2 check · Thu 12-Mar-2026"


@pytest.fixture
def signed_before(monkeypatch):
    """Return a check of a later day than the one that was signed."""
    signed = checks.evaluation([row.verdict for row in checks.met_rows(3)])
    monkeypatch.setattr("nkdesk.services.gate.signed_evaluation", lambda _desk, _gate: signed)
    gate = checks.signed(checks.check(checks.met_rows(3))).gate
    return replace(checks.check(checks.met_rows(5)), gate=gate)


def test_what_was_signed_can_be_printed_after_the_evidence_has_moved_on(
    qtbot, desk, monkeypatch, signed_before
):
    monkeypatch.setattr(preview_window, "printer_names", list)
    shown = []
    monkeypatch.setattr(
        sheet_kinds, "check_pages", lambda sheet, *_, **__: shown.append(sheet) or []
    )
    made = later.print_signed_check(None, signed_before, desk)
    qtbot.addWidget(made)
    qtbot.waitUntil(lambda: bool(shown))
    assert len(shown[0].check.rows) == 3
    assert gate_words(shown[0]).signature.alarms == ()
    assert gate_words(checks.sheet(signed_before)).signature.alarms != ()


def test_without_a_signature_there_is_nothing_signed_to_print(desk):
    assert later.print_signed_check(None, checks.check(), desk) is None
    assert later.print_signed_check(None, replace(checks.check(), gate=None), desk) is None
