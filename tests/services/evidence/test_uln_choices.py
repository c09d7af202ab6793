"""Tables of limits of normal: shipped ones, the site's own, and which holds from which day on."""

from datetime import date

import pytest

from nkdesk.places import resources
from nkdesk.services.eligibility_models import UlnChoiceForm
from nkdesk.services.evidence import add_uln_table, choose_uln, uln_tables
from nkdesk.services.forms import FieldCode, Saved, Unsaved
from nkdesk.store import evidence


def faults(saved):
    assert isinstance(saved, Unsaved), saved
    return [(one.field, one.code) for one in saved.problems]


def caliper(desk):
    return next(one for one in uln_tables(desk) if one.table.id == "caliper")


def own(text=""):
    """A table of the site: the shipped one under another name."""
    shipped = (resources() / "uln" / "caliper.toml").read_text(encoding="utf-8")
    return (text or shipped.replace('"caliper"', '"ward_laboratory"')).encode()


def test_three_tables_ship_and_none_is_chosen(desk):
    rows = uln_tables(desk)
    assert len(rows) == 3
    assert all(one.shipped and one.chosen_from is None for one in rows)


def test_a_table_holds_from_a_day_of_sampling_on(desk):
    name = caliper(desk).hash
    assert isinstance(choose_uln(desk, UlnChoiceForm(name, "01.01.2026")), Saved)
    assert isinstance(choose_uln(desk, UlnChoiceForm(name, "01.06.2026")), Saved)
    assert caliper(desk).chosen_from == date(2026, 6, 1)
    assert [one.valid_from for one in evidence.uln_choices(desk.store)] == [
        date(2026, 1, 1),
        date(2026, 6, 1),
    ]


def test_the_choice_of_a_day_can_be_put_right(desk):
    first, other = uln_tables(desk)[:2]
    choose_uln(desk, UlnChoiceForm(first.hash, "01.01.2026"))
    assert isinstance(choose_uln(desk, UlnChoiceForm(other.hash, "01.01.2026")), Saved)
    assert [one.table for one in evidence.uln_choices(desk.store)] == [other.table]


@pytest.mark.parametrize(
    ("name", "day", "problem"),
    [
        ("", "01.01.2026", ("table_hash", FieldCode.MISSING)),
        ("0" * 64, "01.01.2026", ("table_hash", FieldCode.NOT_A_CHOICE)),
        (None, "", ("valid_from", FieldCode.MISSING)),
        (None, "01.01.1900", ("valid_from", FieldCode.OUT_OF_RANGE)),
    ],
)
def test_a_choice_says_what_is_wrong_with_it(desk, name, day, problem):
    table = caliper(desk).hash if name is None else name
    assert faults(choose_uln(desk, UlnChoiceForm(table, day))) == [problem]
    assert evidence.uln_choices(desk.store) == ()


def test_the_same_choice_again_changes_nothing(ward, desk):
    ward.limits()
    form = UlnChoiceForm(caliper(desk).hash, "01.01.2020")
    assert faults(choose_uln(desk, form)) == [("table_hash", FieldCode.UNCHANGED)]


def test_the_sites_own_table_is_offered_beside_the_shipped_ones(desk):
    assert isinstance(add_uln_table(desk, own()), Saved)
    found = [one for one in uln_tables(desk) if not one.shipped]
    assert [one.table.id for one in found] == ["ward_laboratory"]
    assert isinstance(choose_uln(desk, UlnChoiceForm(found[0].hash, "01.01.2026")), Saved)


def test_a_faulty_file_is_refused_with_the_line_and_what_is_wrong(ward, desk):
    before = ward.newest("step")
    saved = add_uln_table(desk, own("[table]\nid = 5\n"))
    assert set(faults(saved)) == {("file", FieldCode.NOT_A_TABLE)}
    assert saved.problems[0].detail.startswith("line ")
    assert ward.newest("step") == before


def test_a_table_that_is_there_already_is_not_added_again(desk):
    shipped = (resources() / "uln" / "caliper.toml").read_bytes()
    assert faults(add_uln_table(desk, shipped)) == [("file", FieldCode.UNCHANGED)]
    add_uln_table(desk, own())
    assert faults(add_uln_table(desk, own())) == [("file", FieldCode.UNCHANGED)]
