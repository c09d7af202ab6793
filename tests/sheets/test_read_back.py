from dataclasses import replace

import pytest

from nkdesk.model.patient import PersonName
from nkdesk.sheets import list_layout
from nkdesk.sheets import paper as on_paper
from nkdesk.sheets.daily_list import FULL, daily_list_pdf, print_daily_list
from nkdesk.sheets.glyphs import SheetGlyphError
from nkdesk.sheets.list_layout import lay_out
from nkdesk.sheets.list_options import ListOptions, Names
from nkdesk.sheets.list_rows import list_rows
from nkdesk.sheets.list_words import sheet_words
from nkdesk.sheets.marks import Ink, Place
from nkdesk.sheets.painting import paint_page
from nkdesk.sheets.pdf_text import READERS, extracted_pages, letters_of_pages
from nkdesk.sheets.read_back import (
    SheetMismatchError,
    squeeze,
    verify_layout,
    verify_text,
)
from tests.sheets import builders

pytestmark = pytest.mark.usefixtures("qapp")

ROWS = builders.varied_rows(12)


@pytest.fixture
def listed():
    return builders.day_list(ROWS, [builders.left_off(90), builders.left_off(91)])


@pytest.fixture
def paint_otherwise(monkeypatch):
    """Make the painter paint other marks than were laid out."""

    def change(alter):
        def paint(painter, page, typecase):
            marks = tuple(new for mark in page.marks for new in alter(mark))
            paint_page(painter, replace(page, marks=marks), typecase)

        monkeypatch.setattr(on_paper, "paint_page", paint)

    return change


def without(row, field=None):
    def alter(mark):
        place = getattr(mark, "place", None)
        gone = place and place.row == row and field in (None, place.field)
        return () if gone else (mark,)

    return alter


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("2", "name"),
        ("5", "look-alike"),
        ("12", "trial number"),
        ("left off 2", "born"),
        ("header", "day"),
        ("footer", "page"),
        ("end", "end"),
        ("1", "nurse box"),
    ],
)
def test_a_field_that_was_not_painted_stops_the_sheet(listed, paint_otherwise, row, field):
    paint_otherwise(without(row, field))
    with pytest.raises(SheetMismatchError) as stopped:
        daily_list_pdf(listed, builders.STAMP)
    assert stopped.value.row == row


def test_a_row_that_was_not_painted_is_named(listed, paint_otherwise):
    paint_otherwise(without("7"))
    with pytest.raises(SheetMismatchError, match="at row 7, number") as stopped:
        daily_list_pdf(listed, builders.STAMP)
    assert ROWS[6].line.patient.name.family not in str(stopped.value)


def test_one_letter_less_stops_the_sheet(listed, paint_otherwise):
    def alter(mark):
        hit = isinstance(mark, Ink) and mark.place == Place("3", "name")
        return (replace(mark, text=mark.text[:-1]),) if hit else (mark,)

    paint_otherwise(alter)
    with pytest.raises(SheetMismatchError):
        daily_list_pdf(listed, builders.STAMP)


def test_a_text_painted_twice_stops_the_sheet(listed, paint_otherwise):
    def alter(mark):
        last = isinstance(mark, Ink) and mark.place == Place("end", "end")
        return (mark, mark) if last else (mark,)

    paint_otherwise(alter)
    with pytest.raises(SheetMismatchError, match="text after the last field"):
        daily_list_pdf(listed, builders.STAMP)


def test_a_printer_gets_nothing_that_was_not_read_back(listed, paint_otherwise):
    paint_otherwise(without("2", "name"))
    with pytest.raises(SheetMismatchError):
        print_daily_list(None, listed, builders.STAMP)


def test_a_row_that_was_not_laid_out_stops_the_sheet(listed, monkeypatch):
    monkeypatch.setattr(list_layout, "list_rows", lambda _: list_rows(listed)[:-1])
    with pytest.raises(SheetMismatchError, match="at row 12"):
        daily_list_pdf(listed, builders.STAMP)


def test_rows_in_another_order_stop_the_sheet(listed, monkeypatch):
    monkeypatch.setattr(list_layout, "list_rows", lambda _: list_rows(listed)[::-1])
    with pytest.raises(SheetMismatchError, match="order of rows"):
        daily_list_pdf(listed, builders.STAMP)


