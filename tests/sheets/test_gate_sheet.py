from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QPdfWriter

from nkdesk.eligibility import frozen_hash
from nkdesk.model.eligibility import GateClosed, GateState
from nkdesk.model.patient import PersonName
from nkdesk.model.words import Words
from nkdesk.services.eligibility_models import GateStatus
from nkdesk.sheets import gate_sheet_layout
from nkdesk.sheets import paper as on_paper
from nkdesk.sheets.check_rows import check_rows, printed_check_fields
from nkdesk.sheets.fonts import UNITS_A_POINT
from nkdesk.sheets.gate_sheet import check_pages, check_pdf, print_check
from nkdesk.sheets.gate_sheet_layout import lay_out_check
from nkdesk.sheets.gate_sheet_words import gate_words
from nkdesk.sheets.glyphs import SheetGlyphError
from nkdesk.sheets.marks import Ink
from nkdesk.sheets.painting import paint_page
from nkdesk.sheets.paper_file import PaperError, write_check
from nkdesk.sheets.pdf_text import READERS, extracted_pages
from nkdesk.sheets.read_back import SheetMismatchError, squeeze
from tests.sheets import builders, checks

pytestmark = pytest.mark.usefixtures("qapp")

HOSTILE = 'Иванов <!-- "Ё'


def printed(sheet):
    return [squeeze(page) for page in extracted_pages(check_pdf(sheet, builders.STAMP))]


def of(rows, **changes):
    return checks.sheet(checks.check(rows, **changes))


def named(family, given="Александр Мария"):
    return builders.line(1, name=PersonName(family, given, "Константинопольская-Заречная"))


@pytest.mark.parametrize("count", [0, 1, 13, 60])
def test_the_pdf_says_of_every_criterion_what_the_check_says(count):
    sheet = of(checks.met_rows(count))
    pages = printed(sheet)
    text = "".join(pages)
    for row in check_rows(sheet):
        assert squeeze(row.verdict) in text
        assert row.id in text
    assert text.count("ALT148U/L") == count
    assert f"ENDOFCHECK{count}of{count}criteria" in pages[-1]
    assert ("Theprotocolnamesnocriterion." in text) is (count == 0)


def test_every_kind_of_row_comes_out_field_by_field():
    sheet = checks.sheet(donor=checks.donor_check())
    text = "".join(printed(sheet))
    for row in check_rows(sheet):
        for one in row.evidence:
            for field in (one.found, one.limit, one.taken, one.origin, one.until, one.help):
                assert squeeze(field) in text
        for field in (row.symbol, row.verdict, row.text, row.rule, row.validity, row.waiver):
            assert squeeze(field) in text


def test_each_page_says_whose_check_it_is_by_two_identifiers():
    pages = printed(of(checks.met_rows(60)))
    assert len(pages) > 3
    for number, text in enumerate(pages, 1):
        assert "Cycle2check—Haematologyward3" in text
        assert "Ковальчук,УльянаСергеевна" in text
        assert "Female,born06-Aug-2012(13y)" in text
        assert "HR-001" in text
        assert "case2026/00001" in text
        assert "Thu12-Mar-2026" in text
        assert "ProtocolNCT05272293v0.1" in text
        assert "EXAMPLEprotocol" in text
        assert f"Page{number}of{len(pages)}" in text
        assert "Printed12-Mar-202607:02byA.Petrova.Dataofstep41." in text


def test_the_outcome_stands_first_and_names_what_is_in_its_way():
    text = printed(checks.sheet())[0]
    assert "✖Noteligible:1criterion" in text
    assert "Againstit:no.3(P-I2)" in text
    assert "Lefttoanswer:no.6(P-E2),no.7(P-E3)" in text
    assert "Cycle1fromMon12-Jan-2026:infusionsgiven3" in text
    assert "Waivedbyaninvestigator,seetherow:S-1" in text
    assert text.index("Noteligible") < text.index("P-I0")


def test_an_eligible_check_says_until_when():
    text = printed(of(checks.met_rows(2)))[0]
    assert "✔EligibleValiduntilSun22-Mar-2026" in text
    assert "Againstit" not in text


def test_a_site_rule_is_marked_and_the_trials_are_not():
    rows = {row.id: row for row in check_rows(checks.sheet())}
    assert rows["S-1"].rule == "Site rule · inclusion"
    assert rows["P-E2"].rule == "Trial · exclusion"
    assert rows["P-E2"].validity == "counts for 14 days (EXAMPLE)"
    assert rows["P-I0"].validity == ""


