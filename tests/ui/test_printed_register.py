"""What leaves the preview is in the ward's register, and says what is so at that moment."""

from pathlib import Path

import pytest
from pypdf import PdfReader

from nkdesk.model.printed_sheet import SheetKind
from nkdesk.services.day_list import day_list
from nkdesk.services.forms import GivenForm
from nkdesk.services.record import record_given
from nkdesk.services.sheets_in_hand import stale_sheets
from nkdesk.store import printed_sheets
from nkdesk.store.problem import StoreError, StoreProblem
from nkdesk.ui.main_window import later
from nkdesk.ui.print_preview import in_hand, outlet
from nkdesk.ui.print_preview import window as preview_window
from nkdesk.ui.print_preview.in_hand import Register
from nkdesk.ui.print_preview.sheet_kinds import CheckPaper, DaySheet
from nkdesk.ui.print_preview.window import PrintPreview
from tests.sheets import checks


@pytest.fixture
def preview(qtbot, text_size, desk, monkeypatch, tmp_path):
    monkeypatch.setattr(preview_window, "printer_names", list)

    def shown(made):
        qtbot.addWidget(made)
        monkeypatch.setattr(made, "ask_for_place", lambda: tmp_path / "sheet.pdf")
        made.show()
        qtbot.waitUntil(lambda: bool(made.pages))
        return made

    return shown


def listed(desk):
    return later.print_preview(None, day_list(desk, desk.clock.today()), desk)


def in_use(desk):
    return printed_sheets.open_sheets(desk.store, desk.clock.now())


def saved_text(tmp_path):
    pages = PdfReader(tmp_path / "sheet.pdf").pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_saved_list_is_registered_under_the_number_that_stands_on_it(preview, desk, tmp_path):
    made = preview(listed(desk))
    made.controls.first.click()
    (sheet,) = in_use(desk)
    assert sheet.number == f"{desk.clock.today().isoformat()}/1"
    assert (sheet.kind, sheet.printed_by) == (SheetKind.DAY, desk.actor)
    assert f"Sheet {sheet.number}" in saved_text(tmp_path)
    assert stale_sheets(desk) == ()
    assert made.went == "Saved as sheet.pdf"


def test_a_list_that_has_not_left_is_not_in_use(preview, desk, monkeypatch):
    made = preview(listed(desk))
    monkeypatch.setattr(made, "ask_for_place", lambda: Path("/nowhere/at/all/sheet.pdf"))
    made.controls.first.click()
    assert "could not be written" in made.problem.text()
    assert in_use(desk) == ()
    number = f"{desk.clock.today().isoformat()}/1"
    assert printed_sheets.by_number(desk.store, number).recalled_by == desk.actor


def test_what_changed_since_the_preview_opened_is_shown_before_it_is_printed(
    preview, desk, tmp_path
):
    made = preview(listed(desk))
    row = next(one for one in made.sheet.day.rows if one.item.is_open)
    record_given(desk, GivenForm(row.item_id, row.item.planned.isoformat(), "09:00"))
    made.controls.first.click()
    assert "has changed since it was opened" in made.problem.text()
    assert not (tmp_path / "sheet.pdf").exists()
    assert in_use(desk) == ()
    made.controls.first.click()
    assert (tmp_path / "sheet.pdf").exists()
    assert len(in_use(desk)) == 1


def test_a_sheet_of_what_is_gone_is_not_printed(preview, desk, tmp_path):
    sheet = DaySheet(day_list(desk, desk.clock.today()))
    nothing = Register(desk, lambda: None)
    made = preview(PrintPreview(None, sheet, actor="A", now=desk.clock.now, register=nothing))
    made.controls.first.click()
    assert "nothing left to print" in made.problem.text()
    assert not (tmp_path / "sheet.pdf").exists()


def locked(*_):
    raise StoreError(StoreProblem.BUSY)


def test_a_ward_that_cannot_be_read_says_so_and_prints_nothing(preview, desk, tmp_path):
    sheet = DaySheet(day_list(desk, desk.clock.today()))
    blind = Register(desk, locked)
    made = preview(PrintPreview(None, sheet, actor="A", now=desk.clock.now, register=blind))
    made.controls.first.click()
    assert made.problem.text()
    assert not (tmp_path / "sheet.pdf").exists()


def test_a_ward_that_takes_nothing_still_prints_and_says_that_nobody_watches(
    preview, desk, tmp_path, monkeypatch
):
    made = preview(listed(desk))
    monkeypatch.setattr(in_hand, "register_sheet", locked)
    made.controls.first.click()
    assert "cannot say when it is out of date" in made.went
    assert "Sheet 20" not in saved_text(tmp_path)


def test_a_number_that_cannot_be_taken_back_now_runs_out_by_itself(preview, desk, monkeypatch):
    made = preview(listed(desk))
    monkeypatch.setattr(in_hand, "recall", locked)
    monkeypatch.setattr(preview_window, "save_as_pdf", lambda *_: outlet.Kept("not today"))
    made.controls.first.click()
    assert made.problem.text() == "not today"
    assert len(in_use(desk)) == 1


def test_a_sheet_that_stays_what_it_was_needs_no_number(preview, desk):
    paper = CheckPaper(checks.sheet())
    register = Register(desk, lambda: paper)
    made = preview(PrintPreview(None, paper, actor="A", now=desk.clock.now, register=register))
    made.controls.first.click()
    assert made.went == "Saved as sheet.pdf"
    assert in_use(desk) == ()
    register.take_back("")
