"""Names and notes that break lesser lists: markup, placeholders, one long word, rare letters."""

import pytest

from nkdesk.model.naming import ALLOWED_RANGES
from nkdesk.model.patient import AllergyState, PersonName
from nkdesk.sheets.daily_list import daily_list_pdf
from nkdesk.sheets.list_options import ListOptions, Orientation
from nkdesk.sheets.pdf_text import extracted_pages
from nkdesk.sheets.read_back import squeeze
from tests.sheets import builders

pytestmark = pytest.mark.usefixtures("qapp")

FRAGMENTS = (
    'Иванов <!-- "Ё',
    "--> <b>Иван</b>",
    "<table><tr><td>",
    "</html>",
    "<img src='file:///x'>",
    "&lt;&amp;&#1025;",
    "%n %1 %s %%",
    "{} {0} {name}",
    "{{x}} \\n \\u0401",
    "'; DROP TABLE patient;--",
    '"quoted" «кавычки» „так“',
    "O’Brien-D'Arcy",
    "Ўладзіслаў Ґудзь Їжак",
    "Щ" * 120,
    "Nguyễn Thị Ḿḿ",
    "Łukasiewicz ǅ ﬁne office ffl".replace("ﬁ", "fi"),
    "а\u0301е\u0301 j\u0301 i\u0307\u0301 x\u0302",
    "\u0415\u0308лкина \u0438\u0306",
    "1234567890 END OF LIST 0 of 0",
    "Page 9 of 9 ☐".replace("☐", "#"),
)
PATTERNS = (
    "{f}",
    "{f}{f}",
    "A{f}",
    "{f} Ж",
    "{f}-{f}",
    "  {f}",
    "{f},",
    "«{f}»",
    "{f} {f}",
    "|{f}|",
)
HOSTILE = tuple(pattern.replace("{f}", one) for one in FRAGMENTS for pattern in PATTERNS)


def printed(rows, left_off=(), options=None):
    listed = builders.day_list(rows, left_off)
    pdf = daily_list_pdf(listed, builders.STAMP, options or ListOptions())
    return squeeze("".join(extracted_pages(pdf)))


def everybody(text, rows):
    return [
        row.line.patient.trial_number
        for row in rows
        if squeeze(row.line.patient.name.full) not in text
        or row.line.patient.trial_number not in text
    ]


def test_there_are_two_hundred_different_hostile_texts():
    assert len(set(HOSTILE)) == 200


@pytest.mark.parametrize("orientation", list(Orientation))
def test_a_name_with_markup_and_a_very_long_one_come_out_and_so_does_everyone_after(orientation):
    rows = (
        builders.row(1, who=builders.line(1, name=PersonName('Иванов <!-- "Ё', "Иван"))),
        builders.row(2, who=builders.line(2, name=PersonName("Щ" * 120, "Мария"))),
        *(builders.row(number) for number in range(3, 61)),
    )
    text = printed(rows, options=ListOptions(orientation))
    assert everybody(text, rows) == []
    assert "ENDOFLIST60of60" in text


@pytest.mark.parametrize("start", range(0, 200, 50))
def test_hostile_names_come_out_letter_for_letter(start):
    rows = tuple(
        builders.row(number, who=builders.line(number, name=PersonName(hostile, "Имя")))
        for number, hostile in enumerate(HOSTILE[start : start + 50], start + 1)
    )
    text = printed(rows, [builders.left_off(900)])
    assert everybody(text, rows) == []
    assert "ENDOFLIST50of50" in text


@pytest.mark.parametrize("start", range(0, 200, 50))
def test_hostile_allergies_notes_and_numbers_come_out_letter_for_letter(start):
    hostile = HOSTILE[start : start + 50]
    rows = tuple(
        builders.row(
            number,
            who=builders.line(
                number, allergy_state=AllergyState.KNOWN, allergies=one, case_number=one
            ),
            note=one,
        )
        for number, one in enumerate(hostile, 1)
    )
    text = printed(rows)
    for one in hostile:
        assert text.count(squeeze(one)) >= 3
    assert everybody(text, rows) == []


def test_every_character_a_name_may_hold_comes_out():
    letters = [chr(code) for first, last in ALLOWED_RANGES for code in range(first, last + 1)]
    chunks = ["".join(letters[at : at + 60]) for at in range(0, len(letters), 60)]
    rows = tuple(
        builders.row(number, who=builders.line(number, name=PersonName(chunk, "Имя")))
        for number, chunk in enumerate(chunks, 1)
    )
    assert everybody(printed(rows), rows) == []


def test_a_row_taller_than_a_page_comes_out_whole_with_its_identity_on_each_page():
    allergies = " ".join(f"allergen{number}" for number in range(1200))
    who = builders.line(2, allergy_state=AllergyState.KNOWN, allergies=allergies)
    rows = (builders.row(1), builders.chemo_row(2, line=who), builders.row(3))
    pdf = daily_list_pdf(builders.day_list(rows), builders.STAMP)
    pages = [squeeze(page) for page in extracted_pages(pdf)]
    text = "".join(pages)
    assert all(f"allergen{number}" in text for number in range(1200))
    middle = pages[1:-1]
    assert len(middle) > 3
    for page in middle:
        assert squeeze(who.patient.name.full) in page
        assert "HR-002" in page
    assert "2cont." in middle[1]
    assert "HR-003" in pages[-1]
    assert text.count("nurse") == 4


def test_a_name_taller_than_a_page_goes_on_where_it_stopped():
    name = PersonName(" ".join(f"Имя{number}" for number in range(600)), "Иван")
    rows = (builders.row(1, who=builders.line(1, name=name)), builders.row(2))
    text = printed(rows)
    assert all(f"Имя{number}" in text for number in range(600))
    assert "ENDOFLIST2of2" in text


def test_many_clock_times_each_keep_their_boxes():
    times = tuple(builders.ItemPart(f"{hour:02}:00") for hour in range(24))
    rows = (builders.row(1, item=builders.cycle_item(parts=times)), builders.row(2))
    text = printed(rows)
    assert text.count("nurse") == 25
    assert text.count("start") == 25
