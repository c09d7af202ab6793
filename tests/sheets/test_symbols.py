from dataclasses import replace

import pytest

from nkdesk.sheets.fonts import Face
from nkdesk.sheets.marks import Code, Fill, Ink, Page, Place, Watermark
from nkdesk.sheets.paper import picture_of
from nkdesk.sheets.symbols import CodeError, Symbology, read_picture, squares_of, verify_codes

A5 = (420.0 * 20, 595.0 * 20)


def code(text, x=1000.0, y=1000.0, symbology=Symbology.QR):
    size = (1500.0, 1500.0) if symbology is Symbology.QR else (4500.0, 700.0)
    return Code(x, y, *size, text, squares_of(text, symbology))


def page(*marks):
    return Page(*A5, marks)


def test_a_code_has_its_quiet_zone_on_every_side():
    rows = squares_of("NKP-NK-003-7")
    assert len(rows) == len(rows[0]) == 29
    assert all(set(row) == {"."} for row in (*rows[:4], *rows[-4:]))
    assert all(row[:4] == row[-4:] == "...." for row in rows)


def test_bars_are_one_row_with_room_beside_them():
    (row,) = squares_of("A1", Symbology.BARS)
    assert row.startswith("." * 10 + "#")
    assert row.endswith("#" + "." * 10)


@pytest.mark.parametrize("symbology", list(Symbology))
@pytest.mark.parametrize("text", ["A", "NKC-HR-003-12-K", "D24-0117/1 %", "=W1234 26 123456 00"])
def test_what_is_painted_reads_as_what_was_meant(typecase, text, symbology):
    painted = page(code(text, symbology=symbology))
    verify_codes((painted,), typecase)
    assert read_picture(picture_of(painted, 200, typecase)) == [text]


def test_several_codes_of_a_page_are_each_read_at_their_place_through_a_mark_across_it(typecase):
    mark = Watermark("SAMPLE", Face(52, bold=True), Place("mark", "watermark"))
    bars = code("NK-1", 3000.0, 5000.0, Symbology.BARS)
    verify_codes((page(mark, code("NK-1"), code("NK-2", 5000.0), bars),), typecase)


def test_a_page_without_codes_needs_no_reading(typecase):
    verify_codes((page(),), typecase)


def test_a_code_that_says_something_else_stops_the_sheet(typecase):
    wrong = replace(code("NK-1"), text="NK-2")
    with pytest.raises(CodeError, match="code on page 2") as stopped:
        verify_codes((page(code("NK-1")), page(wrong)), typecase)
    assert stopped.value.page == 2
    assert "NK-" not in str(stopped.value)


def test_two_codes_that_changed_places_stop_the_sheet(typecase):
    one, other = code("NK-1"), code("NK-2", 5000.0)
    swapped = (replace(one, text="NK-2"), replace(other, text="NK-1"))
    with pytest.raises(CodeError):
        verify_codes((page(*swapped),), typecase)


def test_a_code_that_cannot_be_read_stops_the_sheet(typecase):
    blank = replace(code("NK-1"), rows=("." * 29,) * 29)
    with pytest.raises(CodeError):
        verify_codes((page(blank),), typecase)


def test_a_code_over_another_stops_the_sheet(typecase):
    squares = (
        Fill(1000.0 + 50 * x, 1000.0 + 50 * y, 50, 50, 0)
        for y, row in enumerate(squares_of("NK-3"))
        for x, square in enumerate(row)
        if square == "#"
    )
    with pytest.raises(CodeError):
        verify_codes((page(code("NK-1"), *squares),), typecase)


def test_dense_type_beside_a_code_does_not_stop_the_sheet(typecase):
    lines = (
        Ink(0.0, 300.0 + 160 * number, "ЖDЖD" * 40, Face(8, bold=True), Place("1", "name"))
        for number in range(60)
    )
    verify_codes((page(*lines, code("NK-1"), code("NK-2", 5000.0)),), typecase)
