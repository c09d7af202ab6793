from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QPdfWriter

from nkdesk.model.cycle import ItemPart, ItemState, PlanWarning
from nkdesk.model.patient import AllergyState, PersonName
from nkdesk.model.work_calendar import Closure, ClosureReason
from nkdesk.services.read_models import DayClosure, DayStatus, LeftOffReason, NextDue
from nkdesk.sheets import paper as on_paper
from nkdesk.sheets.daily_list import (
    FULL,
    daily_list_pages,
    daily_list_pdf,
    print_daily_list,
)
from nkdesk.sheets.fonts import UNITS_A_POINT
from nkdesk.sheets.list_layout import lay_out
from nkdesk.sheets.list_options import ListOptions, Names, Orientation
from nkdesk.sheets.list_rows import list_rows
from nkdesk.sheets.marks import Ink
from nkdesk.sheets.paper import PaintingError
from nkdesk.sheets.pdf_text import extracted_pages, letters_of_pages
from nkdesk.sheets.read_back import squeeze
from tests.sheets import builders

pytestmark = pytest.mark.usefixtures("qapp")

PORTRAIT = ListOptions(Orientation.PORTRAIT)
CODES = ListOptions(names=Names.CODES_ONLY)


def pdf_pages(rows=(), left_off=(), options=FULL, **changes):
    listed = builders.day_list(rows, left_off, **changes)
    return extracted_pages(daily_list_pdf(listed, builders.STAMP, options))


def squeezed(pages):
    return [squeeze(page) for page in pages]


@pytest.mark.parametrize("count", [0, 1, 12, 60])
def test_every_row_and_every_patient_left_off_comes_out(count):
    rows = builders.varied_rows(count)
    left_off = [builders.left_off(900 + number) for number in range(3)]
    text = "".join(squeezed(pdf_pages(rows, left_off)))
    for one in (*rows, *left_off):
        assert squeeze(one.line.patient.name.full) in text
        assert one.line.patient.trial_number in text
    assert f"ENDOFLIST{count}of{count}" in text


def test_five_hundred_rows_come_out_and_are_counted():
    listed = builders.day_list(builders.varied_rows(500))
    pages = letters_of_pages(daily_list_pdf(listed, builders.STAMP))
    text = squeeze("".join(pages))
    assert all(row.line.patient.trial_number in text for row in listed.rows)
    assert f"Page{len(pages)}of{len(pages)}" in squeeze(pages[-1])
    assert "ENDOFLIST500of500" in squeeze(pages[-1])


def test_each_page_says_which_list_it_is():
    pages = squeezed(pdf_pages(builders.varied_rows(30)))
    assert len(pages) > 3
    for number, text in enumerate(pages, 1):
        assert "Dailyinfusionlist—Haematologyward3" in text
        assert "Thu12-Mar-2026" in text
        assert "TrialNCT05272293protocolv0.1" in text
        assert f"Page{number}of{len(pages)}" in text
        assert "Printed12-Mar-202607:02byA.Petrova" in text
        assert "Dataasof12-Mar-202607:02:10,step41(01234567)" in text
        assert "Discardaftershift,atthelatest12-Mar-202619:02" in text
        assert "EXAMPLEprotocol" in text


def test_the_day_is_printed_in_sixteen_points(typecase):
    pages = lay_out(builders.day_list(builders.varied_rows(1)), builders.STAMP, FULL, typecase)
    day = next(ink for ink in pages[0].texts if ink.place.field == "day")
    assert day.face.points == 16
    assert min(ink.face.points for ink in pages[0].texts) >= 8


def test_two_identifiers_stand_in_every_row(typecase):
    listed = builders.day_list(builders.varied_rows(25), [builders.left_off(99)])
    pages = lay_out(listed, builders.STAMP, FULL, typecase)
    fields = {}
    for ink in (ink for page in pages for ink in page.texts):
        fields.setdefault(ink.place.row, set()).add(ink.place.field)
    rows = [fields[row] for row in fields if row.isdigit() or row.startswith("left off ")]
    assert len(rows) == 26
    for row in rows:
        assert {"name", "born", "trial number"} <= row


def test_a_row_is_never_split_over_pages(typecase):
    pages = lay_out(builders.day_list(builders.varied_rows(60)), builders.STAMP, FULL, typecase)
    standing = [{ink.place.row for ink in page.texts if ink.place.row.isdigit()} for page in pages]
    assert all(first.isdisjoint(second) for first, second in combinations(standing, 2))
    assert len(set.union(*standing)) == 60


