"""The daily list names product, expiry and GO, HOLD or NO-GO of every infusion, with reasons."""

from datetime import timedelta

import pytest

from nkdesk.model.infusion import InfusionState
from nkdesk.model.readiness import Go, GoCode, GoReason
from nkdesk.sheets.daily_list import FULL, daily_list_pdf
from nkdesk.sheets.fonts import UNITS_A_POINT
from nkdesk.sheets.glyphs import SheetGlyphError
from nkdesk.sheets.list_json import daily_list_json
from nkdesk.sheets.list_layout import lay_out
from nkdesk.sheets.list_options import ListOptions, Names, Orientation
from nkdesk.sheets.list_text import daily_list_text
from nkdesk.sheets.marks import CLOSED, Fill
from nkdesk.sheets.pdf_text import extracted_pages
from tests.sheets import builders, products

PORTRAIT = ListOptions(Orientation.PORTRAIT)
CODES = ListOptions(names=Names.CODES_ONLY)


def laid(typecase, rows, options=FULL):
    return lay_out(builders.day_list(rows), builders.STAMP, options, typecase)


def said(pages, field):
    """Return what stands in a field, with plain spaces between its pieces."""
    inks = (ink for page in pages for ink in page.texts if ink.place.field == field)
    return " ".join(ink.text for ink in inks)


def test_a_row_says_go_with_its_numbers_and_the_minute_it_expires(typecase):
    pages = laid(typecase, [products.row()])
    assert said(pages, "go symbol") + said(pages, "go") == "●GO"
    assert said(pages, "product") == "Product D24-0117-1, D24-0117-2"
    assert said(pages, "expiry") == "expires Thu 12-Mar-2026 14:30"
    assert said(pages, "go reasons") == ""


def test_bags_that_expire_apart_each_say_when(typecase):
    later = products.bag(2, expires=products.EXPIRES + timedelta(minutes=90))
    line = products.line(dose=products.dose((products.bag(1), later)))
    assert said(laid(typecase, [products.row(product=line)]), "expiry") == (
        "D24-0117-1 expires Thu 12-Mar-2026 14:30; D24-0117-2 expires Thu 12-Mar-2026 16:00"
    )


def test_every_reason_stands_on_paper_and_what_stops_is_shaded(typecase):
    rows = [products.row(1, products.expired(), products.held()), products.row(2)]
    pages = laid(typecase, rows)
    assert said(pages, "go") == "NO-GO GO"
    reasons = said(pages, "go reasons")
    assert "Expired Thu 12-Mar-2026 05:02, bag D24-0117-1" in reasons
    assert "Held since 06:02: fever 38.6 °C, chills (M. Lis), until it is lifted" in reasons
    wide = 700 * UNITS_A_POINT
    shaded = [one for one in pages[0].marks if isinstance(one, Fill) and one.width > wide]
    assert [one.shade for one in shaded].count(CLOSED) == 2  # the headings, and the one row


def test_codes_only_leaves_out_what_somebody_typed_about_a_hold(typecase):
    rows = [products.row(1, products.held(why="mother of Ivanov rang"))]
    assert "Ivanov" in said(laid(typecase, rows), "go reasons")
    assert said(laid(typecase, rows, CODES), "go reasons") == "Held: fever"


def test_an_infusion_without_a_product_says_so_and_chemotherapy_says_nothing(typecase):
    missing = products.readiness(GoReason(GoCode.NO_PRODUCT, Go.NO_GO))
    rows = [
        products.row(1, product=products.line(dose=None, lot=None), readiness=missing),
        builders.chemo_row(2),
    ]
    pages = laid(typecase, rows)
    assert said(pages, "go reasons") == "No product reserved"
    assert said(pages, "product") == ""
    fields = {ink.place.field for ink in pages[0].texts if ink.place.row == "2"}
    assert not {"go", "go symbol", "product", "expiry"} & fields


