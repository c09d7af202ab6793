"""``nkdeskctl go`` and ``products`` on the sample ward."""

import json

import pytest
from click.testing import CliRunner

from nkdesk.cli import main
from nkdesk.clock import ward_clock
from nkdesk.services.day_list import day_rows
from nkdesk.services.forms import Saved
from nkdesk.services.product import enter_test, products_board
from nkdesk.services.product_forms import TestForm
from nkdesk.services.ward import open_ward


def run(ward, *arguments):
    return CliRunner().invoke(main, ["--data-dir", str(ward), *arguments])


@pytest.fixture
def desk(ward):
    desk = open_ward(ward, ward_clock, "Test nurse")
    with desk.store:
        yield desk


def test_go_names_every_infusion_of_the_day_with_two_identifiers_and_every_reason(ward, desk):
    rows = [row for row in day_rows(desk, desk.clock.today()) if row.readiness]
    answer = run(ward, "go")
    assert rows
    assert answer.output.startswith("SAMPLE - not real patients. Infusions of Thu 12-Mar-2026")
    assert answer.output.endswith(f"END OF LIST {len(rows)} of {len(rows)}.\n")
    for row in rows:
        [said] = [one for one in answer.output.splitlines() if row.line.patient.trial_number in one]
        assert row.line.patient.name.full in said
    stopped = any(row.readiness.go != "go" for row in rows)
    assert answer.exit_code == (1 if stopped else 0)


def test_go_as_json_says_the_same(ward, desk):
    answer = json.loads(run(ward, "go", "--json").output)
    rows = [row for row in day_rows(desk, desk.clock.today()) if row.readiness]
    said = {
        (one["trial_number"], one["item"], one["go"], tuple(r["code"] for r in one["reasons"]))
        for one in answer["rows"]
    }
    assert said == {
        (
            row.line.patient.trial_number,
            str(row.item.address),
            row.readiness.go,
            tuple(reason.code for reason in row.readiness.reasons),
        )
        for row in rows
    }
    assert answer["sample"] is True
    assert all(reason["help"] for one in answer["rows"] for reason in one["reasons"])


def test_go_of_a_day_without_infusions_is_nothing_to_stop_for(ward):
    answer = run(ward, "go", "--date", "2026-06-06")
    assert answer.exit_code == 0
    assert "END OF LIST 0 of 0." in answer.output


def test_products_shows_whoever_has_a_donor_a_lot_or_a_hold(ward, desk):
    board = products_board(desk)
    shown = [one for one in board.recipients if one.donor or one.lots or one.holds]
    answer = run(ward, "products")
    assert answer.exit_code == 0
    assert answer.output.endswith(
        f"END OF LIST {len(shown)} of {len(board.recipients)} patients.\n"
    )
    for one in shown:
        assert one.line.patient.trial_number in answer.output
        for lot in one.lots:
            assert f"Lot {lot.lot.number}" in answer.output
            for dose in lot.doses:
                assert all(bag.number in answer.output for bag in dose.dose.bags)


def test_products_of_one_patient_says_what_is_missing_too(ward, desk):
    bare = next(one for one in products_board(desk).recipients if one.donor is None)
    number = bare.line.patient.trial_number
    answer = run(ward, "products", number)
    assert number in answer.output
    assert "No donor yet." in answer.output
    assert "END OF LIST 1 of" in answer.output


def test_an_unknown_patient_is_refused(ward):
    assert run(ward, "products", "NK-999").exit_code != 0


def test_a_lot_that_failed_after_its_release_is_never_called_released_alone(ward, desk):
    lot = next(
        view
        for row in products_board(desk).recipients
        for view in row.lots
        if view.lot.number == "EX-0402"
    )
    failed = TestForm(lot.lot.id, "sterility", "positive", "12.03.2026", "05:00", "C. Tester")
    assert isinstance(enter_test(desk, failed), Saved)
    assert "✕ Lot EX-0402, cycle 1: Released, BUT A TEST FAILED\n" in run(ward, "products").output
