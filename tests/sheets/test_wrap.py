from nkdesk.sheets.cells import Cell, cell, level
from nkdesk.sheets.fonts import Face
from nkdesk.sheets.wrap import DOT, Span, wrap

TEXT, LARGE = Face(8), Face(16, bold=True)
WIDE, NARROW = 4000, 700


def words(lines):
    return [" ".join(piece.text for piece in line.pieces) for line in lines]


def spans(text, face=TEXT, *, whole=False):
    return (Span(text, face, "note", whole=whole),)


def test_text_breaks_at_spaces(typecase):
    assert words(wrap(spans("one two three four five"), 850, typecase)) == [
        "one two",
        "three four",
        "five",
    ]


def test_no_line_is_wider_than_the_column(typecase):
    text = "Константинопольский " * 5 + "x" * 200
    for line in wrap(spans(text), NARROW, typecase):
        assert line.width <= NARROW


def test_a_long_word_breaks_anywhere_and_keeps_every_letter(typecase):
    word = "Щ" * 120
    lines = words(wrap(spans(word), NARROW, typecase))
    assert len(lines) > 1
    assert "".join(lines) == word


def test_a_double_name_breaks_after_its_hyphen(typecase):
    lines = words(wrap(spans("Ковальчук-Заречная"), 1000, typecase))
    assert lines[0] == "Ковальчук-"


def test_parts_of_a_double_name_share_no_line_with_a_space_between(typecase):
    lines = words(wrap(spans("granulocyte colony-stimulating-hormone"), 1000, typecase))
    assert "".join(lines).replace(" ", "") == "granulocytecolony-stimulating-hormone"
    assert not any("- " in line for line in lines)


def test_an_accent_never_leaves_its_letter(typecase):
    word = "а\u0301" * 60
    for line in words(wrap(spans(word), NARROW, typecase)):
        assert line.startswith("а")


def test_a_letter_wider_than_the_column_still_stands(typecase):
    assert words(wrap(spans("ЩЩ", LARGE), 10, typecase)) == ["Щ", "Щ"]
    assert words(wrap(spans("Щ\u0301", LARGE), 10, typecase)) == ["Щ\u0301"]


def test_a_whole_span_is_not_broken_where_it_fits_a_line(typecase):
    parts = (*spans("aaaa bbbb"), *spans("30 mg/m²", whole=True))
    assert words(wrap(parts, 1100, typecase)) == ["aaaa bbbb", "30 mg/m²"]
    assert len(wrap(spans("aaaa bbbb", whole=True), 500, typecase)) == 2


def dotted(*texts):
    between = Span("·", TEXT, DOT)
    return tuple(span for text in texts for span in (between, Span(text, TEXT, text, whole=True)))


def test_a_dot_stands_between_texts_that_share_a_line(typecase):
    assert words(wrap(dotted("C1 D9", "Tue 10-Mar-2026"), WIDE, typecase)) == [
        "C1 D9 · Tue 10-Mar-2026"
    ]


def test_no_dot_stands_at_either_end_of_a_line(typecase):
    assert words(wrap(dotted("aaaa bbbb", "cccc dddd", "e"), 1000, typecase)) == [
        "aaaa bbbb",
        "cccc dddd · e",
    ]


def test_a_line_with_a_dot_is_no_wider_than_its_column(typecase):
    texts = dotted("aaaa", "bbbb", "cc", "dddddd", "e")
    whole = wrap(texts, WIDE, typecase)[0].width
    for width in range(300, 1500, 7):
        lines = wrap(texts, width, typecase)
        assert max(line.width for line in lines) <= width
        assert (len(lines) == 1) == (whole <= width)


def test_a_line_end_in_the_text_ends_the_line(typecase):
    assert words(wrap(spans("one\ntwo\n\nthree"), WIDE, typecase)) == ["one", "two", "three"]


def test_blank_text_makes_no_line(typecase):
    assert wrap(spans(" \t "), WIDE, typecase) == ()
    assert wrap((), WIDE, typecase) == ()


def test_faces_and_fields_stay_apart_on_one_line(typecase):
    line = wrap((Span("Иванов,", LARGE, "name"), Span("Иван", TEXT, "name")), WIDE, typecase)[0]
    assert [(piece.text, piece.face) for piece in line.pieces] == [
        ("Иванов,", LARGE),
        ("Иван", TEXT),
    ]
    assert line.pieces[1].x > typecase.width("Иванов,", LARGE)
    assert line.height > wrap(spans("Иван"), WIDE, typecase)[0].height


def test_a_cell_is_cut_between_lines_and_takes_at_least_one(typecase):
    one = cell(0, NARROW, [spans("one two three four five six seven")], typecase)
    first, rest = one.cut(one.lines[0].height * 2.5)
    assert words(first.lines) + words(rest.lines) == words(one.lines)
    assert len(first.lines) == 2
    assert len(one.cut(1)[0].lines) == 1


def test_cells_side_by_side_share_their_first_base_line(typecase):
    large = cell(0, WIDE, [spans("Large", LARGE)], typecase)
    small = cell(WIDE, WIDE, [spans("small")], typecase)
    lines = [one.inks(0, "1")[0].y for one in level((large, small))]
    assert lines[0] == lines[1]
    assert level((Cell(0, ()), Cell(1, ()))) == (Cell(0, ()), Cell(1, ()))
