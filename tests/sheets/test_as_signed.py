from dataclasses import replace
from datetime import timedelta

from nkdesk.eligibility import frozen_hash
from nkdesk.sheets.as_signed import as_signed
from nkdesk.sheets.check_rows import check_rows
from tests.sheets import checks


def test_the_rows_are_those_of_the_signed_evaluation_with_their_ages_then():
    earlier = checks.ON - timedelta(days=2)
    signed = checks.evaluation([row.verdict for row in checks.met_rows(3)], on=earlier)
    shown = as_signed(checks.check(checks.met_rows(5)), signed)
    assert frozen_hash(shown.evaluation) == frozen_hash(signed)
    assert [row.age_days for row in shown.rows] == [2, 2, 2]
    assert not any(row.can_waive for row in shown.rows)
    assert shown.uln is None
    assert [row.evidence[0].taken for row in check_rows(checks.sheet(shown))] == [
        "Sun 08-Mar-2026, 2d old"
    ] * 3


def test_a_waiver_stands_beside_what_it_waived_and_nowhere_else():
    checked = checks.check()
    shown = as_signed(checked, checked.evaluation)
    assert [row.waiver for row in shown.rows] == [row.waiver for row in checked.rows]
    met = [replace(row.verdict, waived=False) for row in checked.rows]
    later = as_signed(checked, checks.evaluation(met))
    assert not any(row.waiver for row in later.rows)


def test_marks_of_site_and_example_and_rows_without_evidence_are_kept():
    checked = checks.check()
    shown = as_signed(checked, checked.evaluation)
    assert [row.site_rule for row in shown.rows] == [row.site_rule for row in checked.rows]
    assert [row.example for row in shown.rows] == [row.example for row in checked.rows]
    assert shown.rows[-1].age_days is None
