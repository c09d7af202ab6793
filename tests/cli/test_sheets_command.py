"""Card, product sheet and scanner test from the command line, and what of them is out of date."""

import pytest
from click.testing import CliRunner

from nkdesk.cli import main
from nkdesk.clock import ward_clock
from nkdesk.model.readiness import Go
from nkdesk.services.day_list import day_rows
from nkdesk.services.forms import Saved
from nkdesk.services.product import place_hold, products_board
from nkdesk.services.product_forms import HoldForm
from nkdesk.services.ward import open_ward
from nkdesk.sheets.pdf_text import extracted_pages
from nkdesk.store import printed_sheets


@pytest.fixture
def run(ward):
    def asked(*words):
        arguments = ["--data-dir", str(ward), *map(str, words)]
        return CliRunner().invoke(main, arguments)

    return asked


@pytest.fixture
def desk(ward):
    desk = open_ward(ward, ward_clock, "Test nurse")
    with desk.store:
        yield desk


@pytest.fixture
def row(desk):
    rows = day_rows(desk, desk.clock.today())
    return next(one for one in rows if one.readiness and one.readiness.go is Go.GO)


def letters(path):
    return " ".join(" ".join(extracted_pages(path.read_bytes())).split())


def in_use(desk):
    return printed_sheets.open_sheets(desk.store, desk.clock.now())


def test_a_card_is_written_under_its_number_in_the_register(run, desk, row, tmp_path):
    path = tmp_path / "card.pdf"
    number, item = row.line.patient.trial_number, row.item.address
    answer = run("card", number, item, "--pdf", path)
    assert (answer.exit_code, answer.output) == (0, f"{path}: {number} {item}\n")
    (sheet,) = in_use(desk)
    assert f"Sheet {sheet.number}" in letters(path)
    assert (sheet.subject, sheet.printed_by) == (row.item_id, "nkdeskctl")


def test_what_is_no_infusion_has_no_card(run, desk, tmp_path):
    rows = day_rows(desk, desk.clock.today())
    chemo = next(one for one in rows if one.product is None)
    path = tmp_path / "card.pdf"
    number, item = chemo.line.patient.trial_number, chemo.item.address
    answer = run("card", number, item, "--pdf", path)
    assert answer.exit_code == 1
    assert "choose an infusion" in answer.output
    assert not path.exists()


def test_a_product_sheet_is_written_by_the_laboratorys_number(run, desk, tmp_path):
    found = (lot.lot for one in products_board(desk).recipients for lot in one.lots)
    lot = next(found)
    path = tmp_path / "lot.pdf"
    answer = run("product-sheet", lot.number, "--pdf", path)
    assert (answer.exit_code, answer.output) == (0, f"{path}: {lot.number}\n")
    assert f"Lot {lot.number}" in letters(path)
    assert [sheet.subject for sheet in in_use(desk)] == [lot.id]
    unknown = run("product-sheet", "none", "--pdf", tmp_path / "none.pdf")
    assert unknown.exit_code == 1
    assert "There is no lot none" in unknown.output


def test_a_scanner_test_needs_no_number(run, desk, tmp_path):
    path = tmp_path / "scanner.pdf"
    answer = run("scanner-test", "--pdf", path)
    assert (answer.exit_code, answer.output) == (0, f"{path}: scanner test\n")
    assert "P-TEST-001-Q" in letters(path)
    assert in_use(desk) == ()


def test_a_sheet_that_could_not_be_written_is_not_in_use(run, desk, row, tmp_path):
    path = tmp_path / "missing" / "card.pdf"
    answer = run("card", row.line.patient.trial_number, row.item.address, "--pdf", path)
    assert answer.exit_code == 1
    assert in_use(desk) == ()
    scanner = run("scanner-test", "--pdf", path)
    assert scanner.exit_code == 1


def test_sheets_names_what_is_out_of_date_and_for_whom(run, desk, row, tmp_path):
    assert run("today", "--pdf", tmp_path / "list.pdf").exit_code == 0
    calm = run("sheets")
    assert (calm.exit_code, calm.output) == (0, "END OF LIST 0 sheets out of date.\n")
    hold = HoldForm(row.line.patient.id, "fever", "38.6", "Nurse A")
    assert isinstance(place_hold(desk, hold), Saved)
    (sheet,) = in_use(desk)
    answer = run("sheets")
    assert answer.exit_code == 1
    assert answer.output == (
        f"Sheet {sheet.number} (day) is out of date: {row.line.patient.trial_number} changed\n"
        "END OF LIST 1 sheets out of date.\n"
    )
