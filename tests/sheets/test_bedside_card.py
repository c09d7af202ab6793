"""The bedside card: two identifiers, codes that read back, bags to sign for, vital signs."""

from dataclasses import replace

import pytest
from PySide6.QtPrintSupport import QPrinter

from nkdesk.bedside.codes import CardCode, PatientCode, read_code
from nkdesk.model.infusion import InfusionState
from nkdesk.model.patient import AllergyState
from nkdesk.sheets import bedside_card
from nkdesk.sheets.bedside_card import card_pages, card_pdf, lay_out_card, print_card
from nkdesk.sheets.card_words import card_words
from nkdesk.sheets.fonts import UNITS_A_POINT
from nkdesk.sheets.glyphs import SheetGlyphError
from nkdesk.sheets.marks import Code, Ink, Watermark
from nkdesk.sheets.paper import picture_of
from nkdesk.sheets.pdf_text import extracted_pages
from nkdesk.sheets.read_back import SheetMismatchError
from nkdesk.sheets.symbols import CodeError, read_picture
from tests.sheets import builders, products

STAMP = replace(builders.STAMP, number="2026-03-12/4")


def text_of(pdf):
    return " ".join(" ".join(extracted_pages(pdf)).split())


def said(pages, row, field):
    inks = (
        ink
        for page in pages
        for ink in page.texts
        if (ink.place.row, ink.place.field) == (row, field)
    )
    return " ".join(ink.text for ink in inks)


def test_a_card_is_a5_and_bears_two_identifiers_and_both_codes_on_every_page(typecase):
    pages = lay_out_card(products.card(), STAMP, typecase)
    assert len(pages) > 1
    for page in pages:
        assert (page.width, page.height) == (420 * UNITS_A_POINT, 595 * UNITS_A_POINT)
        fields = {ink.place.field for ink in page.texts if ink.place.row == "header"}
        assert {"name", "born", "trial number", "case number", "infusion", "day"} <= fields
        picture = picture_of(page, 200, typecase)
        read = {read_code(text) for text in read_picture(picture)}
        assert read == {PatientCode("HR-001"), CardCode("HR-001", 1)}


def test_it_says_which_dose_of_how_many_on_which_day_of_which_trial(qapp):
    text = text_of(card_pdf(products.card(), STAMP))
    assert "NK cell infusion, dose 2 of 3" in text
    assert "C1 D8 · Thu 12-Mar-2026" in text
    assert "Protocol NCT05272293 v0.1" in text
    assert "Sheet 2026-03-12/4" in text
    assert "P-HR-001-D" in text


def test_cells_ordered_and_labelled_stand_per_kg_and_in_all_with_the_weight(qapp):
    text = text_of(card_pdf(products.card(), STAMP))
    amount = "40 \u00d710⁶/kg · 1,520 \u00d710⁶ in all (38 kg, Wed 11-Mar-2026)"
    assert f"Ordered: {amount}" in text
    assert f"Labelled: {amount}" in text
    assert "by Dr A. Orlova, Thu 12-Mar-2026 07:02" in text


def test_without_an_order_a_dose_or_a_weight_it_says_so(qapp):
    bare = products.card(order=None, weight=None)
    text = text_of(card_pdf(bare, STAMP))
    assert "Ordered: no cell dose ordered" in text
    assert "per kg not known: record a weight" in text
    none = products.card(dose=None, lot=None, bags=(), row=builders.row(1))
    assert "Product" not in card_words(none, STAMP).rows["cells"]
    assert "Labelled" not in text_of(card_pdf(none, STAMP))


def test_every_bag_stands_with_its_number_expiry_amounts_and_two_places_to_sign(typecase):
    bags = (products.bag(1), products.bag(2, viability=None, thaw_from=products.AT))
    pages = lay_out_card(products.card(bags=bags), STAMP, typecase)
    assert said(pages, "bag 1", "number") == "D24-0117-1"
    assert said(pages, "bag 1", "expiry") == "expires Thu 12-Mar-2026 14:30"
    assert said(pages, "bag 1", "viability") == "viability 92.5 %"
    assert said(pages, "bag 2", "thaw") == "do not thaw before Thu 12-Mar-2026 07:02"
    assert said(pages, "bag 2", "viability") == ""
    assert said(pages, "bag 2", "check box") == "time, signature time, signature"


def test_no_bag_is_printed_as_a_code_so_that_only_the_bag_itself_can_be_scanned(typecase):
    pages = lay_out_card(products.card(), STAMP, typecase)
    codes = {mark.text for page in pages for mark in page.marks if isinstance(mark, Code)}
    assert not any("D24" in text for text in codes)


def test_go_stands_with_its_moment_and_every_reason_in_the_words_of_the_protocol(qapp):
    held = products.card(products.expired(), products.held())
    text = text_of(card_pdf(held, STAMP))
    assert "NO-GO at Thu 12-Mar-2026 07:02" in text
    assert "Expired Thu 12-Mar-2026 05:02, bag D24-0117-1" in text
    assert "fever 38.6 °C" in text
    assert "that of 12-Mar-2026 07:02: look in nkdesk before the start" in text