def test_the_age_and_the_group_are_told_with_what_the_enrolment_says():
    rows = {row.id: row for row in check_rows(checks.sheet())}
    assert rows["P-I0"].evidence[0].found == "Age 13y on 12-Mar-2026"
    assert rows["P-I1"].evidence[0].found == "Disease group Relapsed AML"


def test_a_consent_names_its_form_and_the_day_it_was_signed_once():
    consent = check_rows(checks.sheet())[3].evidence[0]
    assert consent.found == "Consent version 2.1, ru"
    assert consent.taken == "signed Mon 05-Jan-2026, 66d old"


def test_an_unsigned_check_says_so_and_paper_alone_opens_nothing():
    text = printed(of(checks.met_rows(2)))[0]
    assert "Notsigned" in text
    assert "paperaloneopensnothing" in text
    assert "date,time" in text


def test_a_check_that_cannot_be_signed_offers_no_place_to_sign():
    text = printed(checks.sheet())[0]
    assert "Notsigned" in text
    assert "date,time" not in text


def test_a_signed_check_says_who_when_with_offset_what_and_until_when():
    signed = checks.signed(checks.check(checks.met_rows(2)))
    text = printed(checks.sheet(signed))[0]
    assert "SignedbyДр.Ковальчук,physician,on12-Mar-202609:05(UTC+03:00)" in text
    assert "Meaning:everycriterioncheckedforcycle2,Eligible;validuntilSun22-Mar-2026" in text
    assert signed.gate.gate.evaluation_hash[:12] in text
    assert "NOTundertherowsabove" not in text
    assert "date,time" not in text


def test_a_signature_under_other_rows_is_never_passed_off_as_under_these():
    earlier = checks.ON - timedelta(days=2)
    signed = checks.signed(
        checks.check(checks.met_rows(2)), evaluation_hash="cd" * 32, evaluated_on=earlier
    )
    text = printed(checks.sheet(signed))[0]
    assert "NOTundertherowsabove:signedwasthecheckofTue10-Mar-2026(evaluationcdcdcdcdcdcd)." in text
    shown = frozen_hash(signed.evaluation)[:12]
    assert f"TherowsaboveshowthecheckofThu12-Mar-2026(evaluation{shown})." in text


def test_a_signature_that_no_longer_counts_says_why():
    signed = checks.signed(checks.check(checks.met_rows(2)), closed_why=GateClosed.RESULT)
    closed = replace(signed, gate=GateStatus(GateState.CLOSED, signed.gate.gate))
    text = printed(checks.sheet(closed))[0]
    assert text.count("Cycle2isclosed:anewerresultchangedtheoutcome.") == 2


def test_the_donor_stands_below_with_an_outcome_of_its_own():
    text = printed(checks.sheet(donor=checks.donor_check()))[0]
    assert "Donor:Пётр-Заречная,Ольга,born01-May-1985,mother.Eligible(acheckofitsown)" in text
    assert "Donor·Trial·exclusion" in text
    nobody = checks.sheet(donor=replace(checks.donor_check(), donor=None))
    assert "Donor:notenteredyet." in printed(nobody)[0]


def test_a_check_of_a_donor_and_one_of_the_enrolment_say_what_they_are():
    assert "Donorcheck—" in printed(checks.sheet(checks.donor_check()))[0]
    enrolment = replace(checks.check(checks.met_rows(1)), cycle=1, gate=None, before=None)
    text = printed(checks.sheet(enrolment))[0]
    assert "Enrolmentcheck—" in text
    assert "Nobodyhassignedthischeckinnkdesk." in text


def test_the_age_of_a_donor_is_the_donors():
    told = check_rows(checks.sheet(checks.donor_check(checks.trial_rows()[:1])))
    assert told[0].evidence[0].found == "Age 40y on 12-Mar-2026"


def test_a_signature_without_an_end_says_none():
    signed = checks.signed(checks.check(checks.met_rows(1)), valid_until=None)
    lines = gate_words(checks.sheet(signed)).signature.lines
    assert "valid until" not in lines[1]


