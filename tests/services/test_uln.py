"""Tables of upper limits of normal: what ships, and what is refused of a site's own."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nkdesk.model.evidence import UlnTable
from nkdesk.model.uln import overlaps, uln_canonical, uln_from_canonical
from nkdesk.services import uln
from nkdesk.services.uln import (
    MAX_BYTES,
    ShippedTableError,
    UlnFileError,
    read_uln_table,
    shipped_uln_tables,
    uln_hash,
)

DOCS = Path(__file__).parents[2] / "docs" / "uln-tables.md"

TABLE = """\
format = 1
[table]
id = "ours"
version = "2026-03"
title = { en = "Ours", ru = "Наша" }
method = "IFCC"
source = "handbook"
unit = "U/L"
"""
ROW = """\
[[row]]
what = "alt"
sex = "any"
from_months = 0
below_months = 12
uln = "51"
"""
LATER = ROW.replace("= 12", "= 156").replace("= 0", "= 12").replace("51", "30")


def read(text):
    return read_uln_table(text.encode())


def limit(table, what, sex, years):
    """Return the limit by reading the rows one by one, the exact sex first."""
    rows = [row for row in table.rows if row.what == what]
    rows = [row for row in rows if row.from_months <= years * 12 < row.below_months]
    return next((int(row.uln) for one in (sex, None) for row in rows if row.sex == one), None)


# Clinical facts, 6.2, at the ages the table lists: ALT and AST of a boy and a girl.
FACTS = {
    "caliper": {
        0: (51, 51, None, None),
        1: (30, 30, 55, 55),
        3: (30, 30, 55, 55),
        6: (30, 30, 55, 55),
        7: (30, 30, 41, 41),
        11: (30, 30, 41, 41),
        12: (30, 30, 40, 33),
        13: (33, 24, 40, 33),
        18: (33, 24, 40, 33),
        19: (None, None, None, None),
    },
    "germany": {
        0: (49, 49, 77, 77),
        1: (29, 29, 71, 71),
        3: (29, 29, 71, 71),
        4: (39, 39, 53, 53),
        6: (39, 39, 53, 53),
        7: (44, 44, 48, 48),
        12: (44, 44, 48, 48),
        13: (51, 45, 42, 44),
        17: (51, 45, 42, 44),
        18: (None, None, None, None),
    },
    "adult-ifcc": {
        17: (None, None, None, None),
        18: (59, 41, 34, 34),
        85: (59, 41, 34, 34),
        86: (None, None, None, None),
    },
}


@pytest.mark.parametrize("table", shipped_uln_tables(), ids=lambda table: table.id)
def test_every_shipped_limit_is_the_published_one(table):
    asked = [("alt", "m"), ("alt", "f"), ("ast", "m"), ("ast", "f")]
    found = {
        years: tuple(limit(table, what, sex, years) for what, sex in asked)
        for years in FACTS[table.id]
    }
    assert found == FACTS[table.id]


def test_every_shipped_table_names_method_and_source_and_has_a_hash_of_its_own():
    tables = shipped_uln_tables()
    assert [table.id for table in tables] == ["caliper", "germany", "adult-ifcc"]
    assert all(table.method and table.source and table.title.ru for table in tables)
    assert not any(overlaps(table.rows) for table in tables)
    assert len({uln_hash(table) for table in tables}) == 3


def test_a_damaged_shipped_table_is_named_with_its_line(tmp_path, monkeypatch):
    (tmp_path / "uln").mkdir()
    text = (TABLE + ROW).replace('"51"', '"many"')
    (tmp_path / "uln" / "x.toml").write_text(text, "utf-8")
    monkeypatch.setattr(uln, "resources", lambda: tmp_path)
    with pytest.raises(ShippedTableError, match=r"^x\.toml, line 14: This is no number above 0"):
        uln._shipped("x.toml")


def test_a_sites_own_table_is_read():
    table = read(TABLE + LATER + ROW)
    assert isinstance(table, UlnTable)
    assert (table.id, table.version, table.title.ru) == ("ours", "2026-03", "Наша")
    assert [(row.from_months, row.uln) for row in table.rows] == [(0, Decimal(51)), (12, 30)]
    assert uln_from_canonical(uln_canonical(table)) == table


def test_order_comments_and_line_ends_change_no_hash():
    one = read(TABLE + ROW + LATER)
    other = read_uln_table((TABLE + LATER + "# limits\n" + ROW).replace("\n", "\r\n").encode())
    assert uln_hash(one) == uln_hash(other)


@pytest.mark.parametrize("unit", ["µkat/L", "μkat/L", "ukat/L"])
def test_microkatals_become_exactly_sixty_units(unit):
    table = read((TABLE + ROW).replace("U/L", unit).replace('"51"', '"0.85"'))
    assert [row.uln for row in table.rows] == [Decimal(51)]
    assert uln_hash(table) == uln_hash(read(TABLE + ROW))


def test_the_table_in_the_guide_is_read():
    (text,) = re.findall(r"```toml\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    table = read(text)
    assert isinstance(table, UlnTable)
    ages = [limit(table, what, "f", years) for what in ("alt", "ast") for years in (0, 18, 19, 30)]
    assert ages == [51, 24, 41, 41, 70, 33, 34, 34]


def test_the_same_id_version_and_rows_in_another_order_of_keys_are_the_same():
    turned = ROW.replace('what = "alt"\n', "") + 'what = "alt"\n'
    assert read(TABLE + turned) == read(TABLE + ROW)


@pytest.mark.parametrize(
    ("right", "wrong", "line", "key", "said"),
    [
        ("format = 1", "format = 2", 1, "format", "not known"),
        ("format = 1", "format = 1.0", 1, "format", "not known"),
        ("format = 1", "format = true", 1, "format", "not known"),
        ("format = 1", "format = 1\nnote = 1", 2, "note", "not known"),
        ('id = "ours"\n', "", 2, "table.id", "missing"),
        ('title = { en = "Ours", ru = "Наша" }\n', "", 2, "table.title", "missing"),
        ('"ours"', '"Ours"', 3, "table.id", "cannot be the id"),
        ('"ours"', "1", 3, "table.id", "cannot be the id"),
        ('"2026-03"', '"2026 03"', 4, "table.version", "cannot be the version"),
        ('{ en = "Ours", ru = "Наша" }', '"Ours"', 5, "table.title", "no words in English"),
        ('en = "Ours", ', "", 5, "table.title", "no words in English"),
        ("ru =", "fr =", 5, "table.title", "language fr is not known"),
        ('"Наша"', '" "', 5, "table.title.ru", "empty"),
        ('"IFCC"', '""', 6, "table.method", "empty"),
        ('"IFCC"', "7", 6, "table.method", "no text"),
        ('"IFCC"', '"I\u200bFCC"', 6, "table.method", "does not print"),
        ('"handbook"', f'"{"x" * 201}"', 7, "table.source", "too long"),
        ('"U/L"', '"mg/L"', 8, "table.unit", "not known"),
        ('"U/L"', "[]", 8, "table.unit", "not known"),
        ("unit =", "units =", 9 - 1, "table.units", "not known here"),
        ('what = "alt"\n', "", 9, "row[1].what", "missing"),
        ('"alt"', '"ALT"', 10, "row[1].what", "no enzyme"),
        ('"any"', '"both"', 11, "row[1].sex", "not one of"),
        ('"any"', "[]", 11, "row[1].sex", "not one of"),
        ("from_months = 0", "from_months = -1", 12, "row[1].from_months", "no age"),
        ("from_months = 0", "from_months = false", 12, "row[1].from_months", "no age"),
        ("from_months = 0", 'from_months = "0"', 12, "row[1].from_months", "no age"),
        ("from_months = 0", "from_months = 12", 13, "row[1].below_months", "No age lies"),
        ("below_months = 12", "below_months = 1801", 13, "row[1].below_months", "no age"),
        ('"51"', "51", 14, "row[1].uln", "no number"),
        ('"51"', '"0.00"', 14, "row[1].uln", "no number"),
        ('"51"', '"5e1"', 14, "row[1].uln", "no number"),
        ('"51"', '"-51"', 14, "row[1].uln", "no number"),
        ('uln = "51"', 'uln = "51"\nnote = "x"', 15, "row[1].note", "not known here"),
    ],
)
def test_a_wrong_value_is_told_with_its_line_and_key(right, wrong, line, key, said):
    assert right in TABLE + ROW
    faults = read((TABLE + ROW).replace(right, wrong, 1))
    (fault,) = [one for one in faults if one.key == key]
    assert (fault.line, fault.key) == (line, key)
    assert said in fault.problem
    assert fault.remedy


def test_everything_wrong_is_told_at_once_in_the_order_of_lines():
    faults = read(
        (TABLE + ROW).replace('"ours"', "1").replace('"51"', "51").replace("= 1\n", "= 3\n")
    )
    assert [(fault.line, fault.key) for fault in faults] == [
        (1, "format"),
        (3, "table.id"),
        (14, "row[1].uln"),
    ]


def test_two_rows_of_one_enzyme_and_sex_that_share_an_age_are_refused():
    (fault,) = read(TABLE + ROW + LATER.replace("from_months = 12", "from_months = 11"))
    assert (fault.line, fault.key) == (15, "row[2]")
    assert fault.problem == "It states a limit that row 1 states already."


def test_a_row_of_one_sex_may_stand_beside_one_of_any():
    assert isinstance(read(TABLE + ROW + ROW.replace("any", "f")), UlnTable)


@pytest.mark.parametrize(
    ("text", "line", "key", "said"),
    [
        (ROW, 1, "table", "[table] is missing"),
        ("format = 1\ntable = 3\n" + ROW, 2, "table", "[table] is missing"),
        (TABLE, 1, "row", "no rows"),
        (TABLE + "[row]\n", 1, "row", "no rows"),
        ("row = [1]\n" + TABLE, 1, "row[1]", "table of its own"),
        (
            TABLE + ROW.replace("[[row]]", "[[ row ]] # first").replace("51", ""),
            14,
            "row[1].uln",
            "no",
        ),
        (TABLE + ROW * 401, 9 + 400 * 6, "row[401]", "one row too many"),
        (TABLE + "x", 9, "(file)", "This is not TOML"),
        (TABLE + 'x = "', 9, "(file)", "This is not TOML"),
        ("x = " + "9" * 5000, 1, "(file)", "This is not TOML"),
        ("x = " + "[" * 5000, 1, "(file)", "This is not TOML"),
        ("#" * (MAX_BYTES + 1), 1, "(file)", "more than 65536 bytes"),
    ],
)
def test_a_file_that_is_no_table_is_told(text, line, key, said):
    faults = read(text)
    assert [one for one in faults if (one.line, one.key) == (line, key) and said in one.problem]


def test_a_file_that_is_no_text_is_told_with_its_line():
    (fault,) = read_uln_table(b"format = 1\n\xff")
    assert (fault.line, fault.problem) == (2, "The file is not UTF-8 text.")


def test_a_key_that_does_not_print_is_told_on_one_line():
    faults = read(TABLE.replace("format", '"for\\u0007\\nmat"') + ROW)
    assert all(one.key.isprintable() for one in faults)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_file_is_too_strange_to_be_told_about(raw):
    read = read_uln_table(raw)
    assert all(isinstance(one, UlnFileError) for one in read)


SOUND = TABLE + ROW


@given(st.integers(0, len(SOUND) - 1), st.integers(1, 12), st.text('"= 1[]{}x\n,', max_size=4))
def test_a_table_with_a_piece_torn_out_is_read_or_told_about(at, many, instead):
    read = read_uln_table((SOUND[:at] + instead + SOUND[at + many :]).encode())
    if not isinstance(read, UlnTable):
        assert all(one.problem and one.remedy and one.line >= 1 for one in read)
