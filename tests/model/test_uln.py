"""The canonical content of a table of limits."""

from dataclasses import replace
from decimal import Decimal

import pytest

from nkdesk.model.evidence import UlnRow, UlnTable
from nkdesk.model.uln import (
    overlaps,
    sorted_table,
    uln_canonical,
    uln_from_canonical,
    uln_hash,
)
from nkdesk.model.words import Words

INFANTS = UlnRow("alt", None, 0, 12, Decimal(51))
GIRLS = UlnRow("alt", "f", 156, 228, Decimal("24.0"))
TABLE = UlnTable("ours", "1", Words("Ours"), "IFCC", "handbook", (GIRLS, INFANTS))


def test_the_order_of_rows_has_no_meaning():
    turned = replace(TABLE, rows=(INFANTS, GIRLS))
    assert uln_hash(turned) == uln_hash(TABLE)
    assert sorted_table(TABLE).rows == (INFANTS, GIRLS)


def test_a_zero_behind_the_point_has_no_meaning():
    plain = replace(TABLE, rows=(replace(GIRLS, uln=Decimal(24)), INFANTS))
    assert uln_canonical(plain) == uln_canonical(TABLE)


@pytest.mark.parametrize(
    "other",
    [
        replace(TABLE, id="theirs"),
        replace(TABLE, version="2"),
        replace(TABLE, title=Words("Theirs")),
        replace(TABLE, method="other"),
        replace(TABLE, source="other"),
        replace(TABLE, rows=(GIRLS,)),
        replace(TABLE, rows=(replace(GIRLS, uln=Decimal("24.1")), INFANTS)),
        replace(TABLE, rows=(replace(GIRLS, sex="m"), INFANTS)),
    ],
)
def test_everything_else_has(other):
    assert uln_hash(other) != uln_hash(TABLE)


def test_a_table_comes_back_from_its_content():
    assert uln_from_canonical(uln_canonical(TABLE)) == sorted_table(TABLE)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b'{"table":1}',
        b'{"table":{}}',
        uln_canonical(TABLE).replace(b'"51"', b'"x"'),
        uln_canonical(TABLE).replace(b'"51"', b'"51.0"'),
        uln_canonical(TABLE) + b" ",
        uln_canonical(TABLE).replace(b'"format":1', b'"format":2'),
    ],
)
def test_anything_but_a_canonical_content_is_refused(content):
    with pytest.raises(ValueError):  # noqa: PT011 -- json says it in its own words
        uln_from_canonical(content)


@pytest.mark.parametrize(
    ("other", "meet"),
    [
        (replace(INFANTS, from_months=12, below_months=24), False),
        (replace(INFANTS, from_months=11, below_months=24), True),
        (replace(INFANTS, from_months=3, below_months=4), True),
        (replace(INFANTS, sex="f"), False),
        (replace(INFANTS, what="ast"), False),
        (INFANTS, True),
    ],
)
def test_rows_overlap_when_they_share_enzyme_sex_and_a_month(other, meet):
    assert overlaps((INFANTS, other)) == (((1, 0),) if meet else ())
    assert overlaps((other, INFANTS)) == (((1, 0),) if meet else ())
