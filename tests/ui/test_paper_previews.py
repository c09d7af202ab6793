"""Previews of card, product sheet and scanner test: what is shown, saved and registered."""

from types import SimpleNamespace

import pytest
from pypdf import PdfReader
from PySide6.QtPrintSupport import QPrinter

from nkdesk.model.printed_sheet import SheetKind
from nkdesk.model.readiness import Go
from nkdesk.services.day_list import day_list
from nkdesk.services.forms import Saved
from nkdesk.services.product import place_hold, products_board
from nkdesk.services.product_forms import HoldForm
from nkdesk.services.sheets_in_hand import stale_sheets
from nkdesk.sheets.list_options import PrintStamp
from nkdesk.store import printed_sheets
from nkdesk.ui.common.chosen import ChosenItem
from nkdesk.ui.main_window import later_paper
from nkdesk.ui.print_preview import window as preview_window
from nkdesk.ui.print_preview.outlet import Job, save_as_pdf


@pytest.fixture
def shown(qtbot, text_size, monkeypatch, tmp_path):
    monkeypatch.setattr(preview_window, "printer_names", list)

    def show(made):
        qtbot.addWidget(made)
        monkeypatch.setattr(made, "ask_for_place", lambda: tmp_path / "sheet.pdf")
        made.show()
        qtbot.waitUntil(lambda: bool(made.pages))
        return made

    return show


@pytest.fixture
def row(desk):
    """The infusion of the sample ward that may begin today."""
    rows = day_list(desk, desk.clock.today()).rows
    return next(one for one in rows if one.readiness and one.readiness.go is Go.GO)


@pytest.fixture
def lot(desk):
    found = (lot for one in products_board(desk).recipients for lot in one.lots)
    return next(found).lot


def saved_text(tmp_path):
    pages = PdfReader(tmp_path / "sheet.pdf").pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def in_use(desk):
    return printed_sheets.open_sheets(desk.store, desk.clock.now())


def test_a_card_names_no_patient_outside_its_pages(shown, desk, row):
    made = shown(later_paper.print_card(None, desk, row.item_id))
    family = row.line.patient.name.family
    assert family not in made.windowTitle()
    assert family not in made.sheet.file_name
    assert made.sheet.file_name.startswith(f"bedside-card-{row.line.patient.trial_number}-")
    assert made.sheet.save_words == "Save the card as PDF"
    assert made.sheet.sample
    assert not made.sheet.has_choices


def test_a_saved_card_is_registered_and_known_to_be_out_of_date(shown, desk, row, tmp_path):
    made = shown(later_paper.print_card(None, desk, row.item_id))
    made.controls.first.click()
    (sheet,) = in_use(desk)
    assert (sheet.kind, sheet.subject, sheet.day) == (
        SheetKind.BEDSIDE,
        row.item_id,
        row.item.planned,
    )
    assert f"Sheet {sheet.number}" in saved_text(tmp_path)
    hold = HoldForm(row.line.patient.id, "fever", "38.6", "Nurse A")
    assert isinstance(place_hold(desk, hold), Saved)
    (stale,) = stale_sheets(desk)
    assert (stale.sheet.number, [one.what for one in stale.rows]) == (sheet.number, ["changed"])


def test_a_card_says_what_is_so_when_it_leaves_not_when_it_was_opened(shown, desk, row, tmp_path):
    made = shown(later_paper.print_card(None, desk, row.item_id))
    place_hold(desk, HoldForm(row.line.patient.id, "fever", "38.6", "Nurse A"))
    made.controls.first.click()
    assert not (tmp_path / "sheet.pdf").exists()
    made.controls.first.click()
    assert "HOLD at" in saved_text(tmp_path)


def test_what_has_no_product_has_no_card(desk):
    rows = day_list(desk, desk.clock.today()).rows
    chemo = next(one for one in rows if one.product is None)
    assert later_paper.print_card(None, desk, chemo.item_id) is None
    assert later_paper.print_product_sheet(None, desk, 9999) is None