@pytest.mark.parametrize("options", [FULL, PORTRAIT, CODES])
def test_nothing_leaves_the_page_or_lies_over_another_text(typecase, options):
    long_name = PersonName("Щ" * 120, "Александр Мария", "Константинопольская-Заречная")
    rows = (
        builders.row(1, who=builders.line(1, name=long_name)),
        *builders.varied_rows(12)[1:],
        builders.row(13, who=builders.line(13, name=PersonName("Ii", "Li"))),
    )
    listed = builders.day_list(rows, [builders.left_off(90)])
    for page in lay_out(listed, builders.STAMP, options, typecase):
        boxes = []
        for ink in (mark for mark in page.marks if isinstance(mark, Ink)):
            right = ink.x + typecase.width(ink.text, ink.face)
            top = ink.y - 0.7 * ink.face.points * UNITS_A_POINT
            assert 0 <= ink.x < right <= page.width
            assert 0 <= top < ink.y <= page.height
            boxes.append((ink.x, right, top, ink.y, ink.text))
        for one, other in combinations(boxes, 2):
            apart = one[1] <= other[0] or other[1] <= one[0]
            assert apart or one[3] <= other[2] or other[3] <= one[2], (one[4], other[4])


def test_a_row_shows_what_a_nurse_needs():
    item = builders.cycle_item(
        original=builders.DAY - timedelta(days=1), warnings=(PlanWarning.CLOSED_DAY,)
    )
    who = builders.line(
        4, look_alike=True, allergy_state=AllergyState.KNOWN, allergies="penicillin"
    )
    text = squeezed(pdf_pages((builders.row(1, who=who, item=item, note="bed 4"),)))[0]
    shown = (
        "09:00",
        "born 24-May-2013 (12y)",
        "Like name in this ward",
        "HR-004",
        "case 2026/00004",
        "NK cell infusion",
        "dose 2 of 3",
        "C1 D8",
        "Thu 12-Mar-2026",
        "moved, was Wed 11-Mar-2026",
        "DOSE 5 \u00d7 10⁶ cells/kg — IV — over 30min",
        "rule: weight from 10 kg",
        "weight 31.4 kg on 10-Mar-2026",
        "EXAMPLE dose",
        "Wed 11-Mar-2026 to Sun 15-Mar-2026",
        "NK laboratory closed that day",
        "Known allergies: penicillin",
        "◐ Due",
        "bed 4",
        "start",
        "end",
        "nurse",
        "check",
        "☐",
    )
    assert [one for one in shown if squeeze(one) not in text] == []


def test_every_status_is_a_word_that_survives_greyscale():
    rows = tuple(
        builders.row(number, status=status, overdue_days=2)
        for number, status in enumerate(DayStatus, 1)
    )
    text = squeezed(pdf_pages(rows))
    for shown in ("○Planned", "◐Due", "●Given", "▲Overdue2d", "✕Notgiven"):
        assert any(shown in page for page in text)


def test_a_page_is_painted_in_greys_only():
    listed = builders.day_list(builders.varied_rows(6), sample=True)
    assert all(picture.allGray() for picture in daily_list_pages(listed, builders.STAMP))


def test_a_closed_row_has_no_box_to_tick_or_sign():
    text = squeezed(pdf_pages((builders.row(1, status=DayStatus.GIVEN),)))[0]
    assert "☐" not in text
    assert "nurse" not in text


def test_each_clock_time_has_its_own_boxes():
    text = squeezed(pdf_pages((builders.chemo_row(1),)))[0]
    assert text.count("☐") == 2
    assert text.count("nurse") == 2


def test_a_part_already_given_is_said_and_has_no_boxes_left():
    parts = (ItemPart("09:00", builders.DAY), ItemPart("21:00"))
    half = builders.cycle_item(state=ItemState.PARTLY_GIVEN, parts=parts)
    text = squeezed(pdf_pages((builders.row(1, item=half),)))[0]
    assert "09:00given,21:00" in text
    assert "1of2partsgiven" in text
    assert text.count("☐") == 1
    assert text.count("nurse") == 1


def test_a_time_the_protocol_does_not_state_is_said_in_words():
    item = builders.cycle_item(parts=(ItemPart(""),))
    assert "notstated" in squeezed(pdf_pages((builders.row(1, item=item),)))[0]


def test_an_empty_list_says_of_how_many_and_what_comes_next():
    following = NextDue(
        builders.DAY + timedelta(days=4), builders.line(4), builders.row().title, "C1 D12"
    )
    left_off = [builders.left_off(number) for number in range(1, 9)]
    text = squeezed(pdf_pages((), left_off, next_due=following))[0]
    assert "0of8activepatientshaveanythingonThu12-Mar-2026." in text
    assert squeeze("Next: Mon 16-Mar-2026, Ivanov, Anna, born 24-May-2013") in text
    assert squeeze("HR-004, NK cell infusion, C1 D12.") in text
    assert "ENDOFLIST0of0" in text
    assert "EXAMPLE" not in text
    assert "notofatriallisted" not in text


def test_an_empty_ward_says_that_nothing_is_planned():
    text = squeezed(pdf_pages())[0]
    assert "0of0activepatients" in text
    assert "Nothingfurtherisplanned." in text