def test_the_grid_has_a_row_for_every_minute_of_the_plan_and_what_is_usual_at_the_age(typecase):
    card = products.card()
    pages = lay_out_card(card, STAMP, typecase)
    due = [ink.text for page in pages for ink in page.texts if ink.place.field == "due"]
    assert " ".join(due) == (
        "before the start 15min 30min 1hr at the end 1hr after the end 4hr after the end"
    )
    assert said(pages, "usual", "heart_rate") == "70 to 120"
    assert said(pages, "usual", "usual") == "usual at 13y, example"
    stated = tuple(replace(one, example=False) for one in products.limits())
    assert card_words(products.card(limits=stated), STAMP).rows["usual"]["usual"] == "usual at 13y"
    unknown = card_words(products.card(limits=()), STAMP).rows["usual"]
    assert unknown == {"usual": "usual: not stated"}


def test_steroids_are_warned_of_only_where_the_protocol_bars_them(qapp):
    assert "No steroids: the protocol bars them" in text_of(card_pdf(products.card(), STAMP))
    allowed = products.card(steroids_barred=False)
    assert "No steroids" not in text_of(card_pdf(allowed, STAMP))


def test_sample_and_example_marks_stand_on_every_page(typecase):
    pages = lay_out_card(products.card(sample=True), STAMP, typecase)
    for page in pages:
        (mark,) = (one for one in page.marks if isinstance(one, Watermark))
        assert typecase.width(mark.text, mark.face) * 0.89 < page.width
        alarms = " ".join(ink.text for ink in page.texts if ink.place.field == "alarm")
        assert "SAMPLE ward: invented patients." in alarms
        assert "EXAMPLE protocol" in alarms
    row = builders.row(1, example=False)
    sure = products.card(row=row, rules=products.rules(example=False))
    plain = lay_out_card(sure, STAMP, typecase)
    assert not any(isinstance(one, Watermark) for one in plain[0].marks)
    assert said(plain, "header", "alarm") == ""


def long_named():
    who = builders.line(
        1,
        name=builders.name(1, family="Ж" * 200, given="Ў" * 200, patronymic="ё" * 200),
        allergy_state=AllergyState.KNOWN,
        allergies="latex " * 200,
    )
    return builders.row(1, who=who)


def test_the_longest_names_reasons_and_numbers_are_printed_whole_within_the_paper(typecase):
    bags = (products.bag(1, number="D" * 200), products.bag(2))
    why = "reason " * 250
    card = products.card(products.held(why=why), row=long_named(), bags=bags)
    pages = lay_out_card(card, STAMP, typecase)
    card_pdf(card, STAMP)
    inks = [ink for page in pages for ink in page.texts if isinstance(ink, Ink)]
    assert max(ink.y for ink in inks) < pages[0].height
    right = max(ink.x + typecase.width(ink.text, ink.face) for ink in inks)
    assert right <= pages[0].width


@pytest.mark.parametrize("bags", [1, 8])
def test_cards_of_few_and_many_bags_read_back(qapp, bags):
    several = tuple(products.bag(number) for number in range(1, bags + 1))
    text = text_of(card_pdf(products.card(bags=several), STAMP))
    assert text.count("END OF CARD") == 1
    assert f"{bags} of {bags}" in text


def test_a_preview_shows_the_pages_that_are_printed(typecase):
    pictures = card_pages(products.card(), STAMP, dots_an_inch=72)
    assert [(one.width(), one.height()) for one in pictures] == [(420, 595)] * 2


def test_printing_counts_the_pages_and_asks_for_a5(qapp, tmp_path):
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "card.pdf"))
    assert print_card(printer, products.card(), STAMP) == 2
    assert printer.pageLayout().pageSize().name() == "A5"


def test_a_character_the_font_lacks_stops_the_card(qapp):
    odd = products.card(bags=(products.bag(1, number="D\u202e"),))
    with pytest.raises(SheetGlyphError, match="U\\+202E"):
        card_pdf(odd, STAMP)


def test_a_card_that_does_not_say_what_the_record_says_never_leaves(qapp, monkeypatch):
    told = card_words

    def other_expiry(sheet, stamp):
        words = told(sheet, stamp)
        words.rows["bag 1"]["expiry"] = "expires Fri 13-Mar-2026 14:30"
        return words

    real = bedside_card.lay_out_card

    def lay_out_wrong(*asked):
        monkeypatch.setattr(bedside_card, "card_words", other_expiry)
        try:
            return real(*asked)
        finally:
            monkeypatch.setattr(bedside_card, "card_words", told)

    monkeypatch.setattr(bedside_card, "lay_out_card", lay_out_wrong)
    with pytest.raises(SheetMismatchError) as stopped:
        card_pdf(products.card(), STAMP)
    assert (stopped.value.row, stopped.value.field) == ("bag 1", "expiry")


def test_a_card_whose_code_names_another_patient_never_leaves(qapp, monkeypatch):
    real = bedside_card.lay_out_card

    def other_patient(*asked):
        pages = real(*asked)
        marks = [
            replace(mark, text="P-HR-002-B") if isinstance(mark, Code) else mark
            for mark in pages[0].marks
        ]
        return (replace(pages[0], marks=tuple(marks)), *pages[1:])

    monkeypatch.setattr(bedside_card, "lay_out_card", other_patient)
    with pytest.raises(CodeError):
        card_pdf(products.card(), STAMP)


def test_a_card_of_an_infusion_under_way_still_prints(qapp):
    row = builders.row(1, running=products.running(InfusionState.PAUSED))
    assert card_pdf(products.card(row=row), STAMP).startswith(b"%PDF")
