from dataclasses import replace

from nkdesk.sheets.fonts import Face
from nkdesk.sheets.marks import Box, Fill, Ink, Place, Rule, Watermark, lowered
from nkdesk.sheets.paginator import Block, paginate

TOP, BOTTOM = 100, 1100
PLACE = Place("1", "name")


def block(name, height, **changes):
    ink = Ink(0, 0, name, Face(8), Place(name, "name"))
    return replace(Block(height, (ink,), row=name), **changes)


def rows(pages):
    return [page.rows for page in pages]


def texts(page):
    return [(mark.text, mark.y) for mark in page.marks]


def test_blocks_follow_one_another_down_the_page():
    pages = paginate([block("1", 300), block("2", 400)], TOP, BOTTOM)
    assert texts(pages[0]) == [("1", 100), ("2", 400)]


def test_a_block_that_does_not_fit_goes_to_the_next_page_whole():
    pages = paginate([block("1", 700), block("2", 301), block("3", 300)], TOP, BOTTOM)
    assert rows(pages) == [("1",), ("2", "3")]


def test_a_block_that_just_fits_stays():
    assert len(paginate([block("1", 700), block("2", 300)], TOP, BOTTOM)) == 1


def test_the_head_stands_above_the_first_row_of_every_page():
    head = Block(100, (Ink(0, 0, "head", Face(8), Place("header", "head")),))
    pages = paginate([block(str(n), 400, head=head) for n in range(3)], TOP, BOTTOM)
    assert [texts(page)[0] for page in pages] == [("head", 100), ("head", 100)]
    assert [text for text, _ in texts(pages[0])] == ["head", "0", "1"]


def test_a_head_is_counted_before_its_row_is_placed():
    head = Block(100, ())
    pages = paginate([block("1", 450, head=head), block("2", 500, head=head)], TOP, BOTTOM)
    assert rows(pages) == [("1",), ("2",)]


def test_a_block_taller_than_a_page_is_cut_and_goes_on():
    def tall(height):
        def split(room):
            return block("tall", room), tall(height - room)

        return block("tall", height, split=split)

    pages = paginate([block("1", 10), tall(2500), block("3", 10)], TOP, BOTTOM)
    assert rows(pages) == [("1",), ("tall",), ("tall",), ("tall", "3")]


def test_a_tall_block_that_cannot_be_cut_stands_alone():
    pages = paginate([block("1", 10), block("tall", 5000), block("3", 10)], TOP, BOTTOM)
    assert rows(pages) == [("1",), ("tall",), ("3",)]


def the_end(height):
    return block("end", height, alone=False)


def test_the_end_takes_the_row_before_it_along_to_the_next_page():
    pages = paginate([block("1", 500), block("2", 450), the_end(100)], TOP, BOTTOM)
    assert rows(pages) == [("1",), ("2", "end")]


def test_the_end_stays_with_its_row_where_both_fit():
    assert rows(paginate([block("1", 900), the_end(100)], TOP, BOTTOM)) == [("1", "end")]


def test_the_end_takes_the_head_of_its_row_along():
    head = Block(100, (Ink(0, 0, "head", Face(8), Place("header", "head")),))
    left_off = [block(f"left off {number}", 400, head=head) for number in (1, 2)]
    pages = paginate([*left_off, the_end(200)], TOP, BOTTOM)
    assert [text for text, _ in texts(pages[1])] == ["head", "left off 2", "end"]


def test_the_end_stands_with_the_last_part_of_a_row_that_was_cut():
    def tall(height):
        def split(room):
            return block("tall", room), tall(height - room)

        return block("tall", height, split=split)

    for height in (950, 1000, 1950, 2000):
        pages = paginate([tall(height), the_end(100)], TOP, BOTTOM)
        assert rows(pages)[-1] == ("tall", "end")
        assert all(len(page.rows) == 1 for page in pages[:-1])


def test_the_end_of_a_row_that_fills_its_page_and_cannot_be_cut_is_not_lost():
    assert rows(paginate([block("1", 950), the_end(100)], TOP, BOTTOM)) == [("1",), ("end",)]


def test_nothing_to_print_is_still_a_page():
    assert rows(paginate([], TOP, BOTTOM)) == [()]


def test_every_mark_moves_down_but_the_one_across_the_page():
    assert lowered(Ink(1, 2, "a", Face(8), PLACE), 10).y == 12
    assert lowered(Rule(1, 2, 3, 4, 1), 10) == Rule(1, 12, 3, 14, 1)
    assert lowered(Fill(1, 2, 3, 4, 5), 10) == Fill(1, 12, 3, 4, 5)
    assert lowered(Box(1, 2, 3, 4), 10) == Box(1, 12, 3, 4)
    mark = Watermark("SAMPLE", Face(40), PLACE)
    assert lowered(mark, 10) is mark