def test_a_sample_and_another_day_are_marked_on_every_page():
    sheet = of(checks.met_rows(30), sample=True, today=checks.ON + timedelta(days=1))
    for text in printed(sheet):
        assert "SAMPLE–notrealpatients" in text
        assert "SAMPLEward:inventedpatients." in text
        assert "Nottoday'scheck:todayisFri13-Mar-2026." in text


def test_a_protocol_without_example_numbers_or_limits_is_not_marked():
    text = printed(of(checks.met_rows(1), example=False, uln=None))[0]
    assert "EXAMPLE" not in text
    assert "limitsofnormal" not in text


@pytest.mark.parametrize("family", ["Щ" * 120, HOSTILE, "%n %1 {} {name} {0}", "</b>" * 30])
def test_no_name_breaks_the_sheet(family):
    sheet = of(checks.met_rows(13), line=named(family))
    for text in printed(sheet):
        assert squeeze(family) in text


def test_hostile_words_in_every_field_come_out_letter_for_letter():
    rows = tuple(
        checks.check_row(
            replace(
                row.verdict,
                criterion=replace(row.verdict.criterion, id=HOSTILE, text=Words(HOSTILE)),
                evidence=(
                    checks.enzyme(
                        observation=replace(
                            checks.enzyme().observation, source=HOSTILE, entered_by="Щ" * 120
                        ),
                        uln_table=HOSTILE,
                    ),
                ),
            )
        )
        for row in checks.met_rows(2)
    )
    text = "".join(printed(checks.sheet(checks.check(rows), ward=HOSTILE)))
    assert text.count(squeeze(HOSTILE)) >= 2 * 4 + 1


def test_a_letter_the_font_lacks_stops_the_sheet_and_names_no_patient():
    sheet = of(checks.met_rows(1), line=named("Ива\u200bнов"))
    with pytest.raises(SheetGlyphError) as stopped:
        check_pdf(sheet, builders.STAMP)
    assert stopped.value.character == "U+200B"
    assert "Ива" not in str(stopped.value)


def test_a_row_is_never_split_over_pages(typecase):
    pages = lay_out_check(of(checks.met_rows(60)), builders.STAMP, typecase)
    standing = [{ink.place.row for ink in page.texts if ink.place.row.isdigit()} for page in pages]
    assert all(one.isdisjoint(other) for one, other in combinations(standing, 2))
    assert len(set.union(*standing)) == 60


def test_a_row_taller_than_a_page_goes_on_with_its_number(typecase):
    many = tuple(checks.enzyme() for _ in range(60))
    sheet = of((checks.check_row(checks.verdict(1, found=many)), *checks.met_rows(1)))
    pages = lay_out_check(sheet, builders.STAMP, typecase)
    fields = [{ink.place.field for ink in page.texts if ink.place.row == "1"} for page in pages]
    parts = [found for found in fields if "found" in found]
    assert len(parts) > 1
    assert all("number" in found for found in parts)
    assert "".join(printed(sheet)).count("ALT148U/L") == 61


@pytest.mark.parametrize("count", range(1, 20))
def test_the_signature_never_stands_on_a_page_without_a_criterion(typecase, count):
    pages = lay_out_check(of(checks.met_rows(count)), builders.STAMP, typecase)
    last = {ink.place.row for ink in pages[-1].texts}
    assert "signature" in last
    assert any(row.isdigit() for row in last)


@pytest.mark.parametrize(
    "sheet",
    [
        of(checks.trial_rows(), line=named("Щ" * 120)),
        checks.sheet(checks.signed(checks.check(checks.met_rows(13))), checks.donor_check()),
        of((), sample=True),
    ],
)
def test_nothing_leaves_the_page_or_lies_over_another_text(typecase, sheet):
    for page in lay_out_check(sheet, builders.STAMP, typecase):
        boxes = []
        for ink in (mark for mark in page.marks if isinstance(mark, Ink)):
            right = ink.x + typecase.width(ink.text, ink.face)
            top = ink.y - 0.7 * ink.face.points * UNITS_A_POINT
            assert ink.face.points >= 8
            assert 0 <= ink.x < right <= page.width
            assert 0 <= top < ink.y <= page.height
            boxes.append((ink.x, right, top, ink.y, ink.text))
        for one, other in combinations(boxes, 2):
            apart = one[1] <= other[0] or other[1] <= one[0]
            assert apart or one[3] <= other[2] or other[3] <= one[2], (one[4], other[4])


