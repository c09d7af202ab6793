"""The donor and product sheet: donor as at collection, tests against limits, doses, signatures."""

from dataclasses import replace

import pytest
from PySide6.QtPrintSupport import QPrinter

from nkdesk.model.eligibility import Outcome
from nkdesk.model.product import DoseForm, LotState
from nkdesk.model.readiness import Go, GoCode, GoReason
from nkdesk.sheets import product_sheet
from nkdesk.sheets.fonts import UNITS_A_POINT
from nkdesk.sheets.glyphs import SheetGlyphError
from nkdesk.sheets.pdf_text import extracted_pages
from nkdesk.sheets.product_sheet import (
    lay_out_product_sheet,
    print_product_sheet,
    product_sheet_pages,
    product_sheet_pdf,
)
from nkdesk.sheets.product_sheet_words import product_sheet_words
from nkdesk.sheets.read_back import SheetMismatchError
from tests.sheets import builders, products

STAMP = replace(builders.STAMP, number="2026-03-12/5")


def text_of(sheet):
    return " ".join(" ".join(extracted_pages(product_sheet_pdf(sheet, STAMP))).split())


def fields(sheet, row):
    return product_sheet_words(sheet, STAMP).rows[row]


def test_it_names_recipient_lot_and_state_by_shape_and_word(qapp):
    text = text_of(products.product_sheet())
    assert "HR-001" in text
    assert "Lot LOT-24-0117, cycle 1" in text
    assert "Conditionally released" in text
    assert "second bag frozen as reserve" in text
    assert "Sheet 2026-03-12/5" in text
    assert fields(products.product_sheet(), "state")["symbol"] == "◆"


def test_a_lot_that_is_out_and_has_failed_is_never_called_released_alone(qapp):
    *passed, sterility = products.tested()
    failed = (*passed, replace(sterility, passed=False))
    sheet = products.product_sheet(lot=products.lot(), tests=failed)
    state = fields(sheet, "state")
    assert (state["symbol"], state["state"]) == ("✕", "Released, BUT A TEST FAILED")
    assert "Released, BUT A TEST FAILED" in text_of(sheet)
    rejected = products.product_sheet(lot=products.lot(state=LotState.REJECTED), tests=failed)
    assert fields(rejected, "state")["state"] == "Rejected"


def test_the_donor_stands_with_the_check_as_on_the_day_of_collection(qapp):
    text = text_of(products.product_sheet())
    assert "Ковальчук, Пётр, born 12-May-1986 (39y), father of the patient" in text
    day = "Fri 20-Feb-2026"
    assert f"Donor eligible by the donor criteria on the day of collection, {day}" in text
    assert f"Collected {day}" in text
    assert "Consent of the donor signed Mon 16-Feb-2026" in text
    assert "Haploidentical typing: HLA report 2026/118" in text


@pytest.mark.parametrize(
    ("outcome", "symbol", "said"),
    [
        (Outcome.ELIGIBLE, "✔", "Donor eligible"),
        (Outcome.NOT_ELIGIBLE, "✖", "Donor not eligible"),
        (Outcome.INCOMPLETE, "○", "Donor check incomplete"),
    ],
)
def test_how_the_donor_stands_is_a_shape_and_a_word(outcome, symbol, said):
    sheet = products.product_sheet(donor_of=products.donor_line(check=outcome))
    donor = fields(sheet, "donor")
    assert (donor["check symbol"], donor["check"]) == (symbol, said)


def test_what_is_not_known_of_the_donor_is_said_in_words():
    bare = products.donor_line(collected=None, consent=None, facts=products.DonorFacts(1))
    donor = fields(products.product_sheet(donor_of=bare), "donor")
    assert donor["checked on"] == "by the donor criteria on Fri 20-Feb-2026"
    assert donor["collected"] == "Not collected yet, planned Fri 20-Feb-2026"
    assert donor["consent"] == "Consent of the donor not recorded"
    assert donor["typing"] == "Haploidentical typing: not entered"
    never = replace(bare, collection=None)
    sheet = products.product_sheet(donor_of=never)
    assert fields(sheet, "donor")["collected"] == "Collection not recorded"


def test_a_lot_of_an_earlier_donor_names_the_person_alone():
    sheet = replace(products.product_sheet(), donor=None)
    assert set(fields(sheet, "donor")) == {"donor"}
    assert "(0m)" in fields(sheet, "donor")["donor"]


def test_every_test_stands_with_limit_result_verdict_and_who_reported_it():
    sheet = products.product_sheet()
    first, second, third = (fields(sheet, f"test {number}") for number in (1, 2, 3))
    assert (first["limit"], first["result"]) == ("at least 70 %", "92.5 %")
    assert (first["verdict symbol"], first["verdict"]) == ("✔", "Passed")
    assert first["reported"] == "Thu 12-Mar-2026 07:02, B. Lab"
    assert second["example"] == "EXAMPLE limit"
    assert "(38 kg on 11-Mar-2026)" in second["result"]
    assert third["result"] == "no result yet"
    assert third["verdict"] == "Open, its result comes after release"
    assert "reported" not in third


