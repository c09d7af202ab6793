from datetime import date
from decimal import Decimal

import pytest

from nkdesk.bedside.dose import DoseUnknown
from nkdesk.model.patient import Height, Weight
from nkdesk.model.protocol import DoseBasis, DoseCondition
from nkdesk.model.words import Words
from nkdesk.sheets.wording.doses import (
    condition_text,
    dose_line_text,
    dose_rule_text,
    dose_text,
    dose_unknown_text,
    dose_weight_text,
    unit_text,
)
from nkdesk.sheets.wording.numbers import centimetres_text, number_text
from nkdesk.sheets.wording.people import height_text, weight_text
from tests.sheets import builders


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("30.0", "30"),
        ("0.50", "0.5"),
        ("1000", "1,000"),
        ("12500.25", "12,500.25"),
        ("1E+3", "1,000"),
        ("100", "100"),
    ],
)
def test_a_number_has_no_trailing_zero_and_parted_thousands(value, shown):
    assert number_text(Decimal(value)) == shown


def test_a_number_has_a_decimal_comma_in_russian_and_belarusian():
    assert number_text(Decimal("12500.5"), "ru") == "12\u00a0500,5"
    assert number_text(Decimal("0.5"), "be") == "0,5"


def test_a_dose_line_reads_drug_dose_route_time():
    line = dose_line_text(Words("fludarabine"), builders.dose())
    assert line == "fludarabine — DOSE 30 mg/m² — IV — over 30min"


def test_a_dose_without_route_and_time_ends_with_its_unit():
    assert dose_text(builders.dose(route="", over_minutes=None)) == "DOSE 30 mg/m²"


def test_every_unit_has_words_and_none_has_a_greek_letter():
    units = {unit_text(basis) for basis in DoseBasis}
    assert len(units) == len(DoseBasis)
    assert unit_text(DoseBasis.UG_KG) == "mcg/kg"
    assert not any("µ" in unit or "u" in unit for unit in units)


def test_a_cell_dose_is_written_in_millions_a_kilogram():
    cells = builders.dose("5", DoseBasis.CELLS_KG, route="", over_minutes=None)
    assert dose_text(cells) == "DOSE 5 \u00d7 10⁶ cells/kg"


@pytest.mark.parametrize("why", list(DoseUnknown))
def test_an_unknown_dose_says_why(why):
    assert dose_text(why) == dose_unknown_text(why)
    assert "dose not" in dose_text(why)


def test_the_rule_that_chose_the_dose_is_named():
    rule = DoseCondition(
        age_from_months=12,
        age_below_months=36,
        weight_from_kg=Decimal(10),
        weight_below_kg=Decimal("20.50"),
        bsa_below_m2=Decimal("0.5"),
    )
    assert condition_text(rule) == (
        "age from 12m, age below 3y, weight from 10 kg, weight below 20.5 kg, "
        "body surface below 0.5 m²"
    )
    assert dose_rule_text(builders.dose(rule=rule)).startswith("rule: age from 12m")


def test_a_rule_without_limits_always_holds():
    assert condition_text(DoseCondition()) == "always"
    assert dose_rule_text(builders.dose(rule=None)) == ""


def test_a_weight_stands_with_its_date():
    assert dose_weight_text(builders.dose()) == "weight 31.4 kg on 10-Mar-2026"
    assert dose_weight_text(builders.dose(weight=None)) == "weight not recorded"


def test_weight_and_height_are_said_in_words_when_unknown():
    assert weight_text(Weight(9850, date(2026, 3, 10))) == "9.85 kg on 10-Mar-2026"
    assert weight_text(None) == "weight not recorded"
    assert height_text(Height(1045, date(2026, 3, 10))) == "104.5 cm on 10-Mar-2026"
    assert height_text(None) == "height not recorded"
    assert centimetres_text(1000) == "100 cm"
