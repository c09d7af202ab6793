"""How much fits a page, and that room is still left to write in by hand."""

import itertools

import pytest

from nkdesk.model.cycle import ItemPart
from nkdesk.sheets.daily_list import FULL
from nkdesk.sheets.fonts import UNITS_A_POINT
from nkdesk.sheets.list_layout import lay_out
from nkdesk.sheets.list_options import ListOptions, Names, Orientation
from nkdesk.sheets.marks import Box, Ink
from tests.sheets import builders

PORTRAIT = ListOptions(Orientation.PORTRAIT)
CODES = ListOptions(names=Names.CODES_ONLY)
MILLIMETRE = 72 / 25.4 * UNITS_A_POINT


def laid(typecase, rows, left_off=(), options=FULL):
    return lay_out(builders.day_list(rows, left_off), builders.STAMP, options, typecase)


def listed(page):
    return {ink.place.row for ink in page.texts if ink.place.row.isdigit()}


def boxes(pages):
    return [mark for page in pages for mark in page.marks if isinstance(mark, Box)]


def lines(pages, row):
    """Return what a row says, base line by base line, left to right."""
    inks = [ink for page in pages for ink in page.texts if ink.place.row == row]
    text = " ".join(ink.text for ink in sorted(inks, key=lambda ink: (ink.y, ink.x)))
    return text.replace("\u00a0", " ")


def test_nine_usual_rows_stand_on_a_page(typecase):
    usual = tuple(
        make(number) for number in range(1, 31) for make in (builders.row, builders.chemo_row)
    )
    assert min(len(listed(page)) for page in laid(typecase, usual)[:-1]) >= 8
    assert len(listed(laid(typecase, tuple(map(builders.row, range(1, 31))))[0])) >= 9


def test_a_ward_of_twelve_stands_on_two_pages(typecase):
    left_off = [builders.left_off(900 + number) for number in range(7)]
    assert len(laid(typecase, builders.varied_rows(10), left_off)) == 2
    assert len(laid(typecase, builders.varied_rows(10), left_off, PORTRAIT)) == 2


@pytest.mark.parametrize("options", [FULL, PORTRAIT, CODES])
@pytest.mark.parametrize("without_row", [0, 3])
def test_the_end_of_the_list_never_stands_alone_on_a_page(typecase, options, without_row):
    left_off = [builders.left_off(900 + number) for number in range(without_row)]
    for count in range(1, 61):
        last = laid(typecase, builders.varied_rows(count), left_off, options)[-1]
        assert any(
            ink.place.row.isdigit() or ink.place.row.startswith("left off ") for ink in last.texts
        ), count


@pytest.mark.parametrize("options", [FULL, PORTRAIT, CODES])
def test_every_box_is_high_and_wide_enough_to_write_in(typecase, options):
    found = boxes(laid(typecase, builders.varied_rows(30), options=options))
    assert min(box.height for box in found) >= 7 * MILLIMETRE
    assert min(box.width for box in found) >= 10 * MILLIMETRE


@pytest.mark.parametrize("options", [FULL, PORTRAIT])
@pytest.mark.parametrize("times", [1, 2, 3, 24])
def test_boxes_stay_apart_and_inside_their_row(typecase, options, times):
    parts = tuple(ItemPart(f"{hour:02}:00") for hour in range(times))
    rows = (builders.row(1, item=builders.cycle_item(parts=parts)), builders.row(2))
    pages = laid(typecase, rows, options=options)
    assert len(boxes(pages)) == 4 * (times + 1)
    for page in pages:
        standing = sorted(boxes([page]), key=lambda box: (box.x, box.y))
        for above, below in itertools.pairwise(standing):
            assert above.x + above.width < below.x or above.y + above.height < below.y
        footer = min(ink.y for ink in page.texts if ink.place.row == "footer")
        assert max(box.y + box.height for box in standing) < footer - 8 * UNITS_A_POINT


@pytest.mark.parametrize("options", [FULL, PORTRAIT, CODES])
def test_headings_do_not_touch(typecase, options):
    page = laid(typecase, builders.varied_rows(1), options=options)[0]
    heads = [
        mark
        for mark in page.marks
        if isinstance(mark, Ink) and mark.place.field == "column heading"
    ]
    heads.sort(key=lambda ink: (ink.y, ink.x))
    for one, following in itertools.pairwise(heads):
        right = one.x + typecase.width(one.text, one.face)
        assert one.y < following.y or following.x - right >= 5 * UNITS_A_POINT


def test_what_belongs_together_shares_a_line(typecase):
    pages = laid(typecase, (builders.row(1),))
    assert "C1 D8 · Thu 12-Mar-2026" in lines(pages, "1")
    assert "5 × 10⁶ cells/kg" in lines(pages, "1")
    where = {ink.text: ink for ink in pages[0].texts}
    over = next(ink for text, ink in where.items() if text.endswith("over\u00a030min"))
    assert where["EXAMPLE dose"].y == over.y


def test_an_item_without_a_window_says_so(typecase):
    assert "no window limit" in lines(laid(typecase, (builders.chemo_row(1),)), "1")