def test_a_page_is_painted_in_greys_only():
    sheet = checks.sheet(replace(checks.check(), sample=True), checks.donor_check())
    pictures = check_pages(sheet, builders.STAMP, dots_an_inch=60)
    assert all(picture.allGray() for picture in pictures)
    assert pictures[0].height() > pictures[0].width()


def test_every_verdict_of_a_sheet_is_told_apart_without_colour():
    shown = {(row.symbol, row.verdict) for row in check_rows(checks.sheet())}
    assert len({symbol for symbol, _ in shown}) == 4
    assert len(shown) == 7


@pytest.fixture
def paint_without(monkeypatch):
    """Make the painter leave out one field of one row."""

    def change(row, field):
        def paint(painter, page, typecase):
            kept = tuple(
                mark
                for mark in page.marks
                if not (
                    isinstance(mark, Ink) and (mark.place.row, mark.place.field) == (row, field)
                )
            )
            paint_page(painter, replace(page, marks=kept), typecase)

        monkeypatch.setattr(on_paper, "paint_page", paint)

    return change


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("outcome", "outcome"),
        ("3", "verdict"),
        ("6", "limit"),
        ("7", "help"),
        ("8", "waiver"),
        ("signature", "signature"),
        ("header", "name"),
        ("footer", "page"),
    ],
)
def test_a_field_that_was_not_painted_stops_the_sheet(paint_without, row, field):
    paint_without(row, field)
    with pytest.raises(SheetMismatchError) as stopped:
        check_pdf(checks.sheet(), builders.STAMP)
    assert stopped.value.row == row


def test_a_printer_gets_nothing_that_was_not_read_back(paint_without):
    paint_without("3", "verdict")
    with pytest.raises(SheetMismatchError):
        print_check(None, checks.sheet(), builders.STAMP)


@pytest.mark.parametrize(
    ("alter", "stopped_at"),
    [
        (lambda rows: rows[:-1], "at row 9"),
        (lambda rows: rows[::-1], "order of rows"),
        (lambda rows: (replace(rows[0], verdict="Excludes"), *rows[1:]), "row 1, verdict"),
    ],
)
def test_rows_laid_out_otherwise_stop_the_sheet(monkeypatch, alter, stopped_at):
    rows = check_rows(checks.sheet())
    monkeypatch.setattr(gate_sheet_layout, "check_rows", lambda _: alter(rows))
    with pytest.raises(SheetMismatchError, match=stopped_at):
        check_pdf(checks.sheet(), builders.STAMP)


def test_a_criterion_evaluated_but_not_shown_stops_the_sheet():
    checked = checks.check()
    hidden = replace(checked, rows=checked.rows[1:])
    with pytest.raises(SheetMismatchError, match="criteria"):
        check_pdf(checks.sheet(hidden), builders.STAMP)


@pytest.mark.parametrize("rows", [checks.met_rows(2), checks.trial_rows()])
def test_a_font_of_one_glyph_or_of_several_is_read_without_the_slow_reader(rows):
    pdf = check_pdf(of(rows), builders.STAMP)
    fast, slow = ([squeeze(page) for page in read(pdf)] for read in READERS)
    assert fast == slow


def test_printing_paints_the_same_pages():
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(300)
    sheet = of(checks.met_rows(30))
    count = print_check(writer, sheet, builders.STAMP)
    again = [squeeze(page) for page in extracted_pages(bytes(buffer.data()))]
    buffer.close()
    assert len(again) == count
    assert again == printed(sheet)


def test_the_file_names_no_patient_in_its_title():
    pdf = check_pdf(checks.sheet(), builders.STAMP)
    assert "Cycle 2 check 2026-03-12".encode("utf-16-be") in pdf


def test_a_check_is_written_whole_or_not_at_all(tmp_path):
    path = tmp_path / "check.pdf"
    write_check(checks.sheet(), path, builders.STAMP)
    assert "P-E2" in "".join(extracted_pages(path.read_bytes()))
    stopped = of(checks.met_rows(1), line=named("Ива\u200bнов"))
    with pytest.raises(PaperError, match="U\\+200B"):
        write_check(stopped, path, builders.STAMP)
    assert "P-E2" in "".join(extracted_pages(path.read_bytes()))


def test_blank_fields_are_not_asked_of_the_paper():
    fields = printed_check_fields(check_rows(checks.sheet())[0])
    assert "waiver" not in fields
    assert "help" not in fields