def test_a_changed_field_is_named(listed, monkeypatch):
    def changed(_):
        rows = list(list_rows(listed))
        rows[3] = replace(rows[3], allergies="No known allergies at all")
        return rows

    monkeypatch.setattr(list_layout, "list_rows", changed)
    with pytest.raises(SheetMismatchError) as stopped:
        daily_list_pdf(listed, builders.STAMP)
    assert (stopped.value.row, stopped.value.field) == ("4", "allergies")


def test_a_page_without_its_header_is_named(listed, typecase):
    pages = lay_out(listed, builders.STAMP, FULL, typecase)
    words = sheet_words(listed, builders.STAMP, FULL)
    bare = tuple(mark for mark in pages[1].marks if without("header")(mark))
    changed = (pages[0], replace(pages[1], marks=bare), *pages[2:])
    with pytest.raises(SheetMismatchError, match="page 2, title"):
        verify_layout(changed, listed, words, FULL)


def test_a_patient_not_accounted_for_stops_the_sheet(listed):
    with pytest.raises(SheetMismatchError, match="accounted"):
        daily_list_pdf(replace(listed, active_patients=15), builders.STAMP)


def test_a_page_too_few_stops_the_sheet(listed, typecase):
    pages = lay_out(listed, builders.STAMP, FULL, typecase)
    pdf = daily_list_pdf(listed, builders.STAMP)
    with pytest.raises(SheetMismatchError, match="number of pages"):
        verify_text(pdf, pages[:-1])


def test_bytes_lost_from_the_file_stop_the_sheet(listed, typecase):
    pages = lay_out(listed, builders.STAMP, FULL, typecase)
    other = daily_list_pdf(replace(listed, rows=ROWS[:-1], active_patients=13), builders.STAMP)
    with pytest.raises(SheetMismatchError):
        verify_text(other, pages)


def test_both_readers_read_the_same_letters(listed):
    pdf = daily_list_pdf(listed, builders.STAMP)
    fast, slow = ([squeeze(page) for page in reader(pdf)] for reader in READERS)
    assert fast == slow


def test_a_second_reader_is_asked_when_the_first_differs(listed, typecase):
    pages = lay_out(listed, builders.STAMP, FULL, typecase)
    pdf = daily_list_pdf(listed, builders.STAMP)
    blind = [""] * len(pages)
    assert verify_text(pdf, pages, (lambda _: blind, extracted_pages)) is None
    with pytest.raises(SheetMismatchError):
        verify_text(pdf, pages, (lambda _: blind, lambda _: blind))


def test_a_sheet_nobody_read_is_not_believed(listed, typecase):
    pages = lay_out(listed, builders.STAMP, FULL, typecase)
    with pytest.raises(SheetMismatchError):
        verify_text(b"", pages, ())


def test_an_unknown_glyph_reads_as_a_replacement_sign(listed, monkeypatch):
    pdf = daily_list_pdf(listed, builders.STAMP)
    monkeypatch.setattr("nkdesk.sheets.pdf_text._entries", lambda _: iter(()))
    assert set("".join(letters_of_pages(pdf))) == {"\ufffd"}


@pytest.mark.parametrize("character", ["\u4e2d", "\U0001f600", "\u202e", "\ud800"])
def test_a_character_without_a_glyph_stops_the_sheet_and_says_where(character):
    who = builders.line(3, name=PersonName(f"Ив{character}анов", "Иван"))
    rows = (builders.row(1), builders.row(2), builders.row(3, who=who))
    with pytest.raises(SheetGlyphError) as stopped:
        daily_list_pdf(builders.day_list(rows), builders.STAMP)
    sentence = str(stopped.value)
    assert stopped.value.row == "3"
    assert f"U+{ord(character):04X}" in sentence
    assert "row 3, trial ID HR-003, name" in sentence
    assert "Correct the entry" in sentence
    assert "анов" not in sentence


def test_a_patient_left_off_is_checked_for_glyphs_too():
    who = builders.line(9, case_number="\u200b1")
    with pytest.raises(SheetGlyphError, match="HR-009, case number"):
        daily_list_pdf(builders.day_list((), [builders.left_off(9, line=who)]), builders.STAMP)


def test_a_ward_name_is_checked_for_glyphs_too():
    with pytest.raises(SheetGlyphError, match="ward holds the character"):
        daily_list_pdf(builders.day_list(ward="Ward \u4e2d"), builders.STAMP)


def test_a_character_of_a_hidden_field_stops_nothing():
    who = builders.line(1, name=PersonName("\u4e2d", "Иван"))
    listed = builders.day_list((builders.row(1, who=who),))
    assert daily_list_pdf(listed, builders.STAMP, ListOptions(names=Names.CODES_ONLY))