@pytest.mark.parametrize("state", list(InfusionState))
def test_once_it_is_under_way_go_is_no_question_any_more(typecase, state):
    under_way = {InfusionState.RUNNING, InfusionState.PAUSED, InfusionState.OBSERVING}
    row = products.row(1, products.held(), running=products.running(state))
    assert (said(laid(typecase, [row]), "go") == "") == (state in under_way)


def test_a_running_infusion_says_since_when(typecase):
    row = products.row(running=products.running())
    assert said(laid(typecase, [row]), "running") == "Running since 07:02"
    assert said(laid(typecase, [row]), "running symbol") == "▶"


@pytest.mark.parametrize("options", [FULL, PORTRAIT, CODES])
@pytest.mark.parametrize("count", [1, 60])
def test_the_pdf_reads_back_with_every_product(qapp, options, count):
    reasons = ((), (products.held(),), (products.expired(), products.held()))
    rows = [products.row(number, *reasons[number % 3]) for number in range(1, count + 1)]
    pdf = daily_list_pdf(builders.day_list(rows), builders.STAMP, options)
    text = " ".join("".join(extracted_pages(pdf)).split())
    assert text.count("D24-0117-1") >= count


@pytest.mark.parametrize("options", [FULL, PORTRAIT, CODES])
def test_a_band_never_stands_on_a_page_without_the_end_of_its_row(typecase, options):
    rows = [products.row(number, products.held()) for number in range(1, 31)]
    for page in laid(typecase, rows, options):
        fields = {}
        for ink in page.texts:
            fields.setdefault(ink.place.row, set()).add(ink.place.field)
        banded = [row for row, names in fields.items() if "go" in names]
        assert banded
        assert all("title" in fields[row] for row in banded)


def test_reasons_longer_than_a_page_go_on_over_pages_and_nothing_is_lost(qapp, typecase):
    why = " ".join(f"word{number}" for number in range(1500))
    rows = [products.row(1, products.held(why=why)), products.row(2)]
    pages = laid(typecase, rows)
    assert len(pages) > 1
    assert f"{why} (M. Lis)" in said(pages, "go reasons")
    bottom = max(ink.y for page in pages for ink in page.texts)
    assert bottom < pages[0].height
    daily_list_pdf(builders.day_list(rows), builders.STAMP)


def test_a_product_number_the_font_lacks_stops_the_list(typecase):
    odd = products.line(dose=products.dose((products.bag(1, number="D24\u200b"),)))
    with pytest.raises(SheetGlyphError, match="product"):
        laid(typecase, [products.row(product=odd)])


def test_terminal_and_json_say_the_same_as_paper():
    listed = builders.day_list([products.row(1, products.held()), builders.chemo_row(2)])
    first, second = daily_list_json(listed)["rows"]
    assert (first["go_symbol"], first["go"]) == ("◆", "HOLD")
    assert first["product"] == "D24-0117-1, D24-0117-2"
    assert first["expiry"] == "expires Thu 12-Mar-2026 14:30"
    assert len(first["go_reasons"]) == 1
    assert (second["go"], second["go_reasons"], second["product"]) == ("", [], "")
    text = daily_list_text(listed)
    assert "Product D24-0117-1, D24-0117-2, expires Thu 12-Mar-2026 14:30, ◆ HOLD: Held" in text
    assert text.count("HOLD") == 1


def test_the_terminal_says_go_without_reasons_in_one_word():
    text = daily_list_text(builders.day_list([products.row()]))
    assert "14:30, ● GO" in text
    assert "GO:" not in text


def test_the_cells_ordered_and_labelled_stand_in_the_column_of_the_dose(typecase):
    pages = laid(typecase, [products.row()])
    assert said(pages, "dose").replace("\u00a0", " ").startswith("ordered 40 ")
    assert said(pages, "dose rule").replace("\u00a0", " ").startswith("labelled ")
    for field in ("dose", "dose rule"):
        assert "\u00d710⁶/kg" in said(pages, field)
        assert "in all" in said(pages, field)
    bare = products.row(product=products.line(order=None))
    assert "ordered" not in said(laid(typecase, [bare]), "dose")