def test_a_product_sheet_is_saved_under_its_lot_and_registered(shown, desk, lot, tmp_path):
    made = shown(later_paper.print_product_sheet(None, desk, lot.id))
    assert made.windowTitle() == f"Print · Donor and product sheet · {lot.number}"
    assert made.sheet.file_name == f"product-sheet-{lot.number}.pdf"
    assert made.sheet.save_words == "Save the sheet as PDF"
    made.controls.first.click()
    (sheet,) = in_use(desk)
    assert (sheet.kind, sheet.subject) == (SheetKind.PRODUCT, lot.id)
    assert f"Lot {lot.number}" in saved_text(tmp_path)
    assert "Donor" in saved_text(tmp_path)


def test_a_scanner_test_is_about_nobody_and_needs_no_number(shown, desk, tmp_path):
    made = shown(later_paper.print_scanner_sheet(None, desk))
    assert made.windowTitle() == "Print · Scanner test"
    assert (made.sheet.sample, made.sheet.file_name) == (False, "scanner-test.pdf")
    assert made.sheet.save_words == "Save the scanner test as PDF"
    made.controls.first.click()
    assert "P-TEST-001-Q" in saved_text(tmp_path)
    assert in_use(desk) == ()


def test_every_sheet_goes_to_a_printer_as_it_goes_to_a_file(qapp, desk, row, lot, tmp_path):
    stamp = PrintStamp(desk.clock.now(), "Anna")
    for made in (
        later_paper.print_card(None, desk, row.item_id),
        later_paper.print_product_sheet(None, desk, lot.id),
        later_paper.print_scanner_sheet(None, desk),
    ):
        printer = QPrinter()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "printed.pdf"))
        sheet = made.sheet
        save_as_pdf(Job(sheet, stamp, sheet.first_options), tmp_path / "saved.pdf")
        count = sheet.print_on(printer, stamp, sheet.first_options)
        assert count == len(PdfReader(tmp_path / "saved.pdf").pages)
        made.deleteLater()


def test_stale_sheets_and_their_recall_are_offered_to_every_window(shown, desk, row):
    made = shown(later_paper.print_card(None, desk, row.item_id))
    made.controls.first.click()
    (sheet,) = in_use(desk)
    assert later_paper.stale_sheets(desk) == ()
    later_paper.recall_sheet(desk, sheet.number)
    assert in_use(desk) == ()


def recipient(desk):
    """Somebody with a dose that is reserved for an infusion and not used up."""
    return next(
        one
        for one in products_board(desk).recipients
        if any(dose.item_id and dose.readiness for lot in one.lots for dose in lot.doses)
    )


def test_paper_is_asked_for_where_its_product_is_shown(view, desk):
    view.open_products(recipient(desk).line.patient.id)
    card = next(one for one in view.screen.page.lots if any("card" in b.buttons for b in one.doses))
    card.buttons["paper"].click()
    assert view.acts.dialog.sheet.content.kind is SheetKind.PRODUCT
    view.acts.dialog.reject()
    block = next(one for one in card.doses if "card" in one.buttons)
    block.buttons["card"].click()
    assert view.acts.dialog.sheet.content.kind is SheetKind.BEDSIDE
    view.acts.dialog.reject()
    view.screen.page.foot.scanner.click()
    assert view.acts.dialog.windowTitle() == "Print · Scanner test"
    view.acts.dialog.reject()


def test_a_card_of_what_is_gone_is_refused_in_a_sentence(view, desk):
    said = []
    view.acts.said.connect(said.append)
    view.acts.products.print_card(None, SimpleNamespace(item_id=None))
    assert said == ["Nothing is left to print: it was changed meanwhile."]


def test_control_p_at_the_bed_prints_the_card_and_comes_back_to_the_record(
    view, row, qtbot, monkeypatch, tmp_path
):
    monkeypatch.setattr(preview_window, "printer_names", list)
    record = view.acts.bedside.record(ChosenItem.of_day(row))
    qtbot.waitExposed(record)
    record.card_asked.emit()
    preview = view.acts.dialog
    assert preview.sheet.content.subject == row.item_id
    monkeypatch.setattr(preview, "ask_for_place", lambda: tmp_path / "card.pdf")
    preview.controls.first.click()
    assert (tmp_path / "card.pdf").exists()
    assert view.acts.dialog is record
    record.reject()