def test_a_conditional_release_names_person_reason_open_tests_and_weight():
    released = fields(products.product_sheet(), "move 3")
    assert released["becomes"] == "Conditionally released"
    assert released["person"] == "Dr Q. Person"
    assert released["why"] == "decision of the physician, sterility open"
    assert released["open tests"] == "Open tests: sterility, 14 days"
    assert released["judged by"] == "limits per kg judged by 38 kg on 11-Mar-2026"
    assert "why" not in fields(products.product_sheet(), "move 1")


def test_a_dose_stands_with_its_infusion_order_readiness_and_every_bag():
    sheet = products.product_sheet()
    dose = fields(sheet, "dose 1")
    assert dose["dose"] == "Dose 1, fresh"
    assert dose["for"] == "for C1/NK2 dose 2 of 3, Thu 12-Mar-2026"
    assert dose["ordered"].startswith("40 \u00d710⁶/kg")
    assert (dose["go symbol"], dose["go"]) == ("◆", "HOLD")
    bag = fields(sheet, "dose 1 bag 2")
    assert bag["bag number"] == "D24-0117-2"
    assert bag["label"] == "bag 2 of 2, 35.5 mL, viability 92.5 %"
    assert bag["expiry"] == "expires Thu 12-Mar-2026 14:30"


def test_a_dose_for_no_infusion_says_so_and_nothing_of_go():
    spare = products.dose(address=None, form=DoseForm.FROZEN)
    view = products.dose_view(dose=spare, order=None, weight=None, readiness=None, planned=None)
    dose = fields(products.product_sheet(view), "dose 1")
    assert dose["for"] == "reserved for no infusion"
    assert dose["ordered"] == "no cell dose ordered"
    bag = fields(products.product_sheet(view), "dose 1 bag 1")
    assert bag["cells"] == "760 \u00d710⁶ in all (per kg not known: record a weight)"
    assert "go" not in dose


def test_reasons_name_tests_as_the_protocol_does():
    reason = GoReason(GoCode.TEST_OPEN, Go.GO, "sterility")
    dose = fields(products.product_sheet(products.dose_view(reason)), "dose 1")
    assert dose["go reasons"] == "Test without a result: sterility, 14 days"


def test_holds_stand_below_with_who_lifted_them():
    hold = products.held(lifted=products.AT, lifted_by="Dr B", lifted_why="36.8 °C").hold
    said = fields(products.product_sheet(holds=(hold,)), "hold 1")["hold"]
    assert said.endswith("Lifted Thu 12-Mar-2026 07:02 by Dr B: 36.8 °C")


def test_a_lot_of_which_nothing_is_known_yet_still_prints(qapp):
    bare = products.product_sheet(
        moves=(), tests=(), holds=(), lot=products.lot(state=LotState.NOT_STARTED)
    )
    empty = replace(bare, view=replace(bare.view, doses=()))
    assert "END OF SHEET: tests 0, doses 0" in text_of(empty)


def test_sixty_bags_long_names_and_long_reasons_keep_within_their_pages(typecase):
    bags = tuple(products.bag(number) for number in range(1, 61))
    views = [products.dose_view(products.held(why="word " * 400), dose=products.dose(bags))]
    line = builders.line(1, name=builders.name(1, family="Ж" * 200, given="Ў" * 200))
    sheet = products.product_sheet(*views, line=line, sample=True)
    pages = lay_out_product_sheet(sheet, STAMP, typecase)
    assert len(pages) > 2
    assert all((page.width, page.height) == (595 * 20, 842 * 20) for page in pages)
    inks = [ink for page in pages for ink in page.texts if ink.place.row != "mark"]
    assert max(ink.y for ink in inks) < 842 * UNITS_A_POINT
    product_sheet_pdf(sheet, STAMP)


def test_a_preview_and_a_printer_get_the_pages_that_were_read_back(qapp, tmp_path):
    sheet = products.product_sheet()
    pictures = product_sheet_pages(sheet, STAMP, dots_an_inch=72)
    assert [(one.width(), one.height()) for one in pictures] == [(595, 842)]
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "sheet.pdf"))
    assert print_product_sheet(printer, sheet, STAMP) == 1


def test_a_character_the_font_lacks_stops_the_sheet(qapp):
    odd = products.product_sheet(lot=products.lot(number="LOT\u200b"))
    with pytest.raises(SheetGlyphError, match="lot"):
        product_sheet_pdf(odd, STAMP)


def test_a_sheet_that_says_another_result_never_leaves(qapp, monkeypatch):
    told = product_sheet_words
    real = product_sheet.lay_out_product_sheet

    def other_result(sheet, stamp):
        words = told(sheet, stamp)
        words.rows["test 3"]["result"] = "negative"
        return words

    def lay_out_wrong(*asked):
        monkeypatch.setattr(product_sheet, "product_sheet_words", other_result)
        try:
            return real(*asked)
        finally:
            monkeypatch.setattr(product_sheet, "product_sheet_words", told)

    monkeypatch.setattr(product_sheet, "lay_out_product_sheet", lay_out_wrong)
    with pytest.raises(SheetMismatchError) as stopped:
        product_sheet_pdf(products.product_sheet(), STAMP)
    assert (stopped.value.row, stopped.value.field) == ("test 3", "result")