def test_patients_left_off_are_named_with_the_reason():
    left_off = (
        builders.left_off(1),
        builders.left_off(2, reason=LeftOffReason.NOT_PLANNED, next_on=None, next_title=None),
    )
    text = squeezed(pdf_pages(builders.varied_rows(0), left_off))[0]
    assert "Activepatientswithoutarowonthislist:2of2" in text
    assert "nothingonthisday·next:Mon16-Mar-2026,NKcellinfusion,C1D12" in text
    assert "nocycleplannedyet" in text
    assert "Patients:0listed+2withoutarow=2active" in text


def test_a_sample_ward_is_marked_across_every_page():
    pages = squeezed(pdf_pages(builders.varied_rows(20), sample=True))
    assert len(pages) > 1
    assert all("SAMPLE–notrealpatients" in text for text in pages)
    assert "SAMPLE" not in "".join(squeezed(pdf_pages(builders.varied_rows(1))))


def test_closed_days_stand_in_the_header():
    closure = DayClosure("nk_lab", Closure(ClosureReason.HOLIDAY, "Radonitsa"))
    text = squeezed(pdf_pages(builders.varied_rows(1), closures=(closure,)))[0]
    assert "NKlaboratoryclosed:Radonitsa" in text


def test_a_list_of_another_day_says_which_day_it_is_today():
    text = squeezed(pdf_pages((), today=builders.DAY - timedelta(days=1)))[0]
    assert "Nottoday'slist:todayisWed11-Mar-2026" in text


def test_several_trials_are_all_named():
    text = squeezed(pdf_pages(builders.varied_rows(1), trial="NCT05272293 v0.1; local"))[0]
    assert "TrialNCT05272293protocolv0.1;local" in text


def test_codes_only_leaves_out_whatever_names_a_patient():
    rows = tuple(replace(row, note="mother Olga") for row in builders.varied_rows(12))
    left_off = (builders.left_off(90),)
    following = NextDue(builders.DAY, builders.line(4), rows[0].title, "C1 D12")
    for text in squeezed(
        pdf_pages(rows, left_off, CODES) + pdf_pages((), left_off, CODES, next_due=following)
    ):
        assert "Codesonly" in text
        assert "born" not in text
        assert "Olga" not in text
        assert "case2026" not in text
        for one in (*rows, *left_off):
            assert squeeze(one.line.patient.name.family) not in text
    assert "HR-007" in "".join(squeezed(pdf_pages(rows, (), CODES)))


def test_portrait_shows_the_same_rows():
    listed = builders.day_list(builders.varied_rows(12))
    text = squeeze("".join(extracted_pages(daily_list_pdf(listed, builders.STAMP, PORTRAIT))))
    for row in list_rows(listed):
        assert squeeze(row.who.name) in text
        assert squeeze(row.dose.line) in text


def test_a_preview_shows_every_page():
    listed = builders.day_list(builders.varied_rows(12))
    pictures = daily_list_pages(listed, builders.STAMP, dots_an_inch=60)
    assert len(pictures) == len(pdf_pages(listed.rows))
    assert pictures[0].width() > pictures[0].height()
    upright = daily_list_pages(listed, builders.STAMP, PORTRAIT, dots_an_inch=60)[0]
    assert upright.width() < upright.height()


@pytest.fixture
def paper():
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    yield writer, buffer
    buffer.close()


@pytest.mark.parametrize("dots", [300, 1200])
def test_printing_paints_the_same_pages_whatever_the_printer(paper, dots):
    writer, buffer = paper
    writer.setResolution(dots)
    listed = builders.day_list(builders.varied_rows(12))
    count = print_daily_list(writer, listed, builders.STAMP)
    printed = squeezed(extracted_pages(bytes(buffer.data())))
    assert len(printed) == count
    assert printed == squeezed(pdf_pages(listed.rows))


def test_a_printer_that_does_not_start_is_said(monkeypatch, paper):
    monkeypatch.setattr(on_paper.QPainter, "begin", lambda *_: False)
    with pytest.raises(PaintingError, match="did not take"):
        print_daily_list(paper[0], builders.day_list(), builders.STAMP)


def test_a_printer_that_stops_between_pages_is_said(monkeypatch):
    monkeypatch.setattr(on_paper.QPdfWriter, "newPage", lambda *_: False)
    with pytest.raises(PaintingError, match="stopped"):
        daily_list_pdf(builders.day_list(builders.varied_rows(30)), builders.STAMP)


def test_the_file_names_no_patient_in_its_title():
    pdf = daily_list_pdf(builders.day_list(builders.varied_rows(3)), builders.STAMP)
    assert "Daily infusion list 2026-03-12".encode("utf-16-be") in pdf


def test_a_missing_case_number_is_said_in_words():
    row = builders.row(1, who=builders.line(1, case_number=""))
    assert "casenotrecorded" in squeezed(pdf_pages((row,)))[0]
