import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from nkdesk.services.day_list import day_list
from nkdesk.sheets.read_back import SheetMismatchError
from nkdesk.ui.print_preview import outlet
from nkdesk.ui.print_preview import window as preview_window
from nkdesk.ui.print_preview.window import PrintPreview


@pytest.fixture
def preview(qtbot, text_size, desk, monkeypatch):
    def make(printers=()):
        monkeypatch.setattr(preview_window, "printer_names", lambda: list(printers))
        day = day_list(desk, desk.clock.today())
        made = PrintPreview(None, day, actor="Anna", now=desk.clock.now)
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
    monkeypatch.setattr(outlet, "daily_list_pdf", differs)
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
