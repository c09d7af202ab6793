"""The scanner test sheet: every code reads as it says, through every layout of the ward."""

from dataclasses import replace

import pytest
from PySide6.QtPrintSupport import QPrinter

from nkdesk.bedside.codes import BagCode, CardCode, PatientCode, read_code
from nkdesk.bedside.scanning import as_latin
from nkdesk.sheets import scanner_sheet
from nkdesk.sheets.keyboards import Keyboard, typed_through
from nkdesk.sheets.marks import Code
from nkdesk.sheets.pdf_text import extracted_pages
from nkdesk.sheets.scanner_sheet import (
    ScannerSheet,
    lay_out_scanner_sheet,
    print_scanner_sheet,
    scanner_sheet_pages,
    scanner_sheet_pdf,
    scanner_words,
    texts_to_scan,
)
from nkdesk.sheets.symbols import CodeError
from tests.sheets import builders

SHEET = ScannerSheet("Haematology ward 3")


def test_it_holds_a_code_of_each_kind_the_bed_knows():
    named = [read_code(text) for _, text in texts_to_scan()]
    assert named[:3] == [
        PatientCode("TEST-001"),
        CardCode("TEST-001", 12),
        BagCode("TEST-0117"),
    ]
    assert set(named[3:]) == {None}


def test_every_letter_digit_and_sign_a_code_of_ours_may_hold_is_tested():
    letters = set("".join(text for _, text in texts_to_scan()))
    assert letters >= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-=*+ ")


@pytest.mark.parametrize("keyboard", list(Keyboard))
def test_the_bed_turns_back_what_the_sheet_says_other_layouts_type(keyboard):
    for _, text in texts_to_scan():
        typed = typed_through(text, keyboard)
        assert typed != text
        read = as_latin(typed)
        assert read is not None
        assert (read.text, read.corrected) == (text, True)


def test_keys_that_differ_between_the_two_layouts_differ_on_the_sheet():
    both = [typed_through("ob]", keyboard) for keyboard in Keyboard]
    assert both == ["щиъ", "\u045e\u0456'"]
    assert [typed_through("@#$^&", keyboard) for keyboard in Keyboard] == ['"№;:?'] * 2


def test_what_must_be_read_stands_beside_its_codes_letter_for_letter(qapp, typecase):
    pages = lay_out_scanner_sheet(scanner_words(SHEET, builders.STAMP), typecase)
    codes = [mark.text for page in pages for mark in page.marks if isinstance(mark, Code)]
    for _, text in texts_to_scan():
        assert codes.count(text) == (2 if len(text) <= 16 else 1)
    read = "".join(" ".join(extracted_pages(scanner_sheet_pdf(SHEET, builders.STAMP))).split())
    for _, text in texts_to_scan():
        assert text.replace(" ", "") in read


def test_a_code_that_says_something_else_never_leaves(qapp, monkeypatch):
    real = scanner_sheet.lay_out_scanner_sheet

    def other(*asked):
        (page,) = real(*asked)
        marks = [
            replace(mark, text="P-TEST-002-X") if isinstance(mark, Code) else mark
            for mark in page.marks
        ]
        return (replace(page, marks=tuple(marks)),)

    monkeypatch.setattr(scanner_sheet, "lay_out_scanner_sheet", other)
    with pytest.raises(CodeError):
        scanner_sheet_pdf(SHEET, builders.STAMP)


def test_a_preview_and_a_printer_get_one_page(qapp, tmp_path):
    pictures = scanner_sheet_pages(SHEET, builders.STAMP, dots_an_inch=72)
    assert [(one.width(), one.height()) for one in pictures] == [(595, 842)]
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "scanner.pdf"))
    assert print_scanner_sheet(printer, SHEET, builders.STAMP) == 1
